"""The zip for Gradescope, unpacked as Gradescope does it, and its `run_autograder` executed for real."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest

from grader.bundles.at_gradescope import main, student_of
from grader.bundles.gradescope import Settings, write_gradescope
from grader.course import CourseFolder, load
from grader.errors import GraderError
from grader.gradebook.documents import from_document
from grader.model import Course, Extension
from grader.sandbox import Wall, strongest
from tests.unit import tiny_course
from tests.unit.exports.gradescope_schema import SCHEMA
from tests.unit.tiny_course import ASSIGNMENT

SECRET = bytes(range(32))
SETTINGS = Settings(language="ru", isolation="strict" if strongest().strict else "basic")
RIGHT = tiny_course.SOLUTION
ON_TIME, LATE = "2026-10-05T10:00:00.365935+03:00", "2026-10-07T10:00:00.365935+03:00"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    """The tiny course."""
    return load(tiny_course.write(tmp_path_factory.mktemp("course")))


@pytest.fixture(scope="module")
def packed(folder: CourseFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its homework's zip."""
    path = tmp_path_factory.mktemp("packed") / "autograder.zip"
    write_gradescope(path, folder.course, folder.material(ASSIGNMENT), SECRET, SETTINGS)
    return path


class Gradescope:
    """A folder that looks like Gradescope's /autograder."""

    def __init__(self, root: Path, packed: Path) -> None:
        self.root = root
        with zipfile.ZipFile(packed) as archive:
            for entry in archive.infolist():
                Path(archive.extract(entry, root / "source")).chmod(entry.external_attr >> 16)
        for name in ("submission", "results"):
            (root / name).mkdir()
        (root / "run_autograder").write_bytes((root / "source" / "run_autograder").read_bytes())
        (root / "run_autograder").chmod(0o755)

    def hand_in(self, files: dict[str, str | bytes], metadata: Any = None) -> None:
        """What a student uploads, and what Gradescope says of it."""
        for name, content in files.items():
            path = self.root / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        if metadata is not None:
            text = metadata if isinstance(metadata, str) else json.dumps(metadata)
            (self.root / "submission_metadata.json").write_text(text, encoding="utf-8")

    def run(self, python: str = sys.executable) -> tuple[dict[str, Any], str]:
        """The results, valid as Gradescope's documentation has it, and what was printed."""
        environment = {"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(self.root), "AUTOGRADER_PYTHON": python}
        ran = subprocess.run(
            [str(self.root / "run_autograder")], cwd=self.root, env=environment, capture_output=True, text=True
        )
        return self.results(), ran.stdout + ran.stderr

    def results(self) -> dict[str, Any]:
        """What lies there as results.json."""
        document: dict[str, Any] = json.loads((self.root / "results" / "results.json").read_text(encoding="utf-8"))
        jsonschema.validate(document, SCHEMA)
        return document


@pytest.fixture
def gradescope(packed: Path, tmp_path: Path) -> Gradescope:
    return Gradescope(tmp_path, packed)


def metadata(email: str = "Bob@Example.org", created_at: str = ON_TIME) -> dict[str, Any]:
    """As Gradescope writes it."""
    return {
        "id": 123456,
        "created_at": created_at,
        "assignment": {"id": 25828, "due_date": None, "total_points": "10.0"},
        "users": [{"email": email, "id": 1234, "name": "Student User"}],
    }


# ---------------------------------------------------------------------------------------------- what is in it


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_scripts_may_be_run_and_are_bash(gradescope: Gradescope, script: str) -> None:
    path = gradescope.root / "source" / script
    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", str(path)], capture_output=True).stderr == b""


def test_it_holds_what_is_needed_and_no_more(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert {
        f"assignments/{ASSIGNMENT}/hidden.py",
        f"assignments/{ASSIGNMENT}/rows.npz",
        f"assignments/{ASSIGNMENT}/mistakes/halve.py",
        f"solutions/{ASSIGNMENT}.py",
        "grader/sandbox/worker.py",
        "grader/reports/templates/student/assignment.html.j2",
        "course.json",
    } <= set(contents)
    assert not any("accepted" in name or name.endswith((".md", ".pyc")) for name in contents)
    assert SECRET not in contents["secret"] and len(contents["secret"]) == 32
    assert "Smith" not in contents["course.json"].decode() and "bob@example.org" in contents["course.json"].decode()
    assert "pydantic" in contents["requirements.txt"].decode() and "torch" not in contents["requirements.txt"].decode()
    jsonschema.validate(json.loads(contents["failure.json"]), SCHEMA)


def test_what_is_said_of_single_students_stays_at_home(folder: CourseFolder, tmp_path: Path) -> None:
    ill = Extension(student="bob", assignment="all", hours=Fraction(48), why="a secret illness")
    other = replace(ill, assignment="exam")
    course = replace(folder.course, policy=replace(folder.course.policy, extensions=(ill, other)))
    write_gradescope(tmp_path / "a.zip", course, folder.material(ASSIGNMENT), SECRET, SETTINGS)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        packed = from_document(archive.read("course.json").decode(), Course)
    assert packed.policy.extensions == (replace(ill, why=""),)


def test_a_reference_that_fails_is_not_packed(tmp_path: Path) -> None:
    course = load(tiny_course.write(tmp_path))
    solution = tmp_path / "solutions" / f"{ASSIGNMENT}.py"
    solution.write_text(RIGHT.replace("return x * np", "raise ValueError\n    return x * np"), encoding="utf-8")
    with pytest.raises(GraderError, match="the reference fails case"):
        write_gradescope(tmp_path / "x.zip", course.course, course.material(ASSIGNMENT), SECRET, SETTINGS)


# ------------------------------------------------------------------------------------------------- what it does


def test_a_late_submission_is_graded_in_its_students_language(gradescope: Gradescope) -> None:
    """Half of the work, two days late, by the student of that address: what this grader makes of it anywhere."""
    wrong = RIGHT.replace("0.5", "2.0")
    gradescope.hand_in({f"{ASSIGNMENT}.py": wrong, "timestamp.txt": ON_TIME}, metadata(created_at=LATE))
    document, printed = gradescope.run()
    tests = {test["number"]: test for test in document["tests"]}
    # One of the four points of `halve` stays for a known mistake, two of `counter` are earned; a fifth is lost.
    assert document["score"] == pytest.approx(3 * 0.8)
    assert document["extra_data"]["student"] == "bob" and not document["extra_data"]["held"]
    assert "Late by 2 days" in document["output"]
    assert "was expected" in tests["1.1"]["output"] and tests["1.1"]["visibility"] == "visible"
    assert "was expected" not in tests["1.2"]["output"] and tests["1.2"]["visibility"] == "after_published"
    assert "You doubled" in tests["1.4"]["output"]
    assert "halve.half_of_a_matrix_edge" in printed and "was expected" in printed


def test_a_right_file_of_another_name_earns_everything(gradescope: Gradescope) -> None:
    gradescope.hand_in({"my homework.py": RIGHT}, metadata("stranger@example.org"))
    main(gradescope.root)
    document = gradescope.results()
    assert document["score"] == 10
    assert document["extra_data"]["student"] == "stranger@example.org"
    assert "`my homework.py`" in document["output"] and "файл назывался" in document["output"].casefold()


def test_a_notebook_is_graded_wherever_it_lies(gradescope: Gradescope) -> None:
    cells = [nbformat.v4.new_code_cell(cell) for cell in ("%matplotlib inline", RIGHT, "1 / 0")]
    notebook = nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    gradescope.hand_in({f"work/{ASSIGNMENT}.ipynb": notebook, "work/plot.png": b"x"}, metadata())
    main(gradescope.root)
    assert gradescope.results()["score"] == 10


def test_files_do_not_say_whose_they_are_nor_when_they_came(gradescope: Gradescope) -> None:
    """An export of Gradescope's own, handed in as a submission, is files like any other."""
    export = ":submission_1:\n  :submitters:\n  - :sid: anna\n    :email: anna@example.org\n  :created_at: 2026-01-01\n"
    files = {"submission_metadata.yml": export, f"submission_1/{ASSIGNMENT}.py": RIGHT, "timestamp.txt": ON_TIME}
    gradescope.hand_in({**files, ".git/HEAD": "ref: refs/heads/main\n"}, metadata(created_at=LATE))
    main(gradescope.root)
    document = gradescope.results()
    assert document["extra_data"]["student"] == "bob" and document["score"] == pytest.approx(8)


def test_a_broken_file_is_told_case_by_case(gradescope: Gradescope) -> None:
    gradescope.hand_in({f"{ASSIGNMENT}.py": "def halve(x:\n    return x / 2\n"}, metadata())
    main(gradescope.root)
    document = gradescope.results()
    assert document["score"] == 0
    assert all("SyntaxError" in test["output"] for test in document["tests"] if test["number"] in ("1.1", "1.2"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "What you handed in is empty: hand in `hw00_warmup.py`."),
        ({"report.pdf": b"%PDF", "notes/x.txt": "hello"}, "there is: `notes`, `report.pdf`."),
    ],
)
def test_where_there_is_no_solution_it_says_so(gradescope: Gradescope, files: dict[str, Any], said: str) -> None:
    gradescope.hand_in(files, metadata())
    main(gradescope.root)
    document = gradescope.results()
    assert document["score"] == 0 and said in document["output"]


@pytest.mark.parametrize("facts", [None, "[]", {"users": ["x"], "created_at": "yesterday"}])
def test_metadata_that_say_nothing_stop_nothing(gradescope: Gradescope, facts: Any) -> None:
    """Nor does a time that the student made up count."""
    gradescope.hand_in({f"{ASSIGNMENT}.py": RIGHT, "timestamp.txt": "2027-01-01"}, facts)
    main(gradescope.root)
    assert gradescope.results()["score"] == 10


def test_where_the_grader_itself_fails_there_are_results_all_the_same(gradescope: Gradescope) -> None:
    gradescope.hand_in({f"{ASSIGNMENT}.py": RIGHT}, metadata())
    (gradescope.root / "source" / "course.json").write_text("{}", encoding="utf-8")
    document, printed = gradescope.run()
    assert "сбой самой проверки" in document["output"] and "costs you nothing" in document["output"]
    assert "DocumentError" in printed and "DocumentError" not in json.dumps(document)
    (gradescope.root / "source" / "settings.json").unlink()
    main(gradescope.root)
    assert gradescope.results() == document


@pytest.mark.skipif(SETTINGS.isolation != "strict", reason="no strict isolation can be had here")
def test_the_reference_that_lies_there_is_out_of_reach(gradescope: Gradescope) -> None:
    reads = f"halve = open({str(gradescope.root / 'source' / 'solutions' / f'{ASSIGNMENT}.py')!r}).read()\n"
    gradescope.hand_in({f"{ASSIGNMENT}.py": reads}, metadata())
    main(gradescope.root)
    document = gradescope.results()
    assert document["score"] == 0 and document["extra_data"]["isolation"].startswith("strict")
    assert "FileNotFoundError" in json.dumps(document) or "PermissionError" in json.dumps(document)


def test_where_there_can_be_no_wall_nothing_is_graded(
    gradescope: Gradescope, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(isolation: str) -> Wall:
        raise GraderError(f"{isolation} isolation cannot be had here")

    monkeypatch.setattr("grader.bundles.at_gradescope.choose_wall", refuse)
    gradescope.hand_in({f"{ASSIGNMENT}.py": RIGHT}, metadata())
    main(gradescope.root)
    assert gradescope.results()["score"] == 0 and "сбой самой проверки" in gradescope.results()["output"]
    assert f"{SETTINGS.isolation} isolation cannot be had here" in capsys.readouterr().out


def test_without_any_python_there_are_results_all_the_same(gradescope: Gradescope) -> None:
    assert "сбой самой проверки" in gradescope.run("/nowhere/python")[0]["output"]


def test_the_packed_copy_grades_by_itself(gradescope: Gradescope) -> None:
    """In an environment as setup.sh makes it: the libraries, and of this package what the zip holds."""
    venv.create(gradescope.root / "venv", with_pip=False)
    packages = next((gradescope.root / "venv").glob("lib/python3*/site-packages"))
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    shutil.copytree(gradescope.root / "source" / "grader", packages / "grader")
    python = str(gradescope.root / "venv" / "bin" / "python")
    where = subprocess.run(
        [python, "-P", "-c", "import grader; print(grader.__file__)"], capture_output=True, text=True
    )
    assert where.stdout.startswith(str(packages))
    gradescope.hand_in({f"{ASSIGNMENT}.py": RIGHT}, metadata())
    assert gradescope.run(python)[0]["score"] == 10


# --------------------------------------------------------------------------------------------------- whose it is


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        ([{"email": "ANNA@example.org"}], "anna"),
        ([{"email": "x@example.org"}, {"email": "bob@example.org"}], "bob"),
        ([{"email": "../../etc passwd"}], "_.._etc_passwd"),
        ([{"email": "..."}], "unknown"),
        ([{"email": None, "id": 17}], "17"),
        ([], "unknown"),
    ],
)
def test_students_are_found_by_address(folder: CourseFolder, users: list[Any], expected: str) -> None:
    student = student_of({"users": users}, folder.course, "en")
    assert student.id.lstrip("/") == expected and "/" not in student.id
