"""The list of equivalent mutants as a file."""

from pathlib import Path

import pytest

from grader.audit.equivalents import FILE, Kept, Listed, entry, read_listed, reasons
from grader.audit.mutants import make_mutants
from grader.errors import GraderError
from tests.unit.tiny_course import SOLUTION


def test_no_file_lists_nothing(tmp_path: Path) -> None:
    assert read_listed(tmp_path) == Listed()


def test_an_entry_can_be_copied_from_what_is_printed(tmp_path: Path) -> None:
    text = SOLUTION.replace("x * np.asarray(0.5, dtype=x.dtype)", "x * len(\"'\") * '\\n'.count('n')")
    mutants = make_mutants(text)
    (tmp_path / FILE).write_text("\n\n".join(map(entry, mutants)), encoding="utf-8")
    assert [one.key for one in read_listed(tmp_path).equivalent] == [mutant.key for mutant in mutants]


def test_reasons_are_found_by_key(tmp_path: Path) -> None:
    mutant = make_mutants(SOLUTION)[0]
    (tmp_path / FILE).write_text(entry(mutant).replace('reason = ""', 'reason = " because "'), encoding="utf-8")
    assert reasons(read_listed(tmp_path).equivalent) == {mutant.key: "because"}


def test_a_misspelt_key_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[[equivalent]]\nlien = 'x'\n", encoding="utf-8")
    with pytest.raises(GraderError, match="equivalents.toml"):
        read_listed(tmp_path)


def test_a_case_is_kept_for_a_reason(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[[kept]]\ncase = "of_any_shape"\nreason = "because"\n', encoding="utf-8")
    assert read_listed(tmp_path).kept == (Kept(case="of_any_shape", reason="because"),)
