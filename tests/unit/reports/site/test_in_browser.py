"""The site in a real browser, opened from disk: sorted, filtered, searched, followed; nothing asks for the network."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.gradebook import MemoryGradebook, Source
from grader.reports import ClassTable, class_table
from grader.reports.site import write_site
from grader.reports.site.places import TASKS, evidence_page
from tests.benchmarks.report_site import NOW, fill, made_course
from tests.browser import Tab, chromium

STUDENTS = 12
CUT = "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel)"


@pytest.fixture(scope="module")
def book() -> MemoryGradebook:
    gradebook = MemoryGradebook()
    course = made_course(STUDENTS, 2)
    *others, last = course.roster
    last = replace(last, name="Константинопольский-Задунайский Александр Константинович")
    fill(gradebook, replace(course, roster=(*others, last)), seed=3)
    hand_in_a_copy(gradebook)
    return gradebook


def hand_in_a_copy(gradebook: MemoryGradebook) -> None:
    """The first student hands the first homework in again: as another one wrote it."""
    first, other, *_ = (record.card for record in gradebook.scorecards() if record.card.assignment == "hw01_topic")
    text = gradebook.sources.of("hw01_topic")[other.submission]
    gradebook.append("made-up", replace(first, submission="copy"))
    gradebook.sources.keep([Source(assignment="hw01_topic", digest="copy", text=f"# My own.\n{text}")])


@pytest.fixture(scope="module")
def table(book: MemoryGradebook) -> ClassTable:
    return class_table(book, NOW)


@pytest.fixture(scope="module")
def site(book: MemoryGradebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    write_site(book, out, NOW)
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def tab(browser) -> Iterator[Tab]:
    opened = Tab(browser, viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


def shown(page) -> list[str]:
    """The ids of the students whose rows are seen, from above."""
    found: list[str] = page.eval_on_selector_all(
        "#class-table tbody tr:not([hidden]) small:first-of-type", "all => all.map((one) => one.textContent)"
    )
    return [text for text in found if text.startswith("student")]


def test_the_class_is_sorted_by_keyboard_and_says_so(tab, site, table):
    page = tab.open(site / "index.html")
    head = page.locator("#class-table thead th", has_text="exact")
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    ranked = [row.student.id for row in sorted(table.rows, key=lambda row: row.grade.exact)]
    assert shown(page) == ranked
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert [row.grade.exact for row in table.rows] != []
    grades = {row.student.id: row.grade.exact for row in table.rows}
    found = [grades[student] for student in shown(page)]
    assert found == sorted(found, reverse=True)


def test_the_class_is_filtered_and_searched_and_says_how_many_are_left(tab, site, table):
    page = tab.open(site / "index.html")
    late = {row.student.id for row in table.rows if any(cell.card and cell.card.late_days for cell in row.cells)}
    assert 0 < len(late) < STUDENTS
    page.locator("[data-tools-of=class-table] select").select_option("late")
    assert set(shown(page)) == late
    assert page.locator("output").text_content() == f"{len(late)} of {STUDENTS} shown"
    page.locator("[data-tools-of=class-table] select").select_option("")
    page.locator("input[type=search]").fill("ПЕТР сид")  # е for ё, a part, in any case
    assert set(shown(page)) == {row.student.id for row in table.rows if row.student.name.startswith("Пётр Сидоров")}


def test_what_was_chosen_outlives_a_reload(tab, site):
    page = tab.open(site / "index.html")
    page.locator("#class-table thead button", has_text="mark").click()
    page.locator("input[type=search]").fill("chen")
    before = shown(page)
    page.reload()
    tab.drawn()
    assert shown(page) == before
    assert page.locator("input[type=search]").input_value() == "chen"


def test_a_number_is_followed_to_its_case_and_on_to_its_run(tab, site, table):
    row = next(row for row in table.rows if row.cells[0].card)
    page = tab.open(site / "index.html")
    page.locator(f'a[href="{evidence_page(row.student.id, row.cells[0].assignment.name).url}"]').click()
    assert row.student.name in page.locator("h1").text_content()
    page.locator("table a[href^='#task-']").first.click()
    task = row.cells[0].card.tasks[0]
    section = page.locator(f"#task-{task.task}")
    for outcome in task.outcomes:
        assert section.locator(f"#case-{task.task}-{outcome.case}").is_visible()
    page.locator("dl.facts a[href*='runs.html#run-']").click()
    assert page.locator("#run-made-up").is_visible()


def test_a_students_name_leads_to_the_students_page(tab, site, table):
    page = tab.open(site / "index.html")
    links = page.eval_on_selector_all("#class-table tbody th a", "all => all.map((one) => one.getAttribute('href'))")
    assert links == [f"students/{row.student.id}/index.html" for row in table.rows]


def test_a_cell_of_the_heat_map_leads_to_the_evidence(tab, site, table):
    ranked = sorted(table.rows, key=lambda row: row.grade.exact)
    above, row = next((at, row) for at, row in enumerate(ranked) if row.cells[1].card)
    page = tab.open(site / TASKS.path)
    canvas = page.locator("#chart-heat canvas")
    box = canvas.bounding_box()
    # The tasks of the second work are the last columns of 20 pixels, the rows have 15, the worst student's is the last.
    canvas.click(position={"x": box["width"] - 90, "y": box["height"] - 12 - 15 * above})
    page.wait_for_url("**/evidence/**")
    assert f"/evidence/{row.student.id}/hw02_topic.html#task-" in page.url


def test_the_waterfall_shows_one_student(tab, site, table):
    page = tab.open(site / "index.html")
    row = table.rows[0]
    page.locator("#chart-waterfall select").select_option(row.student.id)
    text = f"{float(row.grade.exact):.2f}".rstrip("0").rstrip(".")
    page.locator("#chart-waterfall svg", has_text=text).wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("dark", 390), ("light", 1280)])
def test_no_page_has_serious_barriers_or_is_wider_than_the_screen(browser, site, table, width, scheme):
    student = next(row for row in table.rows if row.cells[0].card).student.id
    pages = ["index.html", "tasks.html", "similarity.html", "runs.html", f"evidence/{student}/hw01_topic.html"]
    opened = Tab(browser, viewport={"width": width, "height": 900}, color_scheme=scheme)
    for name in [*pages, f"evidence/{student}/index.html"]:
        opened.open(site / name)
        assert opened.barriers() == [], name
        assert not opened.is_wider_than_the_screen(), name
    opened.close()


def test_on_a_phone_no_table_is_cut_and_what_a_filter_hides_is_not_seen(browser, site, table):
    student = next(row for row in table.rows if row.cells[0].card).student.id
    opened = Tab(browser, viewport={"width": 390, "height": 900})
    pages = ["index.html", "tasks.html", "similarity.html", "runs.html"]
    for name in [*pages, f"evidence/{student}/hw01_topic.html", f"evidence/{student}/index.html"]:
        page = opened.open(site / name)
        page.eval_on_selector_all("details:has(table.stack)", "all => all.forEach((one) => { one.open = true; })")
        assert page.locator("table.stack").count() > 0, name
        assert page.eval_on_selector_all(".scroll:not(figure .scroll)", CUT) == [], name
        page.set_viewport_size({"width": 320, "height": 900})
        assert not opened.is_wider_than_the_screen(), name
        page.set_viewport_size({"width": 390, "height": 900})
    page = opened.open(site / "index.html")
    page.locator("input[type=search]").fill("chen")
    assert 0 < page.locator("#class-table tbody tr:visible").count() == len(shown(page)) < STUDENTS
    page.locator("#class-table thead button", has_text="mark").click()
    assert page.locator("#class-table th[aria-sort=ascending]").count() == 1
    opened.close()


def test_a_link_to_the_cases_of_a_task_unfolds_them(tab, site):
    page = tab.open(site / TASKS.path)
    cases = page.locator("#cases-hw02_topic-task3 table")
    assert not cases.is_visible()
    page.locator("#task-table a[href='#cases-hw02_topic-task3']").click()
    cases.wait_for(state="visible")


def test_what_is_folded_is_printed(tab, site):
    page = tab.open(site / TASKS.path)
    who = page.locator("details.folded a").first
    assert not who.is_visible()
    page.emulate_media(media="print")
    assert who.is_visible()


def test_an_open_page_reloads_when_the_gradebook_is_another(browser, book, tmp_path):
    write_site(book, tmp_path, NOW, live="state-1")
    opened = Tab(browser)
    page = opened.open(tmp_path / "index.html")
    page.evaluate("window.before = true")
    write_site(book, tmp_path, NOW, live="state-2")
    page.wait_for_function("window.before === undefined")
    opened.drawn()
    opened.close()
