"""`grader regrade`: only what changed, and whose grade moved by it.

What is graded anew is decided by the digest of the whole assignment, as `grader autograde` does.  A digest for each
case would be finer and unsound: cases of one file share helpers and data, all cases the checkers and the reference; a
diagnosis looks at all cases of its task, and a carried error at other tasks.  What one edited line can reach is only
known by running it.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli._options import Manner, Places, with_manner, with_places

if TYPE_CHECKING:
    from grader.gradebook import Gradebook, Recorded
    from grader.intake import Batch
    from grader.model import Assignment, Submission

MANY = 8
"""Students named for one reason; of more only the number is."""


@click.command("regrade")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--assignment", "names", multiple=True, metavar="NAME", help="This assignment only; repeatable.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="CSV: who is whom, where names do not say.")
@with_manner
@with_places
def command(submissions: Path, names: tuple[str, ...], map_file: Path | None, manner: Manner, places: Places) -> None:
    """Grades what changed in SUBMISSIONS since it was graded, and says whose grade moved.

    What changed is a file, the time at which it came, or the assignment: its cases, checkers, known mistakes, data or
    reference.  First it is told what will be graded anew, and why; at the end, whose grade moved, by how much and
    because of which case.
    """
    from grader.cli._changes import change_lines
    from grader.cli._console import make_console
    from grader.cli.autograde import Job
    from grader.reports import changes, class_table
    from grader.sandbox import choose_wall

    console = make_console()
    folder = places.open_course()
    wall = choose_wall(manner.isolation)
    with closing(places.open_existing_gradebook()) as gradebook:
        job = Job(folder=folder, gradebook=gradebook, jobs=manner.jobs, wall=wall, console=console)
        now = datetime.now(UTC)
        before = class_table(gradebook, now)
        assignments = job.chosen(names)
        for line in plan_lines(gradebook, assignments, job.collect(submissions, assignments, map_file)):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        job.run(submissions, names, map_file)
        after = class_table(gradebook, now)
    for line in change_lines(changes(before, after), len(after.rows)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def plan_lines(gradebook: "Gradebook", assignments: "list[Assignment]", batch: "Batch") -> Iterator[str]:
    """What will be graded anew, and why, assignment by assignment."""
    for assignment in assignments:
        graded: defaultdict[str, list[Recorded]] = defaultdict(list)
        for one in gradebook.scorecards(assignment=assignment.name):
            graded[one.card.student].append(one)
        found: defaultdict[str, list[str]] = defaultdict(list)
        for submission in batch.submissions:
            if submission.assignment == assignment.name:
                found[_why(graded[submission.student], submission, assignment.digest)].append(submission.student)
        yield f"{assignment.name}: {'; '.join(_said(why, found[why]) for why in sorted(found)) or 'nothing handed in'}"


def _why(graded: "list[Recorded]", submission: "Submission", digest: str) -> str:
    """Why a submission will be graded, or that it is known."""
    from grader.cli._changes import short

    same_file = [one.card for one in graded if one.card.submission == submission.digest]
    same_time = [card for card in same_file if card.received == submission.received]
    same_version = [card for card in same_time if card.assignment_digest == digest]
    if any(not card.held for card in same_version):
        return "known"
    if same_version:
        return "anew, they were held"
    if same_time:
        return f"anew, the assignment changed from {short(same_time[-1].assignment_digest)} to {short(digest)}"
    if same_file:
        return "anew, another time of handing in"
    return "anew, another file" if graded else "graded for the first time"


def _said(why: str, students: list[str]) -> str:
    from grader.messages import clean

    names = f" ({', '.join(map(clean, students))})" if why != "known" and len(students) <= MANY else ""
    return f"{len(students)} {why}{names}"
