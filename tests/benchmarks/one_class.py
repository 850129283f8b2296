"""Grades one class in a process of its own and prints what it took, as JSON: `… one_class NAME SUBMISSIONS JOBS`.

A process of its own, for the most memory that a process had is not forgotten until it ends.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from grader.gradebook import open_gradebook
from tests.benchmarks.cost import processor
from tests.benchmarks.homework import homework
from tests.benchmarks.memory import Peaks
from tests.benchmarks.ways import autograder, new_run


def main() -> None:
    """One line of JSON: seconds from start to end, those after the first scorecard, processor seconds, peaks."""
    name, count, jobs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    work = homework(name)
    submissions = work.submissions(count)
    with tempfile.TemporaryDirectory() as folder, Peaks() as peaks:
        started, first = time.perf_counter(), 0.0
        with open_gradebook(Path(folder) / "gradebook.sqlite") as gradebook:
            for graded in autograder(work, jobs).grade(submissions, gradebook, new_run(work)):
                first = first or time.perf_counter()
                if graded.card.points != graded.card.max_points:
                    sys.exit(f"an accepted answer got {graded.card.points} of {graded.card.max_points}")
        ended = time.perf_counter()
    facts = {
        "submissions": count,
        "jobs": jobs,
        "seconds": ended - started,
        "steady": ended - first,
        "processor": processor(),
        "parent_peak": peaks.parent,
        "below_peak": peaks.below,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
