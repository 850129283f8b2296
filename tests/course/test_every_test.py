"""What holds of every test of the course: fit to be answered, alike for all, and nothing for guessing."""

import pytest

from grader.audit import audit_quiz
from grader.course import load
from tests.course.support import ROOT

FOLDER = load(ROOT / "course.toml")
TESTS = [one.name for one in FOLDER.course.assignments if one.kind == "quiz"]
DRAWS = 8
"""`grader audit` draws hundreds."""


@pytest.mark.parametrize("name", TESTS)
def test_variants_are_sound(name: str) -> None:
    report = audit_quiz(FOLDER.material(name), DRAWS)
    assert [finding.text for finding in report.findings if finding.wrong and "guessing" not in finding.text] == []
    assert report.papers == DRAWS
    assert sum(row.guess for row in report.questions) < 0.3 * report.points
