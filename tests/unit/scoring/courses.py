"""Courses of external assignments worth 1 point each, and what a student has in them: for tests of what adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from hypothesis import strategies as st

from grader.model import Assignment, AssignmentGrade, Category, Course, Policy, Standing

SHARES = st.one_of(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]), st.fractions(0, 1, max_denominator=40))


def category(name: str, weight: Fraction = Fraction(1), **settings: object) -> Category:
    return Category(name=name, title={"ru": name, "en": name}, weight=weight, **settings)  # type: ignore[arg-type]


def assignment(name: str, category: str, *, bonus: bool = False, points: int = 1) -> Assignment:
    return Assignment(
        name=name,
        title={"ru": name, "en": name},
        category=category,
        kind="external",
        points=Fraction(points),
        bonus=bonus,
    )


def grade(one: Assignment, share: Fraction | None, standing: Standing | None = None) -> AssignmentGrade:
    points = None if share is None else share * one.points
    return AssignmentGrade(
        assignment=one.name,
        standing=standing or ("pending" if share is None else "graded"),
        points=points,
        max_points=one.points,
        earned=points,
        bonus=one.bonus,
    )


def course(categories: Sequence[Category], assignments: Sequence[Assignment], policy: Policy | None = None) -> Course:
    return Course(
        name="c",
        title={"ru": "c", "en": "c"},
        categories=tuple(categories),
        assignments=tuple(assignments),
        policy=policy or Policy(),
        roster=(),
    )


@dataclass(frozen=True, kw_only=True)
class Standings:
    """A course and one student's grades in it."""

    course: Course
    grades: Mapping[str, AssignmentGrade] = field(default_factory=dict)

    def with_policy(self, **settings: object) -> "Standings":
        return replace(self, course=replace(self.course, policy=replace(self.course.policy, **settings)))

    def with_grade(self, one: AssignmentGrade) -> "Standings":
        return replace(self, grades={**self.grades, one.assignment: one})

    def names(self, *standings: Standing, bonus: bool | None = None) -> list[str]:
        return [name for name, one in self.grades.items() if one.standing in standings and bonus in (None, one.bonus)]


@st.composite
def standings(draw: st.DrawFn, *, bonuses: bool = True, held: bool = False) -> Standings:
    """Up to three categories with up to five assignments each, policies of every kind, and what a student has."""
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
    categories, assignments, grades = [], [], {}
    kinds: list[Standing] = ["graded", "graded", "missing", "pending", *(["held"] if held else [])]  # type: ignore[list-item]
    for index, weight in enumerate(weights):
        name, size = f"c{index}", draw(st.integers(1, 5))
        settings = {
            "drop_lowest": draw(st.integers(0, size - 1)),
            "cap": draw(st.sampled_from([Fraction(1), Fraction(3, 5), Fraction(6, 5)])),
            "minimum": draw(st.sampled_from([Fraction(0), Fraction(2, 5)])),
        }
        categories.append(category(name, Fraction(weight, sum(weights)), **settings))
        extra = draw(st.integers(0, 2)) if bonuses else 0
        for number in range(size + extra):
            one = assignment(f"{name}_{number}", name, bonus=number >= size, points=draw(st.sampled_from([1, 7, 10])))
            standing = draw(st.sampled_from(kinds))
            grades[one.name] = grade(one, draw(SHARES) if standing == "graded" else None, standing)
            assignments.append(one)
    policy = Policy(missing=draw(st.sampled_from(["zero", "excluded"])))
    return Standings(course=course(categories, assignments, policy), grades=grades)
