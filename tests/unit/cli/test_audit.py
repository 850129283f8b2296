"""`grader audit`: what it prints, writes and exits with."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.audit import command
from grader.errors import GraderError
from tests.unit import tiny_course
from tests.unit.audit.test_auditing import IMMUTABLE
from tests.unit.tiny_course import ASSIGNMENT


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return tiny_course.write(tmp_path)


def run(course: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        command, [*arguments, "--course", str(course), "--jobs", "1", "--quick"], catch_exceptions=False
    )


def test_a_survivor_makes_the_exit_status_one(course: Path) -> None:
    result = run(course, ASSIGNMENT)
    assert result.exit_code == 1
    assert "survivor at solutions/hw00_warmup.py:48 in Counter.add" in result.output
    assert f"{ASSIGNMENT}: 1 to mend, 0 remarks, " in result.output


def test_a_clean_course_is_told_with_a_matrix_and_its_counts(course: Path, tmp_path: Path) -> None:
    (tmp_path / "assignments" / ASSIGNMENT / "equivalents.toml").write_text(IMMUTABLE, encoding="utf-8")
    result = run(course, "--json", str(tmp_path / "audit.json"), "--seeds", "3")
    assert result.exit_code == 0
    lines = [line.split() for line in result.output.splitlines()]
    assert ["doubled", "x", "x", "x", "itself"] in lines
    assert ["in", "all", "1/1", "1/1", "16/16", "1", "2/2"] in lines
    assert "idle answers that earn 0: 5/5" in result.output
    assert "right answers: 0 false alarms in " in result.output
    assert json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))["clean"] is True


def test_an_unknown_assignment_is_told(course: Path) -> None:
    with pytest.raises(GraderError, match="no homework or test 'hw77'"):
        run(course, "hw77")
