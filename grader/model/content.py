"""What authors write, and what students hand in: cases, known mistakes, submissions, observations."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from grader.model.course import Assignment
from grader.model.quiz import Question
from grader.model.words import Tree, Verdict, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one case may use in the sandbox.

    `seconds` is processor time of the student's code; waiting is cut off at a small multiple of it.
    `memory_mb` is what the process may allocate above what it started with.
    `output_mb` bounds what the observation weighs.
    """

    seconds: float = 2.0
    memory_mb: int = 512
    output_mb: int = 16


Exercise = Callable[[ModuleType, np.random.Generator], Tree]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A function from a student's module to observations, and the name of the checker that will judge them."""

    name: str
    task: str
    title: dict[str, str]
    points: Fraction
    exercise: Exercise
    visibility: Visibility = "hidden"
    checker: str = "close"
    options: dict[str, Any] = field(default_factory=dict)
    limits: Limits = Limits()
    fresh: bool = True
    """Whether every student gets inputs of their own (hidden cases); costly references are drawn once a course."""
    draws: str = ""
    """What its inputs are drawn for, where several cases share them; else the case itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What a task's code does, to be drawn beside what the reference does: a public case that earns nothing.

    `kind` is a key of `grader.exhibits.KINDS`, which says what the case must show.
    """

    kind: str
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first respect in which an observation is not what it should be: facts, not a sentence.

    kind: "unreadable" (the file itself: `path` is the reason), "missing" (no such entry),
        "extra", "length", "type", "shape", "dtype", "nonfinite", "value",
        "mutated" (an input was changed), "property" (a checker's own statement, said in `note`),
        "unread" (an answer that cannot be understood: `path` is the reason), "answer" (one that is not right: `path` is
        the respect, such as "sign").
    path: where in the observation, such as `grads.W[1]`.
    at: index of the worst element of an array; `error` its distance, `tolerance` what was allowed there.
    """

    kind: str
    path: str
    observed: str = ""
    expected: str = ""
    at: tuple[int, ...] = ()
    error: float = 0.0
    tolerance: float = 0.0
    note: dict[str, str] | None = None
    relation: str = ""
    """What holds exactly between all that was observed there and all that was expected: "negated", "transposed",
    or "factor", with the factor as text in `factor` ("32", "1/32", "2")."""
    factor: str = ""
    credit: Fraction = Fraction(0)
    """Share of the case that is earned all the same, in [0, 1): a checker's partial credit."""


Checker = Callable[..., Difference | None]
"""`checker(observed, expected, **options)` → the first difference that matters, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A known mistake: the reference with one thing wrong, the hint for it, and the credit that it still earns."""

    name: str
    task: str
    hint: dict[str, str]
    apply: Callable[[ModuleType], None]
    section: str = ""
    credit: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The executable half of an assignment: what its author wrote, found in its folder."""

    assignment: Assignment
    folder: Path
    solution: Path
    cases: tuple[Case, ...]
    checkers: dict[str, Checker]
    mistakes: tuple[Mistake, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    questions: tuple[Question, ...] = ()

    def cases_of(self, task: str) -> tuple[Case, ...]:
        """The cases of one task, in the order in which they were written, public ones first."""
        return tuple(case for case in self.cases if case.task == task)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What one student handed in for one assignment.

    `source` is the text of the module, or None where the file could not be read; then `unreadable` says why
    (a key of `grader.messages`, such as "encoding") and `detail` where.
    """

    student: str
    assignment: str
    path: str
    source: str | None
    digest: str
    received: datetime | None = None
    unreadable: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()
    line_map: tuple[tuple[int, int], ...] = ()
    """Of a notebook: the cell and the line in it of every line of `source`, both counted from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one case saw of one module: a value, or the verdict that kept it from seeing any."""

    case: str
    value: Tree = None
    failure: Verdict | None = None
    detail: str = ""
    """For RAISED "ValueError: text"; for MISSING the name; for CRASHED how the process ended."""
    line: int | None = None
    seconds: float = 0.0
