"""Which page lies where below the reports' folder, and how another page links to it.

index.html  tasks.html  similarity.html  runs.html     the class
evidence/<student>/index.html                          how a grade is made
evidence/<student>/<assignment>.html                   every case of a piece of work, and the work itself
similarity/<assignment>-<n>.html                       two works side by side
vega.js                                                the program that draws the class's charts
students/<student>/index.html                          what the student is given
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from grader.reports.names import file_name


@dataclass(frozen=True, slots=True)
class Place:
    """A page below the folder: its path, and the address by which a page of the folder itself links to it."""

    path: Path

    @property
    def url(self) -> str:
        """Relative to the reports' folder, with a % for what an address cannot hold."""
        return quote(self.path.as_posix())

    @property
    def up(self) -> str:
        """From this page to the reports' folder: "" or "../" as often as is needed."""
        return "../" * (len(self.path.parts) - 1)


INDEX, TASKS, SIMILARITY, RUNS = (Place(Path(f"{name}.html")) for name in ("index", "tasks", "similarity", "runs"))
VEGA = Place(Path("vega.js"))


def student_page(student: str) -> Place:
    """The page that the student is given."""
    return Place(Path("students", file_name(student), "index.html"))


def grade_page(student: str) -> Place:
    """How the grade of a student is made."""
    return Place(Path("evidence", file_name(student), "index.html"))


def evidence_page(student: str, assignment: str) -> Place:
    """What a student's points in one assignment rest on."""
    return Place(Path("evidence", file_name(student), f"{file_name(assignment)}.html"))


def pair_page(assignment: str, number: int) -> Place:
    """Two works side by side; `number` counts from 1, the most alike first."""
    return Place(Path("similarity", f"{file_name(assignment)}-{number}.html"))


def task_anchor(task: str) -> str:
    """Where a task begins on a page of evidence."""
    return f"task-{_anchor(task)}"


def case_anchor(task: str, case: str) -> str:
    """Where a case stands on a page of evidence."""
    return f"case-{_anchor(task)}-{_anchor(case)}"


def cases_anchor(assignment: str, task: str) -> str:
    """Where the cases of a task stand on the page of tasks."""
    return f"cases-{_anchor(assignment)}-{_anchor(task)}"


def work_anchor(assignment: str) -> str:
    """Where an assignment stands on a page with many."""
    return f"work-{_anchor(assignment)}"


def _anchor(name: str) -> str:
    return re.sub(r"[^\w-]", "-", name)
