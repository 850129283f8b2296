"""The pages of students: all that concerns them, in both languages, nothing hidden, nothing but text from others."""

import re
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pytest

from grader.gradebook import MemoryGradebook
from grader.model import Assignment, Carried, Difference, Override, Student, Verdict
from grader.reports import write_pages
from grader.scoring import task_score
from tests.unit.graded_class import COURSE, DUE, HOMEWORK, NOW, RUN, TASKS, card, fill, mixed_tasks, outcome
from tests.unit.reports.html_pages import Page, read
from tests.unit.reports.pictures import changed

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`|[x](javascript:alert(3))"


@pytest.fixture
def gradebook() -> MemoryGradebook:
    """The small class."""
    book = MemoryGradebook()
    fill(book)
    return book


def page(out, *parts: str) -> Page:
    return read(out.joinpath("students", *parts))


def test_there_is_a_page_for_every_student_assignment_and_language(gradebook, tmp_path):
    written = write_pages(gradebook, tmp_path, NOW)
    assert [str(path.relative_to(tmp_path)) for path in written] == [
        f"students/{student}/{name}{language}.html"
        for student, other in (("anna", ".en"), ("bob", ".ru"), ("%3Dcmd", ".ru"))
        for language in ("", other)
        for name in ("index", "hw01_backprop", "exam")
    ]
    for path in written:
        found = read(path)
        language = path.suffixes[0][1:] if len(path.suffixes) == 2 else {"anna": "ru"}.get(path.parent.name, "en")
        assert found.elements[0] == ("html", {"lang": language})
        local = [link for link in found.links() if not link.startswith("#")]
        assert all((path.parent / unquote(link)).is_file() for link in local), local


def test_a_page_leads_to_the_same_page_in_the_other_language_and_back(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    assert "hw01_backprop.en.html" in page(tmp_path, "anna", "hw01_backprop.html").links()
    english = page(tmp_path, "anna", "hw01_backprop.en.html")
    assert {"hw01_backprop.html", "index.en.html"} <= set(english.links())
    assert {"hw01_backprop.en.html", "exam.en.html", "index.html"} <= set(
        page(tmp_path, "anna", "index.en.html").links()
    )


def test_the_index_says_what_the_grade_is_and_how_it_adds_up(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    found = page(tmp_path, "anna", "index.en.html")
    assert "5 of 10 exactly 4.64 passed" in found.text  # 0.6 · 2.4/10 · 10 + 0.4 · 8/10 · 10
    assert "Homework weight 60 %, average 24 % 1.44" in found.text
    assert "Exam weight 40 %, average 80 % 3.2" in found.text
    assert "Exam: from 1.44 to 4.64 on the scale of 10, at most to 5.44" in found.labels()
    assert "Backpropagation graded 2.4 / 10" in found.text


def test_a_page_says_what_the_score_is_made_of(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    text = page(tmp_path, "anna", "hw01_backprop.en.html").text
    for said in (
        "2.4 of 10",
        "Deadline: 2026-10-05 23:59+03:00",
        "Received 2026-10-07 05:59+03:00",
        "File hw01.py",
        "Submission 5ubm1551on-d",
        "Graded in run run-1",
        "The file was called hw1 <final>.py",
        "Linear layer 2 / 6",
        "The work itself 3 / 10",
        "Late by 2 days: 3 × 0.8 = 2.4",
        "Hint: The mask is not divided by 1-p.",
        "Reread section l2-dropout of lectures.md.",
        "Your code raised ValueError: x = '1' | <b>2</b> (line 12).",
    ):
        assert said in text, said
    assert "submissions/" not in text  # where the instructor keeps them


def test_pages_in_russian(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    text = page(tmp_path, "anna", "hw01_backprop.html").text
    assert "Обратное распространение 2.4 из 10" in text
    assert "Подсказка: Маска не делится на 1-p." in text and "(скрытый тест)" in text
    assert "5 из 10 точно: 4.64 зачтено" in page(tmp_path, "anna", "index.html").text


def test_the_grade_is_worked_out_line_by_line(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    assert "Worked out line by line Homework" in page(tmp_path, "anna", "index.en.html").text
    assert "сумма: 0.6 · 0.24 + 0.4 · 0.8 = 0.464" in page(tmp_path, "anna", "index.html").text.replace(
        "Сумма", "сумма"
    )


def test_what_was_carried_and_forgiven_is_said(gradebook, tmp_path):
    linear, dropout = mixed_tasks()
    carried = Carried(tasks=("linear",), points=Fraction(4), credited=Fraction(2))
    tasks = (replace(linear, points=Fraction(7, 2)), replace(dropout, points=Fraction(2), carried=carried))
    gradebook.append(RUN.id, replace(card("anna", tasks), assignment_digest="version-2"))
    write_pages(gradebook, tmp_path, NOW)
    text = page(tmp_path, "anna", "hw01_backprop.en.html").text
    assert "a part of the points stays yours: 1.5." in text
    assert "with a right answer in place of “Linear layer” this task earns 4 of 4; of that, 2 count." in text


def test_a_section_to_reread_is_called_as_in_the_lectures():
    sections = {"l2-dropout": {"ru": "Исключение `Dropout`", "en": "Dropout"}}
    text = of_another_kind(replace(HOMEWORK, sections=sections))
    assert "Reread section “Dropout” of lectures.md." in text
    assert "Reread section l1-linear of lectures.md." in text  # without a heading


def test_an_answer_of_a_test_is_not_told_to_be_hidden():
    assert "Check of rate (hidden) 0 / 3" in of_another_kind(HOMEWORK)
    assert "Check of rate 0 / 3" in of_another_kind(replace(HOMEWORK, kind="quiz"))


def of_another_kind(work: Assignment) -> str:
    """Anna's page in English, where the homework has other facts."""
    book = MemoryGradebook()
    fill(book)
    changed_course = replace(COURSE, assignments=(work, *COURSE.assignments[1:]))
    book.start(replace(RUN, id="later", started=RUN.started + timedelta(hours=1), course=changed_course))
    with TemporaryDirectory() as folder:
        write_pages(book, Path(folder), NOW)
        return page(Path(folder), "anna", "hw01_backprop.en.html").text


def test_what_a_person_decided_stands_with_the_task_and_its_reason(gradebook, tmp_path):
    why = "heard on appeal: `dW` is right, <b>the case</b> was not"
    decision = Override(
        student="anna", assignment="hw01_backprop", task="linear", points=Fraction(6), why=why, by="Prof. <X>", at=NOW
    )
    gradebook.add_override(decision)
    write_pages(gradebook, tmp_path, NOW)
    found = page(tmp_path, "anna", "hw01_backprop.en.html")
    said = f"Decided by hand on 2026-12-01 00:00+00:00 by Prof. <X>: 6 in place of 2. Why: {why}"
    assert said in found.text and "b" not in found.tags()
    assert "Linear layer: 6 / 6" in found.text and "5.6 of 10" in found.text
    assert "stays yours" not in found.text
    assert "heard on appeal" in page(tmp_path, "anna", "index.en.html").text


def test_what_everything_failed_of_is_said_once(gradebook, tmp_path):
    broken = [
        outcome(Verdict.RAISED, detail="SyntaxError: invalid syntax", points=points, hidden=hidden)
        for points, hidden in ((2, True), (2, False), (2, True))
    ]
    tasks = (task_score(TASKS[0], broken), task_score(TASKS[1], [replace(broken[0], points=Fraction(4))]))
    gradebook.append(RUN.id, replace(card("anna", tasks), assignment_digest="version-2"))
    write_pages(gradebook, tmp_path, NOW)
    text = page(tmp_path, "anna", "hw01_backprop.en.html").text
    assert text.count("Python cannot read your file: SyntaxError: invalid syntax (line 12).") == 1
    assert text.count("Python cannot read your file") == 1 and "Reread section" not in text


def test_numbers_of_a_public_case_stand_beside_the_expected_ones(gradebook, tmp_path):
    wrong = Difference(kind="value", path="out", observed="0.25", expected="0.75", at=(2, 1), error=0.5, tolerance=1e-9)
    tasks = (task_score(TASKS[0], [outcome(Verdict.WRONG, wrong, points=6)]), mixed_tasks()[1])
    gradebook.append(RUN.id, replace(card("anna", tasks), assignment_digest="version-2"))
    write_pages(gradebook, tmp_path, NOW)
    text = page(tmp_path, "anna", "hw01_backprop.en.html").text
    assert "out is not right. Where out[2, 1] Yours 0.25 Expected 0.75 Off by 0.5 Allowed 1e-09" in text


def test_a_hidden_case_shows_neither_numbers_nor_texts(gradebook, tmp_path):
    secret = Difference(
        kind="property", path="out", observed="31415", expected="27182", note={"en": "is odd", "ru": "нечётно"}
    )
    hidden = [
        outcome(Verdict.WRONG, replace(secret, kind=kind), points=Fraction(6, 5), name=f"case_{kind}", hidden=True)
        for kind in ("property", "value", "nonfinite", "mutated", "extra")
    ]
    hidden.append(outcome(Verdict.RAISED, detail="ValueError: 31415 27182", points=0, hidden=True))
    tasks = (task_score(TASKS[0], hidden), mixed_tasks()[1])
    gradebook.append(RUN.id, replace(card("anna", tasks), assignment_digest="version-2"))
    for path in write_pages(gradebook, tmp_path, NOW):
        written = path.read_text(encoding="utf-8")
        for number in ("31415", "27182", "0.62", "0.31"):
            assert number not in written, path


def test_held_work_shows_no_score_and_nothing_of_our_own_failure(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    text = page(tmp_path, "bob", "hw01_backprop.html").text
    assert "The grader itself failed on this work" in text
    assert " of 10 Deadline" not in text and "KeyError" not in text and "/srv" not in text
    assert "There is no course grade yet" in page(tmp_path, "bob", "index.html").text


def test_missing_work_is_said_to_be_missing(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, NOW)
    assert "Nothing was handed in. It counts as 0." in page(tmp_path, "%3Dcmd", "hw01_backprop.html").text
    assert "Backpropagation missing — / 10" in page(tmp_path, "%3Dcmd", "index.html").text


def test_before_the_deadline_the_grade_is_one_so_far(gradebook, tmp_path):
    write_pages(gradebook, tmp_path, DUE - timedelta(days=30))
    assert "nothing is due yet" in page(tmp_path, "%3Dcmd", "hw01_backprop.html").text
    assert "Homework weight 60 %, nothing counts yet —" in page(tmp_path, "%3Dcmd", "index.html").text


def test_while_something_is_still_to_come_the_grade_is_one_so_far(tmp_path):
    book = MemoryGradebook()
    book.start(RUN)
    book.append(RUN.id, card("bob", mixed_tasks()))
    write_pages(book, tmp_path, NOW)
    text = page(tmp_path, "bob", "index.html").text
    assert "3 of 10 exactly 3 So far: what is still to come is left out" in text
    assert "passed (" not in text and "not passed" not in text
    assert "What do I need for a better grade?" in text
    assert "For 6: 9.25 of 10 For 5: 6.75 of 10" in text and "For 7: " not in text  # 1.8 + 0.4 x >= mark - 0.5
    assert "To pass: 4.25 of 10" in text
    assert "Homework weight 60 %, average 30 % 3 Exam weight 40 %, nothing counts yet — 3" in text


def test_pictures_stand_with_their_task_each_with_ids_of_its_own(gradebook, tmp_path):
    pictures = tuple(changed(kind, lambda array: array * 2 + 1) for kind in ("curves", "mask", "histograms", "path"))
    other_form = replace(changed("curves", lambda array: array + 1, task="linear"), observed=None)
    graded = replace(card("anna", mixed_tasks()), assignment_digest="version-2", pictures=(*pictures, other_form))
    gradebook.append(RUN.id, graded)
    write_pages(gradebook, tmp_path, NOW)
    found = page(tmp_path, "anna", "hw01_backprop.en.html")
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids)) > 50
    assert sum(name == "figure" for name, _ in found.elements) == 5
    assert "What the code does with p < 1." in found.text
    assert "has another form, so only the right picture is drawn" in found.text
    start = "What the code does with p < 1. f(z). Farthest from the right curve at"
    assert any(label.startswith(start) for label in found.labels())


def test_a_picture_that_cannot_be_read_costs_nothing_but_itself(gradebook, tmp_path):
    odd = replace(changed("path", lambda path: -path), expected={"tree": EVIL})
    gradebook.append(RUN.id, replace(card("anna", mixed_tasks()), assignment_digest="version-2", pictures=(odd,)))
    write_pages(gradebook, tmp_path, NOW)
    assert "figure" not in page(tmp_path, "anna", "hw01_backprop.html").tags()


def test_nothing_that_a_student_wrote_becomes_html(gradebook, tmp_path):
    student = Student(id="e", name=EVIL, language="en")
    gradebook.start(replace(RUN, id="run-2", course=replace(COURSE, roster=(student,))))
    shape = Difference(kind="shape", path=EVIL, observed=EVIL, expected="(3,)")
    seen = [
        outcome(Verdict.RAISED, detail=f"{EVIL}: {EVIL}", points=2),
        outcome(Verdict.MALFORMED, shape, points=2),
        outcome(Verdict.MISSING, detail=EVIL, points=2),
    ]
    tasks = (task_score(TASKS[0], seen), mixed_tasks()[1])
    evil = replace(card("e", tasks, notes=(f"renamed|{EVIL}", EVIL)), submission=EVIL, path=f"/x/{EVIL}")
    gradebook.append(RUN.id, evil)
    for path in write_pages(gradebook, tmp_path, NOW):
        found = read(path)
        assert not found.tags() & {"script", "img", "b"}, path
        assert all(not name.startswith("on") for _, attributes in found.elements for name in attributes)
        assert all(not link.startswith("javascript") for link in found.links())
        assert "<script>alert(1)" in found.text


def test_a_page_that_would_not_change_is_left_alone(gradebook, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in write_pages(gradebook, tmp_path, NOW)}
    edited = tmp_path / "students" / "bob" / "index.html"
    edited.write_text("old")
    after = {path: path.stat().st_mtime_ns for path in write_pages(gradebook, tmp_path, NOW + timedelta(hours=1))}
    assert [path for path in before if before[path] != after[path]] == [edited]


def test_pages_load_nothing(gradebook, tmp_path):
    for path in write_pages(gradebook, tmp_path, NOW):
        written = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in written
        assert not re.search(r"""\b(?:src|href)=["'](?:https?:)?//|@import|url\(["']?http""", written)


def test_pages_look_for_a_newer_state_only_while_they_are_watched(gradebook, tmp_path):
    for path in write_pages(gradebook, tmp_path, NOW, live="state-1"):
        assert "`../../version.js?" in path.read_text(encoding="utf-8")
    assert (tmp_path / "version.js").read_text() == 'window.reportVersion = "state-1";\n'
    for path in write_pages(gradebook, tmp_path, NOW):
        text = path.read_text(encoding="utf-8")
        assert "<script>" not in text and "version.js" not in text and "file:" not in text
    assert not (tmp_path / "version.js").exists()
