"""The demo's class goes through the sandbox once; what expected.toml says of every file must be found, and be shown.

The reports are walked here, for what is in another file of tests would be graded a second time.
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grader.autograde import Autograder
from grader.cli._sources import keep_sources
from grader.course import CourseFolder, load
from grader.gradebook import MemoryGradebook
from grader.intake import Batch, collect
from grader.intake.marks import read_marks
from grader.model import Run, Scorecard, TaskScore, Verdict
from grader.reports import write_pages
from grader.reports.site import write_site
from grader.reports.site.places import case_anchor, task_anchor
from grader.sandbox import strongest
from tests.browser import Tab, chromium
from tests.course.support import ROOT

CLASS = ROOT / "tests" / "demo_class"
SECRET = (CLASS / "secret").read_bytes()
EXPECTED: dict[str, dict[str, str | list[str]]] = tomllib.loads((CLASS / "expected.toml").read_text("utf-8"))

NOW = datetime(2026, 12, 1, tzinfo=UTC)
"""When the reports are written: everything is due."""

Cards = Mapping[tuple[str, str], Scorecard]


@pytest.fixture(scope="session")
def folder() -> CourseFolder:
    """The course with the demo's roster."""
    return load(ROOT / "course.toml", CLASS / "roster.csv")


@pytest.fixture(scope="session")
def batch(folder: CourseFolder) -> Batch:
    """The class's files."""
    assignments = [a for a in folder.course.assignments if a.kind != "external"]
    return collect(CLASS / "submissions", assignments, folder.course.roster)


@pytest.fixture(scope="session")
def book(folder: CourseFolder, batch: Batch) -> MemoryGradebook:
    """The gradebook of the class: every file's scorecard and text, the exam's marks."""
    kept = MemoryGradebook()
    keep_sources(kept, folder, batch.submissions)
    names = dict.fromkeys(submission.assignment for submission in batch.submissions)
    autograder = Autograder(
        {name: folder.material(name) for name in names}, folder.course, SECRET, wall=strongest(), jobs=1
    )
    run = Run(id="demo", started=NOW, grader="", course=folder.course, isolation=strongest().line, versions={})
    with closing(autograder.grade(batch.submissions, kept, run)) as graded:
        assert len(list(graded)) == len(batch.submissions)
    kept.add_marks(read_marks(CLASS / "marks.csv", folder.course, NOW))
    return kept


@pytest.fixture(scope="session")
def cards(book: MemoryGradebook) -> Cards:
    """The scorecard of every file, by student and assignment."""
    return {(one.card.student, one.card.assignment): one.card for one in book.scorecards()}


@pytest.mark.parametrize(
    ("student", "assignment"), [(student, name) for student, files in EXPECTED.items() for name in files]
)
def test_what_must_be_found(cards: Cards, student: str, assignment: str) -> None:
    """Every fact about a file holds, and nothing that the facts do not speak of is wrong with it."""
    expected, card = EXPECTED[student][assignment], cards.get((student, assignment))
    if expected == "missing":
        assert card is None
        return
    assert card is not None, "nothing was handed in"
    facts = [] if expected == "full" else list(expected)
    assert list(complaints(card, facts)) == []


def complaints(card: Scorecard, facts: Sequence[str]) -> Iterator[str]:
    """What is not as the facts say."""
    about = [fact for fact in facts if fact == "renamed" or fact.startswith("late: ")]
    noted = ["renamed"] if any(note.startswith("renamed|") for note in card.notes) else []
    noted += [f"late: {card.late_days}"] if card.late_days else []
    if sorted(about) != sorted(noted):
        yield f"noted beside the grade: {noted}, not {about}"
    silent = {task.task: task for task in card.tasks}
    for fact in facts:
        if fact not in about:
            named = [task for task in card.tasks if fact[0] == "*" or re.match(r"\w+", fact)[0] == task.task]
            assert named, f"{fact}: there is no such task"
            for task in named:
                silent.pop(task.task, None)
                yield from _against(task, fact)
    for task in silent.values():
        if _failures(task):
            yield f"{task.task}: {_failures(task)}, and no fact speaks of it"


