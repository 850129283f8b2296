"""The pages as files: every link leads somewhere, every number to its evidence, nobody's text becomes markup."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest

from grader.gradebook import MemoryGradebook, Source
from grader.model import Override, Verdict
from grader.reports import class_table
from grader.reports.site import write_site
from grader.reports.site.figures import mistake_figures, sorted_out
from grader.reports.site.places import evidence_page, grade_page, pair_page
from grader.scoring import task_score
from tests.benchmarks.report_site import fill as fill_large
from tests.benchmarks.report_site import made_course
from tests.unit.graded_class import DUE, HINT, NOW, RUN, TASKS, VALUE, card, fill, mixed_tasks, outcome

EVIL = "</script><script>document.title='stolen'</script><img src=x onerror=alert(1)>`{{ 7 * 7 }}`"
URL = "https://site.example/"


class Page(HTMLParser):
    """The anchors, links and text of a page, and how often each element is there."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.count: defaultdict[str, int] = defaultdict(int)
        self.text = ""
        self._script = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.count[tag] += 1
        self._script = tag in ("script", "style")
        for name, value in attributes:
            assert not name.startswith("on"), (tag, name)
            if name == "id":
                assert value not in self.ids, f"{value} is there twice"
                self.ids.add(value or "")
            if name in ("href", "src") and value and not value.startswith("data:"):
                self.links.append(value)

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if not self._script:
            self.text += data


