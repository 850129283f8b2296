"""The pages in a real browser: nothing runs, nothing is loaded, they fit a phone, and anybody can read them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from grader.gradebook import MemoryGradebook
from grader.model import Difference, Student, Verdict
from grader.reports import write_pages
from grader.scoring import task_score
from tests.unit.graded_class import COURSE, NOW, RUN, TASKS, card, fill, mark, mixed_tasks, outcome
from tests.unit.reports.pictures import changed

CHROMIUM = Path("/usr/bin/chromium")
EVIL = "<script>document.title='ran'</script><img src='http://x.invalid/a.png' onerror=\"document.title='ran'\">`\"'>"

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium in /usr/bin/chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of somebody whose every text is hostile, and of those of the small class."""
    book = MemoryGradebook()
    fill(book)
    students = (Student(id="e", name=EVIL, language="en"), *COURSE.roster)
    book.start(replace(RUN, id="run-2", course=replace(COURSE, roster=students)))
    odd = Difference(kind="shape", path=EVIL, observed=EVIL, expected="(3,)")
    seen = [
        outcome(Verdict.RAISED, detail=f"ValueError: {EVIL}", points=3),
        outcome(Verdict.MALFORMED, odd, points=3),
    ]
    pictures = tuple(changed(kind, lambda array: array * 2 + 1) for kind in ("curves", "mask", "histograms", "path"))
    evil = card("e", (task_score(TASKS[0], seen), mixed_tasks()[1]), notes=(f"renamed|{EVIL}", EVIL))
    book.append(RUN.id, replace(evil, path=f"a/{EVIL}", submission=EVIL, pictures=pictures))
    book.add_marks([mark("e", 8)])
    return write_pages(book, tmp_path_factory.mktemp("pages"), NOW)


def test_nothing_runs_nothing_is_loaded_and_the_console_is_silent(browser: Browser, pages: list[Path]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    told: list[Any] = []
    tab = context.new_page()
    tab.on("console", lambda message: told.append(message.text))
    tab.on("pageerror", lambda error: told.append(error))
    tab.on(
        "request", lambda request: told.append(request.url) if not request.url.startswith(("file:", "data:")) else None
    )
    for page in pages[:6]:
        tab.goto(page.as_uri())
        assert tab.title() != "ran"
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page} is wider than a phone"
    assert not told
    context.close()


def test_a_student_gets_from_the_index_to_a_task_and_to_the_other_language(browser: Browser, pages: list[Path]) -> None:
    tab = browser.new_page()
    tab.goto(pages[0].as_uri())
    tab.get_by_role("link", name="Backpropagation").click()
    assert tab.locator("h1").inner_text() == "Backpropagation"
    tab.get_by_role("link", name="Linear layer").click()
    assert tab.evaluate("document.querySelector(':target').innerText").startswith("Linear layer: 0 / 6")
    tab.get_by_role("link", name="Русский").click()
    assert tab.locator("h1").inner_text() == "Обратное распространение"
    tab.get_by_role("link", name="Все задания").click()
    assert tab.url.endswith("index.ru.html")
    tab.close()


@pytest.mark.parametrize(("scheme", "which"), [("light", [0]), ("dark", [1])])
def test_anybody_can_read_them(browser: Browser, pages: list[Path], scheme: Any, which: list[int]) -> None:
    tab = browser.new_page(color_scheme=scheme)
    for page in (pages[one] for one in which):
        tab.goto(page.as_uri())
        found = Axe().run(tab).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
    tab.close()


def test_an_open_page_reloads_when_the_gradebook_is_another(browser: Browser, tmp_path: Path) -> None:
    book = MemoryGradebook()
    fill(book)
    written = write_pages(book, tmp_path, NOW, live="state-1")
    tab, told = browser.new_page(), []
    tab.on("console", lambda message: told.append(message.text))
    tab.on("request", lambda request: told.append(request.url) if not request.url.startswith("file:") else None)
    with tab.expect_request("**/version.js?*"):
        tab.goto(written[1].as_uri())
    tab.wait_for_function("window.reportVersion === 'state-1'")
    tab.evaluate("window.before = true")
    book.append(RUN.id, card("anna", submission="better"))
    write_pages(book, tmp_path, NOW, live="state-2")
    tab.wait_for_function("window.before === undefined")
    assert "Попыток: 2" in tab.locator("main").inner_text()
    assert [one for one in told if not one.startswith("data:")] == []
    tab.close()
