"""`grader autograde` as an instructor uses it: what it says and exits with, and that it can be killed at any moment."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import group, main
from grader.gradebook import Head, open_gradebook
from tests.unit import tiny_course
from tests.unit.cli.running import run
from tests.unit.sandbox.processes import PATIENCE, descendants, gone, wait_for
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

HALF = "x * np.asarray(0.5, dtype=x.dtype)"
MAIN = """
import signal
from grader.cli import main

# As at a terminal: where the tests themselves run in the background, Ctrl-C is ignored, and that is inherited.
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""

Grader = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny_course.write(tmp_path).parent


@pytest.fixture
def grader(root: Path, monkeypatch: pytest.MonkeyPatch) -> Grader:
    """Runs `grader autograde` in the course's folder; the exit status and the lines that it printed."""
    monkeypatch.chdir(root)

    return partial(run, "autograde")


def hand_in(root: Path, student: str, source: str = SOLUTION, name: str = f"{ASSIGNMENT}.py") -> None:
    path = root / "in" / student / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")


def graded(root: Path, gradebook: str = "gradebook.sqlite") -> list[str]:
    """The students whose scorecards are in the gradebook, in alphabetical order; read without the grader's help."""
    path = root / gradebook
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
        try:
            return sorted(student for (student,) in connection.execute("select student from scorecards"))
        except sqlite3.OperationalError:  # its tables are not there yet
            return []


def test_a_class_is_graded_and_everything_noteworthy_is_said(root: Path, grader: Grader) -> None:
    hand_in(root, "anna")
    hand_in(root, "zoe", SOLUTION.replace(HALF, "x * 2"))
    hand_in(root, "zoe", name="notes.py")
    code, lines = grader("in")
    assert code == 0
    assert lines[0] == "in: 2 submissions, read as a folder per student"
    assert lines[1].startswith("isolation: ")
    told = lines.pop(2)
    assert told.startswith("a new secret: ") and told.endswith(" can be drawn again with it alone")
    assert lines[2:4] == [
        f"{ASSIGNMENT}  anna  10/10",
        f"{ASSIGNMENT}  zoe  3/10  halve: doubled  counter: wrong",
    ]
    assert re.fullmatch(r"2 graded in [\d.]+ s \([\d.]+ submissions/s\), 1 at a time", lines[4])
    assert lines[5:-1] == [
        "not on the roster, graded all the same: zoe",
        "to say who they are, fill in these lines and give the file with --map (- leaves somebody out):",
        "  name,student",
        "  zoe,",
        "not read: zoe/notes.py: name it <assignment>.py, and only one so, in its student's folder",
        f"nothing handed in for {ASSIGNMENT}: bob",
    ]
    # A run, two cards, two texts and the templates in two languages.
    assert re.fullmatch(r"gradebook: gradebook\.sqlite, head 7:[0-9a-f]{16}", lines[-1])
    with open_gradebook(root / "gradebook.sqlite") as book:
        assert not book.verify(Head.parse(lines[-1].rpartition(" ")[2])).faults
    assert graded(root) == ["anna", "zoe"]
    assert (root / ".grader" / "secret").stat().st_mode & 0o077 == 0


def test_a_second_run_grades_what_is_new_only(root: Path, grader: Grader) -> None:
    hand_in(root, "anna")
    grader("in")
    hand_in(root, "bob")
    code, lines = grader("in")
    assert code == 0
    assert f"{ASSIGNMENT}  anna  10/10  (known)" in lines
    assert any(line.startswith("1 graded, 1 known already in ") for line in lines)
    assert graded(root) == ["anna", "bob"]


def test_a_time_that_cannot_be_read_is_told_of_a_known_work_too(root: Path, grader: Grader) -> None:
    hand_in(root, "anna")
    grader("in")
    hand_in(root, "anna", "yesterday\n", name="timestamp.txt")
    for _ in range(2):
        code, lines = grader("in")
        told = [line for line in lines if "timestamp.txt" in line]
        assert (code, len(told)) == (0, 1)
        assert told[0].startswith(f"anna {ASSIGNMENT}: `yesterday` in timestamp.txt is not a time")
    assert graded(root) == ["anna"]


