"""A course grade on the whiteboard: every policy at work, in both languages, checked against sums made by hand."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given, settings

from grader.messages import needed, whiteboard
from grader.model import Extension, Policy
from grader.scoring import category_grade, combined, computation, course_grade
from grader.scoring import needed as what_is_needed
from tests.unit.graded_class import COURSE, NOW, card, held_tasks, mark
from tests.unit.scoring.courses import Standings, assignment, category, course, grade, standings

LATE = Extension(
    student="s",
    assignment="hw2",
    due=datetime(2026, 10, 9, 23, 59, tzinfo=timezone(timedelta(hours=3))),
    why="a conference",
)


@dataclass(frozen=True)
class Decision:
    """Points of a task that a person set."""

    assignment: str
    task: str
    points: Fraction
    why: str


def everything() -> Standings:
    """Two of four homeworks late, one of them by an extension; the lowest dropped, a bonus, caps; the exam ahead."""
    works = [assignment(f"hw{at}", "hw", points=10) for at in (1, 2, 3, 4)]
    extra = assignment("extra", "hw", bonus=True, points=10)
    quizzes = [assignment("quiz1", "quizzes"), assignment("quiz2", "quizzes")]
    exam = assignment("exam", "exam", points=10)
    categories = [
        category("hw", Fraction(3, 10), drop_lowest=1),
        category("quizzes", Fraction(3, 10), cap=Fraction(4, 5)),
        category("exam", Fraction(4, 10), minimum=Fraction(2, 5)),
    ]
    policy = Policy(late_per_day=Fraction(1, 10), late_floor=Fraction(1, 2), extensions=(LATE,))
    one = Standings(course=course(categories, [*works, extra, *quizzes, exam], policy))
    one = one.with_grade(grade(works[0], Fraction(17, 20)))
    two = replace(grade(works[1], Fraction(4, 5) * Fraction(9, 10)), earned=Fraction(8))
    one = one.with_grade(replace(two, late_days=1, late_factor=Fraction(9, 10), extension=LATE))
    three = replace(grade(works[2], Fraction(1, 2)), earned=Fraction(10))
    one = one.with_grade(replace(three, late_days=7, late_factor=Fraction(1, 2)))
    one = one.with_grade(grade(works[3], None, "missing"))
    one = one.with_grade(grade(extra, Fraction(1, 5)))
    one = one.with_grade(grade(quizzes[0], Fraction(1))).with_grade(grade(quizzes[1], Fraction(2, 3)))
    return one.with_grade(grade(exam, None))


def board(one: Standings, language: str) -> list[str]:
    found = combined(one.course, "s", one.grades.values())
    decisions = [Decision("hw1", "linear", Fraction(9, 2), "the seed was unlucky")]
    lines = whiteboard(computation(one.course, found, decisions), language)
    return ["  " * line.depth + line.text for line in lines]


def test_the_whole_way_in_english():
    # (0.85 + 0.72 + 0.5 + 0.2) / 3 and min(0.8, 5/6); 0.3 of each, divided by 0.6
    assert board(everything(), "en") == [
        "hw, weight 0.3",
        "  hw1: 8.5 of 10 = 0.85",
        "    linear: 4.5 points were set by hand: the seed was unlucky",
        "  hw2: 8 × 0.9 = 7.2 of 10 = 0.72",
        "    1 day late: 1 − 0.1 · 1 = 0.9",
        "    own deadline, 2026-10-09 23:59+03:00: a conference",
        "  hw3: 10 × 0.5 = 5 of 10 = 0.5",
        "    7 days late: 1 − 0.1 · 7 = 0.3, but at least 0.5",
        "  hw4: nothing handed in = 0",
        "    dropped: among the lowest 1 of 4",
        "  extra: 2 of 10 = 0.2",
        "    bonus: added, not counted in the number",
        "  mean: (0.85 + 0.72 + 0.5 + 0.2) / 3 ≈ 0.7567",
        "quizzes, weight 0.3",
        "  quiz1: 1 of 1 = 1",
        "  quiz2: ≈ 0.6667 of 1 ≈ 0.6667",
        "  mean: (1 + 0.6667) / 2 ≈ 0.8333",
        "  capped: ≈ 0.8333 counts as 0.8",
        "exam, weight 0.4",
        "  exam: still to come, left out",
        "  nothing counts yet: the weight 0.4 is left out",
        "sum: 0.3 · 0.7567 + 0.3 · 0.8 ≈ 0.467",
        "divided by the weights that count: 0.467 / 0.6 ≈ 0.7783",
        "× 10 ≈ 7.7833",
        "rounded half up: 8, so far",
        "passed: 8 ≥ 4",
    ]


def test_the_whole_way_in_russian():
    assert board(everything(), "ru") == [
        "hw, вес 0.3",
        "  hw1: 8.5 из 10 = 0.85",
        "    linear: баллы выставлены вручную, 4.5: the seed was unlucky",
        "  hw2: 8 × 0.9 = 7.2 из 10 = 0.72",
        "    опоздание на 1 день: 1 − 0.1 · 1 = 0.9",
        "    свой срок, 2026-10-09 23:59+03:00: a conference",
        "  hw3: 10 × 0.5 = 5 из 10 = 0.5",
        "    опоздание на 7 дней: 1 − 0.1 · 7 = 0.3, но не меньше 0.5",
        "  hw4: не сдано = 0",
        "    отброшено: входит в число худших (1 из 4)",
        "  extra: 2 из 10 = 0.2",
        "    дополнительное: прибавляется, в число работ не входит",
        "  среднее: (0.85 + 0.72 + 0.5 + 0.2) / 3 ≈ 0.7567",
        "quizzes, вес 0.3",
        "  quiz1: 1 из 1 = 1",
        "  quiz2: ≈ 0.6667 из 1 ≈ 0.6667",
        "  среднее: (1 + 0.6667) / 2 ≈ 0.8333",
        "  не больше предела: ≈ 0.8333 считается как 0.8",
        "exam, вес 0.4",
        "  exam: ещё впереди, не учитывается",
        "  пока ничего не засчитано: вес 0.4 не учитывается",
        "сумма: 0.3 · 0.7567 + 0.3 · 0.8 ≈ 0.467",
        "делим на сумму учтённых весов: 0.467 / 0.6 ≈ 0.7783",
        "× 10 ≈ 7.7833",
        "округляем, половина вверх: 8 на сегодня",
        "зачтено: 8 ≥ 4",
    ]


def test_who_is_exactly_at_the_cap_loses_nothing_to_it():
    one = everything().with_grade(grade(assignment("quiz2", "quizzes"), Fraction(3, 5)))  # (1 + 0.6) / 2 = 0.8
    assert "  mean: (1 + 0.6) / 2 = 0.8" in board(one, "en")
    assert not any("capped" in line for line in board(one, "en"))


def test_a_minimum_that_is_not_reached_is_named():
    one = everything().with_grade(grade(assignment("exam", "exam", points=10), Fraction(39, 100)))
    lines = board(one, "en")
    assert "  at least 0.4 is needed to pass: 0.39 is less" in lines
    assert lines[-3:] == ["× 10 = 6.23", "rounded half up: 6", "not passed: too little in exam"]


def test_a_bonus_that_leads_beyond_the_scale_is_cut_there():
    works = [assignment("a", "c"), assignment("extra", "c", bonus=True)]
    one = Standings(course=course([category("c", cap=Fraction(2))], works))
    one = one.with_grade(grade(works[0], Fraction(1))).with_grade(grade(works[1], Fraction(1, 2)))
    assert board(one, "en")[-4:] == ["× 10 = 15", "at most 10", "rounded half up: 10", "passed: 10 ≥ 4"]


@settings(max_examples=30, deadline=None)
@given(standings(held=True))
def test_the_steps_add_up_to_the_grade(one):
    found = combined(one.course, "s", one.grades.values())
    steps = computation(one.course, found)
    for line in steps.lines:
        assert (line.grade.mean is None) == (line.count == 0)
        if line.grade.mean is not None:
            assert sum(line.shares, Fraction(0)) == line.grade.mean * line.count
            assert line.part == line.category.weight * min(line.category.cap, line.grade.mean)
    if steps.weight:
        assert found.exact == min(Fraction(10), 10 * steps.total / steps.weight)
    for language in ("ru", "en"):
        lines = whiteboard(steps, language)
        assert len([line for line in lines if line.depth == 0]) >= len(one.course.categories) + 1
        assert all("{" not in line.text and "\n" not in line.text for line in lines)


def test_held_work_gives_no_mark_and_no_word_on_what_is_needed():
    held = course_grade(COURSE, "anna", [card(tasks=held_tasks())], [mark("anna", 10)], NOW)
    lines = [line.text for line in whiteboard(computation(COURSE, held), "en")]
    assert "Backpropagation: held, a person must look at it first" in lines
    assert lines[-1] == "no mark: a work is held until a person has looked at it"
    assert [line.text for line in needed(what_is_needed(COURSE, held), "ru")] == [
        "Сколько нужно, пока сказать нельзя: одна из работ на разборе"
    ]


def test_what_is_needed_of_one_and_of_several():
    one = everything()
    found = what_is_needed(one.course, combined(one.course, "s", one.grades.values()))
    # 0.467 + 0.4 x >= 0.75 at x = 0.7075
    assert [line.text for line in needed(found, "en")][:5] == [
        "What is needed on: exam",
        "for 10: cannot be reached",
        "for 9: 9.58 of 10",
        "for 8: 7.08 of 10",
        "for 7: 4.58 of 10",
    ]
    assert [line.text for line in needed(found, "ru")][-3:] == [
        "на 6: 2.08 из 10",
        "на 5 и ниже: уже есть, даже с нулём",
        "на зачёт: 4 из 10",
    ]
    two = one.with_grade(grade(assignment("quiz2", "quizzes"), None))
    several = what_is_needed(two.course, combined(two.course, "s", two.grades.values()))
    assert needed(several, "en")[0].text == "What is needed on: quiz2, exam"
    assert needed(several, "ru")[-1].text == "на зачёт: по 40 % баллов за каждую работу"


@pytest.mark.parametrize(("language", "said"), [("en", "left out"), ("ru", "не учитывается")])
def test_missing_work_that_is_left_out_is_said_to_be(language, said):
    work = assignment("hw", "c")
    one = Standings(course=course([category("c")], [work], Policy(missing="excluded")))
    lines = board(one.with_grade(grade(work, None, "missing")), language)
    assert said in lines[1]
    assert category_grade(category("c"), [grade(work, None, "missing")], Policy(missing="excluded")).share is None
