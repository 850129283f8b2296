"""How the time of a run grows with the class: `python -m tests.benchmarks.throughput [ASSIGNMENT]`.

One homework, 30 and 300 submissions, with NumPy only and with torch held warm beside it.  What is paid once a run
(the start of the worker, with the import of torch) is measured by itself; what is left is paid by each submission.
Times are of this machine at this hour: believe the ratios.
"""

import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from grader.autograde import Autograder
from grader.course import load
from grader.gradebook import MemoryGradebook
from grader.model import Course, Material, Run, Submission
from grader.sandbox import ForkSandbox, strongest

ROOT = Path(__file__).parents[2]
SIZES = (30, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """One run: how many submissions, and the seconds that it took from start to end."""

    submissions: int
    seconds: float


def main() -> None:
    """Prints a line a run, and the ratio of 300 submissions to 30."""
    name = sys.argv[1] if len(sys.argv) > 1 else "hw01_backprop"
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as roster:
        roster.write("student,name\n")
        roster.flush()
        folder = load(ROOT / "course.toml", Path(roster.name))
    for libraries in (("numpy",), ("numpy", "torch")):
        material = folder.material(name)
        material = replace(material, assignment=replace(material.assignment, libraries=libraries))
        start = warm_up(material)
        timings = [grade(folder.course, material, size) for size in SIZES]
        print(f"{name}, {' and '.join(libraries)}: worker warm in {start:.2f} s, once a run")
        for timing in timings:
            each = (timing.seconds - start) / timing.submissions * 1000
            print(
                f"  {timing.submissions:4d} submissions  {timing.seconds:6.2f} s  {each:6.1f} ms each after the start"
            )
        ratio = timings[1].seconds / timings[0].seconds
        print(f"  {ratio:.1f} times the time for {SIZES[1] // SIZES[0]} times the submissions")


def warm_up(material: Material) -> float:
    """Seconds until a worker is ready for its first submission."""
    started = time.monotonic()
    sandbox = ForkSandbox(material.folder, material.assignment.libraries, strongest())
    sandbox.start()
    seconds = time.monotonic() - started
    sandbox.close()
    return seconds


def grade(course: Course, material: Material, size: int) -> Timing:
    """Grades `size` submissions, the accepted answers in turn, one at a time."""
    sources = [path.read_text(encoding="utf-8") for path in sorted((material.folder / "accepted").glob("*.py"))]
    name = material.assignment.name
    submissions = [
        Submission(
            student=f"student{k}",
            assignment=name,
            path=f"student{k}/{name}.py",
            source=sources[k % len(sources)],
            digest=str(k),
        )
        for k in range(size)
    ]
    run = Run(id="bench", started=datetime.now(UTC), grader="", course=course, isolation="", versions={})
    started = time.monotonic()
    grader = Autograder({name: material}, course, b"benchmark", wall=strongest())
    cards = [graded.card for graded in grader.grade(submissions, MemoryGradebook(), run)]
    seconds = time.monotonic() - started
    whole = sum(card.points == card.max_points for card in cards)
    if whole != size:
        sys.exit(f"{size - whole} of {size} accepted answers did not earn every point")
    return Timing(submissions=size, seconds=seconds)


if __name__ == "__main__":
    main()
