"""What holds of every test: nothing asserts a time, so Hypothesis must not either; long files are begun with."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONGEST = (
    "course/test_demo_class.py",
    "course/test_every_assignment.py",
    "course/test_diagnosis.py",
    "course/test_released_notebooks.py",
    "adversarial/test_ordinary_user.py",
    "adversarial/test_attacks.py",
    "unit/test_autograde.py",
    "unit/sandbox/test_forking.py",
    "unit/cli/test_two_graders.py",
    "unit/cli/test_autograde.py",
    "adversarial/test_controls.py",
    "adversarial/test_hostile_class.py",
    "adversarial/test_handed_in.py",
    "course/test_notebooks_of_the_class.py",
    "course/test_carried_errors.py",
    "course/test_students_folder.py",
    "course/test_otter_parity.py",
    "course/test_audit.py",
    "course/test_every_test.py",
)
"""Files of which each takes one process ten seconds or more: begun with, so that none of them is what all wait for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files first; the others stay in their order."""
    tests = Path(__file__).parent
    place = {tests / name: number for number, name in enumerate(LONGEST)}
    if lost := [str(path) for path in place if not path.exists()]:
        raise pytest.UsageError(f"tests/conftest.py: LONGEST names what is not there: {', '.join(lost)}")
    items.sort(key=lambda item: place.get(item.path, len(place)))
