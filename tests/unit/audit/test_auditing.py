"""A whole audit of the tiny course."""

from dataclasses import replace
from pathlib import Path

import pytest

from grader.audit import Plan, Report, audit

IMMUTABLE = """\
[[equivalent]]
function = "Counter.add"
line = "self.count += _secret_helper(rows)"
mutation = "augmented: self.count += _secret_helper(rows) → self.count = self.count + _secret_helper(rows)"
reason = "The count is a number."
"""


@pytest.fixture
def listed(folder: Path) -> None:
    (folder / "equivalents.toml").write_text(IMMUTABLE, encoding="utf-8")


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_suite_that_is_strong_enough_is_clean(plan: Plan, jobs: int) -> None:
    report = audit(plan, jobs)
    assert report.clean
    halve, counter = report.tasks
    assert (halve.mistakes, halve.caught, halve.diagnosed) == (1, 1, 1)
    assert (halve.mutants, halve.killed, halve.equivalent) == (6, 6, 0)
    assert (counter.mutants, counter.killed, counter.equivalent) == (11, 10, 1)
    assert (halve.accepted, halve.accepted_right) == (1, 1)
    assert (report.luck.false_alarms, report.luck.passes) == (0, 0)


def test_a_survivor_that_is_not_listed_is_told_with_a_diff_and_an_entry_to_copy(plan: Plan) -> None:
    report = audit(plan)
    assert not report.clean
    survivor = report.findings[0]
    assert "+        self.count = self.count + _secret_helper(rows)" in survivor.detail
    assert '[[equivalent]]\nfunction = "Counter.add"' in survivor.detail


def test_weaker_cases_let_mutants_live(plan: Plan, folder: Path) -> None:
    weaker = (
        (folder / "hidden.py").read_text(encoding="utf-8").replace('"means": [one.mean, other.mean]', '"means": []')
    )
    (folder / "hidden.py").write_text(weaker, encoding="utf-8")
    texts = survivors(audit(plan))
    assert any("in Counter.mean" in text for text in texts)


def test_a_helper_counts_for_the_task_that_runs_it(plan: Plan) -> None:
    owners = {row.function: row.task for row in audit(plan).mutants}
    assert owners == {
        "halve": "halve",
        "_secret_helper": "counter",
        "Counter.add": "counter",
        "Counter.mean": "counter",
    }


def test_quick_says_nothing_of_redundancy(plan: Plan) -> None:
    assert any("or say why it is kept" in finding.text for finding in audit(plan).findings)
    quick = audit(replace(plan, quick=True))
    assert not any("or say why it is kept" in finding.text for finding in quick.findings)


def survivors(report: Report) -> list[str]:
    return [finding.text for finding in report.findings if "survivor" in finding.text]
