"""`--watch` as it is called, while the world changes between two looks: what is done again, what is told, its end."""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from grader.cli import _watch, group
from grader.cli._watch import files_at, repeat, what_changed
from grader.errors import GraderError
from grader.gradebook import open_gradebook
from tests.unit import tiny_course
from tests.unit.graded_class import RUN, card, fill, mark
from tests.unit.tiny_course import ASSIGNMENT, ROSTER, SOLUTION

Step = Callable[[], None]
WRONG = "def halve(x):\n    return x * 2\n"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[float]]:
    """Takes what happens between looks: steps, each with two looks after it, and Ctrl-C at the end."""

    def written(*steps: Step) -> list[float]:
        rest = [part for step in steps for part in (step, idle, idle)]
        pauses: list[float] = []

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if not rest:
                raise KeyboardInterrupt
            rest.pop(0)()

        monkeypatch.setattr(_watch, "pause", pause)
        return pauses

    return written


def idle() -> None:
    """Nothing happens."""


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), width=200)


def said(console: Console) -> str:
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


class Counter:
    """Something to look at, and how often something was done."""

    def __init__(self) -> None:
        self.value = 0
        self.done: list[int] = []

    def more(self) -> None:
        self.value += 1

    def look(self) -> int:
        return self.value

    def act(self) -> None:
        self.done.append(self.value)


def test_an_action_is_done_at_once_and_after_every_change_and_never_without_one(script, console):
    world = Counter()
    script(idle, world.more, idle, world.more)
    repeat(world.act, world.look, console)
    assert world.done == [0, 1, 2]
    assert "no longer watching" in said(console)


def test_what_changes_while_the_action_goes_on_is_not_missed(script, console):
    world = Counter()

    def act() -> None:
        world.act()
        if len(world.done) == 1:
            world.more()

    script(idle)
    repeat(act, world.look, console)
    assert world.done == [0, 1]


def test_a_change_is_waited_for_until_it_is_at_rest_but_not_for_ever(script, console):
    world = Counter()
    script(*[world.more] * 3)
    repeat(world.act, lambda: (world.more(), world.value)[1], console, patience=3)  # never at rest
    assert len(world.done) == 3

    calm = Counter()
    script(lambda: None)
    ends = iter([calm.more, calm.more, calm.more, idle, idle, idle])
    repeat(calm.act, lambda: (next(ends, idle)(), calm.value)[1], console)
    assert calm.done == [1, 3]


def test_a_mistake_in_the_first_round_is_the_callers_a_later_one_is_told_and_waited_out(script, console):
    world = Counter()
    failures = iter([None, GraderError("hidden.py: no such name"), FileNotFoundError(2, "No such file", "a.py"), None])

    def act() -> None:
        error = next(failures)
        if error:
            raise error
        world.act()

    script(world.more, world.more, world.more)
    repeat(act, world.look, console)
    assert world.done == [0, 3]
    assert "grader: hidden.py: no such name; waiting for the next change" in said(console)
    assert "grader: a.py: No such file; waiting for the next change" in said(console)
    with pytest.raises(GraderError):
        repeat(lambda: (_ for _ in ()).throw(GraderError("no course")), world.look, console)


def test_what_failed_for_no_fault_of_the_files_is_tried_again_after_a_while_and_told_once(script, console, monkeypatch):
    monkeypatch.setattr(_watch, "RETRY", 2)
    world = Counter()
    failures = iter([None, *[GraderError("the server is away")] * 2, None])

    def act() -> None:
        error = next(failures)
        if error:
            raise error
        world.act()

    script(world.more, idle, idle, idle, idle)
    repeat(act, world.look, console)
    assert world.done == [0, 1]
    assert said(console).count("the server is away") == 1


def test_what_cannot_be_looked_at_is_told_once_and_looked_at_again(script, console):
    world = Counter()
    gone = [False]

    def look() -> int:
        if gone[0]:
            raise GraderError("the server is away")
        return world.value

    script(lambda: gone.__setitem__(0, True), idle, lambda: (gone.__setitem__(0, False), world.more()))
    repeat(world.act, look, console)
    assert world.done == [0, 1]
    assert said(console).count("the server is away") == 1


def test_looking_takes_a_small_share_of_the_time(script, console, monkeypatch):
    times = iter(range(0, 1000, 3))  # every look takes three seconds
    monkeypatch.setattr(_watch.time, "monotonic", lambda: next(times))
    pauses = script(idle)
    repeat(idle, lambda: 0, console)
    assert pauses[0] == 1
    assert pauses[1:] == [60] * 3


