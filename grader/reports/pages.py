"""A page of Markdown for every student and assignment, in the student's language, and one for every student.

    <out>/students/<student>/index.md            the course grade and what it is made of
    <out>/students/<student>/<assignment>.md     the score, and for each task what was found and what to do

Whatever a template writes between `{{ }}` is escaped, unless it is Markdown already: a name, a path or the text of
an exception cannot become a link, an image or HTML.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader import messages
from grader.files import write_atomically
from grader.gradebook import Gradebook
from grader.model import Assignment, CategoryGrade, Outcome, Verdict
from grader.reports.markdown import Markdown, capitalised, cell, escaped, file_name, prose
from grader.reports.table import Cell, ClassTable, Row, class_table
from grader.scoring import credited, decimal, is_so_far


def write_pages(gradebook: Gradebook, out: Path, now: datetime) -> list[Path]:
    """Writes every page below `out` and returns their paths, student by student, the index first.

    A page that is there and would not change is left alone.
    """
    table = class_table(gradebook, now)
    pages = _environment()
    pages.globals["now"] = now
    written = []
    for row in table.rows:
        folder = out / "students" / file_name(row.student.id)
        for path, text in _pages_of(pages, table, row, folder):
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                write_atomically(path, text)
            written.append(path)
    return written


def _pages_of(pages: Environment, table: ClassTable, row: Row, folder: Path) -> list[tuple[Path, str]]:
    facts = {"table": table, "row": row, **_words(row.student.language)}
    index = pages.get_template("index.md.j2").render(facts, so_far=is_so_far(row.grade), held=_is_held(row))
    page = pages.get_template("assignment.md.j2")
    return [
        (folder / "index.md", index),
        *((folder / _page_name(one.assignment), page.render(facts, cell=one)) for one in row.cells),
    ]


def _is_held(row: Row) -> bool:
    return any(one.grade.standing == "held" for one in row.cells)


def _page_name(assignment: Assignment) -> Markdown:
    return Markdown(f"{file_name(assignment.name)}.md")


def _environment() -> Environment:
    """Templates in which everything is escaped for Markdown (escaping for HTML would spoil code)."""
    environment = Environment(
        loader=PackageLoader("grader.reports"),
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters |= {
        "decimal": decimal,
        "prose": prose,
        "cell": cell,
        "code": lambda text: Markdown(messages.code(text)),
        "capitalised": capitalised,
        "credited": credited,
        "page_name": _page_name,
        "in_category": _in_category,
    }
    environment.globals |= {"time": _time, "forgiven": _forgiven, "names": _names}
    return environment


def _words(language: str) -> dict[str, Callable[..., Any]]:
    """The functions by which a template speaks a language."""

    def say(key: str, **fields: object) -> Markdown:
        return Markdown(messages.phrase(key, language, **{name: escaped(field) for name, field in fields.items()}))

    def title(text: dict[str, str]) -> str:
        return text.get(language) or text.get("en", "")

    def message(outcome: Outcome) -> str:
        return capitalised(messages.outcome(outcome, language))

    def verdict(verdict: Verdict) -> str:
        return messages.verdict(verdict, language)

    def note(text: str) -> str:
        return capitalised(messages.note(text, language))

    def days(number: int) -> str:
        return messages.days(number, language)

    return {"say": say, "title": title, "message": message, "verdict": verdict, "note": note, "days": days}


def _in_category(cells: tuple[Cell, ...], category: CategoryGrade) -> list[Cell]:
    return [one for one in cells if one.assignment.category == category.category]


def _time(time: datetime, like: datetime | None = None) -> str:
    """A time to the minute, in the time zone of `like` where both have one."""
    if like is not None and like.tzinfo is not None and time.tzinfo is not None:
        time = time.astimezone(like.tzinfo)
    return time.isoformat(sep=" ", timespec="minutes")


def _names(tasks: Sequence[str]) -> Markdown:
    """The names of tasks, as code, one after another."""
    return Markdown(", ".join(messages.code(name) for name in tasks))


def _forgiven(task: Any) -> Any:
    """The points that a task keeps beyond what its cases earned."""
    return task.points - sum(credited(outcome) for outcome in task.outcomes)
