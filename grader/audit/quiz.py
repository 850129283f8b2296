"""A test's audit: hundreds of variants of every question, each looked at, answered, slipped and guessed.

What is found is fair or not for all students alike: a variant that cannot be answered, one that gives itself away or is
much harder than another, an answer that a neighbour's or a coin's would do for, a slip that nobody would be told of.
"""

import functools
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.audit.bench import Plan
from grader.audit.pieces import Piece, Told, do
from grader.audit.questions import Audited, QuestionRow, QuizBench, audit_question
from grader.audit.report import Finding
from grader.audit.slips import SlipRow
from grader.course import load
from grader.model import Assignment, Material


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizReport:
    """The audit of one test."""

    assignment: str
    points: float
    quick: bool
    seconds: float
    papers: int
    """How many of the papers of as many students as were drawn differ."""
    questions: tuple[QuestionRow, ...]
    slips: tuple[SlipRow, ...]
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong; remarks may be left."""
        return not any(finding.wrong for finding in self.findings)


def audit_test(plan: Plan, jobs: int = 1, told: Told = lambda done, total: None) -> QuizReport:
    """Audits a test with `plan.seeds` variants of every question, in `jobs` processes."""
    started = time.monotonic()
    material = load(plan.course).material(plan.name)
    every = [Piece(work=_audited, arguments=(plan, at)) for at in range(len(material.questions))]
    return _report(material.assignment, do(every, jobs, told), quick=plan.quick, started=started)


def _audited(plan: Plan, at: int) -> Audited:
    bench = _opened(plan.course, plan.name)
    return audit_question(bench, bench.material.questions[at], plan.seeds)


@functools.cache
def _opened(course: Path, name: str) -> QuizBench:
    """The test, loaded once in a process."""
    return QuizBench(load(course).material(name))


def audit_quiz(material: Material, draws: int) -> QuizReport:
    """Audits a test that is loaded already, here."""
    started = time.monotonic()
    bench = QuizBench(material)
    audited = [audit_question(bench, question, draws) for question in material.questions]
    return _report(material.assignment, audited, quick=False, started=started)


def _report(assignment: Assignment, audited: Sequence[Audited], *, quick: bool, started: float) -> QuizReport:
    findings = [finding for one in audited for finding in one.findings]
    shown: defaultdict[str, str] = defaultdict(str)
    for one in audited:
        for student, what in one.shown.items():
            shown[student] += what
    papers = len(set(shown.values()))
    if papers < len(shown):
        text = f"only {papers} of {len(shown)} papers differ: draw more of the questions from more numbers"
        findings.append(Finding(wrong=True, task="", text=text))
    return QuizReport(
        assignment=assignment.name,
        points=float(assignment.points),
        quick=quick,
        seconds=time.monotonic() - started,
        papers=papers,
        questions=tuple(one.row for one in audited if one.row is not None),
        slips=tuple(slip for one in audited for slip in one.slips),
        findings=tuple(sorted(findings, key=lambda finding: not finding.wrong)),
    )
