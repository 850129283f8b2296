"""Files are whole or not there; modules are copies of their own."""

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.files import load_module, write_atomically


@given(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.binary()))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, data: str | bytes) -> None:
    path = tmp_path_factory.mktemp("d") / "new" / "folder" / "file"
    write_atomically(path, data)
    assert path.read_bytes() == (data if isinstance(data, bytes) else data.encode())
    assert os.listdir(path.parent) == ["file"]


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_atomically(path, "old")

    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            with pytest.raises(OSError, match="No space"):
                write_atomically(path, "new")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\ud800")
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path, "x")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("keep")
    link.symlink_to(target)
    write_atomically(link, "new")
    assert (target.read_text(), link.read_text(), link.is_symlink()) == ("keep", "new", False)
    assert stat.S_IMODE(link.stat().st_mode) & 0o600 == 0o600


def test_every_load_is_a_copy_of_its_own_without_bytecode(tmp_path: Path) -> None:
    path = tmp_path / "reference.py"
    path.write_text("values = []\nname, file = __name__, __file__\n", encoding="utf-8")
    one, other = load_module(path, "reference"), load_module(path, "reference")
    one.values.append(1)
    assert other.values == []
    assert (other.name, other.file) == ("reference", str(path))
    assert os.listdir(tmp_path) == ["reference.py"]


def test_a_module_may_hold_dataclasses_with_postponed_annotations(tmp_path: Path) -> None:
    path = tmp_path / "reference.py"
    path.write_text(
        "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    x: int = 1\n",
        encoding="utf-8",
    )
    assert load_module(path, "some_reference").A().x == 1


def test_a_module_never_takes_the_place_of_one_that_was_imported(tmp_path: Path) -> None:
    path = tmp_path / "json.py"
    path.write_text("x = 1", encoding="utf-8")
    import json

    assert load_module(path, "json").x == 1
    assert sys.modules["json"] is json


def test_a_module_may_declare_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "old.py"
    path.write_bytes("# coding: cp1251\nx = 'да'\n".encode("cp1251"))
    assert load_module(path, "old").x == "да"
