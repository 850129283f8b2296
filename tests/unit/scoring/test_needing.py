"""What a mark takes, held against the course grade itself with those points put in."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings

from grader.model import CourseGrade, Extension, Target
from grader.scoring import combined, course_grade, needed, round_half_up
from tests.unit.graded_class import COURSE, NOW, POLICY, card, held_tasks, mark
from tests.unit.scoring.courses import Standings, assignment, category, course, grade, standings

A_BIT = Fraction(1, 10**9)


def total(one: Standings) -> CourseGrade:
    return combined(one.course, "s", one.grades.values())


def with_share(one: Standings, names: list[str], share: Fraction) -> Standings:
    for name in names:
        one = one.with_grade(grade(one.course.assignment(name), share))
    return one


@settings(max_examples=70, deadline=None)
@given(standings())
def test_the_least_share_is_enough_and_a_bit_less_is_not(one):
    found = needed(one.course, total(one))
    names = one.names("pending", bonus=False)
    assert sorted(assignment.name for assignment in found.assignments) == sorted(names)
    assert [target.mark for target in found.targets] == (list(range(1, 11)) if names else [])
    for target in found.targets:
        check(one, names, target, lambda grade, mark=target.mark: round_half_up(grade.exact) >= mark)
    if found.passing is not None:
        check(one, names, found.passing, lambda grade: grade.passed)


def check(one: Standings, names: list[str], target: Target, reached) -> None:
    none, every = (total(with_share(one, names, Fraction(share))) for share in (0, 1))
    assert (target.reach == "reached") == bool(reached(none))
    assert (target.reach == "impossible") == (not reached(every))
    assert (target.share is not None) == (target.reach == "possible")
    if target.share is not None:
        assert 0 < target.share <= 1
        assert reached(total(with_share(one, names, target.share)))
        assert not reached(total(with_share(one, names, target.share - A_BIT)))


def targets(*shares: str, minimum: str = "0") -> dict[int, tuple[str, Fraction | None]]:
    """Homework and tests as given, the exam open, weights 0.3, 0.3 and 0.4."""
    weights = {"hw": "0.3", "tests": "0.3", "exam": "0.4"}
    works = [assignment(name, name, points=10) for name in weights]
    categories = [
        category(name, Fraction(weight), minimum=Fraction(minimum if name == "exam" else 0))
        for name, weight in weights.items()
    ]
    one = Standings(course=course(categories, works))
    for work, share in zip(works, [*map(Fraction, shares), None], strict=True):
        one = one.with_grade(grade(work, share))
    found = needed(one.course, total(one))
    assert found.passing is not None
    return {target.mark: (target.reach, target.share) for target in (*found.targets, replace(found.passing, mark=0))}


def test_what_the_exam_must_bring_on_the_whiteboard():
    """0.3 · 0.9 + 0.3 · 0.7 + 0.4 · x >= 0.75: x = 0.675 gives an 8."""
    found = targets("0.9", "0.7")
    assert found[8] == ("possible", Fraction(27, 40))
    assert found[9] == ("possible", Fraction(37, 40))
    assert found[10] == ("impossible", None)
    assert found[5] == ("reached", None)  # 4.8
    assert found[6] == ("possible", Fraction(7, 40))


def test_a_half_is_enough_exactly():
    """10 · (0.3 + 0.3 + 0.4 · x) = 9.5 at x = 7/8, and 0.35 everywhere is 3.5, a 4."""
    assert targets("1", "1")[10] == ("possible", Fraction(7, 8))
    assert targets("0.35", "0.35")[4] == ("possible", Fraction("0.35"))


def test_passing_takes_the_minimum_of_the_exam_too():
    assert targets("1", "1")[0] == ("reached", None)
    assert targets("1", "1", minimum="0.4")[0] == ("possible", Fraction(2, 5))
    assert targets("0", "0", minimum="0.4")[0] == ("possible", Fraction(7, 8))


def test_what_is_not_open_and_below_its_minimum_cannot_be_passed():
    works = [assignment("hw", "a"), assignment("exam", "b")]
    categories = [category("a", Fraction(1, 2), minimum=Fraction(1, 2)), category("b", Fraction(1, 2))]
    one = Standings(course=course(categories, works))
    one = one.with_grade(grade(works[0], Fraction(2, 5))).with_grade(grade(works[1], None))
    assert needed(one.course, total(one)).passing == Target(mark=4, reach="impossible")


def test_a_second_try_and_what_else_is_open():
    works = [assignment(name, name) for name in ("hw", "exam", "talk")]
    one = Standings(course=course([category(work.name, Fraction(1, 3)) for work in works], works))
    for work, share in zip(works, (Fraction(1), Fraction(1, 10), None), strict=True):
        one = one.with_grade(grade(work, share))
    found = needed(one.course, total(one), ["exam"])
    assert [work.name for work in found.assignments] == ["exam"]
    assert [work.name for work in found.others] == ["talk"]
    # (1 + x) / 2 >= 0.75, the talk left out
    assert found.targets[7] == Target(mark=8, reach="possible", share=Fraction(1, 2))


def test_where_nothing_is_open_or_something_is_held_there_is_nothing_to_say():
    done = course_grade(COURSE, "anna", [card()], [mark("anna", 5)], NOW)
    assert needed(COURSE, done).targets == ()
    held = course_grade(COURSE, "anna", [card(tasks=held_tasks())], [], NOW)
    assert (needed(COURSE, held).targets, needed(COURSE, held).held) == ((), True)


def test_what_is_open_by_an_extension_alone_is_open():
    ill = Extension(student="anna", assignment="all", hours=Fraction(24 * 366), why="ill")
    extended = replace(COURSE, policy=replace(POLICY, extensions=(ill,)))
    for course_of, open_works in ((COURSE, []), (extended, ["hw01_backprop"])):
        found = needed(course_of, course_grade(course_of, "anna", [], [mark("anna", 5)], NOW))
        assert [one.name for one in found.assignments] == open_works
