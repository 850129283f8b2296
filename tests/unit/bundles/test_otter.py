"""What is packed for Otter: read by Otter's own reader, and run without this package beside it."""

import json
import math
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from otter.run import capture_run_output
from otter.run import main as otter_run
from otter.test_files import GradingResults
from otter.test_files.exception_test import ExceptionTestFile

from grader.bundles.otter import UNIT, addable, write_otter
from grader.course import load
from grader.errors import GraderError
from grader.model import Material
from tests.unit import tiny_course

SECRET = bytes(range(32))
RIGHT = tiny_course.SOLUTION
DOUBLED = RIGHT.replace("0.5", "2.0")


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """The tiny course's homework."""
    root = tmp_path_factory.mktemp("course")
    return load(tiny_course.write(root)).material(tiny_course.ASSIGNMENT)


@pytest.fixture(scope="module")
def packed(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its zip for Otter, in English."""
    path = tmp_path_factory.mktemp("packed") / "autograder.zip"
    write_otter(path, material, SECRET, "en")
    return path


@pytest.fixture
def unpacked(packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where Otter unpacks it and goes to."""
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = dict(sys.modules)
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]
    sys.modules.update(before)


def environment(source: str) -> dict[str, object]:
    """The names that a student's code leaves behind in a notebook."""
    names: dict[str, object] = {"__name__": "__main__", "In": ["", source]}
    exec(compile(source, "<cell>", "exec"), names)
    return names


def checked(task: str, source: str) -> ExceptionTestFile:
    """Otter's own test file of a task, run on a student's code."""
    file = ExceptionTestFile.from_file(f"tests/{task}.py")
    file.run(environment(source))
    return file


def graded(submission: Path, packed: Path, out: Path) -> tuple[GradingResults, dict[str, Any]]:
    """What `otter run` says, and its results.json."""
    with capture_run_output():
        results = otter_run(str(submission), autograder=str(packed), output_dir=str(out), no_logo=True)
    return results, json.loads((out / "results.json").read_text(encoding="utf-8"))


# -------------------------------------------------------------------------------------------------- points


@settings(max_examples=50)
@given(st.lists(st.fractions(0, 20, max_denominator=30), max_size=30), st.randoms())
def test_points_add_up_in_every_order(points: list[Fraction], order: random.Random) -> None:
    floats = addable(points)
    total = Fraction(round(sum(points, Fraction(0)) * UNIT), UNIT)
    assert all(abs(Fraction(value) - point) <= Fraction(1, UNIT) for value, point in zip(floats, points, strict=True))
    order.shuffle(floats)
    naive = 0.0
    for value in floats:
        naive += value
    assert naive == math.fsum(floats) == total


def test_thirds_of_a_point_make_a_whole_one() -> None:
    assert sum(addable([Fraction(1, 3)] * 3)) == 1.0
    assert addable([Fraction(2), Fraction(1, 2), Fraction(0)]) == [2.0, 0.5, 0.0]


# ---------------------------------------------------------------------------------------------- what is in it


def test_layout_is_otters(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        names = set(archive.namelist())
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
    assert {"run_autograder", "run_otter.py", "setup.sh", "environment.yml", "otter_config.json"} <= names
    assert {name for name in names if name.startswith("tests/") and name.count("/") == 1} == {
        "tests/halve.py",
        "tests/counter.py",
    }
    assert modes["run_autograder"] & 0o111 and modes["setup.sh"] & 0o111 and not modes["tests/halve.py"] & 0o111


def test_nothing_of_the_reference_the_mistakes_or_the_secret_is_in_it(packed: Path, material: Material) -> None:
    with zipfile.ZipFile(packed) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    told = [b"_secret_helper", b"np.asarray(0.5", b"doubled", "удвоили".encode(), SECRET, SECRET.hex().encode()]
    for name, content in contents.items():
        assert not any(secret in content for secret in told), name
        assert not {"solutions", "mistakes", "accepted", "rejected"} & set(name.split("/")), name


def test_it_asks_for_no_more_than_the_homework_needs(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        asked = archive.read("environment.yml").decode()
    assert "numpy>=2.0" in asked
    assert "torch" not in asked and "pydantic" not in asked


def test_the_same_course_gives_the_same_bytes(packed: Path, material: Material, tmp_path: Path) -> None:
    write_otter(tmp_path / "again.zip", material, SECRET, "en")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_hidden_inputs_come_from_the_secret(packed: Path, material: Material, tmp_path: Path) -> None:
    write_otter(tmp_path / "other.zip", material, bytes(32), "en")
    seeds = []
    for path in (packed, tmp_path / "other.zip"):
        with zipfile.ZipFile(path) as archive:
            seeds.append(json.loads(archive.read(f"tests/bundle/{tiny_course.ASSIGNMENT}/seeds.json")))
    same = {name for name in seeds[0] if seeds[0][name] == seeds[1][name]}
    assert same == {case.name for case in material.cases if case.visibility == "public"}


def test_a_reference_that_fails_is_not_packed(tmp_path: Path) -> None:
    course = tiny_course.write(tmp_path)
    solution = tmp_path / "solutions" / f"{tiny_course.ASSIGNMENT}.py"
    solution.write_text(RIGHT.replace("return x * np", "raise ValueError\n    return x * np"), encoding="utf-8")
    material = load(course).material(tiny_course.ASSIGNMENT)
    with pytest.raises(GraderError, match="the reference fails case half_of_a_vector"):
        write_otter(tmp_path / "x.zip", material, SECRET, "en")


def test_it_runs_with_numpy_alone(unpacked: Path) -> None:
    """The packed copy, and no other, is what runs; and it drags nothing in that a student's laptop has not."""
    script = (
        "import sys; sys.path.insert(0, 'tests/bundle')\n"
        "from grader.bundles.at_otter import bench\n"
        f"bench('tests/bundle/{tiny_course.ASSIGNMENT}').outcome('half_of_a_vector', {{'halve': lambda x: x / 2}})\n"
        "ours = [m for n, m in sys.modules.items() if n.split('.')[0] == 'grader']\n"
        "assert ours and all('bundle' in m.__file__ for m in ours), ours\n"
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'pydantic', 'sqlalchemy', 'click', 'torch', 'otter'}))"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, cwd=unpacked)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