@pytest.fixture
def gradebook() -> MemoryGradebook:
    """The small class, whose texts are kept; Anna's and the third's are alike."""
    return small_class()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its pages, to be read only."""
    return written(small_class(), tmp_path_factory.mktemp("site"))


def small_class() -> MemoryGradebook:
    """Anna late and half right, Bob held, the third whole; texts are kept, of which two are alike."""
    book = MemoryGradebook()
    fill(book)
    text = "\n".join(f"def f{i}(a, b):\n    return a * {i} + max(b, {i} ** 2) - a / {i + 1}" for i in range(40))
    book.append(RUN.id, card("=cmd", submission="another digest"))
    book.sources.keep(
        Source(assignment="hw01_backprop", digest=digest, text=digest + " = 0\n" + text)
        for digest in ("5ubm1551on-digest", "another digest")
    )
    return book


def written(book: MemoryGradebook, out: Path) -> Path:
    write_site(book, out, NOW)
    return out


def test_every_link_of_every_page_leads_to_a_page_and_a_place_in_it(site):
    pages = {path.relative_to(site).as_posix(): Page(path) for path in site.rglob("*.html")}
    students = 0
    for name, page in pages.items():
        for link in page.links:
            target = urlsplit(urljoin(URL + quote(name), link))
            assert target.netloc == "site.example", (name, link)
            path = unquote(target.path).lstrip("/")
            if path.startswith("students/"):  # written by another part
                students += 1
                continue
            if not path.endswith(".html"):
                assert (site / path).is_file(), (name, link)
                continue
            assert path in pages, (name, link)
            assert not target.fragment or unquote(target.fragment) in pages[path].ids, (name, link)
    assert students >= 3


def test_a_number_is_linked_to_its_case_its_file_and_its_run(site):
    anna = evidence_page("anna", "hw01_backprop")
    assert anna.url in Page(site / "index.html").links
    page = Page(site / anna.path)
    for fact in ("5ubm1551on-digest", RUN.id, "0.1.0", "version-1", "submissions/anna/hw01.py", "2026-10-05 23:59"):
        assert fact in page.text, fact
    assert {"case-linear-gradient", "task-dropout", "L1"} <= page.ids
    assert VALUE.observed in page.text  # of a hidden case: the site is the instructor's
    assert VALUE.expected in page.text


def test_a_mark_is_linked_to_the_file_that_it_was_imported_from(site):
    page = Page(site / grade_page("anna").path)
    assert "exam.csv" in page.text
    assert f"{grade_page('anna').url}#work-exam" in Page(site / "index.html").links


def test_a_decision_of_a_person_is_told_with_its_reason(gradebook, tmp_path):
    gradebook.add_override(
        Override(
            student="anna",
            assignment="hw01_backprop",
            task="linear",
            points=Fraction(6),
            why="heard on Monday",
            by="prof",
            at=NOW,
        )
    )
    page = Page(written(gradebook, tmp_path) / evidence_page("anna", "hw01_backprop").path)
    assert "heard on Monday" in page.text
    assert "prof" in page.text


def test_every_grading_of_a_work_is_listed(gradebook, tmp_path):
    gradebook.append(RUN.id, card("anna", submission="second-digest", received=DUE + timedelta(hours=40)))
    page = Page(written(gradebook, tmp_path) / evidence_page("anna", "hw01_backprop").path)
    assert "5ubm1551on-d" in page.text
    assert "second-digest" in page.text
    assert page.text.count("this one") == 1


def test_missing_held_and_late_work_are_three_lists(site):
    page = (site / "runs.html").read_text(encoding="utf-8")
    held, unread, late, missing = (page.index(f'id="{name}"') for name in ("held", "unread", "late", "missing"))
    assert "Bob" in page[held:unread]
    assert "Every file could be read." in page[unread:late]
    assert "Анна Иванова" in page[late:missing]
    assert "keeps 80 % of the points" in page[late:missing]
    assert "=HYPERLINK(1)" in page[missing:]


def test_one_day_is_a_day(tmp_path):
    book = MemoryGradebook()
    book.start(RUN)
    book.append(RUN.id, card("anna", received=DUE + timedelta(hours=1)))
    book.append(RUN.id, card("=cmd", received=DUE + timedelta(hours=30)))
    site = written(book, tmp_path)
    page = Page(site / "runs.html").text
    assert "1 day begun after" in page
    assert "2 days begun after" in page
    assert "1 day late" in " ".join(Page(site / evidence_page("anna", "hw01_backprop").path).text.split())
    assert "in 1 pair." in Page(written(small_class(), tmp_path) / "similarity.html").text


def test_mistakes_of_several_come_first_and_those_of_one_are_folded_by_assignment(tmp_path):
    book = MemoryGradebook()
    book.start(RUN)
    own, other, same = (
        task_score(task, [outcome(Verdict.WRONG, points=task.points)], replace(HINT, mistake=mistake))
        for task, mistake in ((TASKS[0], "of_anna"), (TASKS[0], "of_bob"), (TASKS[1], "of_both"))
    )
    book.append(RUN.id, card("anna", (own, same)))
    book.append(RUN.id, card("bob", (other, same)))
    page = (written(book, tmp_path) / "tasks.html").read_text(encoding="utf-8")
    both, fold = page.index("<strong>of both</strong>"), page.index("Backpropagation: 2 mistakes</summary>")
    assert both < fold < page.index("<strong>of anna</strong>") < page.index("<strong>of bob</strong>")
    assert "<strong>of both</strong>" not in page[fold:]
    assert page.count('"mistake":"') == page.count('"mistake":"of both"') == 1  # in the chart


def test_of_many_mistakes_of_several_the_rest_is_folded(tmp_path):
    book = MemoryGradebook()
    fill_large(book, made_course(80, 2))
    several = sorted_out(mistake_figures(class_table(book, NOW))).common
    assert len(several) > 12
    page = (written(book, tmp_path) / "tasks.html").read_text(encoding="utf-8")
    fold = page.index(f"{len(several) - 12} more mistakes that several students made</summary>")
    first, rest = page[:fold], page[fold : page.index('id="single"')]
    assert (first.count("<summary>Who</summary>"), rest.count("<summary>Who</summary>")) == (12, len(several) - 12)


def test_a_question_says_its_title_and_that_it_is_hidden_once(tmp_path):
    book = MemoryGradebook()
    book.start(RUN)
    title = {"en": "Count <them>", "ru": "Сосчитайте"}
    fields = [
        replace(outcome(points=3, name=name, hidden=True), title={"en": f"{title['en']} (`{name}`)", "ru": ""})
        for name in ("count.total", "count.biases")
    ]
    alone = replace(outcome(points=4, name="sign.sign", hidden=True), title=TASKS[1].title)
    question = task_score(replace(TASKS[0], title=title), fields)
    book.append(RUN.id, card("anna", (question, task_score(TASKS[1], [alone]))))
    mixed = [outcome(points=3, name="seen"), outcome(points=3, name="unseen", hidden=True)]
    book.append(RUN.id, card("bob", (task_score(TASKS[0], mixed), task_score(TASKS[1], [alone]))))
    site = written(book, tmp_path)
    page = Page(site / evidence_page("anna", "hw01_backprop").path).text
    section = " ".join(page[page.rindex(f"{title['en']}: ") :].split())
    assert section.startswith("Count <them>: 6 of 6 hidden Case")
    assert "What was found count.total passed 3 / 3 count.biases passed 3 / 3 Dropout: 4 of 4 hidden Case" in section
    assert "What was found sign.sign passed 4 / 4" in section
    assert section[: section.index("The work")].count("hidden") == 2  # once a question
    mixed_page = " ".join(Page(site / evidence_page("bob", "hw01_backprop").path).text.split())
    assert "seenCheck of seen passed" in mixed_page
    assert "unseen, hiddenCheck of unseen passed" in mixed_page


def test_two_alike_works_stand_side_by_side_with_their_passages(site):
    place = pair_page("hw01_backprop", 1)
    assert place.url in Page(site / "similarity.html").links
    page = Page(site / place.path)
    assert page.count["mark"] > 100
    assert {"left-L40", "right-L40"} <= page.ids


def test_nothing_that_a_student_wrote_becomes_markup(tmp_path):
    book = MemoryGradebook()
    course = replace(RUN.course, roster=tuple(replace(s, name=EVIL, email=EVIL) for s in RUN.course.roster))
    book.start(replace(RUN, course=course))
    wrong = outcome(Verdict.RAISED, detail=f"ValueError: {EVIL}", points=6)
    shown = outcome(Verdict.WRONG, replace(VALUE, path=EVIL, observed=EVIL, expected=EVIL), points=4)
    tasks = (task_score(TASKS[0], [wrong]), task_score(TASKS[1], [shown]))
    book.append(RUN.id, replace(card("anna", tasks, submission=EVIL, notes=(f"renamed|{EVIL}",)), path=EVIL))
    book.append(RUN.id, replace(card("bob", mixed_tasks(), submission="x"), student=EVIL))
    text = f"# {EVIL}\nx = '\u202e\x01'\n" * 80
    book.sources.keep([Source(assignment="hw01_backprop", digest=EVIL, text=text)])
    site = written(book, tmp_path)
    for path in site.rglob("*.html"):
        page = Page(path)
        assert page.count["img"] == 0
        assert "stolen" not in "".join(page.links)
        raw = path.read_text(encoding="utf-8")
        assert "<script>document.title" not in raw
        assert "\u202e" not in raw
        assert "\x01" not in raw
    assert EVIL in Page(site / evidence_page("anna", "hw01_backprop").path).text


def test_an_id_that_looks_like_a_path_stays_below_the_folder(tmp_path):
    book = MemoryGradebook()
    wicked = "../../etc/a%2Fb?#é"
    course = replace(RUN.course, roster=(replace(RUN.course.roster[0], id=wicked),))
    book.start(replace(RUN, course=course))
    book.append(RUN.id, card(wicked))
    site = written(book, tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    place = evidence_page(wicked, "hw01_backprop")
    assert (site / place.path).is_file()
    assert unquote(urlsplit(urljoin(URL, place.url)).path).lstrip("/") == place.path.as_posix()


def test_a_second_writing_changes_nothing_and_what_belongs_to_nobody_goes(gradebook, tmp_path):
    first = write_site(gradebook, tmp_path, NOW)
    assert first.changed == first.pages
    (tmp_path / "evidence" / "gone").mkdir()
    (tmp_path / "evidence" / "gone" / "hw01_backprop.html").write_text("of a student who left")
    (tmp_path / "evidence" / "notes.txt").write_text("the instructor's own")
    second = write_site(gradebook, tmp_path, NOW)
    assert (second.pages, second.size, second.changed) == (first.pages, first.size, 0)
    assert not (tmp_path / "evidence" / "gone" / "hw01_backprop.html").exists()
    assert (tmp_path / "evidence" / "notes.txt").exists()


def test_pages_look_for_a_newer_state_only_while_they_are_watched(gradebook, tmp_path):
    write_site(gradebook, tmp_path, NOW, live="state-1")
    assert (tmp_path / "version.js").read_text() == 'window.reportVersion = "state-1";\n'
    watched = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "`version.js?" in watched
    assert "'unsafe-eval' file: 'self' file:;" in watched
    evidence = (tmp_path / "evidence" / "anna" / "index.html").read_text(encoding="utf-8")
    assert "`../../version.js?" in evidence and "'unsafe-eval' file:;" in evidence
    write_site(gradebook, tmp_path, NOW)
    assert not (tmp_path / "version.js").exists()
    plain = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "reportVersion" not in plain
    evidence = (tmp_path / "evidence" / "anna" / "index.html").read_text(encoding="utf-8")
    assert "reportVersion" not in evidence and "file:" not in evidence


def test_a_class_in_which_nothing_was_handed_in_has_its_pages(tmp_path):
    book = MemoryGradebook()
    book.start(RUN)
    site = written(book, tmp_path)
    assert "No known mistake was found." in Page(site / "tasks.html").text
    assert "No texts are kept" in Page(site / "similarity.html").text


def test_the_numbers_of_the_class_are_those_of_the_table(tmp_path):
    book = MemoryGradebook()
    fill_large(book, made_course(20, 2))
    page = (written(book, tmp_path) / "index.html").read_text(encoding="utf-8")
    table = class_table(book, NOW)
    passed = sum(row.grade.passed is True for row in table.rows)
    assert f"<strong>{len(table.rows)}</strong> students" in page
    assert f"<strong>{passed}</strong> pass so far" in page
    assert page.count("<tr data-flags") == len(table.rows)
