"""The reference, observed on the trusted side."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course import load
from grader.errors import GraderError
from grader.judge import Oracle, judge
from grader.judge.oracle import RECENT_BYTES, RECENT_OBSERVATIONS
from grader.model import Case, Material, Observation, Verdict
from tests.unit import tiny_course
from tests.unit.tiny_course import ASSIGNMENT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny_course.write(tmp_path).parent


def material(root: Path) -> Material:
    return load(root / "course.toml").material(ASSIGNMENT)


def case_of(root: Path, name: str) -> Case:
    return {case.name: case for case in material(root).cases}[name]


def test_the_same_seed_shows_the_same_and_another_shows_another(root: Path) -> None:
    oracle, case = Oracle(material(root)), case_of(root, "half_of_a_vector")
    one, again, other = oracle.expected(case, 1), oracle.expected(case, 1), oracle.expected(case, 2)
    assert one is again
    assert not np.array_equal(one.value["out"], other.value["out"])


def test_what_was_forgotten_is_shown_again(root: Path) -> None:
    oracle, case = Oracle(material(root)), case_of(root, "half_of_a_matrix_edge")
    first = oracle.expected(case, 0)
    for seed in range(1, RECENT_OBSERVATIONS + 2):
        oracle.expected(case, seed)
    again = oracle.expected(case, 0)
    assert again is not first
    np.testing.assert_array_equal(again.value["out"], first.value["out"])


def test_large_observations_are_forgotten_sooner(root: Path) -> None:
    oracle, case = Oracle(material(root)), case_of(root, "half_of_a_matrix_edge")
    large = Observation(case=case.name, value={"out": np.zeros(RECENT_BYTES // 20)})  # eight bytes each
    asked = []

    def look() -> Observation:
        asked.append(1)
        return large

    for seed in (0, 1, 2, 0, 1, 2):  # three are more than fit, and the one asked for longest ago goes
        assert oracle.remembered(case, seed, look) is large
    assert len(asked) == 6
    oracle.remembered(case, 2, look)
    assert len(asked) == 6


def test_two_oracles_do_not_share_a_reference(root: Path) -> None:
    one, other = Oracle(material(root)), Oracle(material(root))
    case = case_of(root, "two_counters_apart_edge")
    assert one.expected(case, 1).value == other.expected(case, 1).value


def test_the_assignments_own_checker_comes_first(root: Path) -> None:
    folder = root / "assignments" / ASSIGNMENT
    with (folder / "checkers.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef close(observed, expected):\n    return broken('x', en='own', ru='своя')\n")
    given = material(root)
    oracle, case = Oracle(given), case_of(root, "half_of_a_vector")
    seen = oracle.expected(case, 1)
    difference = judge(case, seen, seen, oracle.checker(case)).difference
    assert difference is not None
    assert (difference.note or {})["en"] == "own"


@pytest.mark.parametrize("source", ["x = (", "import no_such_module", "raise KeyError('x')"])
def test_a_reference_that_cannot_be_loaded_is_one_line(root: Path, source: str) -> None:
    given = material(root)
    given.solution.write_text(source, encoding="utf-8")
    with pytest.raises(GraderError, match=rf"solutions/{ASSIGNMENT}\.py: \w+Error: ") as caught:
        Oracle(given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("shown", ["print", "{1: 2}", "[[object()]]", "{'x': np.longdouble(1)}"])
def test_a_reference_that_shows_what_is_not_data_is_our_failure_not_a_pass_for_everybody(
    root: Path, shown: str
) -> None:
    given = material(root)
    given.solution.write_text(f"import numpy as np\n\n\ndef halve(x):\n    return {shown}\n", encoding="utf-8")
    oracle = Oracle(given)
    case = next(case for case in given.cases if case.name == "half_of_a_vector")
    seen: Any = oracle.expected(case, 1)
    got = judge(case, seen, seen, oracle.checker(case))
    assert got.verdict is Verdict.GRADER_ERROR
    assert "at out" in got.detail
    assert "which is not data" in got.detail
