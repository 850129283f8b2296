"""`grader appeal` as an instructor uses it: the inputs of the day of grading, and whatever was seen and expected."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.judge import course_secret
from tests.unit import tiny_course
from tests.unit.cli.running import lines, run
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

HALF = "x * np.asarray(0.5, dtype=x.dtype)"
Command = Callable[..., str]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(tiny_course.write(tmp_path).parent)
    course_secret(Path(".grader/secret"))
    return lambda *arguments: "\n".join(lines(*arguments))


def write(source: str, student: str = "anna") -> str:
    path = Path("in") / student / f"{ASSIGNMENT}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return str(path)


def test_what_was_lost_is_shown_with_inputs_seen_and_expected(command: Command) -> None:
    file = write(SOLUTION.replace(HALF, "x * np.asarray(0.25, dtype=x.dtype)"))
    said = command("appeal", "anna", file)
    for case in ("half_of_a_vector", "half_of_a_matrix_edge", "half_in_single_precision_edge"):
        assert case in said
    assert "counts_up" not in said
    assert "expected\n    out: float64 (3, 4) [[" in said
    assert "inputs.x: float64 (5,) [" in said
    assert not Path("gradebook.sqlite").exists()


def test_the_inputs_are_the_student_s_own_and_always_the_same(command: Command) -> None:
    file = write(SOLUTION)
    case = ("--case", "half_of_a_matrix_edge")
    one = command("appeal", "anna", file, *case)
    assert one == command("appeal", "anna", file, *case)
    assert one != command("appeal", "boris", file, *case)
    assert "passed" in one


def test_the_numbers_are_those_that_the_grade_came_from(command: Command) -> None:
    wrong = SOLUTION.replace(HALF, "x * np.asarray(0.25, dtype=x.dtype)")
    said = command("appeal", "anna", write(wrong))
    command("autograde", "in", "--json", "cards.json")
    (card,) = json.loads(Path("cards.json").read_text(encoding="utf-8"))["submissions"]
    failed = [case["name"] for task in card["tasks"] for case in task["cases"] if case["verdict"] != "passed"]
    assert [line.split()[1] for line in said.splitlines() if line.startswith(("halve: ", "counter: "))] == failed


def test_with_the_secret_lost_nothing_is_heard(command: Command) -> None:
    Path(".grader/secret").unlink()
    said = command("appeal", "anna", write(SOLUTION))
    assert ".grader/secret: there is no secret: put back the one that was drawn from" in said
    assert not Path(".grader/secret").exists()


def test_a_file_that_passes_is_said_to(command: Command) -> None:
    assert "every case of" in command("appeal", "anna", write(SOLUTION))


@pytest.mark.parametrize(
    ("source", "options", "said"),
    [
        (SOLUTION, ("--case", "no_such"), f"--case no_such: {ASSIGNMENT} has no such case"),
        (SOLUTION, ("--assignment", "no_such"), "no_such: which assignment is it?"),
        ("", (), "refused, so there is nothing to hear; the student is told: the file is empty"),
    ],
)
@pytest.mark.usefixtures("command")
def test_what_cannot_be_heard_is_told_in_one_line(source: str, options: tuple[str, ...], said: str) -> None:
    status, answer = run("appeal", "anna", write(source), *options)
    assert (status, len(answer)) == (2, 1)
    assert said in answer[0]
