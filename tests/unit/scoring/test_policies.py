"""What every course's policies promise, for courses of every kind: nobody loses by what is meant to help."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.model import CourseGrade, Extension, Policy, Scorecard
from grader.scoring import (
    category_grade,
    combined,
    counting_card,
    course_grade,
    deadline,
    lateness,
    standing_marks,
    task_score,
    with_lateness,
)
from tests.unit.graded_class import COURSE, DUE, HOMEWORK, NOW, POLICY, TASKS, card, mark, mixed_tasks
from tests.unit.scoring.courses import SHARES, Standings, assignment, category, grade, standings

FEW = settings(max_examples=50, deadline=None)


def total(one: Standings) -> CourseGrade:
    return combined(one.course, "s", one.grades.values())


# --------------------------------------------------------------------------------------------------- everywhere


@FEW
@given(standings(), st.data())
def test_more_points_never_lower_the_grade(one, data):
    name = data.draw(st.sampled_from(one.names("graded") or [""]))
    assume(name)
    points = one.grades[name].max_points * max(one.grades[name].share, data.draw(SHARES))
    better = total(one.with_grade(replace(one.grades[name], points=points)))
    assert better.exact >= total(one).exact
    assert (better.mark, not better.unmet) >= (total(one).mark, not total(one).unmet)


@FEW
@given(standings(), st.data())
def test_handing_in_never_lowers_a_grade_in_which_missing_work_is_zero(one, data):
    one = one.with_policy(missing="zero")
    name = data.draw(st.sampled_from(one.names("missing") or [""]))
    assume(name)
    handed_in = replace(one.grades[name], standing="graded", points=one.grades[name].max_points * data.draw(SHARES))
    assert total(one.with_grade(handed_in)).exact >= total(one).exact


@FEW
@given(standings())
def test_the_grade_stays_on_the_scale_and_shares_below_their_caps(one):
    found = total(one)
    assert 0 <= found.exact <= 10
    for setting, share in zip(one.course.categories, (c.share for c in found.categories), strict=True):
        assert share is None or 0 <= share <= setting.cap


@FEW
@given(standings(), st.randoms(use_true_random=False))
def test_the_order_of_assignments_does_not_matter(one, random):
    assignments = list(one.course.assignments)
    random.shuffle(assignments)
    other = replace(one, course=replace(one.course, assignments=tuple(assignments)))
    assert (total(other).exact, total(other).mark, total(other).passed) == (
        total(one).exact,
        total(one).mark,
        total(one).passed,
    )


@FEW
@given(standings())
def test_leaving_missing_work_out_is_never_worse_than_zero(one):
    zero, excluded = total(one.with_policy(missing="zero")), total(one.with_policy(missing="excluded"))
    # Where only a bonus was done, "zero" has a mean to add it to, and "excluded" has none.
    pairs = zip(zero.categories, excluded.categories, strict=True)
    assume(all(with_zero.share in (None, 0) or without.share is not None for with_zero, without in pairs))
    assert excluded.exact >= zero.exact


@FEW
@given(standings(held=True))
def test_no_mark_is_given_while_a_work_is_held(one):
    assert (total(one).mark is None) >= bool(one.names("held"))


@FEW
@given(standings())
def test_no_float_comes_between_points_and_mark(one):
    found = total(one)
    numbers = [found.exact, *(x for c in found.categories for x in (c.share, c.mean, c.weight) if x is not None)]
    assert all(type(number) is Fraction for number in numbers)
    assert found.mark is None or found.exact - Fraction(1, 2) < found.mark <= found.exact + Fraction(1, 2)


# --------------------------------------------------------------------------------------- drop, bonus, cap, minimum


@FEW
@given(standings())
def test_dropping_more_never_lowers_the_grade(one):
    for index, setting in enumerate(one.course.categories):
        more = list(one.course.categories)
        more[index] = replace(setting, drop_lowest=setting.drop_lowest + 1)
        assert total(replace(one, course=replace(one.course, categories=tuple(more)))).exact >= total(one).exact


@FEW
@given(st.lists(SHARES, min_size=1, max_size=6), st.integers(0, 7))
def test_what_is_dropped_is_what_is_best_to_drop(shares, drop):
    setting = category("c", drop_lowest=drop, cap=Fraction(2))
    works = [assignment(f"a{at}", "c") for at in range(len(shares))]
    found = category_grade(setting, [grade(*pair) for pair in zip(works, shares, strict=True)], Policy())
    keep = max(1, len(shares) - drop)
    best = max(sum(some, Fraction(0)) / keep for some in combinations(shares, keep))
    assert found.share == best
    assert [one.use for one in found.assignments].count("dropped") == len(shares) - keep


def test_of_equal_results_the_first_is_dropped():
    works = [assignment(name, "c") for name in ("a", "b", "c")]
    shares = [Fraction(1), Fraction(1, 2), Fraction(1, 2)]
    grades = [grade(*pair) for pair in zip(works, shares, strict=True)]
    found = category_grade(category("c", drop_lowest=1), grades, Policy())
    assert [one.use for one in found.assignments] == ["counted", "dropped", "counted"]
    assert found.share == Fraction(3, 4)


def test_missing_work_is_dropped_as_a_zero_but_pending_and_held_work_never_is():
    works = [assignment(name, "c") for name in "abcd"]
    grades = [
        grade(works[0], Fraction(1, 2)),
        grade(works[1], None, "missing"),
        grade(works[2], None, "pending"),
        grade(works[3], None, "held"),
    ]
    zero = category_grade(category("c", drop_lowest=1), grades, Policy(missing="zero"))
    assert [one.use for one in zero.assignments] == ["counted", "dropped", "left_out", "left_out"]
    assert zero.share == Fraction(1, 2)
    excluded = category_grade(category("c", drop_lowest=1), grades, Policy(missing="excluded"))
    assert [one.use for one in excluded.assignments] == ["counted", "left_out", "left_out", "left_out"]


@FEW
@given(standings(), st.data())
def test_a_bonus_never_lowers_the_grade(one, data):
    names = [name for name, found in one.grades.items() if found.bonus]
    assume(names)
    name = data.draw(st.sampled_from(names))
    without = one.with_grade(replace(one.grades[name], standing="missing", points=None))
    assert total(one).exact >= total(without).exact


def test_a_bonus_adds_its_share_and_the_cap_is_where_it_ends():
    works = [assignment("a", "c"), assignment("b", "c"), assignment("extra", "c", bonus=True)]
    grades = [grade(works[0], Fraction(1)), grade(works[1], Fraction(4, 5)), grade(works[2], Fraction(1, 2))]
    assert category_grade(category("c"), grades, Policy()).mean == Fraction(23, 20)
    assert category_grade(category("c"), grades, Policy()).share == 1
    assert category_grade(category("c", cap=Fraction(6, 5)), grades, Policy()).share == Fraction(23, 20)
    assert category_grade(category("c", cap=Fraction(1, 2)), grades, Policy()).share == Fraction(1, 2)
    alone = category_grade(category("c"), [grade(works[0], None), grades[2]], Policy())
    assert (alone.share, alone.assignments[1].use) == (None, "left_out")
    undone = category_grade(category("c"), [grades[0], grade(works[2], None, "missing")], Policy())
    assert (undone.share, undone.assignments[1].use) == (1, "left_out")


def test_a_cap_above_one_makes_up_elsewhere_and_never_leads_beyond_the_scale():
    works = [assignment("a", "c0"), assignment("extra", "c0", bonus=True), assignment("exam", "c1")]
    categories = (category("c0", Fraction(1, 2), cap=Fraction(6, 5)), category("c1", Fraction(1, 2)))
    one = Standings(course=replace(COURSE, categories=categories, assignments=tuple(works)))
    one = one.with_grade(grade(works[0], Fraction(1))).with_grade(grade(works[1], Fraction(1)))
    assert total(one.with_grade(grade(works[2], Fraction(4, 5)))).exact == 10
    assert total(one.with_grade(grade(works[2], Fraction(1)))).exact == 10
    assert total(one.with_grade(grade(works[2], Fraction(1, 2)))).exact == Fraction(17, 2)


def test_a_bonus_task_comes_on_top_of_the_maximum():
    tasks = mixed_tasks()
    extra = replace(task_score(replace(TASKS[0], name="extra", bonus=True), []), points=Fraction(2))
    bonus = card(tasks=(*tasks, extra))
    assert (bonus.points, bonus.max_points) == (card(tasks=tasks).points + 2, 10)


@pytest.mark.parametrize(
    ("exam", "mark", "passed", "unmet"),
    [("0.39", 8, False, ("c1",)), ("0.4", 8, True, ()), (None, 10, True, ())],
)
def test_a_minimum_is_a_condition_of_its_own(exam, mark, passed, unmet):
    works = [assignment("hw", "c0"), assignment("exam", "c1")]
    categories = (category("c0", Fraction(3, 5)), category("c1", Fraction(2, 5), minimum=Fraction(2, 5)))
    one = Standings(course=replace(COURSE, categories=categories, assignments=tuple(works)))
    one = one.with_grade(grade(works[0], Fraction(1)))
    one = one.with_grade(grade(works[1], None if exam is None else Fraction(exam)))
    found = total(one)
    assert (found.mark, found.passed, found.unmet) == (mark, passed, unmet)


# ----------------------------------------------------------------------------------------------------- extensions

ILL = Extension(student="anna", assignment="all", hours=Fraction(48), why="ill")
EXTENSIONS = st.builds(
    Extension,
    student=st.sampled_from(["anna", "bob"]),
    assignment=st.sampled_from(["all", HOMEWORK.name, "exam"]),
    why=st.just("ill"),
    hours=st.one_of(st.none(), st.fractions(0, 500, max_denominator=7)),
    due=st.one_of(st.none(), st.timedeltas(timedelta(days=-9), timedelta(days=30)).map(lambda after: DUE + after)),
)


@FEW
@given(
    st.lists(EXTENSIONS, max_size=3),
    EXTENSIONS,
    st.timedeltas(timedelta(days=-2), timedelta(days=20)),
    st.timedeltas(timedelta(days=-2), timedelta(days=20)),
)
def test_an_extension_never_lowers_a_grade(some, one, after, now):
    grades = []
    for extensions in (some, [*some, one]):
        course = replace(COURSE, policy=replace(POLICY, extensions=tuple(extensions)))
        handed_in = [with_lateness(card("anna", received=DUE + after), course)] if after < now else []
        grades.append(course_grade(course, "anna", handed_in, [mark("anna", 5)], DUE + now))
    before, with_one = grades
    assert with_one.exact >= before.exact


def test_an_extension_is_for_its_student_and_assignment_alone():
    policy = replace(POLICY, extensions=(ILL, replace(ILL, student="bob", assignment="hw02")))
    assert deadline(HOMEWORK, "anna", policy).due == DUE + timedelta(hours=48)
    assert deadline(HOMEWORK, "anna", policy).extension is ILL
    assert deadline(HOMEWORK, "bob", policy).due == DUE
    assert deadline(replace(HOMEWORK, due=None), "anna", policy).due is None


def test_extensions_do_not_add_up_and_the_latest_counts():
    until = Extension(student="anna", assignment=HOMEWORK.name, due=DUE + timedelta(days=1), why="a conference")
    policy = replace(POLICY, extensions=(until, ILL, until))
    assert deadline(HOMEWORK, "anna", policy).due == DUE + timedelta(hours=48)
    earlier = replace(until, due=DUE - timedelta(days=1))
    assert deadline(HOMEWORK, "anna", replace(POLICY, extensions=(earlier,))).due == DUE


def test_whoever_has_more_time_misses_nothing_before_it_is_over():
    course = replace(COURSE, policy=replace(POLICY, extensions=(ILL,)))

    def standing(hours: float) -> str:
        found = course_grade(course, "anna", [], [], DUE + timedelta(hours=hours))
        return found.categories[0].assignments[0].standing

    assert (standing(1), standing(47.9), standing(48)) == ("pending", "pending", "missing")


@FEW
@given(st.fractions(0, 100, max_denominator=50), st.integers(1, 20), st.fractions(0, 1), st.fractions(0, 1))
def test_the_penalty_is_its_formula_and_the_grace_ends_at_a_microsecond(grace, days, per_day, floor):
    policy = Policy(late_per_day=per_day, late_floor=floor, grace_hours=grace)
    microseconds = int(grace * 3_600_000_000)  # the last one that is wholly within the grace
    last = DUE + timedelta(microseconds=microseconds)
    assert lateness(last, DUE, policy).factor == 1
    first = last + timedelta(microseconds=1)
    assert lateness(first, DUE, policy).days == 1
    found = lateness(first + timedelta(days=days - 1), DUE, policy)
    assert (found.days, found.factor) == (days, max(floor, 1 - days * per_day))


# ------------------------------------------------------------------------------------------------------- attempts

WORKS = st.lists(st.tuples(SHARES, st.timedeltas(timedelta(days=-3), timedelta(days=9))), min_size=1, max_size=4)


def attempts(works, policy) -> list[Scorecard]:
    task = TASKS[0]
    cards = []
    for at, (share, after) in enumerate(works):
        score = replace(task_score(task, []), points=task.points * share)
        cards.append(card(tasks=(score,), submission=str(at), received=DUE + after))
    return [with_lateness(one, replace(COURSE, policy=policy)) for one in cards]


@FEW
@given(WORKS, st.randoms(use_true_random=False))
def test_of_several_works_the_best_or_the_last_counts_in_whatever_order_they_lie(works, random):
    best, last = replace(POLICY, attempts="best"), replace(POLICY, attempts="last")
    cards = attempts(works, best)
    shuffled = list(cards)
    random.shuffle(shuffled)
    assert counting_card(shuffled, best).score == max(one.score for one in cards)
    newest = max(one.received for one in cards)
    assert counting_card(shuffled, last).received == newest
    assert counting_card(cards[:1], best).score <= counting_card(cards, best).score


# ---------------------------------------------------------------------------------------------------------- marks


def test_a_withdrawn_mark_is_none_until_another_one_comes():
    given_, withdrawn = mark("anna", 5), replace(mark("anna", 0), points=None)
    again = replace(mark("anna", 7), imported=NOW + timedelta(days=1))
    exam = ("anna", "exam")
    assert standing_marks([given_])[exam].points == 5
    assert standing_marks([given_, withdrawn]) == {}
    assert standing_marks([again, given_, withdrawn])[exam].points == 7


def test_where_the_only_mark_is_withdrawn_nobody_misses_one():
    withdrawn = [mark("anna", 5), replace(mark("anna", 0), points=None)]

    def standing(*marks) -> str:
        found = course_grade(COURSE, "anna", [], [*withdrawn, *marks], NOW)
        return found.categories[1].assignments[0].standing

    assert (standing(), standing(mark("bob", 3)), standing(mark("anna", 3))) == ("pending", "missing", "graded")
