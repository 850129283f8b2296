"""A sample of `make audit`: one homework, few draws, each mutant up to the first case that notices it."""

from grader.audit import Plan, audit
from tests.course.support import ROOT


def test_the_cases_of_a_homework_are_strong_enough() -> None:
    report = audit(Plan(course=ROOT / "course.toml", name="hw01_backprop", seeds=2, quick=True))
    assert [finding.text for finding in report.findings if finding.wrong] == []
    assert sum(task.mutants for task in report.tasks) > 300
    assert all(task.caught == task.diagnosed == task.mistakes >= 8 for task in report.tasks)
