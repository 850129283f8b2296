"""The instructor's site: a folder of pages that need nothing but a browser.

Every number is linked to what it rests on: a grade to its categories, points to the cases that gave them, a case to
what was seen and expected there, and all of it to the file, the run, and the versions of course, assignment and grader.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from grader import messages
from grader.gradebook import Gradebook, Recorded, Sources
from grader.model import Course, Mark, Scorecard
from grader.reports.contents import digest
from grader.reports.keeping import Part, keep, kept_in, merged, write_parts
from grader.reports.site import charts, places, vega
from grader.reports.site.facts import Facts, cells, is_unread, read_facts
from grader.reports.site.figures import mistake_figures, sorted_out, task_figures
from grader.reports.site.places import Place
from grader.reports.site.rendering import site_environment
from grader.reports.site.risk import Risk, risks
from grader.reports.site.similarity import Work, alike, works_of
from grader.reports.spreading import spread
from grader.reports.table import Cell, ClassTable, Row, course_alone
from grader.reports.watching import VERSION, announce
from grader.scoring import computation

FOLDERS = ("evidence", "similarity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was written: how many pages, and what they weigh together, in bytes; `changed` of them were not there so."""

    pages: int
    size: int
    changed: int


def write_site(gradebook: Gradebook, out: Path, now: datetime, live: str = "") -> Site:
    """Writes the site below `out`, and removes those of its pages that belong to nobody any more.

    A page that would not change is left alone.  With `live`, the name of this state of the gradebook, open pages look
    for the name of a newer one and reload.
    """
    site = site_of_facts(read_facts(gradebook, now), gradebook.sources, out, bool(live))
    announce(out, live)
    return site


def site_of_facts(facts: Facts, sources: Sources, out: Path, watched: bool) -> Site:
    """The same from what was read of the gradebook and the texts that it keeps, announced by nobody yet."""
    known = kept_in(out)
    site = _Site(facts, sources, watched)
    with spread(facts.table.rows, lambda rows: write_parts(out, map(site.evidence, rows), known)) as evidence:
        program = write_parts(out, [CHARTS], known)
        written = merged([write_parts(out, [site.class_pages(), site.similarity()], known), *evidence()])
    paths = set(written.paths)
    for folder in FOLDERS:
        for path in (out / folder).rglob("*.html"):
            if path.relative_to(out).as_posix() not in paths:
                path.unlink()
    keep(out, merged([written, program]))
    return Site(pages=len(paths), size=written.size, changed=written.changed)


CHARTS = Part(name="charts", facts=vega.VERSION, pages=lambda: [(places.VEGA.path.as_posix(), vega.vega_bundle())])


