from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from grader.errors import GraderError
from grader.gradebook import MemoryGradebook
from grader.model import Verdict
from grader.reports import class_table
from tests.unit.graded_class import COURSE, DUE, HINT, NOW, RUN, card, fill, mark, mixed_tasks
from tests.unit.test_overriding import override


@pytest.fixture
def gradebook() -> MemoryGradebook:
    """The small class."""
    book = MemoryGradebook()
    fill(book)
    return book


def test_a_row_a_student_and_a_cell_an_assignment(gradebook):
    table = class_table(gradebook, NOW)
    assert table.course == COURSE
    assert [row.student.id for row in table.rows] == ["anna", "bob", "=cmd"]
    assert [[cell.grade.standing for cell in row.cells] for row in table.rows] == [
        ["graded", "graded"],
        ["held", "graded"],
        ["missing", "missing"],
    ]
    assert [grade.mark for grade in table.grades] == [5, None, 0]


def test_a_cell_knows_its_card_its_worst_verdict_and_its_diagnosis(gradebook):
    anna, bob, third = class_table(gradebook, NOW).rows
    assert (anna.cells[0].verdict, anna.cells[0].diagnosis) == (Verdict.RAISED, HINT)
    assert (anna.cells[0].run_id, anna.cells[0].attempts) == (RUN.id, 1)
    assert (bob.cells[0].verdict, bob.cells[0].diagnosis) == (Verdict.GRADER_ERROR, None)
    for cell in (anna.cells[1], third.cells[0]):
        assert (cell.card, cell.verdict, cell.diagnosis, cell.attempts) == (None, None, None, 0)


def test_attempts_are_counted_by_work_and_not_by_grading(gradebook):
    gradebook.append(RUN.id, replace(card("anna", mixed_tasks()), assignment_digest="version-2"))
    gradebook.append(RUN.id, card("anna", received=DUE - timedelta(days=1), submission="first try"))
    gradebook.append(RUN.id, replace(card("anna"), assignment_digest="version-3"))
    cell = class_table(gradebook, NOW).rows[0].cells[0]
    assert cell.attempts == 2
    assert cell.card is not None
    assert cell.card.assignment_digest == "version-3"


def test_work_of_somebody_who_is_not_on_the_roster_does_not_go_unseen(gradebook):
    gradebook.append(RUN.id, card("zoe"))
    gradebook.add_marks([mark("yan", 3)])
    assert class_table(gradebook, NOW).strangers == ("yan", "zoe")


def test_a_work_that_was_graded_anew_as_a_students_is_no_strangers(gradebook):
    def strangers() -> tuple[str, ...]:
        return class_table(gradebook, NOW).strangers

    gradebook.append(RUN.id, card("zoe", submission="her file"))
    gradebook.append(RUN.id, card("anna", submission="her file"))
    assert strangers() == ("zoe",)  # two people with one file, not one person
    later = replace(RUN, id="run-2", started=RUN.started + timedelta(hours=1))
    gradebook.start(later)
    gradebook.append(later.id, card("anna", submission="another file"))
    assert strangers() == ("zoe",)
    gradebook.append(later.id, card("bob", submission="her file"))
    assert strangers() == ()
    gradebook.append(later.id, card("zoe", submission="one more"))
    assert strangers() == ("zoe",)


def test_an_empty_gradebook_says_what_to_do():
    with pytest.raises(GraderError, match="grader autograde"):
        class_table(MemoryGradebook(), NOW)


def test_what_a_person_decided_is_in_every_grade_and_stays_visible(gradebook):
    before = class_table(gradebook, NOW).rows[0]
    gradebook.add_override(override("linear", 5))
    after = class_table(gradebook, NOW).rows[0]
    assert before.cells[0].grade.points == 3 * Fraction(8, 10)
    assert after.cells[0].grade.points == 6 * Fraction(8, 10)
    assert after.grade.exact > before.grade.exact
    (overridden,) = after.cells[0].card.overridden
    assert (overridden.graded, overridden.override.why) == (2, "heard")


def test_a_cell_leads_to_the_run_that_it_came_from(gradebook):
    record = class_table(gradebook, NOW).rows[0].cells[0].record
    assert (record.run, record.card.submission) == (RUN, "5ubm1551on-digest")
