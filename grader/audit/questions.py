"""One question of a test: hundreds of its variants, each looked at, answered, copied and slipped."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import ModuleType

import numpy as np

from grader.audit import guessing
from grader.audit.report import Finding
from grader.audit.slips import SlipRow, try_slips
from grader.audit.variants import VISIBLE, faults
from grader.judge import Oracle, draw_seed, judge
from grader.model import Case, Field, Material, Question, Tree, Variant
from grader.quiz import Slips, draw_variant, read_answer, typed_answer
from grader.trees import digest, snapshot

MAY_BE_VISIBLE = Fraction(1, 20)
"""So often an answer may stand among the numbers of its prompt by chance."""
ENOUGH = 20
"""Variants from which on the share of the most frequent answer says something."""
FEW = 2
"""So many variants say nothing of how often it is."""
MAY_BE_GUESSED = Fraction(1, 2)
SPREAD = 1e4
"""Between the largest and the smallest answer of a field, zeros and the outermost twentieths apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One field over all variants; sizes are of its numbers, zeros apart, NaN where there are none.

    `guess` is what blind guessing earns, as a share; `copied` what the typed answer of the next student earns.
    """

    name: str
    kind: str
    points: float
    low: float
    median: float
    high: float
    guess: float
    copied: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """One question over all variants: how many there are, and how many differ."""

    question: str
    task: str
    points: float
    variants: int
    distinct: int
    fields: tuple[FieldRow, ...]

    @property
    def guess(self) -> float:
        """What blind guessing earns, in points."""
        return sum(row.points * row.guess for row in self.fields)

    @property
    def copied(self) -> float:
        """What the next student's answers earn, in points."""
        return sum(row.points * row.copied for row in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What came of one question; `shown` names what each student sees of it."""

    row: QuestionRow | None
    slips: tuple[SlipRow, ...]
    findings: tuple[Finding, ...]
    shown: dict[str, str]


@dataclass(slots=True, kw_only=True)
class _Gathered:
    """What came of the variants of one question."""

    variants: list[Variant] = field(default_factory=list)
    students: list[str] = field(default_factory=list)
    faults: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


class QuizBench:
    """A test opened for an audit: everything is drawn for students that do not exist, from a secret of its own."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.oracle = Oracle(material, recent=2**13)
        self.slips = Slips(self.oracle)
        self.secret = hashlib.sha256(f"audit of {material.assignment.name}".encode()).digest()

    def variant(self, question: Question, student: str, module: ModuleType | None = None) -> Variant:
        """A question as a student would get it; `module` computes the answers in place of the reference."""
        return draw_variant(self.material, question, module or self.oracle.reference, self.secret, student)

    def seed(self, case: Case, student: str) -> int:
        """The seed of a case for a student."""
        return draw_seed(self.secret, self.material.assignment.name, student, case)


def audit_question(bench: QuizBench, question: Question, draws: int) -> Audited:
    """Audits one question with so many variants."""
    gathered = _gather(bench, question, draws)
    findings = list(_of_faults(question, gathered, draws))
    if not gathered.variants:
        return Audited(row=None, slips=(), findings=tuple(findings), shown={})
    row = _row(bench, question, gathered)
    slips, found = try_slips(bench, question, gathered.students)
    return Audited(
        row=row,
        slips=tuple(slips),
        findings=(*findings, *_of_row(row), *found),
        shown=dict(zip(gathered.students, map(_shown, gathered.variants), strict=True)),
    )


def _gather(bench: QuizBench, question: Question, draws: int) -> _Gathered:
    """The variants that could be drawn and answered, and what is wrong with any of them."""
    gathered = _Gathered()
    cases = [case for case in bench.material.cases_of(question.task) if case.draws == question.name]
    for draw in range(draws):
        student = f"student {draw}"
        try:
            variant = bench.variant(question, student)
            wrong = list(faults(question, variant))
            if all(map(_by_chance, wrong)):
                wrong += _unanswerable(bench, question, variant, cases, student)
        except Exception as error:  # noqa: BLE001 - an author's question may fail in any way: that is what is looked for
            wrong = [f"raises {type(error).__name__}: {error}"[:200]]
        for fault in wrong:
            gathered.faults[fault].append(draw)
        if all(map(_by_chance, wrong)):
            gathered.variants.append(variant)
            gathered.students.append(student)
    return gathered


def _by_chance(fault: str) -> bool:
    """Whether a fault may be chance's, so that only how often it is there counts."""
    return fault.endswith(VISIBLE)


def _unanswerable(
    bench: QuizBench, question: Question, variant: Variant, cases: Sequence[Case], student: str
) -> Iterator[str]:
    """Whether the right answer is the same when it is drawn again, and found right as a student would type it."""
    for case in cases:
        name = case.name.removeprefix(f"{question.name}.")
        seed = bench.seed(case, student)
        expected = bench.oracle.expected(case, seed)
        shown = snapshot({"answer": variant.answers[name]})
        if expected.failure is None and digest(shown) != digest(expected.value):
            yield f"{name}: is another one when it is drawn again: draw from rng alone and keep nothing between calls"
        outcome = judge(case, expected, expected, bench.oracle.checker(case))
        if outcome.credit != 1:
            yield f"{name}: {outcome.detail or outcome.verdict}"
            continue
        text = typed_answer(question.fields[name], name, variant, variant.answers[name])
        typed = judge(
            case, read_answer(case, question, variant, {case.name: text}), expected, bench.oracle.checker(case)
        )
        if typed.credit != 1:
            yield f"{name}: the right answer, typed as {text[:40]!r}, is found {typed.verdict} {typed.detail}".rstrip()


def _of_faults(question: Question, gathered: _Gathered, draws: int) -> Iterator[Finding]:
    for fault, where in gathered.faults.items():
        by_chance = _by_chance(fault) and len(where) <= max(Fraction(FEW), MAY_BE_VISIBLE * draws)
        text = f"{question.task}: {question.name}: {fault}, in {len(where)} of {draws} variants (draw {where[0]})"
        yield Finding(wrong=not by_chance, task=question.task, text=text)


# ------------------------------------------------------------------------------------------------------ one question


def _row(bench: QuizBench, question: Question, gathered: _Gathered) -> QuestionRow:
    fields = tuple(
        _field_row(bench, question, name, gathered) for name, one in question.fields.items() if one.kind != "code"
    )
    of_code = [case for case in bench.material.cases_of(question.task) if not case.draws]
    if of_code:
        points = float(sum((case.points for case in of_code), Fraction(0)))
        name = next(name for name, one in question.fields.items() if one.kind == "code")
        fields += (
            FieldRow(
                name=name, kind="code", points=points, low=np.nan, median=np.nan, high=np.nan, guess=0.0, copied=1.0
            ),
        )
    shown = {_shown(variant) for variant in gathered.variants}
    return QuestionRow(
        question=question.name,
        task=question.task,
        points=sum(row.points for row in fields),
        variants=len(gathered.variants),
        distinct=len(shown),
        fields=fields,
    )


def _shown(variant: Variant) -> str:
    """What a student sees of a variant, as a name for it."""
    options = {name: [option.text for option in several] for name, several in variant.options.items()}
    return digest({"prompt": variant.prompt, "options": options, "picture": variant.picture})


def _field_row(bench: QuizBench, question: Question, name: str, gathered: _Gathered) -> FieldRow:
    kind = question.fields[name]
    texts = [typed_answer(kind, name, variant, variant.answers[name]) for variant in gathered.variants]
    sizes = np.array([size for variant in gathered.variants for size in _sizes(kind, variant.answers[name])])
    low, median, high = np.percentile(sizes, (5, 50, 95)) if sizes.size else (np.nan,) * 3
    return FieldRow(
        name=name,
        kind=kind.kind,
        points=float(kind.points),
        low=float(low),
        median=float(median),
        high=float(high),
        guess=float(_guess(kind, name, gathered.variants[0], texts)),
        copied=_copied(bench, question, name, gathered, texts),
    )


def _sizes(field: Field, answer: Tree) -> list[float]:
    """How large the numbers of an answer are, zeros apart."""
    if field.kind not in ("number", "integer", "array"):
        return []
    return [float(size) for size in np.abs(np.asarray(answer, dtype=float)).ravel() if size > 1e-12]


def _guess(field: Field, name: str, variant: Variant, texts: Sequence[str]) -> Fraction:
    """What blind guessing earns; the options are as many in every variant."""
    options, answer = len(variant.options.get(name, ())), variant.answers[name]
    match field.kind:
        case "choice":
            return guessing.choice(options)
        case "choices":
            return guessing.choices(len(answer), options)
        case "matching":
            return guessing.matching(len(answer), options)
        case "ordering":
            return guessing.ordering(options)
        case _:
            return guessing.most_frequent(texts)


def _copied(bench: QuizBench, question: Question, name: str, gathered: _Gathered, texts: Sequence[str]) -> float:
    """What the answer of the next student earns on average, as it is typed."""
    case = next(case for case in bench.material.cases_of(question.task) if case.name == f"{question.name}.{name}")
    checker = bench.oracle.checker(case)
    earned = Fraction(0)
    others = [*texts[1:], texts[0]]
    for variant, student, text in zip(gathered.variants, gathered.students, others, strict=True):
        expected = bench.oracle.expected(case, bench.seed(case, student))
        earned += judge(case, read_answer(case, question, variant, {case.name: text}), expected, checker).credit
    return float(earned / len(texts))


def _of_row(row: QuestionRow) -> Iterator[Finding]:
    """What the figures of a question say against it."""
    name = f"{row.task}: {row.question}"
    if row.distinct < 2:
        text = f"{name}: is the same for everybody: draw something from rng, or give options to shuffle"
        yield Finding(wrong=any(one.kind != "code" for one in row.fields), task=row.task, text=text)
    for one in row.fields:
        known = row.variants >= ENOUGH or one.kind in ("choice", "choices", "matching", "ordering")
        if known and one.guess > (MAY_BE_GUESSED if one.kind == "choice" else MAY_BE_GUESSED / 2):
            text = f"{name}: {one.name}: blind guessing earns {one.guess:.0%}: let more be wrong, or answers vary more"
            yield Finding(wrong=one.guess > MAY_BE_GUESSED, task=row.task, text=text)
        if one.low > 0 and one.high / one.low > SPREAD:
            text = f"{name}: {one.name}: answers range from {one.low:.3g} to {one.high:.3g}: draw them more alike"
            yield Finding(wrong=False, task=row.task, text=text)
