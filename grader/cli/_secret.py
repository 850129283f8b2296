"""The secret that hidden inputs and papers are drawn from, as commands find it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.course import CourseFolder


def secret_place(folder: "CourseFolder") -> Path:
    """Where a course keeps its secret."""
    return folder.root / ".grader" / "secret"


def make_or_read_secret(folder: "CourseFolder") -> bytes:
    """The course's secret; made at first use, and then its owner is told to keep it."""
    from grader.judge import course_secret

    place = secret_place(folder)
    there = place.exists()
    secret = course_secret(place)
    if not there:
        click.echo(f"a new secret: {place}: keep a copy, hidden inputs and papers can be drawn again with it alone")
    return secret


def read_secret(folder: "CourseFolder") -> bytes:
    """The secret that was drawn from before; `GraderError` if it is lost, for a new one would draw something else."""
    from grader.errors import GraderError
    from grader.judge import course_secret

    place = secret_place(folder)
    if not place.exists():
        raise GraderError(f"{place}: there is no secret: put back the one that was drawn from, a new one draws others")
    return course_secret(place)
