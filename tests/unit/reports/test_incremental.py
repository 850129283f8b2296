"""Reports over older ones: whatever has changed, they are what they would be if nothing had been there."""

import math
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from grader.gradebook import MemoryGradebook, Source
from grader.model import Course, Diagnosis, Extension, Mark, Override, Picture, Run, Scorecard, Student, Verdict
from grader.reports import keeping
from grader.reports.everything import write_reports
from grader.reports.keeping import KEPT
from grader.reports.site import writing
from tests.unit.graded_class import (
    COURSE,
    DUE,
    EXAM,
    HINT,
    HOMEWORK,
    NOW,
    POLICY,
    RUN,
    VALUE,
    card,
    held_tasks,
    mark,
    mixed_tasks,
    perfect_tasks,
)
from tests.unit.reports.pictures import changed

TEXT = "def f(x):\n    return x\n"
ANNA = card("anna", mixed_tasks(), received=DUE + timedelta(hours=30), notes=("renamed|hw1.py",))
BOB = card("bob", held_tasks(), submission="bob's")


@dataclass(frozen=True, kw_only=True)
class State:
    """A gradebook, and when and how reports are written from it."""

    runs: tuple[Run, ...] = (RUN,)
    cards: tuple[tuple[str, Scorecard], ...] = ((RUN.id, ANNA), (RUN.id, BOB))
    marks: tuple[Mark, ...] = (mark("anna", 8), mark("bob", Fraction(15, 2)))
    overrides: tuple[Override, ...] = ()
    sources: tuple[Source, ...] = (Source(assignment=HOMEWORK.name, digest=ANNA.submission, text=TEXT),)
    now: datetime = NOW
    live: str = ""

    def write(self, out: Path) -> None:
        book = MemoryGradebook()
        for run in self.runs:
            book.start(run)
        for run_id, graded in self.cards:
            book.append(run_id, graded)
        book.add_marks(self.marks)
        for override in self.overrides:
            book.add_override(override)
        book.sources.keep(self.sources)
        write_reports(book, out, self.now, self.live)


def of_course(**changes: object) -> State:
    return State(runs=(replace(RUN, course=replace(COURSE, **changes)),))


def of_run(**changes: object) -> State:
    return State(runs=(replace(RUN, **changes),))


def of_anna(**changes: object) -> State:
    return State(cards=((RUN.id, replace(ANNA, **changes)), (RUN.id, BOB)))


def of_first_task(**changes: object) -> State:
    return of_anna(tasks=(replace(ANNA.tasks[0], **changes), ANNA.tasks[1]))


def of_last_case(**changes: object) -> State:
    """Of the hidden case that Anna failed."""
    cases = ANNA.tasks[1].outcomes
    return of_anna(tasks=(ANNA.tasks[0], replace(ANNA.tasks[1], outcomes=(cases[0], replace(cases[1], **changes)))))


def of_public_case(**changes: object) -> State:
    cases = ANNA.tasks[0].outcomes
    first = replace(cases[1], difference=replace(cases[1].difference, **changes))
    return of_first_task(outcomes=(cases[0], first, cases[2]))


def of_homework(**changes: object) -> State:
    return of_course(assignments=(replace(HOMEWORK, **changes), EXAM))


def of_policy(**changes: object) -> State:
    return of_course(policy=replace(POLICY, **changes))


def of_student(**changes: object) -> State:
    return of_course(roster=(replace(COURSE.roster[0], **changes), *COURSE.roster[1:]))


def decided(points: int, why: str = "heard", at: datetime = NOW) -> Override:
    return Override(
        student="anna", assignment=HOMEWORK.name, task="linear", points=Fraction(points), why=why, by="prof", at=at
    )


def picture(factor: float) -> Picture:
    return changed("curves", lambda array: array * factor)


def second_run(course: Course = COURSE) -> tuple[Run, ...]:
    return RUN, replace(RUN, id="run-2", course=course, started=RUN.started + timedelta(days=1), grader="0.2.0")