class _Site:
    """The templates, and what all pages have in common."""

    def __init__(self, facts: Facts, sources: Sources, watched: bool) -> None:
        self._facts, self._table, self._sources = facts, facts.table, sources
        self._course = course_alone(facts.table.course)
        self._texts = {one.name: sources.of(one.name) for one in self._course.assignments if one.tasks}
        self._common = {"course": self._course, "watched": watched, "version_file": VERSION}
        self._same = digest(self._course, watched)
        self._templates = site_environment()

    def _page(self, template: str, here: Place, **facts: Any) -> tuple[str, str]:
        """The path of a page, and the page."""
        text = self._templates.get_template(f"{template}.html.j2").render(self._common, here=here, **facts)
        return here.path.as_posix(), text

    def evidence(self, row: Row) -> Part:
        """What the numbers of a student rest on."""
        works = [self._work(row, cell) for cell in row.cells]
        marks = {name: self._facts.marks.get((row.student.id, name), ()) for name in (one.name for one in works)}
        return Part(
            name=f"evidence/{row.student.id}",
            facts=digest(self._same, row.student, row.grade, works, marks),
            pages=lambda: self._evidence(row, works, marks),
        )

    def _work(self, row: Row, cell: Cell) -> "_Work":
        name = cell.assignment.name
        attempts = self._facts.attempts.get((row.student.id, name), ())
        return _Work(
            name=name,
            card=cell.card,
            origin=None if cell.record is None else _Origin.of(cell.record),
            attempts=[(one.sequence, one.run_id, one.card) for one in attempts] if len(attempts) > 1 else [],
            text=self._texts.get(name, {}).get(cell.card.submission) if cell.card else None,
        )

    def _evidence(
        self, row: Row, works: "Sequence[_Work]", marks: Mapping[str, Sequence[Mark]]
    ) -> Iterator[tuple[str, str]]:
        board = _whiteboard(row, self._course)
        yield self._page("grade", places.grade_page(row.student.id), row=row, board=board, marks=marks)
        for cell, work in zip(row.cells, works, strict=True):
            if work.card is not None:
                place = places.evidence_page(row.student.id, work.name)
                yield self._page("evidence", place, row=row, cell=cell, work=work)

    def class_pages(self) -> Part:
        """The pages of the class as a whole; they say when they were written."""
        return Part(name="class", facts=None, pages=self._class_pages)

    def _class_pages(self) -> Iterator[tuple[str, str]]:
        table, facts = self._table, self._facts
        common = {
            "facts": facts,
            "table": table,
            "run": table.run,
            "now": facts.now,
            "name_of": charts.labels(table),
            "is_unread": is_unread,
        }
        why = {row.student.id: risks(row, table.course) for row in table.rows}
        pictures = [charts.marks(table), charts.waterfall(table), charts.shares(table)]
        flags = _flags(table.rows, why)
        yield self._page("index", places.INDEX, **common, why=why, flags=flags, charts=pictures)
        mistakes = sorted_out(mistake_figures(table))
        drawn = {"heat": charts.heat_map(table), "bars": charts.mistake_bars(mistakes.common)}
        yield self._page("tasks", places.TASKS, **common, tasks=task_figures(table), mistakes=mistakes, **drawn)
        records = {run.id: [one for one in facts.records if one.run_id == run.id] for run in facts.runs}
        yield self._page("runs", places.RUNS, **common, records=records, **_lists(table))

    def similarity(self) -> Part:
        """Works that are alike."""
        programs = {one.name: self._texts[one.name] for one in self._course.assignments if one.kind == "homework"}
        works = _works(self._table, programs)
        templates = {name: list(self._sources.of(name, "template").values()) for name in works}
        names = charts.labels(self._table)
        counts = {name: len(own) for name, own in programs.items()}
        return Part(
            name="similarity",
            facts=digest(self._same, works, templates, names, counts),
            pages=lambda: self._similarity(works, templates, names, counts),
        )

    def _similarity(
        self,
        works: Mapping[str, Sequence[Work]],
        templates: Mapping[str, Sequence[str]],
        names: Mapping[str, str],
        counts: Mapping[str, int],
    ) -> Iterator[tuple[str, str]]:
        pairs = {name: alike(own, templates[name]) for name, own in works.items()}
        same = {name: [work.students for work in own if len(work.students) > 1] for name, own in works.items()}
        said = {"names": lambda students: ", ".join(names[student] for student in students), "name_of": names}
        yield self._page("similarity", places.SIMILARITY, **said, pairs=pairs, counts=counts, same=same)
        for assignment, found in pairs.items():
            for number, pair in enumerate(found, 1):
                place = places.pair_page(assignment, number)
                yield self._page("pair", place, **said, pair=pair, assignment=assignment, marked=_marked)


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a scorecard came from."""

    sequence: int
    run: str
    started: datetime
    grader: str
    isolation: str
    versions: Mapping[str, str]
    course: str

    @classmethod
    def of(cls, record: Recorded) -> "_Origin":
        run = record.run
        return cls(record.sequence, run.id, run.started, run.grader, run.isolation, run.versions, record.course_digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A student's work as a page of evidence shows it: the scorecard that counts, what it came from, the text of it.

    `attempts` are all its scorecards, (sequence, run, card), where there are several.
    """

    name: str
    card: Scorecard | None
    origin: _Origin | None
    attempts: Sequence[tuple[int, str, Scorecard]]
    text: str | None


def _lists(table: ClassTable) -> dict[str, list[tuple[Row, Cell]]]:
    """The pieces of work that a person has to look at or after."""
    every = cells(table)
    return {
        "held": [(row, cell) for row, cell in every if cell.grade.standing == "held"],
        "unread": [(row, cell) for row, cell in every if is_unread(cell)],
        "late": [(row, cell) for row, cell in every if cell.card is not None and cell.card.late_days],
        "missing": [(row, cell) for row, cell in every if cell.grade.standing == "missing"],
    }


def _whiteboard(row: Row, course: Course) -> list[messages.BoardLine]:
    """The grade worked out line by line."""
    decided = [one.override for cell in row.cells if cell.card is not None for one in cell.card.overridden]
    return list(messages.whiteboard(computation(course, row.grade, decided), "en"))


def _marked(passages: Iterable[tuple[int, int]]) -> set[int]:
    return {line for first, last in passages for line in range(first, last + 1)}


def _works(table: ClassTable, texts: Mapping[str, Mapping[str, str]]) -> dict[str, list[Work]]:
    """For every assignment whose texts are kept, the works that count."""
    found = {}
    for index, assignment in enumerate(table.course.assignments):
        own = texts.get(assignment.name)
        if own:
            digests = {row.student.id: _digest(row.cells, index) for row in table.rows}
            found[assignment.name] = works_of({one: digest for one, digest in digests.items() if digest}, own)
    return found


def _digest(cells: tuple[Cell, ...], index: int) -> str:
    card = cells[index].card if index < len(cells) else None
    return card.submission if card else ""


def _flags(rows: Iterable[Row], why: Mapping[str, tuple[Risk, ...]]) -> dict[str, list[str]]:
    """What each student may be filtered by."""
    flags = {}
    for row in rows:
        standings = {cell.grade.standing for cell in row.cells}
        cards = [card for card in (cell.card for cell in row.cells) if card is not None]
        told = {
            "risk": bool(why[row.student.id]),
            "held": "held" in standings,
            "missing": "missing" in standings,
            "late": any(card.late_days for card in cards),
            "unread": any(is_unread(cell) for cell in row.cells),
            "mistake": any(task.diagnosis for card in cards for task in card.tasks),
            "passed": row.grade.passed is True,
            "failing": row.grade.passed is False,
        }
        flags[row.student.id] = [name for name, holds in told.items() if holds]
    return flags
