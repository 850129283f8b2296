"""`grader autograde`: a folder of submissions → the gradebook."""

import functools
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli._batch import batch_lines
from grader.cli._options import Manner, Places, with_manner, with_places
from grader.cli._sources import keep_sources

if TYPE_CHECKING:
    from rich.console import Console

    from grader.autograde import Graded
    from grader.course import CourseFolder
    from grader.gradebook import SqlGradebook
    from grader.intake import Batch
    from grader.model import Assignment, Run, Scorecard
    from grader.sandbox import Wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What becomes of the grades besides the gradebook, and whether grading goes on."""

    json_file: Path | None
    watch: bool


def _with_delivery(function: Callable[..., None]) -> Callable[..., None]:
    """Adds `--json` and `--watch` to a command and hands them to it as one `delivery`."""

    @click.option(
        "--json", "json_file", type=click.Path(path_type=Path), help="Also write the scorecards to this file."
    )
    @click.option("--watch", is_flag=True, help="Go on: grade anew what changes in submissions and cases.")
    @functools.wraps(function)
    def command(*, json_file: Path | None, watch: bool, **others: Any) -> None:
        function(delivery=Delivery(json_file=json_file, watch=watch), **others)

    return command


@click.command("autograde")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--assignment", "names", multiple=True, metavar="NAME", help="Grade this assignment only; repeatable.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="CSV: who is whom, where names do not say.")
@_with_delivery
@with_manner
@with_places
def command(
    submissions: Path,
    names: tuple[str, ...],
    map_file: Path | None,
    delivery: "Delivery",
    manner: Manner,
    places: Places,
) -> None:
    """Grades the folder or zip SUBMISSIONS and appends the scorecards to the gradebook.

    It holds a folder per student, named by the id on the roster, with <assignment>.py in it or
    <assignment>/<assignment>.py and, if the time is known, timestamp.txt beside it; or files named by their students;
    or it is what Moodle, Canvas, Gradescope or nbgrader give, or a folder of git clones.  What the gradebook already
    holds for the same file is not graded again, so a run that was stopped is gone on with by the same command.
    """
    from grader.cli._console import make_console
    from grader.cli._watch import files_at, repeat, what_changed
    from grader.sandbox import choose_wall

    console = make_console()
    wall = choose_wall(manner.isolation)
    told: set[str] = set()

    def grade() -> None:
        # Opened anew each time: while it is watched, the file may be put away or replaced by a copy.
        with closing(places.open_gradebook()) as gradebook:
            folder = places.open_course()
            job = Job(folder=folder, gradebook=gradebook, jobs=manner.jobs, wall=wall, console=console, told=told)
            graded = job.run(submissions, names, map_file)
            # The head is printed here, so that whoever keeps the output of a run has one to give to verify.
            where = f"gradebook: {gradebook.place}, head {gradebook.head().brief}"
            console.print(where, soft_wrap=True, highlight=False, markup=False)
            if delivery.json_file is not None:
                _write_json(delivery.json_file, graded, names, job)

    if delivery.watch:
        given = [submissions, *([map_file] if map_file else [])]
        own = [*places.gradebook_files(), *([delivery.json_file] if delivery.json_file else [])]
        repeat(grade, lambda: files_at([*given, *places.course_files()], own), console, what=what_changed)
    else:
        grade()


def _write_json(path: Path, graded: "list[Graded]", names: Sequence[str], job: "Job") -> None:
    from grader.errors import GraderError
    from grader.exports import autograde_json

    only = names[0] if len(names) == 1 else None
    try:
        autograde_json.write(path, [one.card for one in graded], assignment=only, isolation=job.wall.line)
    except OSError as error:
        raise GraderError(f"--json {path}: {error.strerror}: the grades are kept; give another path") from error
    job.console.print(f"scorecards: {path}", soft_wrap=True, highlight=False, markup=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Where a folder of submissions is graded into.

    `secret` is a file other than the course's own, if there is one.  `told` keeps, from one time to the next, what
    was said of the same folder: nothing before the first time, and from the second on only what is new is said.
    """

    folder: "CourseFolder"
    gradebook: "SqlGradebook"
    jobs: int
    wall: "Wall"
    console: "Console"
    secret: Path | None = None
    told: set[str] = field(default_factory=set)

    def run(self, submissions: Path, names: Sequence[str], map_file: Path | None = None) -> "list[Graded]":
        """Grades a folder and tells the console what came of it; Ctrl-C keeps what is graded and exits with 130."""
        from grader.autograde import Autograder, check_references
        from grader.cli._progress import shown
        from grader.judge import course_secret

        course = self.folder.course
        assignments = self.chosen(names)
        batch = self.collect(submissions, assignments, map_file)
        heading = [
            f"{submissions}: {len(batch.submissions)} submissions, read as {batch.layout}",
            f"isolation: {self.wall.line}",
        ]
        self._say_news(heading)
        keep_sources(self.gradebook, self.folder, batch.submissions)
        started = time.monotonic()
        secret = course_secret(self.secret or self.folder.root / ".grader" / "secret")
        materials = {assignment.name: self.folder.material(assignment.name) for assignment in assignments}
        check_references(materials, secret)
        autograder = Autograder(materials, course, secret, wall=self.wall, jobs=self.jobs)
        graded: list[Graded] = []
        stream = autograder.grade(batch.submissions, self.gradebook, self._new_run())
        try:
            with closing(stream):
                for _ in shown(self._told(stream, graded), len(batch.submissions), self.console):
                    pass
        except KeyboardInterrupt:
            self._say(f"stopped: {len(graded)} of {len(batch.submissions)} are graded and kept; run it again to go on")
            raise SystemExit(130) from None
        remarks = self._summary(graded, batch, assignments, time.monotonic() - started)
        self.told.clear()
        self.told.update(heading, remarks)
        return graded

    def _told(self, stream: "Iterable[Graded]", graded: "list[Graded]") -> "Iterator[Graded]":
        """Adds everything to `graded`, and passes on what the console should show."""
        for one in stream:
            graded.append(one)
            if one.new or not self.told:
                yield one

    def collect(self, submissions: Path, assignments: "list[Assignment]", map_file: Path | None) -> "Batch":
        """The submissions of these assignments; a file of another one of the course is not a stray one."""
        from grader.intake import collect, read_map

        course = self.folder.course
        names = {assignment.name for assignment in assignments}
        every = [a for a in course.assignments if a.kind != "external"]
        mapped = read_map(map_file, course.roster) if map_file is not None else None
        batch = collect(submissions, every, course.roster, course.policy, names, mapped)
        return replace(batch, submissions=tuple(s for s in batch.submissions if s.assignment in names))

    def chosen(self, names: Sequence[str]) -> "list[Assignment]":
        """The assignments of these names, or all that are graded here; `GraderError` for a name that is not."""
        from grader.errors import GraderError

        graded_here = {a.name: a for a in self.folder.course.assignments if a.kind != "external"}
        for name in names:
            if name not in graded_here:
                raise GraderError(f"--assignment {name}: not graded here: use one of {', '.join(graded_here)}")
        return [graded_here[name] for name in dict.fromkeys(names) or graded_here]

    def _new_run(self) -> "Run":
        import platform

        import numpy as np

        from grader import __version__
        from grader.model import Run

        return Run(
            id=uuid.uuid4().hex[:12],
            started=datetime.now(UTC),
            grader=__version__,
            course=self.folder.course,
            isolation=self.wall.line,
            versions={"python": platform.python_version(), "numpy": np.__version__},
        )

    def _summary(
        self, graded: "list[Graded]", batch: "Batch", assignments: "list[Assignment]", seconds: float
    ) -> list[str]:
        new = [one for one in graded if one.new]
        known = f", {len(graded) - len(new)} known already" if len(new) < len(graded) else ""
        rate = f" ({len(new) / seconds:.1f} submissions/s)" if new else ""
        self._say(f"{len(new)} graded{known} in {seconds:.1f} s{rate}, {self.jobs} at a time")
        for held in (one.card for one in graded if one.card.held):
            self._say(f"HELD, our own failure, look into it: {held.student} {held.assignment}: {_our_failure(held)}")
        remarks = list(self._remarks(graded, batch, assignments))
        self._say_news(remarks)
        return remarks

    def _remarks(self, graded: "list[Graded]", batch: "Batch", assignments: "list[Assignment]") -> Iterator[str]:
        """What is to be said of the folder besides the grades."""
        from grader import messages

        for card in (one.card for one in graded):
            for note in card.notes:
                yield f"{messages.clean(card.student)} {card.assignment}: {messages.note(note, 'en')}"
            owner = _owner_of_variant(card)
            if owner:
                yield f"{messages.clean(card.student)} {card.assignment}: handed in the variant of {owner}"
        yield from batch_lines(batch)
        for assignment in assignments:
            here = {one.card.student for one in graded if one.card.assignment == assignment.name}
            absent = [student.id for student in self.folder.course.roster if student.id not in here]
            if absent:
                yield f"nothing handed in for {assignment.name}: {', '.join(absent)}"

    def _say_news(self, lines: Iterable[str]) -> None:
        """Says what was not said the last time."""
        for line in lines:
            if line not in self.told:
                self._say(line)

    def _say(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)


def _our_failure(card: "Scorecard") -> str:
    return next(
        outcome.detail for task in card.tasks for outcome in task.outcomes if outcome.verdict.value == "grader_error"
    )


def _owner_of_variant(card: "Scorecard") -> str:
    """Whose variant of a test was handed in, where it is another student's; "" else."""
    outcomes = (outcome for task in card.tasks for outcome in task.outcomes)
    foreign = (o for o in outcomes if o.difference is not None and o.difference.path == "other_variant")
    return next((outcome.detail for outcome in foreign), "")
