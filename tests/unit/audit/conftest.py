"""The tiny course, opened for an audit."""

from pathlib import Path

import pytest

from grader.audit.bench import Bench, Plan, open_bench
from tests.unit import tiny_course
from tests.unit.tiny_course import ASSIGNMENT


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(course=tiny_course.write(tmp_path), name=ASSIGNMENT, seeds=4)


@pytest.fixture
def folder(plan: Plan) -> Path:
    """The assignment's folder, to be changed before it is opened."""
    return plan.course.parent / "assignments" / ASSIGNMENT


@pytest.fixture
def bench(plan: Plan) -> Bench:
    return open_bench(plan.course, plan.name)
