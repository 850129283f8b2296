"""Whatever is done to them, the gradebook in a database and the one in memory say the same, of now and of every run."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.gradebook import Gradebook, GradebookView, MemoryGradebook, open_gradebook
from grader.model import Scorecard
from tests.unit.graded_class import COURSE, DUE, RUN, card, held_tasks, mark, submission_of
from tests.unit.test_overriding import override

FILE_DAYS = {"x": 1, "y": 0}
# Few different things, so that they meet: the same file again, by the first run while a later one is at work.
RUNS = st.sampled_from([0, -1])
WORKS = st.tuples(st.sampled_from(["anna", "anna", "anna", "bob"]), st.sampled_from("xy"))
DONE = st.one_of(
    st.just(("start",)),
    st.tuples(st.just("append"), RUNS, WORKS, st.sampled_from(["held", "1", "1", "2"])),
    st.tuples(st.just("sight"), RUNS, WORKS, st.just("1")),
    st.tuples(st.just("sight"), RUNS, WORKS, st.just("1")),
    st.tuples(st.just("mark"), st.sampled_from(["anna", "bob"]), st.integers(0, 2)),
    st.tuples(st.just("override"), st.sampled_from(["anna", "bob"]), st.none() | st.integers(0, 4)),
)


def work(student: str, file: str, version: str) -> Scorecard:
    """One of a few scorecards."""
    received = DUE + timedelta(days=FILE_DAYS[file])
    graded = card(student, held_tasks() if version == "held" else None, submission=file, received=received)
    return replace(graded, assignment_digest="1" if version == "held" else version)


def do(book: Gradebook, runs: list[str], what: str, *how: Any) -> object:
    """Does it; what the gradebook answered."""
    if what == "start":
        course = COURSE if len(runs) % 2 else replace(COURSE, name=f"course {len(runs)}")
        return book.start(replace(RUN, id=f"run-{len(runs) + 1}", course=course))
    if what == "mark":
        return book.add_marks([mark(how[0], how[1])])
    if what == "override":
        return book.add_override(override("linear", how[1] if how[1] is None else Fraction(how[1], 3), how[0]))
    run, graded = runs[how[0]], work(*how[1], how[2])
    if what == "append":
        return book.append(run, graded)
    return book.sight(run, submission_of(graded), graded.assignment_digest)


def said(view: GradebookView) -> object:
    """All that can be read."""
    cards = [(one.run, one.course_digest, one.card) for one in view.scorecards()]
    return cards, view.scorecards("anna")[-1:], view.marks(), view.overrides(), view.runs(), view.latest_run()


def sequences_apart(facts: Any) -> object:
    """The same without the numbers, which a database may give with gaps."""
    cards, last, *rest = facts
    return cards, [one.card for one in last], *rest


@settings(max_examples=8, deadline=None)
@given(st.lists(DONE, min_size=8, max_size=20))
def test_the_two_gradebooks_are_alike(operations):
    memory, runs = MemoryGradebook(), []
    with TemporaryDirectory() as folder, open_gradebook(Path(folder) / "gradebook.sqlite") as database:
        for what in (("start",), *operations):
            assert do(database, runs, *what) == do(memory, runs, *what)
            if what == ("start",):
                runs.append(f"run-{len(runs) + 1}")
        assert sequences_apart(said(database)) == sequences_apart(said(memory))
        for run in runs:
            assert sequences_apart(said(database.as_of(run))) == sequences_apart(said(memory.as_of(run)))
        assert not database.verify().faults
