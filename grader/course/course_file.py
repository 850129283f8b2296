"""`course.toml`: the categories and their weights, the assignments and their deadlines, the policy, the roster."""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import ClassVar, Literal

from grader.course.material import load_assignment, load_material
from grader.course.policies import check_policies
from grader.course.reading import read
from grader.course.roster import read_roster
from grader.errors import GraderError
from grader.model import LANGUAGES, Assignment, Category, Course, Extension, Material, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One `[[assignments]]` table; `title`, `points` and `bonus_points` belong to external assignments only."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    category: str
    kind: Literal["homework", "quiz", "external"] = "homework"
    due: datetime | None = None
    title: dict[str, str] = field(default_factory=dict)
    points: Fraction | None = None
    bonus_points: Fraction | None = None
    bonus: bool = False


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
    extensions: tuple[Extension, ...] = ()


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
    if file.policy.extensions:
        raise GraderError(f"{path}: key policy.extensions: write them as tables [[extensions]] of the file itself")
    names = [entry.name for entry in file.assignments]
    for name in names:
        if names.count(name) > 1:
            raise GraderError(f"{path}: key assignments: {name!r} stands there twice: remove one")
    course = Course(
        name=file.name,
        title=file.title,
        categories=file.categories,
        assignments=tuple(_assignment(path, entry, file.categories) for entry in file.assignments),
        policy=replace(file.policy, extensions=file.extensions),
        roster=read_roster(roster or path.parent / file.roster),
    )
    check_policies(path, course, whole_class=roster is None)
    return CourseFolder(root=path.parent, course=course)


def files_of(path: Path, roster: Path | None = None) -> list[Path]:
    """The files and folders that `load` reads, whether they are there or not.

    Of a file that is broken it is not known which roster it names: then the roster is left out.
    """
    root = path.parent
    if roster is None:
        try:
            named = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("roster")
        except (OSError, ValueError):
            named = None
        roster = root / named if isinstance(named, str) else None
    return [path, root / "assignments", root / "solutions", *([roster] if roster is not None else [])]


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
        if entry.title or entry.points is not None or entry.bonus_points is not None:
            raise GraderError(f"{path}: key {key}: title and points stand in its assignment.toml: remove them here")
        loaded = load_assignment(path.parent, entry.name, path)
        return replace(loaded, category=entry.category, kind=entry.kind, due=entry.due, bonus=entry.bonus)
    _check_titles(path, f"{key}.title", entry.title)
    if entry.points is None or entry.points <= 0:
        raise GraderError(f"{path}: key {key}.points: an external assignment needs its maximum: add points = 10")
    if entry.bonus_points is not None and entry.bonus_points < 0:
        raise GraderError(f"{path}: key {key}.bonus_points: points above the maximum, must not be negative")
    return Assignment(
        name=entry.name,
        title=entry.title,
        category=entry.category,
        kind="external",
        points=entry.points,
        bonus_points=entry.bonus_points or Fraction(0),
        bonus=entry.bonus,
        due=entry.due,
    )
