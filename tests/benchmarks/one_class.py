"""Grades one class in a process of its own and prints what it took, as JSON: `… one_class NAME SUBMISSIONS JOBS`.

A process of its own, for the most memory that a process had is not forgotten until it ends.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from grader.gradebook import open_gradebook
from tests.benchmarks.cost import Cost, processor
from tests.benchmarks.homework import homework
from tests.benchmarks.memory import Peaks
from tests.benchmarks.ways import autograder, must_be_whole, new_run


def main() -> None:
    """One line of JSON: seconds from start to end, for each submission after the first (clock, processor), peaks."""
    name, count, jobs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    work = homework(name)
    submissions = work.submissions(count)
    with tempfile.TemporaryDirectory() as folder, Peaks() as peaks:
        started = time.perf_counter()
        marks: list[Cost] = []
        with open_gradebook(Path(folder) / "gradebook.sqlite") as gradebook:
            for done, graded in enumerate(autograder(work, jobs).grade(submissions, gradebook, new_run(work)), 1):
                must_be_whole(graded.card)
                if done in (1, count):
                    marks.append(Cost(time.perf_counter(), processor()))
        ended = time.perf_counter()
    each = Cost(*(last - first for first, last in zip(*marks, strict=True))) / (count - 1)
    facts = {
        "submissions": count,
        "jobs": jobs,
        "seconds": ended - started,
        "each": each.seconds,
        "processor": each.processor,
        "parent_peak": peaks.parent,
        "below_peak": peaks.below,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
