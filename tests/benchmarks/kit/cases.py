"""For pytest: every case is a test.  The submission is the file `submission.py` beside the kit."""

import pytest
from kit import exercise

from grader.files import load_module


@pytest.fixture(scope="session")
def submission():
    return load_module(exercise.HERE.parent / "submission.py", "submission")


@pytest.mark.parametrize("name", exercise.CASES)
def test_case(name, submission):
    exercise.must_pass(name, submission)
