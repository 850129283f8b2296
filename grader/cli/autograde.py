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
from grader.cli._secret import make_or_read_secret
from grader.cli._sources import keep_sources

if TYPE_CHECKING:
    from rich.console import Console

    from grader.autograde import Graded
    from grader.cli._summary import Summary
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
            cards: list[Scorecard] = []
            keep = None if delivery.json_file is None else lambda one: cards.append(one.card)
            job.run(submissions, names, map_file, also=keep)
            # The head is printed here, so that whoever keeps the output of a run has one to give to verify.
            where = f"gradebook: {gradebook.place}, head {gradebook.head().brief}"
            console.print(where, soft_wrap=True, highlight=False, markup=False)
            if delivery.json_file is not None:
                _write_json(delivery.json_file, cards, names, job)

    if delivery.watch:
        given = [submissions, *([map_file] if map_file else [])]
        own = [*places.gradebook_files(), *([delivery.json_file] if delivery.json_file else [])]
        repeat(grade, lambda: files_at([*given, *places.course_files()], own), console, what=what_changed)
    else:
        grade()


def _write_json(path: Path, cards: "list[Scorecard]", names: Sequence[str], job: "Job") -> None:
    from grader.errors import GraderError
    from grader.exports import autograde_json

    only = names[0] if len(names) == 1 else None
    try:
        autograde_json.write(path, cards, assignment=only, isolation=job.wall.line)
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

    def run(
        self,
        submissions: Path,
        names: Sequence[str],
        map_file: Path | None = None,
        also: "Callable[[Graded], None] | None" = None,
    ) -> None:
        """Grades a folder and tells the console what came of it; Ctrl-C keeps what is graded and exits with 130.

        `also` is given each scorecard once it is in the gradebook; here none is kept.
        """
        from grader.autograde import Autograder, check_references
        from grader.cli._progress import shown
        from grader.cli._summary import Summary
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
        secret = course_secret(self.secret) if self.secret is not None else make_or_read_secret(self.folder)
        materials = {assignment.name: self.folder.material(assignment.name) for assignment in assignments}
        check_references(materials, secret)
        autograder = Autograder(materials, course, secret, wall=self.wall, jobs=self.jobs)
        summary = Summary()
        stream = autograder.grade(batch.submissions, self.gradebook, self._new_run())
        try:
            with closing(stream):
                for _ in shown(self._told(stream, summary, also), len(batch.submissions), self.console):
                    pass
        except KeyboardInterrupt:
            done = summary.count
            self._say(f"stopped: {done} of {len(batch.submissions)} are graded and kept; run it again to go on")
            raise SystemExit(130) from None
        remarks = self._conclude(summary, batch, assignments, time.monotonic() - started)
        self.told.clear()
        self.told.update(heading, remarks)

    def _told(
        self, stream: "Iterable[Graded]", summary: "Summary", also: "Callable[[Graded], None] | None"
    ) -> "Iterator[Graded]":
        """Has everything in the summary, and passes on what the console should show."""
        for one in stream:
            summary.add(one)
            if also is not None:
                also(one)
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

    def _conclude(
        self, summary: "Summary", batch: "Batch", assignments: "list[Assignment]", seconds: float
    ) -> list[str]:
        """Says what there is to say of the run; returns what was said of the folder besides the grades."""
        self._say(f"{summary.counted(seconds)}, {self.jobs} at a time")
        for line in summary.held:
            self._say(line)
        remarks = [*summary.remarks, *batch_lines(batch), *self._absent(summary, assignments)]
        self._say_news(remarks)
        return remarks

    def _absent(self, summary: "Summary", assignments: "list[Assignment]") -> Iterator[str]:
        for assignment in assignments:
            here = summary.students[assignment.name]
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
