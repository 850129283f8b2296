"""A course grade as one would work it out on a whiteboard, and what is needed for a better one: facts, no sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

from grader.model.course import Assignment, Category, Policy
from grader.model.grades import AssignmentGrade, CategoryGrade, CourseGrade


class Decided(Protocol):
    """Points of a task that a person set, as far as the whiteboard shows them."""

    @property
    def assignment(self) -> str:
        """The assignment's name."""

    @property
    def task(self) -> str:
        """The task's name."""

    @property
    def points(self) -> Fraction | None:
        """What it earns now; None where an earlier decision was taken back."""

    @property
    def why(self) -> str:
        """The person's reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentLine:
    """One assignment of a category: its facts, how the student stands in it, and what a person changed."""

    assignment: Assignment
    grade: AssignmentGrade
    overrides: Sequence[Decided] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryLine:
    """One category: `shares` are what is added up, in the order of `lines`, `count` what the sum is divided by.

    `part` is weight · share: what the category adds to the course grade; None while nothing in it counts.
    """

    category: Category
    grade: CategoryGrade
    lines: tuple[AssignmentLine, ...]
    shares: tuple[Fraction, ...]
    count: int
    part: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Computation:
    """The way from points to the mark: `total` is the sum of the parts, `weight` that of the weights that count.

    exact = min(scale, scale · total / weight)
    """

    grade: CourseGrade
    policy: Policy
    lines: tuple[CategoryLine, ...]
    total: Fraction
    weight: Fraction
    so_far: bool


Reach = Literal["reached", "possible", "impossible"]
"""Of a mark: had whatever comes, to be had with some points, or not even with full ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a mark takes: `share` in [0, 1] is the least that will do on everything open; only where it is possible."""

    mark: int
    reach: Reach
    share: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What every mark of the scale takes on the `assignments` that are open, and what passing takes.

    Where nothing is open, or something is `held` and so not known, there are no targets.  `others` are open, too,
    but were not asked about: they are left out, as they are of the grade so far.
    """

    assignments: tuple[Assignment, ...]
    others: tuple[Assignment, ...]
    targets: tuple[Target, ...]
    passing: Target | None
    held: bool = False
