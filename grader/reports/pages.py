"""The pages of every student, in both languages: what the grade is made of, and what was found in each work.

    <out>/students/<student>/index.html             the course grade and what it is made of
    <out>/students/<student>/<assignment>.html      the score, and for each task what was found and what to do
    <out>/students/<student>/….en.html, ….ru.html   the same in the other language than the student's own

Pages load nothing, and carry their style along, so that any of them can be sent alone.  Whatever a template writes is
escaped; the only HTML that comes from elsewhere are the pictures, in which nothing is text but numbers and the author's
own code.
"""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment

from grader import messages
from grader.gradebook import Gradebook
from grader.model import LANGUAGES, Course
from grader.pages import compile_all, environment
from grader.reports.contents import digest
from grader.reports.drawing import embedded
from grader.reports.keeping import Part, keep, kept_in, merged, write_parts
from grader.reports.names import file_name
from grader.reports.sections import Sections, forgiven, shown
from grader.reports.spreading import spread
from grader.reports.table import Cell, ClassTable, Row, class_table, course_alone
from grader.reports.watching import VERSION, announce
from grader.reports.waterfall import steps
from grader.reports.words import Words, capitalised, percent, time
from grader.scoring import computation, credited, decimal, needed

FOLDER = "students"


def write_pages(gradebook: Gradebook, out: Path, now: datetime, live: str = "") -> list[Path]:
    """Writes every page below `out` and returns their paths, student by student, the index in their language first.

    A page that would not change is left alone.  With `live`, the name of this state of the gradebook, open pages look
    for the name of a newer one and reload; the pages that a student is given do not.
    """
    pages = pages_of_table(class_table(gradebook, now), out, now, bool(live))
    announce(out, live)
    return pages


def pages_of_table(table: ClassTable, out: Path, now: datetime, watched: bool) -> list[Path]:
    """The same from the class as it was read, announced by nobody yet."""
    folder = out / FOLDER
    known = kept_in(folder)
    pages = _Pages(course_alone(table.course), now, watched)
    with spread(table.rows, lambda rows: write_parts(out, map(pages.part, rows), known)) as parts:
        written = merged(parts())
    keep(folder, written)
    return [out / path for row in table.rows for path in written.parts[row.student.id].pages]


class _Pages:
    """The templates, and what all pages have in common."""

    def __init__(self, course: Course, now: datetime, watched: bool) -> None:
        self._course, self._now, self._watched = course, now, watched
        self._common = digest(course, watched)
        self._templates = _environment()
        self._words = {language: Words(language) for language in LANGUAGES}
        self._sections = {language: Sections(self._templates, words, course) for language, words in self._words.items()}

    def part(self, row: Row) -> Part:
        """One student's pages."""
        works = [(cell.assignment.name, cell.card, cell.run_id, cell.attempts) for cell in row.cells]
        overdue = [self._is_overdue(cell) for cell in row.cells]
        return Part(
            name=row.student.id,
            facts=digest(self._common, row.student, row.grade, works, overdue),
            pages=lambda: self._pages_of(row),
        )

    def _pages_of(self, row: Row) -> Iterator[tuple[str, str]]:
        folder, own = f"{FOLDER}/{file_name(row.student.id)}", row.student.language
        tasks = {cell.assignment.name: shown(cell.card) for cell in row.cells if cell.card}
        decided = [one.override for cell in row.cells if cell.card for one in cell.card.overridden]
        worked_out = computation(self._course, row.grade, decided)
        grade = {
            "computation": worked_out,
            "steps": steps(worked_out),
            "needed": needed(self._course, row.grade),
            "held": any(one.grade.standing == "held" for one in row.cells),
        }
        for language in sorted(LANGUAGES, key=lambda other: other != own):
            (other,) = (one for one in LANGUAGES if one != language)
            facts = self._facts(row, language, other)
            files = {one.assignment.name: _page_name(one.assignment.name, language, own) for one in row.cells}
            index, other_index = _page_name("index", language, own), _page_name("index", other, own)
            yield f"{folder}/{index}", self._index(facts, grade, pages=files, other_page=other_index)
            for cell in row.cells:
                name = cell.assignment.name
                text = self._templates.get_template("student/assignment.html.j2").render(
                    facts,
                    title=facts["words"].heading(cell.assignment.title),
                    cell=cell,
                    overdue=self._is_overdue(cell),
                    tasks=tasks.get(name, ()),
                    index_page=index,
                    other_page=_page_name(name, other, own),
                )
                yield f"{folder}/{files[name]}", text

    def _facts(self, row: Row, language: str, other: str) -> dict[str, Any]:
        """What all of a student's pages in a language are made of."""
        return {
            "course": self._course,
            "row": row,
            "name": messages.clean(row.student.name),
            "words": self._words[language],
            "other_words": self._words[other],
            "section": self._sections[language].section,
            "watched": self._watched,
            "version_script": f"../../{VERSION}",
        }

    def _index(self, facts: dict[str, Any], grade: dict[str, Any], **links: object) -> str:
        title = f"{facts['name']}: {facts['words'].heading(self._course.title)}"
        return self._templates.get_template("student/index.html.j2").render(facts, title=title, **grade, **links)

    def _is_overdue(self, cell: Cell) -> bool:
        return cell.assignment.due is not None and cell.assignment.due <= self._now


def _page_name(name: str, language: str, own: str) -> str:
    """The file of a page; in the student's own language it is the plain name."""
    return f"{file_name(name)}.html" if language == own else f"{file_name(name)}.{language}.html"


@cache
def _environment() -> Environment:
    pages = environment("grader.reports")
    pages.filters |= {
        "base_name": lambda path: PurePosixPath(path.replace("\\", "/")).name,
        "capitalised": capitalised,
        "code": messages.code,
        "credited": credited,
        "decimal": decimal,
        "forgiven": forgiven,
        "on": _on,
        "percent": percent,
    }
    pages.globals |= {"embedded": embedded, "time": time}
    compile_all(pages)
    return pages


def _on(points: Fraction, scale: int) -> str:
    """A length on a bar of 100 that spans the scale."""
    return f"{min(float(100 * points / scale), 100.0):.2f}"
