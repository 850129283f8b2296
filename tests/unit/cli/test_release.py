"""`grader release`: what it writes, and what `--check` says and exits with."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.release import command
from grader.errors import GraderError
from tests.unit import tiny_course
from tests.unit.tiny_course import ASSIGNMENT


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return tiny_course.write(tmp_path)


def run(course: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--course", str(course)], catch_exceptions=False)


def test_writes_the_folders_and_then_finds_nothing_to_do(course: Path) -> None:
    first = run(course)
    assert first.exit_code == 0
    assert f"written: student_templates/ru/{ASSIGNMENT}/{ASSIGNMENT}.py\n" in first.output
    assert run(course, ASSIGNMENT).output == f"up to date: 18 files for {ASSIGNMENT}\n"


def test_check_writes_nothing_and_names_each_file_with_the_remedy(course: Path) -> None:
    checked = run(course, "--check")
    assert checked.exit_code == 1
    assert f"missing: student_templates/en/{ASSIGNMENT}/public.json: run grader release\n" in checked.output
    assert not (course.parent / "student_templates").exists()


def test_check_tells_stale_and_superfluous_files(course: Path) -> None:
    run(course)
    folder = course.parent / "student_templates" / "en" / ASSIGNMENT
    (folder / "statement.md").write_text("old", encoding="utf-8")
    (folder / "old.csv").write_text("old", encoding="utf-8")
    checked = run(course, "--check")
    assert (checked.exit_code, checked.output.splitlines()) == (
        1,
        [
            f"superfluous: student_templates/en/{ASSIGNMENT}/old.csv: run grader release",
            f"stale: student_templates/en/{ASSIGNMENT}/statement.md: run grader release",
        ],
    )
    assert f"removed: student_templates/en/{ASSIGNMENT}/old.csv\n" in run(course).output
    assert run(course, "--check").exit_code == 0


def test_an_unknown_assignment_is_told(course: Path) -> None:
    with pytest.raises(GraderError, match="no homework 'hw77'"):
        run(course, "hw77")


def test_zips_for_students_are_written_where_they_are_asked_for_and_nothing_else(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "for students"
    written = run(course, "--out", str(out))
    names = [f"{ASSIGNMENT}.ru.zip", f"{ASSIGNMENT}.en.zip"]
    assert written.output.splitlines() == [f"written: {(out / name).as_posix()}" for name in names]
    assert not (course.parent / "student_templates").exists()
    first = {name: (out / name).read_bytes() for name in names}
    run(course, "--out", str(out))
    assert {name: (out / name).read_bytes() for name in names} == first
    both = CliRunner().invoke(command, ["--out", str(out), "--check", "--course", str(course)])
    assert (both.exit_code, "use one of them" in both.output) == (2, True)