def test_what_is_seen_of_files(tmp_path):
    folder, roster = tmp_path / "in", tmp_path / "roster.csv"
    folder.mkdir()

    def changed_by(step: Step) -> bool:
        before = files_at([folder, roster], [folder / "own.json"])
        step()
        return files_at([folder, roster], [folder / "own.json"]) != before

    def put_in_place() -> None:  # as editors and downloads do; and the time stays
        other = tmp_path / "other"
        other.write_text("student,nome\n", encoding="utf-8")
        os.utime(other, ns=(roster.stat().st_atime_ns, roster.stat().st_mtime_ns))
        os.replace(other, roster)

    def made_anew() -> None:
        shutil.rmtree(folder)
        write(folder / "ann" / "hw.py", "2")

    assert changed_by(lambda: write(roster, "student,name\n"))
    assert changed_by(put_in_place)
    assert changed_by(lambda: write(folder / "ann" / "hw.py", "1"))
    assert changed_by(made_anew)
    assert changed_by((folder / "ann" / "hw.py").unlink)
    assert changed_by(lambda: write(folder / "clone" / ".git" / "refs" / "heads" / "main", "1"))
    assert changed_by(lambda: write(folder / "clone" / ".git" / "packed-refs", "1"))
    for noise in (".hidden", "hw.py~", "__pycache__/hw.pyc", "clone/.git/index", "own.json", ".git/objects/ab"):
        assert not changed_by(lambda noise=noise: write(folder / noise, "1")), noise
    (folder / "loop").symlink_to(folder)
    assert not changed_by(idle)
    (folder / "nothing").symlink_to(tmp_path / "nowhere")
    assert not changed_by(idle)


def test_what_changed_is_named_as_seen_from_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "old.py", "1")
    before = files_at([tmp_path])
    (tmp_path / "old.py").unlink()
    write(tmp_path / "in" / "new.py", "1")
    assert what_changed(before, files_at([Path("."), Path("in")])) == "in/new.py, old.py"
    assert what_changed({}, {f"/elsewhere/{number}.py": (1, 1, number) for number in range(5)}) == (
        "/elsewhere/0.py, /elsewhere/1.py, /elsewhere/2.py and 2 more"
    )


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@dataclass
class Class:
    """The tiny course with a class of two, and what `grader autograde --watch` says of it."""

    root: Path
    output: str = ""

    @property
    def rounds(self) -> list[str]:
        """What was said at first, and after every change: what changed, then what came of it."""
        return re.split(r"^\d\d:\d\d:\d\d changed: ", self.output, flags=re.MULTILINE)

    def watch(self, *more: str) -> None:
        arguments = ["autograde", "in", "--watch", "--isolation", "basic", *more]
        result = CliRunner().invoke(group, arguments, catch_exceptions=False)
        self.output = result.output + (str(result.exception) if result.exception else "")

    def path(self, name: str) -> Path:
        return self.root / name

    def graded(self) -> list[str]:
        """Whose work was graded, in order, over all rounds."""
        return re.findall(rf"^{ASSIGNMENT}  (\w+) ", self.output, re.MULTILINE)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Class:
    tiny_course.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    for student in ("anna", "bob"):
        write(tmp_path / "in" / student / f"{ASSIGNMENT}.py", SOLUTION)
    return Class(tmp_path)


def test_what_changes_among_submissions_and_cases_is_graded_anew_and_nothing_else(made, script):
    hidden = made.path(f"assignments/{ASSIGNMENT}/hidden.py")
    text = hidden.read_text(encoding="utf-8")
    script(
        lambda: write(made.path(f"in/bob/{ASSIGNMENT}.py"), WRONG),
        lambda: (shutil.rmtree(made.path("in/anna")), write(hidden, text + "\n# edited\n")),
    )
    made.watch("--json", "in/cards.json")  # it lies among what is watched, and is no change
    assert made.graded() == ["anna", "bob", "bob", "bob"]
    assert made.output.count("gradebook: gradebook.sqlite") == 3
    assert "nothing handed in for hw00_warmup: anna" in made.rounds[2]
    assert made.output.rstrip().endswith("no longer watching")


def test_a_gradebook_that_was_put_away_is_not_written_to(made, script):
    def put_away() -> None:
        for path in made.root.glob("gradebook.sqlite*"):
            path.rename(made.root / f"old-{path.name}")
        shutil.rmtree(made.path("in/anna"))

    script(put_away)
    made.watch()
    with open_gradebook(made.path("gradebook.sqlite"), must_exist=True) as book:
        assert [one.card.student for one in book.scorecards()] == ["bob"]
    with open_gradebook(made.path("old-gradebook.sqlite"), must_exist=True) as book:
        assert [one.card.student for one in book.scorecards()] == ["anna", "bob"]


