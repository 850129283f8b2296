"""What is fixed before anybody hands anything in: the course, its assignments, who takes part."""

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A part of the course grade, such as the homework; `weight` is its share of the whole, in [0, 1]."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    title: dict[str, str]
    weight: Fraction
    drop_lowest: int = 0
    """How many of its lowest results do not count; one always does."""
    cap: Fraction = Fraction(1)
    """Its share never counts for more than this, whatever bonuses add up to; above 1 they may make up elsewhere."""
    minimum: Fraction = Fraction(0)
    """Share in [0, cap] without which nobody passes the course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time for one student: until `due`, or `hours` more than the others; exactly one of the two is set.

    `assignment` is a name, or "all".
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    student: str
    assignment: str
    why: str
    due: datetime | None = None
    hours: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How points become a grade.

    A submission that is late by more than `grace_hours` loses `late_per_day` of its points for each day begun
    after the deadline, but always keeps `late_floor` of them (both are shares in [0, 1]).  `attempts` says which of
    several works counts, `missing` whether what was not handed in is 0 or left out; the grade is on a `scale` from 0,
    rounded half up.  `extensions` move deadlines of single students.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    late_per_day: Fraction = Fraction(0)
    late_floor: Fraction = Fraction(0)
    grace_hours: Fraction = Fraction(0)
    attempts: Literal["last", "best"] = "last"
    missing: Literal["zero", "excluded"] = "zero"
    scale: int = 10
    pass_mark: int = 4
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to write: the functions or classes `requires`, graded by the cases that name the task."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    title: dict[str, str]
    points: Fraction
    requires: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    carried: Fraction = Fraction(0)
    """Share of its points that a failed task earns where it is right with a right answer in place of what it builds
    on; in [0, 1]."""
    bonus: bool = False
    """Whether its points come on top of the assignment's maximum."""
    section: str = ""
    """Anchor of the lecture's section in `assignments/lectures.<language>.md`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What is handed out and graded as one: its facts, which go with the grades wherever they go.

    An assignment of kind "external" is graded elsewhere (an exam on paper); its marks are imported.
    `digest` names the version of everything that decides a grade: facts, cases, checkers, reference.
    A `bonus` assignment adds to its category and can be left out without loss.
    """

    name: str
    title: dict[str, str]
    category: str
    kind: Literal["homework", "quiz", "external"]
    points: Fraction
    """The maximum, 100 %."""
    bonus_points: Fraction = Fraction(0)
    """Points that can be earned above the maximum."""
    bonus: bool = False
    due: datetime | None = None
    tasks: tuple[Task, ...] = ()
    libraries: tuple[str, ...] = ("numpy",)
    stand_ins: dict[str, str] = field(default_factory=dict)
    """What a task requires → the dotted name of the same in a public library, for carried errors."""
    sections: dict[str, dict[str, str]] = field(default_factory=dict)
    """Anchor of a section of the lectures → its heading, by language."""
    digest: str = ""

    @property
    def required(self) -> frozenset[str]:
        """The names that its tasks ask for."""
        return frozenset(name for task in self.tasks for name in task.requires)


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A row of the roster; `name` is for people, `id` is what folders and marks are matched by.

    `aliases` are other names, logins and numbers by which an LMS may call the student.
    """

    id: str
    name: str
    email: str = ""
    language: Literal["ru", "en"] = "ru"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Everything that a grade depends on besides the submissions; stored with every run."""

    name: str
    title: dict[str, str]
    categories: tuple[Category, ...]
    assignments: tuple[Assignment, ...]
    policy: Policy
    roster: tuple[Student, ...]

    def assignment(self, name: str) -> Assignment:
        """The assignment of that name; `KeyError` if there is none."""
        return {assignment.name: assignment for assignment in self.assignments}[name]
