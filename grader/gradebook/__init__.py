"""The gradebook: an append-only store of runs, scorecards and imported marks, from which every report is made.

Nothing in it is ever changed or removed: a work that is graded again gets a second scorecard, a corrected mark is
a second mark, and the newest counts.  Every scorecard knows its run, every run the course as it was then.
"""

from grader.gradebook.memory import MemoryGradebook
from grader.gradebook.protocol import Gradebook, Recorded
from grader.gradebook.sources import Source, Sources, template_source
from grader.gradebook.sql import SqlGradebook, open_gradebook

__all__ = [
    "Gradebook",
    "MemoryGradebook",
    "Recorded",
    "Source",
    "Sources",
    "SqlGradebook",
    "open_gradebook",
    "template_source",
]
