"""A class whose names break what is written by hand: commas, quotes, line ends, Cyrillic, formulas."""

from dataclasses import replace
from datetime import UTC, timedelta

from grader.gradebook import MemoryGradebook
from grader.model import Course, Mark, Policy, Student
from grader.reports import ClassTable, class_table
from tests.unit.graded_class import COURSE, DUE, NOW, POLICY, RUN, card, held_tasks, mark, mixed_tasks

ROSTER = (
    Student(id="anna", name="Иванова Анна Сергеевна", email="a.ivanova@example.edu", aliases=("1000001",)),
    Student(id="bob", name='O"Neil, Bob; Jr.', email="bob@example.edu", language="en"),
    Student(id="=cmd", name='=HYPERLINK("http://evil")', email="=1+1@example.edu"),
    Student(id="dora", name="Ёлкина-Ли\nДора", email="+dora@example.edu"),
    Student(id="eva", name="\t＠SUM(A1)", email=""),
    Student(id="fedor", name="García López, Lucía", email="f.petrov@example.edu"),
)


def course(policy: Policy = POLICY) -> Course:
    return replace(COURSE, roster=ROSTER, policy=policy)


def table(policy: Policy = POLICY, now=NOW, marks: tuple[Mark, ...] | None = None) -> ClassTable:
    """Anna is late with 3 of 10 points, Bob is held, Fedor has everything and his mark was withdrawn; the others
    handed in nothing."""
    book = MemoryGradebook()
    book.start(replace(RUN, course=course(policy)))
    book.append(RUN.id, card("anna", mixed_tasks(), received=DUE.astimezone(UTC) + timedelta(hours=30)))
    book.append(RUN.id, card("bob", held_tasks()))
    book.append(RUN.id, card("fedor"))
    given = (mark("anna", 8), mark("fedor", 9))
    book.add_marks(given if marks is None else marks)
    if marks is None:
        taken_back = replace(given[1], points=None, imported=NOW + timedelta(minutes=1))
        book.add_marks([taken_back])
    return class_table(book, now)


def cards(of: ClassTable):
    """The scorecards that count, by student and assignment."""
    return {(row.student.id, one.assignment.name): one.card for row in of.rows for one in row.cells if one.card}
