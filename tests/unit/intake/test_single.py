"""A hand-in whose student and time are known: whatever lies in it, it is theirs, and came when we say."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest

from grader.intake import read_single
from grader.model import Submission
from tests.unit.graded_class import HOMEWORK

WHEN = datetime(2026, 10, 1, 12, tzinfo=UTC)


def read(folder: Path) -> Submission | None:
    return read_single(folder, HOMEWORK, "anna", WHEN)


def test_the_exact_name_wins_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "hw01_backprop.py").write_text("right = 1\n", encoding="utf-8")
    (tmp_path / "helpers.py").write_text("wrong = 1\n", encoding="utf-8")
    submission = read(tmp_path)
    assert submission is not None and submission.source == "right = 1\n"
    assert (submission.student, submission.assignment, submission.received) == ("anna", "hw01_backprop", WHEN)


def test_the_only_program_is_taken_and_its_name_is_noted(tmp_path: Path) -> None:
    (tmp_path / "мой код.py").write_text("right = 1\n", encoding="utf-8")
    submission = read(tmp_path)
    assert submission is not None and submission.notes == ("renamed|мой код.py",)


@pytest.mark.parametrize("names", [[], ["report.pdf"], ["one.py", "two.py"]])
def test_where_nothing_can_be_it_there_is_none(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    assert read(tmp_path) is None
    assert read(tmp_path / "nowhere") is None


def test_an_export_of_otters_is_looked_into(tmp_path: Path) -> None:
    """As `Notebook.export` writes it: the notebook, the log, and a file that holds the zip's own name."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("def halve(x):\n    return x / 2")])
    name = "hw01_backprop_2026_10_01T12_00_00_000000.zip"
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("hw01_backprop.ipynb", nbformat.writes(notebook))
        archive.writestr(".OTTER_LOG", b"\x80\x04log")
        archive.writestr("__zip_filename__", name)
    submission = read(tmp_path)
    assert submission is not None and submission.source is not None and "return x / 2" in submission.source
