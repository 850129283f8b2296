"""A student's own file against the public cases, on the student's own machine: no sandbox, no reference, no grade.

What the cases should show travels with the folder (`grader.handout`); they run in this very process, so that it works
on every system that has Python and NumPy.  In a notebook the code runs already:

    from grader.check import Notebook

    grader = Notebook("hw02_regularization")
    grader.check("dropout")
"""

from grader.check.files import CannotCheck, Prepared, prepare
from grader.check.notebook import Notebook, TaskCheck, must_pass
from grader.check.report import CheckReport, Printed
from grader.check.running import check, run

__all__ = [
    "CannotCheck",
    "CheckReport",
    "Notebook",
    "Prepared",
    "Printed",
    "TaskCheck",
    "check",
    "must_pass",
    "prepare",
    "run",
]
