"""The gradebook: an append-only store of runs, scorecards, marks and overrides, from which every report is made.

Nothing in it is ever changed or removed: a work that is graded again gets a second scorecard, a corrected mark is
a second mark, and the newest counts.  Every scorecard knows its run, every run the course as it was then; every row
carries a hash of itself and of the one before it.
"""

from grader.gradebook.chain import Fault, Head, Verified
from grader.gradebook.memory import MemoryGradebook
from grader.gradebook.protocol import Gradebook, GradebookView, Recorded
from grader.gradebook.sources import Source, Sources, template_source
from grader.gradebook.sql import SqlGradebook, open_gradebook

__all__ = [
    "Fault",
    "Gradebook",
    "GradebookView",
    "Head",
    "MemoryGradebook",
    "Recorded",
    "Source",
    "Sources",
    "SqlGradebook",
    "Verified",
    "open_gradebook",
    "template_source",
]
