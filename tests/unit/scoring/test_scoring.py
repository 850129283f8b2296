from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Assignment, Category, Course, Mark, Policy, Scorecard, Student, Verdict
from grader.scoring import (
    assignment_grade,
    counting_card,
    course_grade,
    decimal,
    is_so_far,
    lateness,
    round_half_up,
    task_score,
)
from tests.unit.graded_class import (
    COURSE,
    DUE,
    EXAM,
    HINT,
    HOMEWORK,
    NOW,
    POLICY,
    TASKS,
    card,
    held_tasks,
    mark,
    mixed_tasks,
    outcome,
)

BEFORE = DUE - timedelta(days=1)
SHARES = st.fractions(0, 1, max_denominator=1000)
NO_POLICY = Policy()


# ------------------------------------------------------------------------------------------------------ tasks


def test_a_task_earns_what_its_cases_earned():
    score = task_score(TASKS[0], [outcome(points=2), outcome(Verdict.WRONG, points=3), outcome(points=1)])
    assert (score.points, score.max_points) == (3, 6)


def test_our_own_failure_costs_no_points():
    assert task_score(TASKS[0], [outcome(points=2), outcome(Verdict.GRADER_ERROR, points=4)]).points == 6


def test_a_forgivable_mistake_leaves_its_credit():
    forgivable = replace(HINT, credit=Fraction(1, 2))
    assert task_score(TASKS[0], [outcome(Verdict.WRONG, points=6)], forgivable).points == 3
    assert task_score(TASKS[0], [outcome(points=5), outcome(Verdict.WRONG)], forgivable).points == 5


# ----------------------------------------------------------------------------------------------------- lateness


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(days=-3), 0),
        (timedelta(0), 0),
        (timedelta(microseconds=1), 1),
        (timedelta(hours=24), 1),
        (timedelta(hours=24, microseconds=1), 2),
        (timedelta(days=400), 400),
    ],
)
def test_every_day_begun_counts(after, days):
    assert lateness(DUE + after, DUE, POLICY).days == days


def test_grace_moves_the_deadline_exactly():
    policy = replace(POLICY, grace_hours=Fraction(1, 3))
    assert lateness(DUE + timedelta(minutes=20), DUE, policy).days == 0
    assert lateness(DUE + timedelta(minutes=20, microseconds=1), DUE, policy).days == 1


def test_the_penalty_stops_at_its_floor():
    factors = [lateness(DUE + timedelta(days=days), DUE, POLICY).factor for days in (0, 1, 3, 5, 9)]
    assert factors == [1, Fraction(9, 10), Fraction(7, 10), Fraction(1, 2), Fraction(1, 2)]


def test_an_unknown_time_and_a_missing_deadline_are_not_late():
    assert lateness(None, DUE, POLICY).factor == 1
    assert lateness(DUE, None, POLICY).factor == 1


@given(st.timedeltas(timedelta(days=-50), timedelta(days=50)), SHARES, SHARES, SHARES)
def test_being_late_never_raises_a_grade(after, per_day, floor, grace):
    policy = Policy(late_per_day=per_day, late_floor=floor, grace_hours=grace)
    late = lateness(DUE + after, DUE, policy)
    later = lateness(DUE + after + timedelta(hours=7), DUE, policy)
    assert 0 <= later.factor <= late.factor <= 1
    assert later.days >= late.days >= 0


# --------------------------------------------------------------------------------------------------- assignments


def test_the_last_attempt_counts_whatever_its_score():
    first, last = card(received=BEFORE), card(tasks=mixed_tasks(), submission="second")
    assert counting_card([last, first], POLICY) is last
    assert counting_card([last, first], replace(POLICY, attempts="best")) is first


def test_a_work_graded_again_counts_as_it_was_graded_last():
    lenient, strict = card(), card(tasks=mixed_tasks())
    for attempts in ("last", "best"):
        assert counting_card([lenient, strict], replace(POLICY, attempts=attempts)) is strict


def test_where_a_time_is_unknown_the_work_seen_last_counts():
    timed, first, second = card(), card(submission="1", received=None), card(submission="2", received=None)
    assert counting_card([timed, first, second], POLICY) is second
    assert counting_card([first, second, timed], POLICY) is timed


def test_a_time_that_was_corrected_counts_as_it_is_now():
    late, mended = card(received=DUE + timedelta(days=2)), card(received=DUE - timedelta(days=1))
    assert counting_card([late, mended], POLICY) is mended
    assert counting_card([late, card(received=None)], POLICY).received is None


