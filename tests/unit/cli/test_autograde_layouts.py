"""Whatever a learning system exports is graded by one command, and the command says who is who."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import group
from grader.cli._batch import batch_lines
from grader.intake import Batch, Match
from tests.unit import tiny_course
from tests.unit.intake.recorded import Member, unpacked, write_zip, zipped
from tests.unit.intake.test_git_clones import DUE as IN_TIME
from tests.unit.intake.test_git_clones import clone, commit
from tests.unit.notebook_files import notebook
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

WRONG = SOLUTION.replace("x * np.asarray(0.5, dtype=x.dtype)", "x * 2")
METADATA = """\
submission_1:
  :submitters:
  - :name: Anna I.
    :email: ANNA@example.org
  :created_at: 2026-10-05 20:00:00.123456789 Z
submission_2:
  :submitters:
  - :name: Bob Smith
    :sid:
  :created_at: 2026-10-07 20:00:00 Z
"""


def names(anna: str, bob: str) -> dict[str, bytes | str]:
    return {anna.format(ASSIGNMENT): SOLUTION, bob.format(ASSIGNMENT): WRONG}


FOLDER = names("anna/{}.py", "bob/{0}/{0}.py") | {f"bob/{ASSIGNMENT}/timestamp.txt": "2026-10-07 20:00:00 UTC"}
FLAT = names("anna_{}.py", "{} Bob Smith.py")
MOODLE = names("Иванова Анна_1234_assignsubmission_file/{}.py", "Bob Smith_1235_assignsubmission_file/решение.py")
CANVAS = names("ивановаанна_71_8001_{}.py", "smithbob_LATE_72_8002_{}-3.py")
GRADESCOPE = names("assignment_9_export/submission_1/{}.py", "assignment_9_export/submission_2/{}.py") | {
    "assignment_9_export/submission_metadata.yml": METADATA
}
NBGRADER = {f"submitted/{name}": text for name, text in FOLDER.items()}


def cp866(tmp_path: Path) -> Path:
    """Moodle's export, zipped anew by the archiver of a Russian Windows."""
    members = [Member(name=name.encode("cp866"), data=text, flags=0) for name, text in MOODLE.items()]
    return write_zip(tmp_path / "работы.zip", members)


def nested(tmp_path: Path) -> Path:
    """Anna zipped her file."""
    raw = write_zip(tmp_path / "anna.zip", [Member(name=f"warmup/{ASSIGNMENT}.py", data=SOLUTION)]).read_bytes()
    return zipped(tmp_path, {"anna/моя работа.zip": raw, f"bob/{ASSIGNMENT}.py": WRONG})


def exported(tmp_path: Path) -> Path:
    """Anna and Bob handed in the zip that Otter's export cell makes of a notebook."""
    files: dict[str, bytes | str] = {}
    for student, text in (("anna", SOLUTION), ("bob", WRONG)):
        members = [Member(name=f"{ASSIGNMENT}.ipynb", data=notebook(text)), Member(name=".OTTER_LOG", data=b"\x80\x03")]
        raw = write_zip(tmp_path / "one.zip", members).read_bytes()
        files[f"{student}/{ASSIGNMENT}_2026_10_05T20_59_00_123456.zip"] = raw
    return zipped(tmp_path, files)


def clones(tmp_path: Path) -> Path:
    for login, text in (("anna", SOLUTION), ("BOB", WRONG)):
        commit(clone(tmp_path / "clones", f"hw00-warmup-{login}"), IN_TIME, {f"{ASSIGNMENT}.py": text})
    return tmp_path / "clones"


