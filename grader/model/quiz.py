"""What a test is made of: questions, the fields that they are answered in, and one student's variant of each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from types import ModuleType
from typing import Any, Literal

import numpy as np

from grader.model.words import Tree

FieldKind = Literal["number", "integer", "choice", "choices", "matching", "ordering", "array", "formula", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to be answered; `kind` names the checker that judges it, `options` are the checker's.

    A field of kind "code" has no points of its own: the cases of its task in `hidden.py` have them, and observe the
    module that `options["skeleton"]` becomes when the student's lines stand in place of `{answer}`.
    """

    kind: FieldKind
    points: Fraction = Fraction(0)
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something to choose, to match or to put in order; `key` is what answers are told in, and is never shown."""

    key: str
    text: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A question as one student gets it: text in both languages, and the right answer of every field.

    prompt: Markdown with `$…$` and `$$…$$`, by language.
    answers: field → number; int; key of the right option ("choice"); set of keys as a sorted list ("choices"); key of
        item → key of option ("matching"); keys in the right order ("ordering"); array; formula as text; None ("code").
    options: field → what there is to choose from, or to put in order.  It is shuffled before it is shown.
    items: field → what options are matched to ("matching"), shown as it stands.
    labels: field → what is asked for there, by language; needed where a question has several fields.
    picture: an SVG drawn by the question itself, or "".  `described` is the same in words, by language.
    """

    prompt: dict[str, str]
    answers: dict[str, Tree]
    options: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    items: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    picture: str = ""
    described: dict[str, str] = field(default_factory=dict)


Generate = Callable[[ModuleType, np.random.Generator], Variant]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A function from the reference and a seeded generator to a variant, and the fields that it is answered in."""

    name: str
    task: str
    fields: dict[str, Field]
    generate: Generate


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """A field as a student sees it: what may be shown, and nothing else.

    `options` are in the order in which they are shown, numbered from 1, and the number is what a student answers with;
    `items` are lettered a, b, c….
    """

    name: str
    """`<question>.<field>`: what the answer is filed under."""
    kind: FieldKind
    points: Fraction
    label: dict[str, str]
    options: tuple[dict[str, str], ...] = ()
    items: tuple[dict[str, str], ...] = ()
    shape: tuple[int, ...] = ()
    significant: int = 0
    """How many digits count, where a number or an array is asked for."""
    symbols: tuple[str, ...] = ()
    skeleton: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as a student sees it; `number` counts from 1 in the order of this student's paper."""

    number: int
    name: str
    title: dict[str, str]
    points: Fraction
    prompt: dict[str, str]
    fields: tuple[AskedField, ...]
    picture: str = ""
    described: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One student's test, without a single answer.  `variant` names it: a sheet that comes back says which it is of."""

    assignment: str
    title: dict[str, str]
    student: str
    variant: str
    points: Fraction
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a known mistake makes of a field: the answer it gives, the hint, and the share of the points it keeps."""

    value: Tree
    hint: dict[str, str]
    credit: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RightAnswer:
    """The answer of a field on one paper.

    value: as in `Variant`, but what is chosen, matched or ordered is told by where it stands on this paper, from 0:
        an index ("choice"), sorted indices ("choices"), an index for each item ("matching"), indices in the right
        order ("ordering").
    typed: the same as a student would write it.
    options: the checker's, such as tolerances.
    """

    value: Tree
    typed: str
    options: dict[str, Any] = field(default_factory=dict)
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A paper and its answers, field by field; for instructors only."""

    paper: Paper
    answers: dict[str, RightAnswer]