def test_a_held_work_is_held_until_it_is_graded_again():
    held = card(tasks=held_tasks())
    assert assignment_grade(HOMEWORK, [held], [], POLICY, NOW).standing == "held"
    assert assignment_grade(HOMEWORK, [held, card()], [], POLICY, NOW).points == 10


@pytest.mark.parametrize(("now", "standing"), [(BEFORE, "pending"), (DUE, "missing"), (NOW, "missing")])
def test_work_is_missing_from_the_deadline_on(now, standing):
    grade = assignment_grade(HOMEWORK, [], [], POLICY, now)
    assert (grade.standing, grade.points, grade.share) == (standing, None, None)


def test_cards_of_other_assignments_do_not_count():
    other = replace(card(), assignment="hw02")
    assert assignment_grade(HOMEWORK, [other], [], POLICY, NOW).standing == "missing"


def test_the_newest_mark_of_an_external_assignment_counts():
    marks = [mark("anna", 3), mark("anna", 5), replace(mark("anna", 9), imported=NOW - timedelta(days=1))]
    assert assignment_grade(EXAM, [card()], marks, POLICY, NOW).points == 5


def test_nobody_misses_a_mark_that_nobody_has():
    assert assignment_grade(EXAM, [], [], POLICY, NOW, recorded=False).standing == "pending"
    assert assignment_grade(EXAM, [], [], POLICY, NOW, recorded=True).standing == "missing"
    ahead = replace(EXAM, due=NOW + timedelta(days=1))
    assert assignment_grade(ahead, [], [], POLICY, NOW, recorded=True).standing == "pending"


def test_a_card_of_an_assignment_that_had_another_total_keeps_its_share():
    assert assignment_grade(replace(HOMEWORK, points=Fraction(20)), [card()], [], POLICY, NOW).share == 1


# ------------------------------------------------------------------------------------------------- course grade


def external_course(weights: dict[str, list[str]], policy: Policy = NO_POLICY) -> Course:
    """A course of external assignments worth 1 point: {weight: names}, a category a weight."""
    categories = tuple(
        Category(name=f"c{index}", title={}, weight=Fraction(weight)) for index, weight in enumerate(weights)
    )
    assignments = tuple(
        Assignment(name=name, title={}, category=f"c{index}", kind="external", points=Fraction(1))
        for index, names in enumerate(weights.values())
        for name in names
    )
    roster = (Student(id="s", name="S"), Student(id="other", name="O"))
    return Course(name="c", title={}, categories=categories, assignments=assignments, policy=policy, roster=roster)


def marks_of(shares: dict[str, Fraction], student: str = "s") -> list[Mark]:
    return [
        Mark(student=student, assignment=name, points=share, source="", imported=NOW) for name, share in shares.items()
    ]


def test_homework_tests_and_exam_on_the_whiteboard():
    course = external_course({"0.3": ["hw1", "hw2"], "3/10": ["tests"], "0.4": ["exam"]})
    shares = {"hw1": Fraction(1), "hw2": Fraction(1, 2), "tests": Fraction(3, 5), "exam": Fraction(13, 20)}
    grade = course_grade(course, "s", [], marks_of(shares), NOW)
    assert grade.exact == 10 * (
        Fraction("0.3") * Fraction("0.75") + Fraction("0.3") * Fraction("0.6") + Fraction("0.26")
    )
    assert (decimal(grade.exact), grade.mark, grade.passed) == ("6.65", 7, True)
    assert not is_so_far(grade)


def test_a_grade_exactly_on_a_half_goes_up_where_binary_floats_lose_it():
    course = external_course({"0.3": ["hw"], "3/10": ["tests"], "0.4": ["exam"]})
    shares = {"hw": Fraction("0.35"), "tests": Fraction("0.35"), "exam": Fraction("0.35")}
    grade = course_grade(course, "s", [], marks_of(shares), NOW)
    assert (grade.exact, grade.mark, grade.passed) == (Fraction(7, 2), 4, True)


def test_missing_work_counts_zero_or_is_left_out_as_the_policy_says():
    others = marks_of({"b": Fraction(1)}, "other")
    marks = [*marks_of({"a": Fraction(1)}), *others]
    zero = course_grade(external_course({"1": ["a", "b"]}), "s", [], marks, NOW)
    assert zero.exact == 5
    excluded = external_course({"1": ["a", "b"]}, Policy(missing="excluded"))
    assert course_grade(excluded, "s", [], marks, NOW).exact == 10