def in_second_run(**changes: object) -> State:
    """The course is another one now; what was graded was graded in the first run."""
    return State(runs=second_run(replace(COURSE, **changes)))


MORE_TIME = Extension(student="anna", assignment=HOMEWORK.name, why="ill", due=DUE + timedelta(days=2))
NEWER = replace(ANNA, submission="newer", received=DUE, tasks=perfect_tasks())

CHANGES = {
    "nothing": State(),
    "a work": State(cards=((RUN.id, ANNA), (RUN.id, BOB), (RUN.id, card("=cmd", submission="third")))),
    "a second attempt": State(cards=((RUN.id, ANNA), (RUN.id, BOB), (RUN.id, NEWER))),
    "a regraded work": State(
        runs=second_run(),
        cards=((RUN.id, ANNA), (RUN.id, BOB), ("run-2", replace(ANNA, assignment_digest="version-2"))),
    ),
    "a run without works": State(runs=second_run()),
    "a lost work": State(cards=((RUN.id, BOB),)),
    "the run": State(runs=(replace(RUN, id="other"),), cards=(("other", ANNA), ("other", BOB))),
    "its start": of_run(started=RUN.started + timedelta(minutes=1)),
    "its grader": of_run(grader="0.2.0"),
    "its isolation": of_run(isolation="strict"),
    "its versions": of_run(versions={"python": "3.12"}),
    "the file's name": of_anna(path="submissions/anna/other.py"),
    "the file": of_anna(submission="another"),
    "the version": of_anna(assignment_digest="version-0"),
    "the seconds": of_anna(seconds=2.5),
    "the notes": of_anna(notes=()),
    "the time": of_anna(received=DUE + timedelta(hours=31)),
    "the time's zone": of_anna(received=ANNA.received.astimezone(UTC)),
    "no time": of_anna(received=None),
    "a picture": of_anna(pictures=(picture(2.0),)),
    "the verdicts": of_anna(tasks=perfect_tasks()),
    "our own failure": of_anna(tasks=held_tasks()),
    "the points of a task": of_first_task(points=Fraction(5, 2)),
    "the title of a task": of_first_task(title={"ru": "Слой", "en": "Layer"}),
    "the section of a task": of_first_task(section="other"),
    "a bonus": of_first_task(bonus=True),
    "a diagnosis": of_first_task(diagnosis=HINT),
    "a hint": of_first_task(diagnosis=Diagnosis(mistake="unscaled_mask", hint={"en": "Other.", "ru": "Иначе."})),
    "the case's title": of_last_case(title={"ru": "Другая", "en": "Another"}),
    "its visibility": of_last_case(visibility="public"),
    "its name": of_last_case(case="renamed"),
    "its verdict": of_last_case(verdict=Verdict.TIMED_OUT, difference=None, line=3),
    "its numbers": of_last_case(difference=replace(VALUE, observed="0.32")),
    "its place": of_last_case(difference=replace(VALUE, at=(0, 1))),
    "its relation": of_last_case(difference=replace(VALUE, relation="factor", factor="32")),
    "not a number": of_last_case(difference=replace(VALUE, error=math.nan)),
    "infinite": of_last_case(difference=replace(VALUE, error=math.inf)),
    "an exception": of_last_case(verdict=Verdict.RAISED, difference=None, detail="KeyError: 'w'"),
    "its line": of_last_case(verdict=Verdict.RAISED, difference=None, detail="KeyError: 'w'", line=2),
    "what a public case saw": of_public_case(observed="(31,)"),
    "what it expected": of_public_case(expected="(32, 2)"),
    "a mark": State(marks=(mark("anna", 9), mark("bob", Fraction(15, 2)))),
    "its file": State(marks=(mark("anna", 8, "other.csv"), mark("bob", Fraction(15, 2)))),
    "its time": State(marks=(replace(mark("anna", 8), imported=NOW - timedelta(days=1)), mark("bob", Fraction(15, 2)))),
    "a withdrawn mark": State(marks=(mark("anna", 8), replace(mark("anna", 8), points=None, source="later.csv"))),
    "no marks": State(marks=()),
    "a decision": State(overrides=(decided(6),)),
    "a stranger": State(marks=(mark("anna", 8), mark("bob", Fraction(15, 2)), mark("dora", 5))),
    "the course's title": of_course(title={"ru": "Курс", "en": "Course"}),
    "weights": of_course(categories=tuple(replace(one, weight=Fraction(1, 2)) for one in COURSE.categories)),
    "the pass mark": of_policy(pass_mark=6),
    "the scale": of_policy(scale=100, pass_mark=40),
    "the penalty": of_policy(late_per_day=Fraction(1, 5)),
    "which attempt counts": of_policy(attempts="best"),
    "missing work": of_policy(missing="excluded"),
    "more time": in_second_run(policy=replace(POLICY, extensions=(MORE_TIME,))),
    "why": in_second_run(policy=replace(POLICY, extensions=(replace(MORE_TIME, why="travelled"),))),
    "an assignment's title": of_homework(title={"ru": "Другая", "en": "Other"}),
    "its version": of_homework(digest="version-3"),
    "its deadline": of_homework(due=DUE + timedelta(days=1)),
    "the deadline's zone": of_homework(due=DUE.astimezone(UTC)),
    "an assignment": of_course(assignments=(HOMEWORK, EXAM, replace(EXAM, name="viva", title={"en": "V", "ru": "В"}))),
    "the order": of_course(assignments=(EXAM, HOMEWORK)),
    "a name": of_student(name="Анна Петрова"),
    "a language": of_student(language="en"),
    "an address": of_student(email="anna@example.org"),
    "an alias": of_student(aliases=("ivanova",)),
    "another student": in_second_run(roster=(*COURSE.roster, Student(id="eve", name="Анна Иванова"))),
    "a student less": in_second_run(roster=COURSE.roster[1:]),
    "before the deadline": State(now=DUE - timedelta(days=30)),
    "an hour later": State(now=NOW + timedelta(hours=1)),
    "somebody watches": State(live="state-1"),
    "another text": State(sources=(Source(assignment=HOMEWORK.name, digest=ANNA.submission, text=TEXT + "# more\n"),)),
    "no texts": State(sources=()),
}