BROKEN = [
    (f"assignments/{ASSIGNMENT}/hidden.py", "def broken(:\n", f"{ASSIGNMENT}/hidden.py:1: invalid syntax"),
    (f"assignments/{ASSIGNMENT}/hidden.py", "raise SystemExit(1)\n", f"{ASSIGNMENT}/hidden.py: SystemExit: 1"),
    (f"assignments/{ASSIGNMENT}/assignment.toml", "title = {", f"{ASSIGNMENT}/assignment.toml: not valid TOML"),
    (f"solutions/{ASSIGNMENT}.py", "x = (", f"solutions/{ASSIGNMENT}.py:1: '(' was never closed"),
    ("course.toml", "name = ", "course.toml: not valid TOML"),
    ("course.toml", "", "course.toml: key"),
    ("roster.csv", "student,name\nanna,Иванова,Анна\n", "roster.csv: line 2: "),
]


def test_a_course_that_is_broken_in_the_middle_of_an_edit_is_told_and_mended(made, script):
    right = {name: made.path(name).read_text(encoding="utf-8") for name, _, _ in BROKEN}

    def mended() -> None:
        for name, text in right.items():
            write(made.path(name), text)

    def step(name: str, text: str) -> Step:
        return lambda: (mended(), write(made.path(name), text))

    script(*[step(name, text) for name, text, _ in BROKEN], step(f"in/bob/{ASSIGNMENT}.py", WRONG))
    made.watch()
    complaints = [line for line in made.output.splitlines() if line.startswith("grader: ")]
    for complaint, (name, _, said_of_it) in zip(complaints, BROKEN, strict=True):
        assert said_of_it in complaint, name
        assert complaint.endswith("waiting for the next change")
    assert made.graded() == ["anna", "bob", "bob"]


def test_roster_extensions_and_map_are_watched_wherever_they_are_named(made, script):
    course, who = made.path("course.toml"), made.path("who.csv")
    extension = '[[extensions]]\nstudent = "anna"\nassignment = "all"\nhours = 48\nwhy = "ill"\n'
    other = course.read_text(encoding="utf-8").replace("roster.csv", "people/class.csv") + extension
    write(made.path("in/zoe") / f"{ASSIGNMENT}.py", WRONG)
    write(who, "name,student\n")
    script(
        lambda: write(made.path("roster.csv"), f"{ROSTER}zoe,Zoe Smith,,en\n"),
        lambda: write(course, other),
        lambda: write(made.path("people/class.csv"), f"{ROSTER}yan,Yan Smith,,en\n"),
        lambda: write(who, "name,student\nzoe,-\n"),
    )
    made.watch("--map", "who.csv")
    first, known, missing, found, left_out = made.rounds
    nobody, zoe = "nothing handed in for hw00_warmup: ", "not on the roster, graded all the same: zoe"
    assert zoe in first and zoe not in known
    assert known.startswith("roster.csv\n")
    assert "grader: people/class.csv: cannot be read (No such file or directory)" in missing
    assert zoe in found and f"{nobody}yan" in found
    assert "in: 2 submissions" in left_out and nobody not in left_out
    with open_gradebook(made.path("gradebook.sqlite")) as book:
        assert [len(run.course.policy.extensions) for run in book.runs()] == [0, 0, 1, 1]


def watch_reports(place: str, out: Path) -> str:
    arguments = ["report", "--watch", "--gradebook", place, "--out", str(out)]
    return CliRunner().invoke(group, arguments, catch_exceptions=False).output


def test_reports_are_written_anew_when_the_gradebook_is_another_and_waited_for_while_it_is_away(tmp_path, script):
    place, copy, out = tmp_path / "gradebook.sqlite", tmp_path / "copy.sqlite", tmp_path / "reports"
    versions: list[str] = []
    with open_gradebook(place) as book:
        fill(book)
    shutil.copy(place, copy)

    def note() -> None:
        versions.append((out / "version.js").read_text(encoding="utf-8"))

    def restored() -> None:
        with open_gradebook(copy) as book:
            book.append(RUN.id, card("=cmd"))
        os.replace(copy, place)

    script(note, note, place.unlink, idle, restored, note)
    output = watch_reports(str(place), out)
    first, same, other = versions
    assert first == same != other
    assert output.count("there is no gradebook here") == 1
    assert output.count("gradebook.csv: ") == 3  # at first, of the other state, and for good
    assert (out / "evidence" / "%3Dcmd" / "hw01_backprop.html").is_file()
    assert not (out / "version.js").exists()  # what stays looks for nothing
    assert "reportVersion" not in (out / "index.html").read_text(encoding="utf-8")


def test_a_gradebook_that_another_process_writes_has_another_state(database):
    with open_gradebook(database) as reader, open_gradebook(database) as writer:
        fill(writer)
        states = [reader.state()]
        writer.add_marks([mark("=cmd", 3)])
        states.append(reader.state())
        assert reader.state() == states[1]
    assert states[0] != states[1]