def _against(task: TaskScore, fact: str) -> Iterator[str]:
    """What of a task speaks against a fact about it."""
    if ": " in fact:
        found = task.diagnosis.mistake if task.diagnosis else None
        if found != fact.partition(": ")[2]:
            yield f"{fact}: the diagnosis is {found}"
        return
    where, _, verdicts = fact.partition(" = ")
    case = "*" if where == "*" else where.partition(".")[2]
    if not _holds(task, case, set(verdicts.split(" or "))):
        yield f"{fact}: {_failures(task)}"


def _holds(task: TaskScore, case: str, verdicts: set[str]) -> bool:
    """Whether cases fail, in these ways only: any of them, or all ("*"), or the one that is named."""
    failures = _failures(task)
    if not failures or not set(failures.values()) <= verdicts:
        return False
    return case == "" or set(failures) == ({o.case for o in task.outcomes} if case == "*" else {case})


def _failures(task: TaskScore) -> dict[str, str]:
    """The verdicts of the cases that did not pass."""
    return {o.case: o.verdict.value for o in task.outcomes if o.verdict is not Verdict.PASSED}


def test_everybody_is_spoken_of(folder: CourseFolder, batch: Batch) -> None:
    """Roster, folders and expectations are one class; the one file that cannot be told is said to be unread."""
    students = {student.id for student in folder.course.roster}
    names = {a.name for a in folder.course.assignments if a.kind != "external"}
    assert students == set(EXPECTED)
    assert all(set(files) == names for files in EXPECTED.values())
    assert batch.strangers == ()
    assert batch.unread == ("komarov_f/homework.py",)


def test_nothing_is_our_fault(cards: Cards) -> None:
    """No file of the class makes the grader itself fail, and the times of a good part of them are known."""
    assert [card.path for card in cards.values() if card.held] == []
    assert sum(card.received is not None for card in cards.values()) > len(cards) // 3


def test_marks_can_be_imported(folder: CourseFolder) -> None:
    """The marks of tests and exam are for this class, and a few are not there."""
    marks = read_marks(CLASS / "marks.csv", folder.course, NOW)
    external = [a for a in folder.course.assignments if a.kind == "external"]
    everything = len(external) * len(folder.course.roster)
    assert everything - 10 < len(marks) < everything


