"""Known slips of a test: does each give another answer than the right one, and is whoever made it told so?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol

from grader.audit.report import Finding
from grader.judge import Oracle, Seen, diagnose, judge
from grader.judge.oracle import reference_module
from grader.model import Case, Diagnosis, Material, Mistake, Question, Variant, Verdict
from grader.observe import observe
from grader.questions import field_of
from grader.quiz import Slips, answers, read_answer, typed_answer

MAY_BE_RIGHT = 0.1
"""Share of variants in which a slip may give the right answer all the same."""
IS_TOLD = 0.9
"""Share of the others in which it is to be recognised."""
SLIP_DRAWS = 200
"""Variants that are tried with every mistake."""
CODE_DRAWS = 20
"""Draws of cases that observe code."""


class Bench(Protocol):
    """What is needed of a test that is open for an audit."""

    material: Material
    oracle: Oracle
    slips: Slips

    def variant(self, question: Question, student: str, module: ModuleType | None = None) -> Variant:
        """A question as a student would get it."""

    def seed(self, case: Case, student: str) -> int:
        """The seed of a case for a student."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipRow:
    """One known mistake: in how many variants its answers are right, and in how many of the others it is recognised."""

    mistake: str
    task: str
    draws: int
    right: int
    diagnosed: int
    taken_for: tuple[str, ...] = ()


def try_slips(bench: Bench, question: Question, students: Sequence[str]) -> tuple[list[SlipRow], list[Finding]]:
    """The known mistakes of a question, each made by all of these students."""
    rows: list[SlipRow] = []
    findings: list[Finding] = []
    only_code = all(field.kind == "code" for field in question.fields.values())
    for mistake in (one for one in bench.material.mistakes if one.task == question.task):
        module = reference_module(bench.material)
        try:
            mistake.apply(module)
            row = _row(bench, question, mistake, module, students[: CODE_DRAWS if only_code else SLIP_DRAWS])
        except Exception as error:  # noqa: BLE001 - an author's mistake may fail in any way: that is what is looked for
            text = f"{question.task}: mistake {mistake.name}: raises {type(error).__name__}: {error}"[:300]
            findings.append(Finding(wrong=True, task=question.task, text=text))
            continue
        rows.append(row)
        findings += _of_row(row)
    return rows, findings


def _row(bench: Bench, question: Question, mistake: Mistake, module: ModuleType, students: Sequence[str]) -> SlipRow:
    right = diagnosed = 0
    taken_for: dict[str, None] = {}
    for student in students:
        seen = list(_seen(bench, question, module, student))
        if all(one.outcome.verdict is Verdict.PASSED for one in seen):
            right += 1
            continue
        told = _diagnosis(bench, question, seen)
        if told is not None and told.mistake == mistake.name:
            diagnosed += 1
        else:
            taken_for[told.mistake if told else "nothing"] = None
    return SlipRow(
        mistake=mistake.name,
        task=mistake.task,
        draws=len(students),
        right=right,
        diagnosed=diagnosed,
        taken_for=tuple(taken_for),
    )


def _seen(bench: Bench, question: Question, module: ModuleType, student: str) -> Iterator[Seen]:
    """What the cases of a question see of a student who made the mistake, and rounded as was asked."""
    shown = bench.variant(question, student)
    known = answers.right(question, shown)
    slipped = bench.variant(question, student, module)
    for case in bench.material.cases_of(question.task):
        seed = bench.seed(case, student)
        if case.draws:
            name, expected = field_of(case), answers.in_field(case, known)
            text = typed_answer(question.fields[name], name, shown, slipped.answers[name])
            observation = read_answer(case, question, shown, {case.name: text})
        else:
            expected, observation = bench.oracle.expected(case, seed), observe(case, module, seed)
        outcome = judge(case, observation, expected, bench.oracle.checker(case))
        yield Seen(case=case, seed=seed, observation=observation, outcome=outcome)


def _diagnosis(bench: Bench, question: Question, seen: Sequence[Seen]) -> Diagnosis | None:
    """As in grading: the fields that are read and the code must be explained by one mistake."""
    fields = [one for one in seen if one.case.draws]
    code = [one for one in seen if not one.case.draws]
    of_code = diagnose(bench.oracle, question.task, code) if code else None
    if not fields:
        return of_code
    right = all(one.outcome.verdict is Verdict.PASSED for one in code)
    return bench.slips.diagnose(question.task, fields, of_code, code_is_right=right)


def _of_row(row: SlipRow) -> Iterator[Finding]:
    name = f"{row.task}: mistake {row.mistake}"
    wrong = row.draws - row.right
    if not wrong:
        text = f"{name}: gives the right answer in every variant: nobody will ever be told of it"
        yield Finding(wrong=True, task=row.task, text=text)
        return
    if row.right:
        share = row.right / row.draws
        text = f"{name}: gives the right answer in {row.right} of {row.draws} variants: draw other numbers"
        yield Finding(wrong=share > MAY_BE_RIGHT, task=row.task, text=text)
    if row.diagnosed < wrong:
        others = ", ".join(row.taken_for)
        text = f"{name}: is recognised in {row.diagnosed} of {wrong} wrong variants, else taken for {others}"
        yield Finding(wrong=row.diagnosed < IS_TOLD * wrong, task=row.task, text=text)
