"""From a folder to submissions: everything in it is untrusted, and nothing in it may stop a class."""

import hashlib
import os
import socket
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.intake import Batch, collect
from grader.model import Assignment, Student, Submission
from grader.sources import MAX_BYTES
from tests.unit.notebook_files import notebook

ROSTER = (Student(id="anna", name="A"), Student(id="bob", name="B"))


def assignment(name: str) -> Assignment:
    return Assignment(name=name, title={}, category="homework", kind="homework", points=Fraction(1))


HOMEWORK = (assignment("hw01_backprop"), assignment("hw02_dropout"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "anna").mkdir()
    return tmp_path


def put(root: Path, name: str, content: str | bytes = "x = 1\n") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def batch(root: Path) -> Batch:
    return collect(root, HOMEWORK, ROSTER)


def only(root: Path) -> Submission:
    (one,) = batch(root).submissions
    return one


# ----------------------------------------------------------------------------------------------- where files lie


@pytest.mark.parametrize(
    ("name", "renamed"),
    [
        ("anna/hw01_backprop.py", False),
        ("anna/hw01_backprop/hw01_backprop.py", False),
        ("anna/hw01_backprop/solution.py", True),
        ("anna/hw01_backprop/HW01_backprop.py", True),
        ("anna/HW01 Backprop (1).py", True),
        ("anna/ivanova-hw01-backprop-final.py", True),
        ("anna/hw01backprop.py", True),
        ("anna/hw01_backprop.ipynb", False),
    ],
)
def test_a_file_is_found_by_its_name_or_where_it_can_mean_nothing_else(root: Path, name: str, renamed: bool) -> None:
    put(root, name)
    one = only(root)
    assert (one.student, one.assignment, one.path) == ("anna", "hw01_backprop", str(root / name))
    assert one.notes == ((f"renamed|{Path(name).name}",) if renamed else ())
    assert batch(root).unread == ()


@pytest.mark.parametrize(
    "names",
    [
        ("anna/solution.py",),
        ("anna/hw1_backprop.py",),
        ("anna/hw01_backprop (1).py", "anna/hw01_backprop (2).py"),
        ("anna/hw01_backprop/a.py", "anna/hw01_backprop/b.py"),
        ("anna/deeper/hw01_backprop.py",),
    ],
)
def test_what_may_mean_something_else_is_not_guessed_but_told(root: Path, names: tuple[str, ...]) -> None:
    for name in names:
        put(root, name)
    assert batch(root).submissions == ()
    assert batch(root).unread == names


@pytest.mark.parametrize("folder", ["anna/\x1b[31mred", "anna/<b>x<", "anna/deeper/still"])
def test_where_the_folder_is_at_fault_the_file_is_not(root: Path, folder: str) -> None:
    put(root, f"{folder}/hw01_backprop.py")
    put(root, f"{folder}/solution.py")
    put(root, "anna/hw02_dropout (1).py")
    put(root, "anna/hw02_dropout (2).py")
    got = batch(root)
    assert len(got.unread) == 4
    (told,) = got.misplaced
    assert told == f"{folder}/hw01_backprop.py".replace("\x1b", "\\x1b")
    assert told in got.unread and got.misplaced[told] == "hw01_backprop"


def test_the_worse_of_two_forms_lies_where_it_should(root: Path) -> None:
    put(root, "anna/hw01_backprop.py")
    put(root, "anna/hw01_backprop.ipynb", notebook("x = 1\n"))
    got = batch(root)
    assert (len(got.unread), got.misplaced) == (1, {})


def test_an_empty_folder_hides_nothing_beside_it(root: Path) -> None:
    put(root, "anna/HW01 backprop (1).py")
    (root / "anna" / "hw01_backprop").mkdir()
    assert only(root).path == str(root / "anna/HW01 backprop (1).py")
    assert batch(root).unread == ()
    put(root, "anna/hw01_backprop/solution.py")
    assert only(root).path == str(root / "anna/hw01_backprop/solution.py")


def test_the_exact_name_wins(root: Path) -> None:
    put(root, "anna/hw01_backprop.py", "right")
    put(root, "anna/hw01_backprop (1).py")
    put(root, "anna/hw01_backprop.ipynb")
    assert only(root).source == "right"
    assert batch(root).unread == ("anna/hw01_backprop (1).py", "anna/hw01_backprop.ipynb")


def test_what_systems_leave_behind_is_nothing(root: Path) -> None:
    put(root, "anna/hw01_backprop.py")
    for name in ("anna/._hw01_backprop.py", "anna/__pycache__/a.py", "anna/.ipynb_checkpoints/hw01_backprop.ipynb"):
        put(root, name)
    for name in ("__MACOSX/._hw01_backprop.py", ".git/hooks/x.py", "anna/notes.txt", "anna/Thumbs.db"):
        put(root, name)
    got = batch(root)
    assert ([one.student for one in got.submissions], got.unread, got.strangers) == (["anna"], (), ())


def test_students_come_in_order_and_strangers_are_told(root: Path) -> None:
    for student in ("zoe", "bob", "anna", "Anna"):
        put(root, f"{student}/hw01_backprop.py")
        put(root, f"{student}/hw02_dropout/hw02_dropout.py")
    got = batch(root)
    assert [one.student for one in got.submissions[::2]] == ["Anna", "anna", "bob", "zoe"]
    assert [one.assignment for one in got.submissions[:2]] == ["hw01_backprop", "hw02_dropout"]
    assert got.strangers == ("Anna", "zoe")
    assert got.layout == "a folder per student"


@pytest.mark.parametrize("found", ["nothing", "a file", "only files", "only what systems leave"])
def test_a_folder_that_holds_no_submissions_is_told(tmp_path: Path, found: str) -> None:
    root = tmp_path / "in"
    if found == "a file":
        root.write_text("x")
    elif found != "nothing":
        put(root, "hw01_backprop.py" if found == "only files" else "__MACOSX/anna/hw01_backprop.py")
    with pytest.raises(GraderError, match="there is no such folder: name|no known layout: put") as caught:
        batch(root)
    assert str(root) in str(caught.value)


def test_a_folder_of_empty_folders_is_an_empty_class(root: Path) -> None:
    assert batch(root).submissions == ()


def test_a_folder_that_may_not_be_read_is_one_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    iterdir = Path.iterdir

    def forbidden(path: Path) -> object:
        if path.name == "anna":
            raise PermissionError(13, "Permission denied", str(path))
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(GraderError, match="anna: cannot be read .Permission denied.: mend its permissions"):
        batch(root)


def test_names_that_are_not_utf8_can_be_printed_and_are_told_apart(root: Path) -> None:
    for name in (b"\xcf\xe5\xf2\xf0", b"\xc8\xe2\xe0\xed"):
        folder = os.fsencode(root) + b"/" + name
        os.mkdir(folder)
        for file in (b"hw01_backprop_\xff.py", b"\xfe.py"):
            with open(folder + b"/" + file, "wb") as stream:
                stream.write(b"x = 1")
    got = batch(root)
    assert got.strangers == (r"\xc8\xe2\xe0\xed", r"\xcf\xe5\xf2\xf0")
    assert [one.source for one in got.submissions] == ["x = 1"] * 2
    assert got.submissions[0].notes == (r"renamed|hw01_backprop_\xff.py",)
    assert got.unread == (r"\xc8\xe2\xe0\xed/\xfe.py", r"\xcf\xe5\xf2\xf0/\xfe.py")
    for text in (*got.strangers, *got.unread, got.submissions[0].path):
        text.encode()


# ------------------------------------------------------------------------------------------------ what they hold


@pytest.mark.parametrize(
    ("raw", "source"),
    [
        (b"x = 1\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        ("x = 'да'\r\n".encode(), "x = 'да'\r\n"),
        ("# coding: cp1251\nx = 'да'".encode("cp1251"), "# coding: cp1251\nx = 'да'"),
        ("#!/usr/bin/python\n# -*- coding: koi8-r -*-\nx = 'да'".encode("koi8-r"), None),
        (b"x = 1\x00", "x = 1\x00"),
        (b"#" * MAX_BYTES, "#" * MAX_BYTES),
    ],
)
def test_text_is_read_as_python_reads_it(root: Path, raw: bytes, source: str | None) -> None:
    put(root, "anna/hw01_backprop.py", raw)
    got = only(root)
    assert got.unreadable == ""
    assert got.source == source if source is not None else "да" in (got.source or "")


@pytest.mark.parametrize(
    ("raw", "reason", "detail"),
    [
        (b"", "empty", ""),
        (b" \n\t\r\n", "empty", ""),
        (b"#" * (MAX_BYTES + 1), "too_large", ""),
        ("x = 1\n# да".encode("cp1251"), "encoding", "byte 8, line 2"),
        (b"\xff\xfex\x00", "encoding", "byte 0, line 1"),
        (b"# coding: no-such-encoding\n\xff", "encoding", "byte 27, line 2"),
        (b"# coding: utf-8\n\xff", "encoding", "byte 16, line 2"),
        (b"\xef\xbb\xbf# coding: cp1251\n\xff", "encoding", "byte 17, line 2"),
    ],
)
def test_what_cannot_be_read_says_why(root: Path, raw: bytes, reason: str, detail: str) -> None:
    put(root, "anna/hw01_backprop.py", raw)
    got = only(root)
    assert (got.source, got.unreadable) == (None, reason)
    assert got.detail.partition(",")[2] == detail.partition(",")[2]
    assert got.digest


@pytest.mark.parametrize(
    "codec",
    ["undefined", "idna", "punycode", "utf_7", "unicode_escape", "raw_unicode_escape", "rot13", "hex", "zlib", "mbcs"],
)
def test_a_codec_that_no_editor_writes_is_not_tried(root: Path, codec: str) -> None:
    put(root, "anna/hw01_backprop.py", f"# coding: {codec}\n".encode() + b"a" * 10**6 + b"-" + b"b" * 10**6 + b"\xff")
    assert only(root).unreadable == "encoding"
    put(root, "anna/hw01_backprop.py", f"# coding: {codec}\n".encode() + b"a" * 10**6 + b"-" + b"b" * 10**6)
    assert only(root).unreadable == ""


@given(st.binary(max_size=300), st.sampled_from([b"", b"# coding: ", b"\xef\xbb\xbf", b"#coding=utf-16\n"]))
def test_any_bytes_are_a_submission(tmp_path_factory: pytest.TempPathFactory, raw: bytes, head: bytes) -> None:
    root = tmp_path_factory.mktemp("in")
    put(root, "anna/hw01_backprop.py", head + raw)
    got = only(root)
    assert (got.source is None) == bool(got.unreadable)


def test_a_notebook_is_read_as_the_module_that_it_is(root: Path) -> None:
    (root / "anna").mkdir(exist_ok=True)
    raw = notebook("%matplotlib inline\nx = 1", "def f(:", "def g():\n    return x")
    (root / "anna" / "hw01_backprop.ipynb").write_bytes(raw)
    submission = only(root)
    assert "def g():\n    return x\n" in (submission.source or "")
    assert submission.line_map[0] == (1, 2)
    assert submission.line_map[-1] == (3, 2)
    assert [note.partition("|")[0] for note in submission.notes] == ["cell_unread"]
    assert submission.digest == hashlib.sha256(raw).hexdigest()


STUB = "def f():\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("file", "cells", "taken"),
    [(STUB, "def f():\n    return 1", ".ipynb"), ("x = 1\n", STUB, ".py"), (STUB, STUB, ".py"), ("", STUB, ".ipynb")],
)
def test_of_a_file_and_a_notebook_the_untouched_one_is_not_taken(root: Path, file: str, cells: str, taken: str) -> None:
    put(root, "anna/hw01_backprop.py", file)
    put(root, "anna/hw01_backprop.ipynb", notebook(cells))
    assert Path(only(root).path).suffix == taken
    assert len(batch(root).unread) == 1


def test_a_notebook_that_cannot_be_read_says_why(root: Path) -> None:
    put(root, "anna/hw01_backprop.ipynb", '{"cells": [')
    assert (only(root).source, only(root).unreadable, only(root).detail) == (None, "cut_off", "line 1")


def test_a_link_is_not_followed(root: Path) -> None:
    secret = put(root, "secret.py", "secret = 1")
    (root / "anna" / "hw01_backprop.py").symlink_to(secret)
    (root / "anna" / "hw02_dropout").symlink_to(root)
    (root / "mallory").symlink_to(root / "anna")
    assert (only(root).source, only(root).unreadable) == (None, "not_a_file")


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "link to nowhere", "link to a device", "link to itself"])
def test_what_is_no_file_is_not_waited_for(root: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "anna" / "hw01_backprop.py"
    put(root, "bob/hw01_backprop.py")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        monkeypatch.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    else:
        targets = {"link to nowhere": "nowhere", "link to a device": "/dev/zero", "link to itself": path.name}
        path.symlink_to(targets[kind])
    anna, bob = batch(root).submissions
    assert (anna.source, anna.unreadable) == (None, "not_a_file")
    assert bob.source == "x = 1\n"


def test_the_digest_is_the_contents_and_what_became_of_them(root: Path) -> None:
    def digest_of(name: str, raw: bytes) -> str:
        path = put(root, name, raw)
        digest = only(root).digest
        path.unlink()
        return digest

    plain = digest_of("anna/hw01_backprop.py", b"x = 1")
    assert digest_of("anna/HW01 backprop.py", b"x = 1") == plain
    assert digest_of("anna/hw01_backprop.py", b"x = 2") != plain
    # Once its name is mended the file is another work: what was said of the notebook must not be said again.
    assert digest_of("anna/hw01_backprop.ipynb", b"x = 1") != plain


# --------------------------------------------------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("line", "received"),
    [
        ("2026-10-05T23:59:00+03:00", datetime(2026, 10, 5, 23, 59, tzinfo=timezone(timedelta(hours=3)))),
        ("2026-10-05 20:59:00 UTC", datetime(2026, 10, 5, 20, 59, tzinfo=UTC)),
        ("2026-10-05 20:59:00.123456 UTC", datetime(2026, 10, 5, 20, 59, 0, 123456, tzinfo=UTC)),
        ("2026-10-05T20:59:00Z", datetime(2026, 10, 5, 20, 59, tzinfo=UTC)),
        ("2026-10-05T20:59:00", datetime(2026, 10, 5, 20, 59, tzinfo=UTC)),
        ("2026-10-05T20:59:00\r\nsecond line", datetime(2026, 10, 5, 20, 59, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
        ("2026-10-05 20:59:00 MSK", None),
        ("2026-02-30T00:00:00", None),
        ("x" * 10**6, None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
    ],
)
@pytest.mark.parametrize("folder", ["anna", "anna/hw01_backprop"])
def test_the_time_is_read_where_it_can_be(root: Path, folder: str, line: str, received: datetime | None) -> None:
    put(root, f"{folder}/hw01_backprop.py")
    put(root, f"{folder}/timestamp.txt", line)
    found = only(root)
    assert found.received == received
    assert any(note.startswith("time_unread|") for note in found.notes) == (received is None)


@given(st.binary(max_size=40))
def test_any_bytes_as_a_time_are_a_time_that_can_be_told_everywhere_or_none(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    root = tmp_path_factory.mktemp("in")
    put(root, "anna/hw01_backprop.py")
    put(root, "anna/timestamp.txt", raw)
    received = only(root).received
    assert received is None or received.astimezone(UTC) == received


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_a_time_that_is_no_file_is_none(root: Path, kind: str) -> None:
    put(root, "anna/hw01_backprop.py")
    path = root / "anna" / "timestamp.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(put(root, "elsewhere.txt", "2026-10-05T20:59:00"))
    assert only(root).received is None