def test_json_holds_the_known_and_the_new(root: Path, grader: Grader) -> None:
    hand_in(root, "anna")
    grader("in")
    hand_in(root, "bob", "def halve(:\n")
    code, lines = grader("in", "--json", "out/cards.json", "--assignment", ASSIGNMENT, "--jobs", "2")
    assert (code, lines[-1]) == (0, "scorecards: out/cards.json")
    document = json.loads((root / "out" / "cards.json").read_text(encoding="utf-8"))
    assert document["assignment"] == ASSIGNMENT
    assert {one["student"]: one["score"] for one in document["submissions"]} == {"anna": 10, "bob": 0}
    cases = [case for one in document["submissions"] for task in one["tasks"] for case in task["cases"]]
    assert {case["verdict"] for case in cases} == {"passed", "raised"}


def test_a_held_card_is_told_with_its_cause(root: Path, grader: Grader) -> None:
    hand_in(root, "anna")
    solution = root / "solutions" / f"{ASSIGNMENT}.py"
    text = solution.read_text(encoding="utf-8")
    doubtful = text.replace(f"    return {HALF}", f"    assert x.ndim < 2 or x[0, 0] > 0\n    return {HALF}")
    solution.write_text(doubtful, encoding="utf-8")
    (root / ".grader").mkdir()
    codes = set()
    for number in range(256):
        (root / ".grader" / "secret").write_bytes(bytes([number]) * 32)
        code, lines = grader("in", "--gradebook", f"{number}.sqlite")
        codes.add(code)
        held = [line for line in lines if line.startswith("HELD")]
        if held:
            break
    assert codes <= {0, 2}  # the check of the reference draws inputs, too
    assert held == [
        f"HELD, our own failure, look into it: anna {ASSIGNMENT}: the reference does not pass: raised AssertionError:"
    ]


def test_with_one_assignment_asked_for_the_files_of_another_are_not_strays(root: Path, grader: Grader) -> None:
    course = (root / "course.toml").read_text(encoding="utf-8")
    other = '\n[[assignments]]\nname = "hw01_other"\ncategory = "homework"\n'
    (root / "course.toml").write_text(course + other, encoding="utf-8")
    (root / "assignments" / ASSIGNMENT).rename(root / "assignments" / "hw01_other")
    tiny_course.write(root)
    (root / "course.toml").write_text(course + other, encoding="utf-8")
    (root / "solutions" / "hw01_other.py").write_text(SOLUTION, encoding="utf-8")
    hand_in(root, "anna")
    hand_in(root, "anna", name="hw01_other.py")
    code, lines = grader("in", "--assignment", ASSIGNMENT, "--assignment", ASSIGNMENT)
    assert (code, lines[0]) == (0, "in: 1 submissions, read as a folder per student")
    assert not [line for line in lines if line.startswith("not read")]
    assert len([line for line in lines if line.startswith("nothing handed in")]) == 1
    code, lines = grader("in")
    assert lines[0] == "in: 2 submissions, read as a folder per student"


def test_names_that_no_terminal_can_show_stop_nothing(root: Path, grader: Grader) -> None:
    folder = os.fsencode(root / "in") + b"/\xcf\xe5\xf2\xf0[red]"
    os.makedirs(folder)
    for name in (ASSIGNMENT.encode() + b".py", b"\xff.py"):
        with open(folder + b"/" + name, "w", encoding="utf-8") as file:
            file.write(SOLUTION)
    code, lines = grader("in", "--json", "cards.json")
    assert code == 0
    assert len(graded(root)) == 1
    assert f"{ASSIGNMENT}  \\xcf\\xe5\\xf2\\xf0[red]  10/10" in lines
    assert not [line for line in lines if line.startswith("HELD")]
    assert grader("in")[0] == 0
    assert len(graded(root)) == 1


# ----------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere: there is no such folder: name the folder or the zip that holds the submissions"),
        (["in", "--assignment", "hw99"], "--assignment hw99: not graded here: use one of hw00_warmup"),
        (["in", "--assignment", "exam"], "--assignment exam: not graded here: use one of hw00_warmup"),
        (["in", "--course", "none.toml"], "none.toml: cannot be read (No such file or directory): create it or"),
        (["in", "--course", "roster.csv"], "roster.csv: not valid TOML: "),
        (["in", "--roster", "none.csv"], "none.csv: cannot be read"),
        (["in", "--gradebook", "roster.csv"], "roster.csv: the gradebook is damaged or is something else"),
        (["in", "--gradebook", "in"], "in: the gradebook cannot be opened"),
        (["in", "--json", "in"], "--json in: Is a directory: the grades are kept; give another path"),
        (["solutions"], "solutions: no known layout: put each student's files in a folder named by the student's id"),
    ],
)
def test_what_a_person_can_mend_is_one_line(root: Path, grader: Grader, arguments: list[str], said: str) -> None:
    hand_in(root, "anna")
    code, lines = grader(*arguments)
    assert code == 2
    assert lines[-1].startswith(said), lines


