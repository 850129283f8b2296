"""From submissions to pages: a picture for whom it teaches something, and no number of a hidden case anywhere."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from grader.autograde import Autograder
from grader.course import load
from grader.gradebook import MemoryGradebook
from grader.judge import Oracle, draw_seed
from grader.model import Run, Submission
from grader.reports import write_pages
from grader.sandbox import strongest
from grader.trees import leaves
from tests.unit import tiny_course
from tests.unit.reports.html_pages import read
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

SECRET = b"s" * 32
HALF = "x * np.asarray(0.5, dtype=x.dtype)"
SOURCES = {
    "right": SOLUTION,
    "twice": SOLUTION.replace(HALF, "x * 2"),
    "tells": SOLUTION.replace(HALF, "exec('raise ValueError(repr(x))')"),
    "shows": SOLUTION.replace(HALF, "globals().setdefault('seen', []).append(x.copy()) or np.resize(seen[0], x.shape)"),
}
EXHIBITS = '''\
"""Pictures of the warm-up."""

import numpy as np

from grader.authoring import exhibit

Z = np.linspace(-1, 1, 5)


@exhibit("halve", kind="curves")
def curve_of_halve(student, rng):
    """Half of a number.

    ru: Половина числа.
    """
    return {"x": {"halve(z)": Z}, "y": {"halve(z)": student.halve(Z.copy())}}
'''


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], set[str]]:
    """The pages of a class, and what must not be in them: the numbers of the hidden cases, as text."""
    root = tmp_path_factory.mktemp("run")
    course_file = tiny_course.write(root)
    (root / "assignments" / ASSIGNMENT / "exhibits.py").write_text(EXHIBITS, encoding="utf-8")
    (root / "roster.csv").write_text("student,name,language\n" + "".join(f"{name},{name},ru\n" for name in SOURCES))
    folder = load(course_file)
    material = folder.material(ASSIGNMENT)
    handed_in = [
        Submission(student=name, assignment=ASSIGNMENT, path=f"{name}.py", source=source, digest=name)
        for name, source in SOURCES.items()
    ]
    now = datetime(2026, 12, 1, tzinfo=UTC)
    book, wall = MemoryGradebook(), strongest()
    grader = Autograder({ASSIGNMENT: material}, folder.course, SECRET, wall=wall)
    new = Run(id="run", started=now, grader="0", course=folder.course, isolation="", versions={})
    assert len(list(grader.grade(handed_in, book, new))) == len(SOURCES)
    oracle, secret = Oracle(material), set()
    for case in material.cases:
        for name in SOURCES if case.visibility == "hidden" else ():
            shown = oracle.expected(case, draw_seed(SECRET, ASSIGNMENT, name, case)).value
            for _, leaf in leaves(shown):
                for number in np.ravel(leaf)[:50]:
                    secret |= {
                        form.format(float(number) * factor) for form in ("{:.4g}", "{:.3f}") for factor in (1, 2)
                    }
    return write_pages(book, root / "out", now), {text for text in secret if len(text.strip("-0.")) > 3}


def test_a_picture_stands_where_it_teaches(run: tuple[list[Path], set[str]]) -> None:
    found = {page.parent.name: "figure" in read(page).tags() for page in run[0] if page.name == f"{ASSIGNMENT}.html"}
    assert found == {"right": False, "twice": True, "tells": False, "shows": True}


def test_no_number_of_a_hidden_case_is_on_any_page(run: tuple[list[Path], set[str]]) -> None:
    pages, secret = run
    assert len(secret) > 100
    for page in pages:
        found = read(page)
        told = " ".join([found.text, *found.labels(), *found.links()])  # a drawn line has coordinates of its own
        assert not [number for number in secret if number in told], page
