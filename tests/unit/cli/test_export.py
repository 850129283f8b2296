"""`grader export`: what it writes, and what it says of what it cannot pack."""

import importlib.util
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.export import command
from grader.errors import GraderError
from grader.judge import course_secret
from tests.unit import tiny_course
from tests.unit.tiny_course import ASSIGNMENT


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course_secret(tmp_path / ".grader" / "secret")
    return tiny_course.write(tmp_path)


def run(course: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--course", str(course)], catch_exceptions=False)


def test_otter_writes_a_zip_and_says_how_to_try_it(course: Path) -> None:
    out = course.parent / "packed" / "otter.zip"
    said = run(course, "otter", ASSIGNMENT, "--out", str(out))
    assert said.exit_code == 0
    assert said.output == f"written: {out}: try it with: otter run -a {out} <submission>\n"
    with zipfile.ZipFile(out) as archive:
        test = archive.read("tests/halve.py").decode()
    assert ascii("Половина вектора.") in test


def test_without_otter_there_is_one_line_that_says_so(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(GraderError, match="Otter is not installed"):
        run(course, "otter", ASSIGNMENT)


def test_what_cannot_be_packed_is_told_with_what_can(course: Path) -> None:
    with pytest.raises(GraderError, match="no homework 'exam' to pack .*: use one of hw00_warmup"):
        run(course, "otter", "exam")


def test_where_the_zip_cannot_be_written_is_told(course: Path) -> None:
    (course.parent / "file").touch()
    with pytest.raises(GraderError, match="--out .*give another path"):
        run(course, "otter", ASSIGNMENT, "--out", str(course.parent / "file" / "x.zip"))


def test_gradescope_writes_a_zip_and_says_where_it_goes(course: Path) -> None:
    out = course.parent / "packed" / "gradescope.zip"
    said = run(course, "gradescope", ASSIGNMENT, "--out", str(out), "--language", "en")
    assert said.output == f"written: {out}: upload it as the autograder of {ASSIGNMENT}\n"
    with zipfile.ZipFile(out) as archive:
        assert {"setup.sh", "run_autograder"} <= set(archive.namelist())
        assert (course.parent / ".grader" / "secret").read_bytes() != archive.read("secret")
