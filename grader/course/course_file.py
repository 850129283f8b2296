"""`course.toml`: the categories and their weights, the assignments and their deadlines, the policy, the roster."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import ClassVar, Literal

from grader.course.material import load_assignment, load_material
from grader.course.reading import read
from grader.course.roster import read_roster
from grader.errors import GraderError
from grader.model import LANGUAGES, Assignment, Category, Course, Material, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One `[[assignments]]` table; `title` and `points` belong to external assignments only."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    category: str
    kind: Literal["homework", "quiz", "external"] = "homework"
    due: datetime | None = None
    title: dict[str, str] = field(default_factory=dict)
    points: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFile:
    """The file as it is written."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    title: dict[str, str]
    roster: str
    categories: tuple[Category, ...]
    policy: Policy
    assignments: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFolder:
    """A course and where it lies."""

    root: Path
    course: Course

    def material(self, name: str) -> Material:
        """The cases, checkers and mistakes of an assignment; `GraderError` says what is wrong with them."""
        return load_material(self.root, self.course.assignment(name))


def load(path: Path, roster: Path | None = None) -> CourseFolder:
    """Reads a `course.toml` and everything that it names; `roster` replaces the one named there.

    Raises `GraderError` with one line that says file, key and remedy.
    """
    file = read(path, CourseFile)
    _check_titles(path, "title", file.title)
    _check_categories(path, file.categories)
    _check_policy(path, file.policy)
    names = [entry.name for entry in file.assignments]
    for name in names:
        if names.count(name) > 1:
            raise GraderError(f"{path}: key assignments: {name!r} stands there twice: remove one")
    course = Course(
        name=file.name,
        title=file.title,
        categories=file.categories,
        assignments=tuple(_assignment(path, entry, file.categories) for entry in file.assignments),
        policy=file.policy,
        roster=read_roster(roster or path.parent / file.roster),
    )
    return CourseFolder(root=path.parent, course=course)


def _check_categories(path: Path, categories: tuple[Category, ...]) -> None:
    names = [category.name for category in categories]
    for name in names:
        if names.count(name) > 1:
            raise GraderError(f"{path}: key categories: {name!r} stands there twice: remove one")
    total = sum((category.weight for category in categories), Fraction(0))
    if total != 1:
        parts = " + ".join(str(float(category.weight)) for category in categories)
        raise GraderError(f"{path}: key categories.weight: {parts} = {float(total)}, must be exactly 1")
    for category in categories:
        _check_titles(path, f"categories.{category.name}.title", category.title)
        if category.weight < 0:
            raise GraderError(f"{path}: key categories.{category.name}.weight: must not be negative")


def _check_policy(path: Path, policy: Policy) -> None:
    for key in ("late_per_day", "late_floor"):
        if not 0 <= getattr(policy, key) <= 1:
            raise GraderError(f"{path}: key policy.{key}: a share, write a number from 0 to 1")
    if policy.grace_hours < 0:
        raise GraderError(f"{path}: key policy.grace_hours: must not be negative")
    if not 0 < policy.pass_mark <= policy.scale:
        raise GraderError(f"{path}: key policy.pass_mark: must lie between 1 and policy.scale ({policy.scale})")


def _check_titles(path: Path, key: str, title: dict[str, str]) -> None:
    for language in LANGUAGES:
        if not title.get(language):
            raise GraderError(f"{path}: key {key}.{language}: this key is required: add it")


def _assignment(path: Path, entry: Entry, categories: tuple[Category, ...]) -> Assignment:
    key = f"assignments.{entry.name}"
    if entry.category not in {category.name for category in categories}:
        known = ", ".join(category.name for category in categories)
        raise GraderError(f"{path}: key {key}.category: no category {entry.category!r}: use one of {known}")
    if entry.due is not None and entry.due.tzinfo is None:
        raise GraderError(f"{path}: key {key}.due: add the time zone, as in 2026-10-05T23:59:00+03:00")
    if entry.kind != "external":
        if entry.title or entry.points is not None:
            raise GraderError(f"{path}: key {key}: title and points stand in its assignment.toml: remove them here")
        loaded = load_assignment(path.parent, entry.name, path)
        return replace(loaded, category=entry.category, kind=entry.kind, due=entry.due)
    _check_titles(path, f"{key}.title", entry.title)
    if entry.points is None or entry.points <= 0:
        raise GraderError(f"{path}: key {key}.points: an external assignment needs its maximum: add points = 10")
    return Assignment(
        name=entry.name,
        title=entry.title,
        category=entry.category,
        kind="external",
        points=entry.points,
        due=entry.due,
    )