@pytest.fixture(scope="module")
def reports(book: MemoryGradebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the reports."""
    out = tmp_path_factory.mktemp("reports")
    write_pages(book, out, NOW)
    write_site(book, out, NOW)
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture(params=[1280, 390])
def tab(request: pytest.FixtureRequest, browser: Any) -> Iterator[Tab]:
    """A tab on a desktop and on a phone, in which nothing may go wrong."""
    opened = Tab(browser, viewport={"width": request.param, "height": 900})
    yield opened
    opened.close()


def spoken_of(wanted: Callable[[str], bool]) -> set[str]:
    """The students of whom expected.toml says such a thing, of whatever file."""
    return {
        student
        for student, files in EXPECTED.items()
        for facts in files.values()
        if any(wanted(fact) for fact in ([facts] if isinstance(facts, str) else facts))
    }


def shown(page: Any) -> list[str]:
    """The ids in the rows of the class's table that are seen, from above."""
    ids: list[str] = page.locator("#class-table tbody tr:not([hidden]) th small").all_text_contents()
    return ids


def test_the_class_is_sorted_filtered_and_searched(tab: Tab, reports: Path) -> None:
    """By what is said of the class elsewhere: the marks' file, what is expected of every file, the roster."""
    page = tab.open(reports / "index.html")
    exam = {row["student"]: row["exam"] for row in csv.DictReader((CLASS / "marks.csv").open(encoding="utf-8"))}
    for descending in (False, True):
        page.locator("#class-table thead button", has_text="exam").click()
        marks = [float(exam[student]) for student in shown(page) if exam.get(student)]
        assert len(marks) == sum(mark != "" for mark in exam.values())
        assert marks == sorted(marks, reverse=descending)
    filters = {
        "late": spoken_of(lambda fact: fact.startswith("late: ")),
        "missing": spoken_of(lambda fact: fact == "missing"),
        "mistake": spoken_of(lambda fact: ": " in fact and not fact.startswith("late: ")),
    }
    for chosen, students in filters.items():
        page.locator("[data-tools-of=class-table] select").select_option(chosen)
        assert set(shown(page)) == students, chosen
        assert page.locator("output").text_content() == f"{len(students)} of 30 shown"
    page.locator("[data-tools-of=class-table] select").select_option("")
    page.locator("input[type=search]").fill("фЕдор")
    assert set(shown(page)) == {"fedorov_l", "komarov_f"}


@pytest.mark.parametrize(
    ("student", "assignment", "task"),
    [("vasiliev_p", "hw01_backprop", "linear"), ("kuznetsov_d", "test02_regularization", "l2_step")],
)
def test_a_number_is_followed_to_its_cases(
    tab: Tab, reports: Path, cards: Cards, student: str, assignment: str, task: str
) -> None:
    """From the class to the points of a homework and of a test, on to a task, its cases, the known mistake, the run."""
    card = cards[student, assignment]
    page = tab.open(reports / "index.html")
    link = page.locator(f'#class-table a[href="evidence/{student}/{assignment}.html"]')
    assert Fraction(link.text_content()) == card.score
    link.click()
    page.locator(f"table a[href='#{task_anchor(task)}']").click()
    section = page.locator(f"#{task_anchor(task)}")
    score = next(one for one in card.tasks if one.task == task)
    facts = [fact for fact in EXPECTED[student][assignment] if fact.startswith(task)]
    for outcome in score.outcomes:
        row = section.locator(f"#{case_anchor(task, outcome.case)}")
        verdict, points = row.locator("td").nth(1).text_content(), row.locator("td").nth(2).text_content()
        assert verdict == outcome.verdict.value
        earned, most = map(Fraction, points.split(" / "))
        assert earned == (most if verdict == "passed" else 0)
    assert f"{task}: {section.locator('.note code').first.text_content()}" in facts
    assert section.locator("td.bad", has_text="wrong").count() > 0
    page.locator("dl.facts a[href*='runs.html#run-']").click()
    assert page.locator("#run-demo").is_visible()


def test_a_students_pages_say_the_same_in_both_languages(tab: Tab, reports: Path, cards: Cards) -> None:
    """From the class to the student's page, to a homework with its hint and back, in Russian and in English."""
    page = tab.open(reports / "index.html")
    page.get_by_role("link", name="Васильев Пётр Николаевич").first.click()
    assert "/students/vasiliev_p/index.html" in page.url
    page.get_by_role("link", name="Регуляризация", exact=True).click()
    task = next(one for one in cards["vasiliev_p", "hw02_regularization"].tasks if one.task == "dropout")
    points = f"Dropout: {task.points} / {task.max_points}"
    assert page.locator("html").get_attribute("lang") == "ru"
    assert task.diagnosis is not None
    for language, other in (("ru", "English"), ("en", "Русский")):
        page.get_by_role("link", name="Dropout", exact=True).click()
        assert page.locator(":target").inner_text() == points
        assert page.get_by_text(task.diagnosis.hint[language]).is_visible()
        assert page.locator("figure svg").first.is_visible()
        page.get_by_role("link", name=other).click()
    page.get_by_role("link", name="Все задания").click()
    page.get_by_role("link", name="Контрольная 1").click()
    assert page.locator("h1").inner_text().startswith("Контрольная 1")
    assert str(cards["vasiliev_p", "test01_networks"].score) in page.locator("main, body").first.inner_text()


def test_nobody_is_kept_out_of_the_reports_and_none_is_wider_than_its_screen(tab: Tab, reports: Path) -> None:
    """The pages of the class, and those of a student who lost points in many ways."""
    narrow = tab.page.viewport_size["width"] < 1000
    pages = ["index.html", "tasks.html", "runs.html", "evidence/vasiliev_p/index.html"]
    if narrow:
        pages = [f"{kind}/vasiliev_p/test01_networks.html" for kind in ("evidence", "students")]
        pages += [
            "students/vasiliev_p/index.html",
            "students/vasiliev_p/hw02_regularization.en.html",
            "similarity.html",
        ]
    for name in pages:
        tab.open(reports / name)
        assert tab.barriers() == [], name
        assert not tab.is_wider_than_the_screen(), name