SHOWN_BY_THE_CLASS_ALONE = ("nothing", "a run without works", "a stranger", "an hour later")


def files(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*.*")) if path.name != KEPT
    }


@pytest.fixture(scope="module", autouse=True)
def without_charts() -> Iterator[None]:
    """The pages of the class as a whole are made each time, and their charts take longer than all else here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing._Site, "_class_pages", lambda self: ())
        yield


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("before") / "reports"
    State().write(out)
    return out


@pytest.fixture
def out(before: Path, tmp_path: Path) -> Path:
    """What was written before, to be written over."""
    return Path(shutil.copytree(before, tmp_path / "reports"))


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_has_changed_the_pages_are_those_of_a_first_report(what: str, out: Path, tmp_path: Path) -> None:
    old, state, fresh = files(out), CHANGES[what], tmp_path / "fresh"
    state.write(out)
    state.write(fresh)
    new, expected = files(out), files(fresh)
    # The pages of a student who has left are the instructor's to remove.
    left = {name for name in new if name.startswith("students/") and name not in expected}
    assert left <= {name for name in old if name.startswith("students/anna/")}
    assert {name: raw for name, raw in new.items() if name not in left} == expected
    assert (expected == {name: raw for name, raw in old.items() if name not in left}) == (
        what in SHOWN_BY_THE_CLASS_ALONE
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (State(overrides=(decided(6),)), State(overrides=(decided(5),))),
        (State(overrides=(decided(6),)), State(overrides=(decided(6, "heard again"),))),
        (State(overrides=(decided(6),)), State(overrides=(decided(6, at=NOW.astimezone(DUE.tzinfo)),))),
        (
            of_last_case(difference=replace(VALUE, error=math.nan)),
            of_last_case(difference=replace(VALUE, error=math.inf)),
        ),
        (of_anna(pictures=(picture(2.0),)), of_anna(pictures=(picture(3.0),))),
        (State(live="state-1"), State(live="state-2")),
        (State(live="state-1"), State()),
    ],
)
def test_so_they_are_after_two_changes_of_the_same_kind(one: State, other: State, tmp_path: Path) -> None:
    one.write(tmp_path / "over")
    old = files(tmp_path / "over")
    other.write(tmp_path / "over")
    other.write(tmp_path / "fresh")
    assert files(tmp_path / "over") == files(tmp_path / "fresh") != old


def touched(out: Path, state: State) -> set[str]:
    """Whose pages were made again: those that were spoilt in a way that is not seen came back."""
    spoilt = {}
    for path in out.rglob("*/*/*.html"):
        status = path.stat()
        spoilt[path] = bytes(status.st_size)
        path.write_bytes(spoilt[path])
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    state.write(out)
    kept = {path for path, raw in spoilt.items() if path.is_file() and path.read_bytes() == raw}
    return {"/".join(path.relative_to(out).parts[:2]) for path in spoilt.keys() - kept if path.is_file()}


@pytest.mark.parametrize(
    ("what", "whose"),
    [
        ("nothing", set()),
        ("an hour later", set()),
        ("a run without works", set()),
        ("another student", set()),
        ("a student less", set()),
        ("a work", {"%3Dcmd"}),
        ("its numbers", {"anna"}),
        ("a mark", {"anna"}),
        ("a decision", {"anna"}),
        ("more time", {"anna"}),
        ("the course's title", {"anna", "bob", "%3Dcmd"}),
        ("somebody watches", {"anna", "bob", "%3Dcmd"}),
    ],
)
def test_pages_that_show_the_same_are_not_made_again(what: str, whose: set[str], out: Path) -> None:
    assert touched(out, CHANGES[what]) == {f"{kind}/{one}" for kind in ("students", "evidence") for one in whose}


def _edited(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def _longer(path: Path) -> None:
    status = path.stat()
    path.write_bytes(path.read_bytes() + b"!")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("harm", [_edited, _longer, Path.unlink, lambda path: path.write_bytes(b"")])
@pytest.mark.parametrize(
    "name", ["students/bob/index.html", "evidence/anna/hw01_backprop.html", "similarity.html", "vega.js"]
)
def test_a_page_that_somebody_changed_or_removed_is_made_again(
    name: str, harm: Callable[[Path], None], out: Path
) -> None:
    old = files(out)
    harm(out / name)
    State().write(out)
    assert files(out) == old


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b'{"made_by": 1, "parts": {}}', b"\xff"])
def test_without_a_memory_everything_is_made_again(raw: bytes, out: Path) -> None:
    (out / KEPT).write_bytes(raw)
    (out / "students" / KEPT).write_bytes(raw)
    assert {one.partition("/")[2] for one in touched(out, State())} == {"anna", "bob", "%3Dcmd"}


def test_what_another_grader_made_is_made_again(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "made_by", lambda: "another")
    assert {one.partition("/")[2] for one in touched(out, State())} == {"anna", "bob", "%3Dcmd"}


def test_a_report_that_was_broken_off_is_gone_on_with(out: Path) -> None:
    """It wrote some pages of the new state and remembers the old one."""
    remembered = (out / KEPT).read_bytes(), (out / "students" / KEPT).read_bytes()
    CHANGES["the verdicts"].write(out)
    (out / KEPT).write_bytes(remembered[0])
    (out / "students" / KEPT).write_bytes(remembered[1])
    State().write(out)
    State().write(out.with_name("fresh"))
    assert files(out) == files(out.with_name("fresh"))
