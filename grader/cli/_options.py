"""Where a command finds the course and the gradebook: options that several commands share."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from grader.course import CourseFolder
    from grader.gradebook import SqlGradebook
    from grader.sandbox import Isolation

_FILE = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What `--course`, `--roster` and `--gradebook` name."""

    course: Path
    roster: Path | None
    gradebook: str | Path

    def open_course(self) -> "CourseFolder":
        """The course; `GraderError` where there is none or something is wrong with it."""
        from grader.course import load

        return load(self.course, self.roster)

    def course_files(self) -> list[Path]:
        """What a grade depends on besides the submissions, to be watched for changes; of a broken course, too."""
        from grader.course import files_of

        return files_of(self.course, self.roster)

    def gradebook_files(self) -> list[Path]:
        """The files that the gradebook is kept in, which SQLite adds to while it writes; none of one on a server."""
        place = str(self.gradebook)
        return [] if "://" in place else [Path(place + ending) for ending in ("", "-wal", "-shm", "-journal")]

    def open_gradebook(self) -> "SqlGradebook":
        """The gradebook, made if it is not there."""
        from grader.gradebook import open_gradebook

        return open_gradebook(self.gradebook)

    def open_existing_gradebook(self) -> "SqlGradebook":
        """The gradebook; `GraderError` if there is none, instead of a new, empty one."""
        from grader.gradebook import open_gradebook

        return open_gradebook(self.gradebook, must_exist=True)


gradebook_option = click.option(
    "--gradebook",
    metavar="PATH|URL",
    default="gradebook.sqlite",
    show_default=True,
    # In the environment and not in course.toml: a URL may hold a password, and that file is in everybody's hands.
    envvar="GRADER_GRADEBOOK",
    show_envvar=True,
    help="The gradebook, made at first use: a file, or postgresql://user@host/name.",
)
course_option = click.option(
    "--course", type=_FILE, default=Path("course.toml"), show_default=True, help="The course's file."
)
roster_option = click.option("--roster", type=_FILE, help="A roster in place of the one that the course names.")


def with_places(function: Callable[..., None]) -> Callable[..., None]:
    """Adds the three options to a command and hands them to it as one `places`."""

    @course_option
    @roster_option
    @gradebook_option
    @functools.wraps(function)
    def command(*, course: Path, roster: Path | None, gradebook: str, **others: Any) -> None:
        function(places=Places(course=course, roster=roster, gradebook=gradebook), **others)

    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How submissions are run: how many at a time, behind which wall."""

    jobs: int
    isolation: "Isolation"


def with_manner(function: Callable[..., None]) -> Callable[..., None]:
    """Adds `--jobs` and `--isolation` to a command and hands them to it as one `manner`."""

    @click.option(
        "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Submissions graded at a time."
    )
    @click.option(
        "--isolation",
        type=click.Choice(["strict", "basic"]),
        default="strict",
        show_default=True,
        help="What keeps a student's code in; basic leaves files and network open.",
    )
    @functools.wraps(function)
    def command(*, jobs: int, isolation: "Isolation", **others: Any) -> None:
        function(manner=Manner(jobs=jobs, isolation=isolation), **others)

    return command
