"""Mutants in the sandbox: noticed, hanging, not noticed, and a sandbox that cannot be trusted."""

from pathlib import Path

import pytest

from grader.audit.bench import Plan
from grader.audit.killing import Kill, Trial, kill
from grader.audit.mutants import Mutant
from grader.errors import GraderError
from tests.unit.tiny_course import SOLUTION

FORMULA = "return x * np.asarray(0.5, dtype=x.dtype)"
CASES = (("half_of_a_vector", 0.0), ("half_of_a_matrix_edge", 0.0))


def mutant(line: str) -> Mutant:
    source = SOLUTION.replace(FORMULA, line)
    return Mutant(function="halve", line=FORMULA, number=0, mutation=line, source=source)


def tried(plan: Plan, line: str, cases: tuple[tuple[str, float], ...] = CASES) -> Kill:
    return kill(plan, [Trial(mutant=mutant(line), cases=cases)])[0]


def test_all_cases_that_notice_are_told(plan: Plan) -> None:
    found = tried(plan, "return x * 2")
    assert (found.noticed, found.whole) == (("half_of_a_vector", "half_of_a_matrix_edge"), True)


def test_a_survivor_is_noticed_by_nothing(plan: Plan) -> None:
    found = tried(plan, "return x / 2")
    assert (found.noticed, found.whole) == ((), True)


def test_quick_stops_at_the_first(plan: Plan) -> None:
    quick = Plan(course=plan.course, name=plan.name, quick=True)
    assert tried(quick, "return x * 2") == Kill(
        mutant=mutant("return x * 2"), noticed=("half_of_a_vector",), whole=False
    )


def test_what_hangs_is_left_at_the_first_case(plan: Plan) -> None:
    found = tried(plan, "while True: pass")
    assert (found.noticed, found.whole) == (("half_of_a_vector",), False)


def test_costly_cases_are_asked_only_about_what_the_others_did_not_notice(plan: Plan) -> None:
    cases = (("half_of_a_vector", 1.0), ("half_of_a_matrix_edge", 0.0))
    assert tried(plan, "return x * 2", cases).noticed == ("half_of_a_matrix_edge",)
    assert tried(plan, "return x * (2 if x.ndim == 1 else 0.5)", cases).noticed == ("half_of_a_vector",)


def test_a_checker_that_fails_is_no_kill(plan: Plan, folder: Path) -> None:
    path = folder / "checkers.py"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n\ndef brittle(observed, expected):\n    assert observed == expected\n",
        encoding="utf-8",
    )
    cases = folder / "public.py"
    cases.write_text(cases.read_text(encoding="utf-8").replace('"counted"', '"brittle"'), encoding="utf-8")
    source = SOLUTION.replace("return int(rows.shape[0])", "return 7")
    broken = Mutant(function="_secret_helper", line="", number=0, mutation="", source=source)
    found = kill(plan, [Trial(mutant=broken, cases=(("counts_up", 0.0),))])[0]
    assert (found.noticed, len(found.troubles)) == ((), 1)


def test_mutants_are_not_judged_where_the_reference_itself_fails(plan: Plan, folder: Path) -> None:
    path = folder / "public.py"
    path.write_text(
        path.read_text(encoding="utf-8").replace("x = rng.standard_normal(5)", "import nowhere"), encoding="utf-8"
    )
    with pytest.raises(GraderError, match="half_of_a_vector in the sandbox"):
        tried(plan, "return x * 2")
