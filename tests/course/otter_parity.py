"""The demo's class graded by Otter and by this grader: `python -m tests.course.otter_parity [ASSIGNMENT]...`.

Otter runs our cases beside the student's code, in a kernel of its own for every submission; this grader runs them in
its sandbox, on other hidden inputs.  Each case must pass with both or with neither, and so the points of the cases
agree.  What this grader alone gives is added afterwards, and is printed: credit for a known mistake or for a carried
error, and the late penalty.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from otter.run import capture_run_output
from otter.run import main as otter_run
from otter.test_files import GradingResults

from grader.autograde import Autograder
from grader.bundles.otter import write_otter
from grader.course import CourseFolder, load
from grader.gradebook import MemoryGradebook
from grader.intake import collect
from grader.model import Material, Run, Scorecard, Submission, Verdict
from grader.sandbox import strongest
from tests.course.support import ROOT

CLASS = ROOT / "tests" / "demo_class"
SECRET = b"another secret than of the demo."

NOT_FOR_OTTER = {
    ("belova_yu", "hw02_regularization"): "its last line is a loop without end: Otter has no limit of time",
    ("kiseleva_n", "hw01_backprop"): "it is not UTF-8: Otter does not read it, nor do we",
    ("kiseleva_n", "hw02_regularization"): "it begins with a byte order mark: Otter takes that for an error of syntax",
    ("chen_wei", "hw01_backprop"): "it asks for 40 GB: Otter has no limit of memory",
}
"""Files that would hang or break a run of Otter, whatever their answers are worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One submission in both graders: the points of its cases, those that differ, and the points that only we add."""

    student: str
    otter: Fraction
    ours: Fraction
    differing: tuple[str, ...]
    added: Fraction
    seconds: float


def main() -> None:
    """Compares whole homeworks, prints a line a submission, and exits with 1 if anything differs."""
    folder = load(ROOT / "course.toml", CLASS / "roster.csv")
    names = sys.argv[1:] or [a.name for a in folder.course.assignments if a.kind == "homework"]
    differing = 0
    for name in names:
        for one in compare(folder, name):
            verdict = f"DIFFERS in {', '.join(one.differing)}" if one.differing else "agrees"
            added = f", and {float(one.added):g} added here alone" if one.added else ""
            print(
                f"{name} {one.student}: {float(one.otter):g} and {float(one.ours):g}: {verdict}{added} "
                f"({one.seconds:.1f} s)",
                flush=True,
            )
            differing += bool(one.differing) or one.otter != one.ours
        for (student, assignment), why in NOT_FOR_OTTER.items():
            if assignment == name:
                print(f"{name} {student}: left out: {why}")
    print(f"{differing} submissions differ")
    sys.exit(1 if differing else 0)


def compare(folder: CourseFolder, name: str, students: Sequence[str] = ()) -> Iterator[Compared]:
    """The class's submissions of one homework, or those of some students, graded by both."""
    material = folder.material(name)
    batch = collect(CLASS / "submissions", [folder.course.assignment(name)], folder.course.roster)
    chosen = [
        submission
        for submission in batch.submissions
        if (submission.student, name) not in NOT_FOR_OTTER and (not students or submission.student in students)
    ]
    cards = _cards(folder, material, chosen)
    with tempfile.TemporaryDirectory() as place:
        packed = Path(place) / "autograder.zip"
        write_otter(packed, material, SECRET, "en")
        for submission in chosen:
            started = time.monotonic()
            with capture_run_output():
                results = otter_run(submission.path, autograder=str(packed), output_dir=None, no_logo=True)
            yield _compared(material, cards[submission.student], results, time.monotonic() - started)


def _cards(folder: CourseFolder, material: Material, submissions: Sequence[Submission]) -> dict[str, Scorecard]:
    autograder = Autograder({material.assignment.name: material}, folder.course, SECRET, wall=strongest())
    run = Run(id="parity", started=datetime.now(UTC), grader="", course=folder.course, isolation="", versions={})
    with closing(autograder.grade(submissions, MemoryGradebook(), run)) as graded:
        return {one.card.student: one.card for one in graded}


def _compared(material: Material, card: Scorecard, results: GradingResults, seconds: float) -> Compared:
    outcomes = {outcome.case: outcome for task in card.tasks for outcome in task.outcomes}
    passed = {
        case.name: result.passed
        for task in material.assignment.tasks
        for case, result in zip(
            material.cases_of(task.name), results.get_result(task.name).test_case_results, strict=True
        )
    }
    ours = sum((outcome.earned for outcome in outcomes.values()), Fraction(0))
    return Compared(
        student=card.student,
        otter=Fraction(results.total),
        ours=ours,
        differing=tuple(name for name in passed if passed[name] != (outcomes[name].verdict is Verdict.PASSED)),
        added=card.points - ours,
        seconds=seconds,
    )


if __name__ == "__main__":
    main()
