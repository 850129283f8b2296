from dataclasses import replace
from datetime import timedelta

import pytest
from markdown_it import MarkdownIt

from grader.gradebook import MemoryGradebook
from grader.model import Student
from grader.reports import write_pages
from tests.unit.golden import assert_golden
from tests.unit.graded_class import COURSE, DUE, NOW, RUN, card, fill, mixed_tasks


@pytest.fixture
def gradebook() -> MemoryGradebook:
    """The small class."""
    book = MemoryGradebook()
    fill(book)
    return book


def page(out, *parts: str) -> str:
    return out.joinpath("students", *parts).read_text(encoding="utf-8")


def test_there_is_a_page_for_every_student_and_assignment(gradebook, tmp_path):
    written = write_pages(gradebook, tmp_path, NOW)
    assert [str(path.relative_to(tmp_path)) for path in written] == [
        f"students/{student}/{name}.md"
        for student in ("anna", "bob", "%3Dcmd")
        for name in ("index", "hw01_backprop", "exam")
    ]
    assert all(path.is_file() for path in written)


def test_pages_in_russian(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    assert_golden("assignment.ru.md", page(tmp_path, "anna", "hw01_backprop.md"))
    assert_golden("index.ru.md", page(tmp_path, "anna", "index.md"))


def test_pages_in_english(gradebook, tmp_path):
    roster = tuple(replace(student, language="en") for student in COURSE.roster)
    gradebook.start(replace(RUN, id="run-2", course=replace(COURSE, roster=roster)))
    write_pages(gradebook, tmp_path, NOW)
    assert_golden("assignment.en.md", page(tmp_path, "anna", "hw01_backprop.md"))
    assert_golden("index.en.md", page(tmp_path, "anna", "index.md"))


def test_a_hidden_case_shows_neither_numbers_nor_texts(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    text = page(tmp_path, "anna", "hw01_backprop.md")
    assert "0.62" not in text and "0.31" not in text
    assert "(скрытая)" in text


def test_held_work_shows_no_score_and_nothing_of_our_own_failure(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    text = page(tmp_path, "bob", "hw01_backprop.md")
    assert "The grader itself failed on this work" in text
    assert "Score:" not in text and "KeyError" not in text and "/srv" not in text
    assert "There is no course grade yet" in page(tmp_path, "bob", "index.md")


def test_missing_work_is_said_to_be_missing(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    assert "Nothing was handed in" in page(tmp_path, "%3Dcmd", "hw01_backprop.md")
    assert "| missing | — / 10 |" in page(tmp_path, "%3Dcmd", "index.md")


def test_nothing_that_a_student_wrote_becomes_html_or_a_link(gradebook, tmp_path):
    evil = "<script>alert(1)</script>[x](javascript:alert(1))|`"
    student = Student(id="e", name=evil, language="en")
    gradebook.start(replace(RUN, id="run-2", course=replace(COURSE, roster=(student,))))
    gradebook.append(RUN.id, replace(card("e", mixed_tasks(), notes=(f"renamed|{evil}", evil)), submission=evil))
    for path in write_pages(gradebook, tmp_path, NOW):
        rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(path.read_text(encoding="utf-8"))
        assert "<script" not in rendered and 'href="javascript' not in rendered and "<b>" not in rendered
        assert rendered.count("<td>") % 4 == 0 or rendered.count("<td>") % 3 == 0


def test_before_the_deadline_the_grade_is_one_so_far(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, DUE - timedelta(days=30))
    assert "Course grade so far: **" not in page(tmp_path, "bob", "index.md")
    assert "There is no course grade yet: nothing counts so far" not in page(tmp_path, "bob", "index.md")
    assert "nothing is due yet" in page(tmp_path, "%3Dcmd", "hw01_backprop.md")


def test_a_page_that_would_not_change_is_left_alone(gradebook, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in write_pages(gradebook, tmp_path, NOW)}
    changed = tmp_path / "students" / "bob" / "index.md"
    changed.write_text("old")
    after = {path: path.stat().st_mtime_ns for path in write_pages(gradebook, tmp_path, NOW)}
    assert [path for path in before if before[path] != after[path]] == [changed]
