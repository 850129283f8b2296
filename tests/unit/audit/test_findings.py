"""What is said about mistakes, mutants and cases, and whether it is wrong or a remark."""

from dataclasses import replace
from pathlib import Path

import pytest

from grader.audit import findings
from grader.audit.bench import Bench, Plan, open_bench
from grader.audit.equivalents import Equivalent, Kept
from grader.audit.killing import Kill
from grader.audit.known import Known
from grader.audit.mutants import make_mutants
from grader.audit.report import CaseRow, MutantRow
from tests.unit.tiny_course import SOLUTION

VISIBILITY = {"shown": "public", "kept": "hidden"}
GOOD = Known(mistake="a", task="t", noticed=("kept",), diagnosis="a", twins=(), draws=5, passed=(), unsteady=())


def told(**changes: object) -> list[tuple[bool, str]]:
    known = replace(GOOD, **changes)  # type: ignore[arg-type]
    return [(finding.wrong, finding.text) for finding in findings.of_mistakes([known], VISIBILITY)]


def test_a_good_mistake_makes_no_words() -> None:
    assert told() == []


def test_what_is_wrong_with_a_mistake() -> None:
    assert told(noticed=("shown",), passed=(0, 1))[0] == (
        True,
        "t: mistake a: no hidden case notices it: add or sharpen one",
    )
    assert "passes by luck under 1 of 5 draws (3)" in told(passed=(3,))[0][1]
    assert "is diagnosed as b" in told(diagnosis="b")[0][1]
    assert "is not diagnosed" in told(diagnosis="")[0][1]
    assert told(unsteady=(("kept", 4),))[0][0] is False


def test_a_pair_that_cannot_be_told_apart_is_told_once() -> None:
    assert len(told(diagnosis="", twins=("b",))) == 1
    assert told(mistake="c", diagnosis="", twins=("b",)) == []


def kill_and_row(noticed: tuple[str, ...], reason: str = "") -> tuple[Kill, MutantRow]:
    mutant = make_mutants(SOLUTION)[0]
    row = MutantRow(
        task="halve",
        function=mutant.function,
        number=mutant.number,
        mutation=mutant.mutation,
        noticed=noticed,
        whole=True,
        reason=reason,
    )
    return Kill(mutant=mutant, noticed=noticed, whole=True), row


def of_mutants(noticed: tuple[str, ...], reason: str | None) -> list[str]:
    mutant = make_mutants(SOLUTION)[0]
    listed = []
    if reason is not None:
        listed = [Equivalent(function=mutant.function, line=mutant.line, mutation=mutant.mutation, reason=reason)]
    kill, row = kill_and_row(noticed, reason or "")
    return [finding.text for finding in findings.of_mutants([kill], [row], listed, SOLUTION, "s.py")]


def test_survivors_and_the_list_of_equivalents() -> None:
    assert of_mutants(("kept",), None) == []
    assert of_mutants((), "because") == []
    assert "survivor at s.py:" in of_mutants((), None)[0]
    assert "is no equivalent, kept noticed it" in of_mutants(("kept",), "because")[0]
    assert any("has no reason" in text for text in of_mutants((), " "))


def test_stale_and_repeated_entries() -> None:
    gone = Equivalent(function="f", line="x", mutation="m", reason="r")
    texts = [finding.text for finding in findings.of_mutants([], [], [gone, gone], SOLUTION, "s.py")]
    assert sum("there is no such mutant of 'x'" in text for text in texts) == 2
    assert any("stands there 2 times" in text for text in texts)


def test_a_checker_that_failed_is_told() -> None:
    kill, row = kill_and_row(("kept",))
    troubled = replace(kill, troubles=("kept: checker close: boom",))
    (finding,) = findings.of_mutants([troubled], [row], [], SOLUTION, "s.py")
    assert finding.wrong and "boom" in finding.text


def test_a_case_that_notices_nothing_is_wrong_and_one_that_others_replace_is_a_remark() -> None:
    case = CaseRow(name="kept", task="t", visibility="hidden", mistakes=1, mutants=2, only=1)
    assert list(findings.of_cases([case, replace(case, visibility="public", only=0)])) == []
    (remark,) = findings.of_cases([replace(case, only=0, covered_by=("one", "other"))])
    assert "one, other would" in remark.text
    (useless,) = findings.of_cases([replace(case, only=0, mistakes=0, mutants=0)])
    assert (remark.wrong, useless.wrong) == (False, True)


KEPT = CaseRow(name="kept", task="t", visibility="hidden", mistakes=1, mutants=2, only=0)


@pytest.mark.parametrize(
    ("row", "entries", "said"),
    [
        (KEPT, [Kept(case="kept", reason="because")], None),
        (KEPT, [Kept(case="gone", reason="because")], "there is no such hidden case"),
        (replace(KEPT, visibility="public"), [Kept(case="kept", reason="because")], "there is no such hidden case"),
        (replace(KEPT, only=1), [Kept(case="kept", reason="because")], "needs no reason"),
        (KEPT, [Kept(case="kept", reason=" ")], "has no reason"),
        (KEPT, [Kept(case="kept", reason="because")] * 2, "stands there 2 times"),
    ],
)
def test_the_list_of_kept_cases_is_checked(row: CaseRow, entries: list[Kept], said: str | None) -> None:
    found = list(findings.of_kept([row], entries, quick=False))
    assert bool(found) == (said is not None)
    assert all(finding.wrong and said in finding.text for finding in found if said)


def test_a_quick_audit_does_not_know_whether_a_case_is_needed() -> None:
    entry = Kept(case="kept", reason="because")
    assert list(findings.of_kept([replace(KEPT, only=1)], [entry], quick=True)) == []


def test_no_public_case_of_the_tiny_course_gives_anything_away(bench: Bench) -> None:
    assert list(findings.of_giveaways(bench)) == []


def test_a_public_case_that_shows_what_a_hidden_one_expects_is_told(plan: Plan, folder: Path) -> None:
    path = folder / "hidden.py"
    path.write_text(
        path.read_text(encoding="utf-8").replace("standard_normal((3, 4))", "standard_normal(5)"), encoding="utf-8"
    )
    (finding,) = findings.of_giveaways(open_bench(plan.course, plan.name))
    assert finding.wrong
    assert "half_of_a_vector gives the answer of half_of_a_matrix_edge away" in finding.text
