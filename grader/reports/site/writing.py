"""The instructor's site: a folder of pages that need nothing but a browser.

Every number is linked to what it rests on: a grade to its categories, points to the cases that gave them, a case to
what was seen and expected there, and all of it to the file, the run, and the versions of course, assignment and grader.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from grader import messages
from grader.gradebook import Gradebook
from grader.reports.site import charts, places
from grader.reports.site.facts import Facts, cells, is_unread, read_facts
from grader.reports.site.figures import mistake_figures, task_figures
from grader.reports.site.places import Place
from grader.reports.site.rendering import site_environment
from grader.reports.site.risk import Risk, risks
from grader.reports.site.similarity import Pair, Work, alike, works_of
from grader.reports.site.vega import vega_bundle
from grader.reports.spreading import spread
from grader.reports.table import Cell, ClassTable, Row
from grader.scoring import computation

FOLDERS = ("evidence", "similarity")
VERSION = "version.js"


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
    facts = read_facts(gradebook, now)
    texts = {one.name: gradebook.sources.of(one.name) for one in facts.table.course.assignments if one.tasks}
    pages = _common(facts, live)
    with spread(facts.table.rows, lambda rows: _write_all(out, _evidence(rows, facts, pages, texts))) as evidence:
        parts = [_write_all(out, _pages(facts, gradebook, pages, texts)), *evidence()]
    written = {path for part in parts for path in part.paths}
    for folder in FOLDERS:
        for path in (out / folder).rglob("*.html"):
            if path not in written:
                path.unlink()
    _announce(out / VERSION, live)
    return Site(pages=len(written), size=sum(part.size for part in parts), changed=sum(part.changed for part in parts))


@dataclass(frozen=True, slots=True)
class _Written:
    """Some of the pages: where they are, what they weigh, how many were not there so."""

    paths: list[Path]
    size: int
    changed: int


def _write_all(out: Path, pages: Iterable[tuple[Place, str]]) -> _Written:
    paths, size, changed = [], 0, 0
    for place, text in pages:
        path, raw = out / place.path, text.encode("utf-8")
        changed += _write(path, raw)
        size += len(raw)
        paths.append(path)
    return _Written(paths, size, changed)


def _announce(path: Path, live: str) -> None:
    """Tells open pages that this is the state to show; after all pages are there."""
    if live:
        _write(path, f'window.reportVersion = "{live}";\n'.encode())
    else:
        path.unlink(missing_ok=True)


def _write(path: Path, raw: bytes) -> bool:
    """Whether the file had to be written: all or none of it, but not made sure against a power cut, as grades are."""
    try:
        if path.stat().st_size == len(raw) and path.read_bytes() == raw:
            return False
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(raw)
    os.replace(temporary, path)
    return True


@dataclass(frozen=True, slots=True)
class _Pages:
    """The templates, and what all of them speak of."""

    common: Mapping[str, Any]

    def render(self, template: str, here: Place, **facts: Any) -> str:
        """One page."""
        return site_environment().get_template(f"{template}.html.j2").render(self.common, here=here, **facts)


def _common(facts: Facts, live: str) -> _Pages:
    return _Pages(
        {
            "facts": facts,
            "table": facts.table,
            "course": facts.table.course,
            "run": facts.table.run,
            "now": facts.now,
            "live": live,
            "name_of": charts.labels(facts.table),
            "names": _namer(facts),
            "is_unread": is_unread,
        }
    )


def _pages(
    facts: Facts, gradebook: Gradebook, pages: _Pages, texts: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[Place, str]]:
    """The pages of the class as a whole."""
    programs = {one.name: texts[one.name] for one in facts.table.course.assignments if one.kind == "homework"}
    works = _works(facts, programs)
    pairs = {name: alike(own, list(gradebook.sources.of(name, "template").values())) for name, own in works.items()}
    yield from _class_pages(facts, pages)
    same = {name: [work.students for work in own if len(work.students) > 1] for name, own in works.items()}
    yield places.SIMILARITY, pages.render("similarity", places.SIMILARITY, pairs=pairs, texts=programs, same=same)
    yield from _pair_pages(pages, pairs)


def _namer(facts: Facts) -> Callable[[Iterable[str]], str]:
    names = charts.labels(facts.table)
    return lambda students: ", ".join(names[student] for student in students)


def _lists(table: ClassTable) -> dict[str, list[tuple[Row, Cell]]]:
    """The pieces of work that a person has to look at or after."""
    every = cells(table)
    return {
        "held": [(row, cell) for row, cell in every if cell.grade.standing == "held"],
        "unread": [(row, cell) for row, cell in every if is_unread(cell)],
        "late": [(row, cell) for row, cell in every if cell.card is not None and cell.card.late_days],
        "missing": [(row, cell) for row, cell in every if cell.grade.standing == "missing"],
    }


def _class_pages(facts: Facts, pages: _Pages) -> Iterator[tuple[Place, str]]:
    table = facts.table
    why = {row.student.id: risks(row, table.course) for row in table.rows}
    mistakes = mistake_figures(table)
    pictures = [charts.marks(table), charts.waterfall(table), charts.shares(table)]
    yield (
        places.INDEX,
        pages.render(
            "index", places.INDEX, why=why, flags=_flags(table.rows, why), charts=pictures, vega=vega_bundle()
        ),
    )
    yield (
        places.TASKS,
        pages.render(
            "tasks",
            places.TASKS,
            tasks=task_figures(table),
            mistakes=mistakes,
            heat=charts.heat_map(table),
            bars=charts.mistake_bars(mistakes),
            vega=vega_bundle(),
        ),
    )
    records = {run.id: [one for one in facts.records if one.run_id == run.id] for run in facts.runs}
    yield places.RUNS, pages.render("runs", places.RUNS, records=records, **_lists(table))


def _whiteboard(row: Row, table: ClassTable) -> list[messages.BoardLine]:
    """The grade worked out line by line."""
    decided = [one.override for cell in row.cells if cell.card is not None for one in cell.card.overridden]
    return list(messages.whiteboard(computation(table.course, row.grade, decided), "en"))


def _pair_pages(pages: _Pages, pairs: Mapping[str, list[Pair]]) -> Iterator[tuple[Place, str]]:
    for assignment, found in pairs.items():
        for number, pair in enumerate(found, 1):
            place = places.pair_page(assignment, number)
            yield place, pages.render("pair", place, pair=pair, assignment=assignment, marked=_marked)


def _marked(passages: Iterable[tuple[int, int]]) -> set[int]:
    return {line for first, last in passages for line in range(first, last + 1)}


def _evidence(
    rows: Iterable[Row], facts: Facts, pages: _Pages, texts: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[Place, str]]:
    """What the numbers of these students rest on."""
    for row in rows:
        place = places.grade_page(row.student.id)
        yield place, pages.render("grade", place, row=row, board=_whiteboard(row, facts.table))
        for cell in row.cells:
            if cell.card is None:
                continue
            place = places.evidence_page(row.student.id, cell.assignment.name)
            attempts = facts.attempts.get((row.student.id, cell.assignment.name), ())
            text = texts.get(cell.assignment.name, {}).get(cell.card.submission)
            yield (
                place,
                pages.render(
                    "evidence",
                    place,
                    row=row,
                    cell=cell,
                    attempts=attempts,
                    text=text,
                ),
            )


def _works(facts: Facts, texts: Mapping[str, Mapping[str, str]]) -> dict[str, list[Work]]:
    """For every assignment whose texts are kept, the works that count."""
    found = {}
    for index, assignment in enumerate(facts.table.course.assignments):
        own = texts.get(assignment.name)
        if own:
            digests = {row.student.id: _digest(row.cells, index) for row in facts.table.rows}
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
