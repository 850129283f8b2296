"""`--watch` with the events given: what is done again, what is told, and how it ends."""

from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from grader.autograde import Graded
from grader.cli._options import Places
from grader.cli._watch import repeat
from grader.cli.autograde import Job, watch_submissions
from grader.cli.report import watch_reports
from grader.errors import GraderError
from grader.gradebook import open_gradebook
from grader.sandbox import strongest
from tests.unit import tiny_course
from tests.unit.graded_class import RUN, card, fill, mark
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

Events = Iterator[set[Path]]


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), width=200)


def said(console: Console) -> str:
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def test_an_action_is_done_at_once_and_after_every_event(console):
    done = []
    repeat(lambda: done.append(1), [set(), set()], console)
    assert len(done) == 3


def test_a_mistake_in_the_first_round_is_the_callers_a_later_one_is_told_and_waited_out(console):
    rounds = iter([None, GraderError("hidden.py: no such name"), None])
    done = []

    def action() -> None:
        error = next(rounds)
        if error:
            raise error
        done.append(1)

    repeat(action, [set(), set()], console)
    assert len(done) == 2
    assert "grader: hidden.py: no such name" in said(console)
    with pytest.raises(GraderError):
        repeat(lambda: (_ for _ in ()).throw(GraderError("no course")), [], console)


def test_control_c_ends_it_quietly(console):
    def events() -> Events:
        yield set()
        raise KeyboardInterrupt

    repeat(lambda: None, events(), console)
    assert "no longer watching" in said(console)


def test_reports_are_written_anew_when_the_gradebook_is_another(tmp_path, console):
    out = tmp_path / "reports"
    versions = []
    with open_gradebook(tmp_path / "gradebook.sqlite") as book:
        fill(book)

        def events() -> Events:
            versions.append((out / "version.js").read_text())
            yield set()  # nothing is new
            versions.append((out / "version.js").read_text())
            book.append(RUN.id, card("=cmd"))
            yield set()
            versions.append((out / "version.js").read_text())

        watch_reports(book, out, console, events())
    first, same, other = versions
    assert first == same != other
    assert (out / "evidence" / "%3Dcmd" / "hw01_backprop.html").is_file()
    assert not (out / "version.js").exists()  # what stays looks for nothing
    assert "reportVersion" not in (out / "index.html").read_text(encoding="utf-8")


def test_a_gradebook_that_another_process_writes_has_another_state(tmp_path):
    place = tmp_path / "gradebook.sqlite"
    with open_gradebook(place) as reader, open_gradebook(place) as writer:
        fill(writer)
        states = [reader.state()]
        writer.add_marks([mark("=cmd", 3)])
        states.append(reader.state())
        assert reader.state() == states[1]
    assert states[0] != states[1]


def test_what_changes_among_submissions_and_cases_is_graded_anew_and_nothing_else(tmp_path, console):
    course = tiny_course.write(tmp_path)
    root = course.parent
    for student in ("ann", "bob"):
        hand_in(root, student, SOLUTION)
    places = Places(course=course, roster=None, gradebook=root / "gradebook.sqlite")
    assert set(places.course_files()) == {course, root / "assignments", root / "solutions"}
    rounds: list[list[tuple[str, str]]] = []
    with closing(places.open_gradebook()) as gradebook:

        def grade(again: bool) -> None:
            job = Job(
                folder=places.open_course(),
                gradebook=gradebook,
                jobs=1,
                wall=strongest(),
                console=console,
                again=again,
            )
            graded: list[Graded] = []
            job.run(root / "in", (), also=graded.append)
            rounds.append([(one.card.student, str(one.card.points)) for one in graded if one.new])

        def events() -> Events:
            hand_in(root, "bob", "def halve(x):\n    return x * 2\n")
            yield {root / "in"}
            hidden = root / "assignments" / ASSIGNMENT / "hidden.py"
            hidden.write_text(hidden.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
            yield {hidden}
            hidden.write_text("def broken(:\n", encoding="utf-8")
            yield {hidden}

        watch_submissions(grade, events(), console)
    assert [[student for student, _ in one] for one in rounds] == [["ann", "bob"], ["bob"], ["ann", "bob"]]
    assert rounds[1][0][1] != rounds[0][1][1]
    text = said(console)
    assert text.count("(known)") == 0
    assert "grader: " in text
    assert "hidden.py" in text.rsplit("grader: ", 1)[1]


def hand_in(root: Path, student: str, source: str) -> None:
    path = root / "in" / student / f"{ASSIGNMENT}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