@pytest.mark.parametrize("arguments", [[], ["in", "--jobs", "0"], ["in", "--jobs", "x"], ["in", "--nonsense"]])
def test_a_wrong_call_is_told_by_its_usage(grader: Grader, arguments: list[str]) -> None:
    code, lines = grader(*arguments)
    assert code == 2
    assert any(line.startswith("Error: ") for line in lines)


def test_a_wrong_reference_stops_the_run_before_any_student(root: Path, grader: Grader) -> None:
    hand_in(root, "anna")
    solution = root / "solutions" / f"{ASSIGNMENT}.py"
    wrong = solution.read_text(encoding="utf-8").replace("def halve(x", "def halve(x, missing", 1)
    solution.write_text(wrong, encoding="utf-8")
    code, lines = grader("in")
    assert code == 2
    assert lines[0].startswith(f"solutions/{ASSIGNMENT}.py: the reference fails case half_of_a_vector: ")
    assert graded(root) == []


def test_the_console_command_prints_an_error_without_a_traceback(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setattr(sys, "argv", ["grader", "autograde", "nowhere"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        "grader: nowhere: there is no such folder: name the folder or the zip that holds the submissions"
    ]


def test_every_command_has_help_and_an_unknown_one_is_told() -> None:
    names = CliRunner().invoke(group, ["--help"]).output
    assert "autograde" in names
    assert "_progress" not in names
    result = CliRunner().invoke(group, ["autograde", "-h"])
    assert (result.exit_code, "SUBMISSIONS" in result.output) == (0, True)
    assert CliRunner().invoke(group, ["autogrde"]).exit_code == 2
    assert CliRunner().invoke(group, ["_options"]).exit_code == 2
    assert CliRunner().invoke(group, ["--version"]).output.startswith("grader, version ")


# ------------------------------------------------------------------------------------------- killed and stopped

STUDENTS = [f"student{number:02}" for number in range(40)]


@pytest.fixture
def started(root: Path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Starts `grader autograde in --jobs 2` as a process of its own; ends it when the test is over."""
    processes: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", MAIN, "autograde", "in", "--jobs", "2"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "TMPDIR": str(root / "tmp")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        return process

    (root / "tmp").mkdir()
    yield start
    for process in processes:
        process.kill()
        process.communicate()


Start = Callable[[], "subprocess.Popen[str]"]


def test_killed_in_the_middle_and_started_again_nothing_is_lost_or_graded_twice(root: Path, started: Start) -> None:
    for number, student in enumerate(STUDENTS):
        slow = "\nimport time\ntime.sleep(0.05)\n" if number % 2 else ""
        hand_in(root, student, SOLUTION + slow + f"# {student}\n")
    first = started()
    wait_for(lambda: len(graded(root)) >= 3)
    below = descendants(first.pid)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert below
    assert gone(below)
    kept = graded(root)
    assert 3 <= len(kept) < len(STUDENTS)
    assert len(set(kept)) == len(kept)
    assert list((root / "tmp").iterdir()) == []

    second = started()
    output, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 0, output
    assert graded(root) == STUDENTS
    assert f"{len(STUDENTS) - len(kept)} graded, {len(kept)} known already in " in output
    assert output.count("(known)") == len(kept)
    assert output.count("10/10") == len(STUDENTS)


def test_stopped_by_ctrl_c_it_keeps_what_is_graded_and_leaves_nothing_running(root: Path, started: Start) -> None:
    hand_in(root, "anna")
    for student in ("bob", "cleo", "dora"):
        hand_in(root, student, SOLUTION + "\nimport time\ntime.sleep(60)\n")
    process = started()
    assert process.stdout is not None
    assert "anna" in next(line for line in process.stdout if line.startswith(ASSIGNMENT))
    below = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, output
    assert "stopped: 1 of 4 are graded and kept; run it again to go on" in output
    assert "Traceback" not in output
    assert gone(below)
    assert graded(root) == ["anna"]
    assert list((root / "tmp").iterdir()) == []
