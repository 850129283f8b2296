"""The pages of every student, in both languages: what the grade is made of, and what was found in each work.

    <out>/students/<student>/index.html             the course grade and what it is made of
    <out>/students/<student>/<assignment>.html      the score, and for each task what was found and what to do
    <out>/students/<student>/….en.html, ….ru.html   the same in the other language than the student's own

Pages load nothing.  Whatever a template writes is escaped; the only HTML that comes from elsewhere are the pictures, in
which nothing is text but numbers and the author's own code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment

from grader import messages
from grader.files import write_atomically
from grader.gradebook import Gradebook
from grader.model import LANGUAGES, Scorecard, TaskScore, Text
from grader.pages import environment
from grader.reports.drawing import Drawing, draw, embedded
from grader.reports.names import file_name
from grader.reports.spreading import spread
from grader.reports.table import Cell, ClassTable, Row, class_table
from grader.reports.waterfall import steps
from grader.reports.words import Words, capitalised, percent, time
from grader.scoring import computation, credited, decimal, needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """A picture of a task, drawn."""

    title: Text
    drawn: Drawing


def write_pages(gradebook: Gradebook, out: Path, now: datetime) -> list[Path]:
    """Writes every page below `out` and returns their paths, student by student, the index in their language first.

    A page that is there and would not change is left alone.
    """
    table = class_table(gradebook, now)
    pages = _environment()

    def write(rows: Sequence[Row]) -> dict[str, list[Path]]:
        return {row.student.id: _written(pages, table, row, out, now) for row in rows}

    with spread(table.rows, write) as parts:
        by_student = {student: paths for part in parts() for student, paths in part.items()}
    return [path for row in table.rows for path in by_student[row.student.id]]


def _written(pages: Environment, table: ClassTable, row: Row, out: Path, now: datetime) -> list[Path]:
    """One student's pages, written where they are not there or would change."""
    folder = out / "students" / file_name(row.student.id)
    written = []
    for name, text in _pages_of(pages, table, row, now):
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_atomically(path, text, lasting=False)  # it can be made again from the gradebook
        written.append(path)
    return written


def _pages_of(pages: Environment, table: ClassTable, row: Row, now: datetime) -> Iterator[tuple[str, str]]:
    own = row.student.language
    drawings = {one.assignment.name: _drawings(one.card) for one in row.cells if one.card}
    for language in sorted(LANGUAGES, key=lambda other: other != own):
        (other,) = (one for one in LANGUAGES if one != language)
        words = Words(language)
        facts = {
            "course": table.course,
            "row": row,
            "name": messages.clean(row.student.name),
            "words": words,
            "other_words": Words(other),
        }
        names = {one.assignment.name: _page_name(one.assignment.name, language, own) for one in row.cells}
        index = _page_name("index", language, own)
        yield index, _index(pages, row, {**facts, "pages": names, "other_page": _page_name("index", other, own)})
        for cell in row.cells:
            text = pages.get_template("student/assignment.html.j2").render(
                facts,
                title=words.heading(cell.assignment.title),
                cell=cell,
                overdue=_is_overdue(cell, now),
                drawings=drawings.get(cell.assignment.name, {}),
                index_page=index,
                other_page=_page_name(cell.assignment.name, other, own),
            )
            yield names[cell.assignment.name], text


def _index(pages: Environment, row: Row, facts: dict[str, Any]) -> str:
    decided = [task.overridden.override for one in row.cells if one.card for task in one.card.tasks if task.overridden]
    worked_out = computation(facts["course"], row.grade, decided)
    return pages.get_template("student/index.html.j2").render(
        facts,
        title=f"{facts['name']}: {facts['words'].heading(facts['course'].title)}",
        computation=worked_out,
        steps=steps(worked_out),
        needed=needed(facts["course"], row.grade),
        held=any(one.grade.standing == "held" for one in row.cells),
    )


def _page_name(name: str, language: str, own: str) -> str:
    """The file of a page; in the student's own language it is the plain name."""
    return f"{file_name(name)}.html" if language == own else f"{file_name(name)}.{language}.html"


def _is_overdue(cell: Cell, now: datetime) -> bool:
    return cell.assignment.due is not None and cell.assignment.due <= now


def _drawings(card: Scorecard) -> dict[str, list[Illustration]]:
    """The pictures of each task; one that cannot be drawn is left out."""
    found: dict[str, list[Illustration]] = {}
    for picture in card.pictures:
        drawn = draw(picture)
        if drawn is not None:
            found.setdefault(picture.task, []).append(Illustration(title=picture.title, drawn=drawn))
    return found


def _environment() -> Environment:
    pages = environment("grader.reports")
    pages.filters |= {
        "base_name": lambda path: PurePosixPath(path.replace("\\", "/")).name,
        "capitalised": capitalised,
        "code": messages.code,
        "credited": credited,
        "decimal": decimal,
        "forgiven": _forgiven,
        "on": _on,
        "percent": percent,
    }
    pages.globals |= {"embedded": embedded, "names": _names, "time": time}
    return pages


def _names(tasks: Sequence[str]) -> str:
    """The names of tasks, as code, one after another."""
    return ", ".join(messages.code(name) for name in tasks)


def _forgiven(task: TaskScore) -> Fraction:
    """The points that a task keeps beyond what its cases earned, before a person decided on it."""
    points = task.overridden.graded if task.overridden else task.points
    return points - sum((credited(outcome) for outcome in task.outcomes), Fraction(0))


def _on(points: Fraction, scale: int) -> str:
    """A length on a bar of 100 that spans the scale."""
    return f"{min(float(100 * points / scale), 100.0):.2f}"