def test_a_category_in_which_nothing_counts_gives_its_weight_to_the_others():
    course = external_course({"0.6": ["a"], "0.4": ["exam"]})
    grade = course_grade(course, "s", [], marks_of({"a": Fraction(4, 5)}), NOW)
    assert (grade.exact, grade.categories[1].share) == (8, None)
    assert is_so_far(grade)


def test_where_nothing_counts_there_is_no_mark():
    grade = course_grade(external_course({"1": ["a"]}), "s", [], [], NOW)
    assert (grade.exact, grade.mark, grade.passed) == (0, None, None)


def test_while_a_work_is_held_there_is_no_mark():
    grade = course_grade(COURSE, "anna", [card(tasks=held_tasks())], [mark("anna", 10)], NOW)
    assert (grade.exact, grade.mark, grade.passed) == (10, None, None)
    assert is_so_far(grade)


def test_only_the_student_s_own_cards_count():
    grade = course_grade(COURSE, "bob", [card("anna")], [mark("anna", 10)], NOW)
    assert (grade.exact, grade.mark, grade.passed) == (0, 0, False)


@given(st.lists(st.tuples(st.integers(1, 100), SHARES), min_size=1, max_size=5))
def test_the_exact_grade_is_the_weighted_mean_and_stays_on_the_scale(parts):
    total = sum(weight for weight, _ in parts)
    course = external_course({f"{weight}/{total + i}": [f"a{i}"] for i, (weight, _) in enumerate(parts)})
    grade = course_grade(course, "s", [], marks_of({f"a{i}": share for i, (_, share) in enumerate(parts)}), NOW)
    weights = [category.weight for category in course.categories]
    shares = [share for _, share in parts]
    assert grade.exact == 10 * sum(w * s for w, s in zip(weights, shares, strict=True)) / sum(weights)
    assert 10 * min(shares) <= grade.exact <= 10 * max(shares)
    assert 0 <= grade.mark <= 10


@given(SHARES, SHARES, st.sampled_from(["zero", "excluded"]), st.sampled_from(["last", "best"]))
def test_more_points_never_lower_a_grade(one, other, missing, attempts):
    low, high = sorted((one, other))
    policy = replace(POLICY, missing=missing, attempts=attempts)
    course = replace(COURSE, policy=policy)
    exact = [course_grade(course, "anna", [scored(share)], [mark("anna", 5)], NOW).exact for share in (low, high)]
    assert exact[0] <= exact[1]


def scored(share: Fraction) -> Scorecard:
    """A card that earned that share of every task."""
    tasks = tuple(
        task_score(task, [replace(outcome(points=task.points), credit=share, verdict=Verdict.WRONG)]) for task in TASKS
    )
    return card(tasks=tasks)


# ----------------------------------------------------------------------------------------------------- rounding


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0", 0), ("1/2", 1), ("3/2", 2), ("5/2", 3), ("249999999999999999/100000000000000000", 2), ("-1/2", -1)],
)
def test_a_half_goes_away_from_zero(value, rounded):
    assert round_half_up(Fraction(value)) == rounded


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("25/2", 2, "12.5"),
        ("100/3", 2, "33.33"),
        ("1/200", 2, "0.01"),
        ("-1/3", 2, "-0.33"),
        ("-1/1000", 2, "0"),
        ("100", 2, "100"),
        ("199999/100000", 2, "2"),
        ("5/2", 0, "3"),
        ("1/3", 6, "0.333333"),
        ("1000000000000000000001/10", 2, "100000000000000000000.1"),
    ],
)
def test_decimals_are_exact_and_trimmed(value, places, text):
    assert decimal(Fraction(value), places) == text


@given(st.decimals(-1000, 1000, places=5), st.integers(0, 6))
def test_decimals_agree_with_the_decimal_module(value, places):
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Decimal(decimal(Fraction(value), places)) == rounded


def test_times_without_a_zone_compare_among_themselves():
    naive = datetime(2026, 10, 5, 12)
    assert lateness(naive + timedelta(hours=1), naive, POLICY).days == 1
    with pytest.raises(TypeError):
        lateness(naive, datetime(2026, 10, 5, tzinfo=UTC), POLICY)