# ------------------------------------------------------------------------------------------ what Otter makes of it


def test_otter_reads_our_cases(unpacked: Path, material: Material) -> None:
    for task in material.assignment.tasks:
        file = ExceptionTestFile.from_file(f"tests/{task.name}.py")
        cases = material.cases_of(task.name)
        assert file.name == task.name and file.possible == task.points and not file.all_or_nothing
        assert [case.name for case in file.test_cases] == [case.title["en"] for case in cases]
        assert [case.hidden for case in file.test_cases] == [case.visibility == "hidden" for case in cases]


def test_a_right_answer_earns_everything(unpacked: Path) -> None:
    assert checked("halve", RIGHT).score == 4 and checked("counter", RIGHT).score == 6


def test_a_wrong_answer_is_told_with_numbers_where_the_case_is_public(unpacked: Path) -> None:
    file = checked("halve", DOUBLED)
    assert file.score == 0
    public, hidden, _ = (result.message for result in file.test_case_results)
    assert "was expected" in public and "the right one times 4" in public
    assert "`out` is not right" in hidden and "was expected" not in hidden


def test_what_is_missing_or_raises_is_told(unpacked: Path) -> None:
    file = checked("counter", "def halve(x):\n    return x / 2\n")
    assert file.score == 0 and "`Counter`" in file.test_case_results[0].message
    assert "KeyError" in checked("halve", "def halve(x):\n    raise KeyError('x')\n").test_case_results[0].message


def test_what_hangs_or_exits_costs_its_own_cases(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked("halve", RIGHT)
    monkeypatch.setattr(sys.modules["grader.bundles.at_otter"], "wall_seconds", lambda limits: 0.3)
    hangs_on_vectors = "def halve(x):\n    while x.ndim == 1 and x.size == 5:\n        pass\n    return x / 2\n"
    assert checked("halve", hangs_on_vectors).score == 3
    exits = "import os\ndef halve(x):\n    return x / 2 if x.ndim == 2 else os._exit(0)\n"
    assert checked("halve", exits).score == 2


def test_what_may_not_be_used_is_found_in_the_cells(unpacked: Path) -> None:
    source = RIGHT.replace("        self.count = 0", "        import torch.nn\n        self.count = 0")
    file = ExceptionTestFile.from_file("tests/counter.py")
    names = environment(RIGHT)
    names["In"] = ["", "%no python", source]
    file.run(names)
    assert file.score == 0 and "`torch` may not be used" in file.test_case_results[0].message


def test_a_module_of_the_same_name_is_not_mistaken_for_ours(unpacked: Path) -> None:
    sys.modules["grader"] = ModuleType("grader")
    assert checked("halve", RIGHT).score == 4
    assert str(sys.modules["grader"].__file__).startswith(str(unpacked))


def test_our_own_failure_costs_nothing(unpacked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checkers = unpacked / "tests" / "bundle" / tiny_course.ASSIGNMENT / "checkers.py"
    checkers.write_text("def counted(observed, expected):\n    raise OSError('disk')\n", encoding="utf-8")
    assert checked("counter", RIGHT).score == 6
    assert "the grader itself failed" in capsys.readouterr().out


def test_otter_run_grades_a_notebook(packed: Path, tmp_path: Path) -> None:
    """Names count, not cells: a definition that comes again counts as the last one, what fails on the way is passed."""
    cells = ["%matplotlib inline", RIGHT, "1 / 0", "def broken(:", "def halve(x):\n    return x * 2"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, tmp_path / f"{tiny_course.ASSIGNMENT}.ipynb")
    results, written = graded(tmp_path / f"{tiny_course.ASSIGNMENT}.ipynb", packed, tmp_path)
    assert {name: file.score for name, file in results.results.items()} == {"halve": 0.0, "counter": 2.0}
    shown = {test["name"]: (test.get("score"), test["visibility"]) for test in written["tests"]}
    assert shown == {
        "Public Tests": (None, "visible"),
        "counter": (2.0, "after_published"),
        "halve": (0.0, "after_published"),
    }