@pytest.mark.parametrize(
    ("layout", "make", "bob"),
    [
        ("a folder per student", lambda tmp_path: zipped(tmp_path, FOLDER), "2.4/10"),
        ("files named by their students", lambda tmp_path: zipped(tmp_path, FLAT), "3/10"),
        ("Moodle's download of all submissions", lambda tmp_path: zipped(tmp_path, MOODLE), "3/10"),
        ("Moodle's download of all submissions", lambda tmp_path: unpacked(tmp_path, MOODLE), "3/10"),
        ("Moodle's download of all submissions", cp866, "3/10"),
        ("Canvas's submissions.zip", lambda tmp_path: zipped(tmp_path, CANVAS), "2.7/10"),
        ("Gradescope's export", lambda tmp_path: zipped(tmp_path, GRADESCOPE), "2.4/10"),
        ("nbgrader's submitted tree", lambda tmp_path: unpacked(tmp_path, NBGRADER), "2.4/10"),
        ("git clones", clones, "3/10"),
        ("a folder per student", nested, "3/10"),
        ("a folder per student", exported, "3/10"),
    ],
)
def test_an_export_is_graded_by_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str, make: Callable[[Path], Path], bob: str
) -> None:
    root = make(tmp_path)
    tiny_course.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(group, ["autograde", str(root)], catch_exceptions=False)
    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert lines[0] == f"{root}: 2 submissions, read as {layout}"
    graded = sorted(line.split()[1:3] for line in lines if line.startswith(f"{ASSIGNMENT}  "))
    assert graded == [["anna", "10/10"], ["bob", bob]]
    assert not [line for line in lines if line.startswith(("not on the roster", "not read", "nothing handed in"))]


def test_two_who_could_be_one_student_are_told_with_the_one_that_they_could_be() -> None:
    matches = [Match(label=label, student=None, candidates=("bob",)) for label in ("Bob Smith_1", "Smith, Bob_2")]
    told = Batch(
        layout="x", submissions=(), strangers=("Bob Smith_1", "Smith, Bob_2"), unread=(), matches=tuple(matches)
    )
    assert batch_lines(told) == [
        "not on the roster, graded all the same: Bob Smith_1, Smith, Bob_2",
        "Bob Smith_1 could be bob: not guessed",
        "Smith, Bob_2 could be bob: not guessed",
        "to say who they are, fill in these lines and give the file with --map (- leaves somebody out):",
        "  name,student",
        "  Bob Smith_1,",
        '  "Smith, Bob_2",',
    ]


def test_a_library_that_was_handed_in_does_not_flood_the_terminal() -> None:
    files = tuple(f"bob/{number}.py" for number in range(1000))
    lines = batch_lines(Batch(layout="x", submissions=(), strangers=(), unread=files))
    assert (len(lines), lines[-1]) == (101, "… and 900 more like these")


def test_of_a_file_that_is_named_right_the_folder_is_blamed() -> None:
    files = ("ana/\\x1b[31mred/hw01_backprop.py", "ana/notes.py")
    batch = Batch(layout="x", submissions=(), strangers=(), unread=files, misplaced={files[0]: "hw01_backprop"})
    assert batch_lines(batch) == [
        f"not read: {files[0]}: its name is right, its folder's is not: "
        "put it into its student's folder, or there into hw01_backprop/",
        f"not read: {files[1]}: name it <assignment>.py, and only one so, in its student's folder",
    ]


def test_who_could_not_be_told_is_listed_ready_to_be_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = names("Anna Ivanova_1_assignsubmission_file/{}.py", 'Боб, "Bobby"_2_assignsubmission_file/{}.py')
    files |= {f"Преподаватель_3_assignsubmission_file/{ASSIGNMENT}.py": SOLUTION}
    root = zipped(tmp_path, files)
    tiny_course.write(tmp_path)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> list[str]:
        return (
            CliRunner().invoke(group, ["autograde", str(root), *arguments], catch_exceptions=False).output.splitlines()
        )

    lines = run()
    assert "matched to the roster: 1 by transliteration" in lines
    assert "by transliteration, look whether it is right: Anna Ivanova_1 is anna" in lines
    at = lines.index("to say who they are, fill in these lines and give the file with --map (- leaves somebody out):")
    assert lines[at - 1] == 'not on the roster, graded all the same: Боб, "Bobby"_2, Преподаватель_3'
    form = [line.strip() for line in lines[at + 1 : at + 4]]
    assert form == ["name,student", '"Боб, ""Bobby""_2",', "Преподаватель_3,"]
    filled = "\n".join([form[0], form[1] + "bob", form[2] + "-"])
    Path("map.csv").write_text(filled, encoding="utf-8")
    lines = run("--map", "map.csv")
    assert lines[0].startswith(f"{root}: 2 submissions")
    assert any(line.startswith(f"{ASSIGNMENT}  bob  3/10") for line in lines)
    assert not [line for line in lines if line.startswith("not on the roster")]
