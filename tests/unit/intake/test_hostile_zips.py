"""Zips as strangers make them: every name is right or refused, every bomb a sentence, and the class goes on."""

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.intake import Batch, collect
from grader.messages import unreadable
from grader.model import Submission
from grader.sources import MAX_BYTES
from tests.unit.intake.recorded import HOMEWORK, NAME, ROSTER, UTF8, Member, write_zip

GOOD = Member(name=f"ivanova_a/{NAME}.py", data="good = 1\n")


def batch(root: Path) -> Batch:
    return collect(root, HOMEWORK, ROSTER)


def beside(tmp_path: Path, *members: Member) -> tuple[Batch, list[Submission]]:
    """What a class's zip with these members gives; the good student's file beside them is always graded."""
    found = batch(write_zip(tmp_path / "class.zip", [GOOD, *members]))
    others = [one for one in found.submissions if one.student != "ivanova_a"]
    assert [one.source for one in found.submissions if one.student == "ivanova_a"] == ["good = 1\n"]
    return found, others


def zip_bytes(tmp_path: Path, *members: Member) -> bytes:
    return write_zip(tmp_path / "inner.zip", members).read_bytes()


def handed_in(tmp_path: Path, raw: bytes, name: str = f"{NAME}.zip") -> Submission:
    """What becomes of a zip that a student handed in."""
    _, (one,) = beside(tmp_path, Member(name=f"petrov_b/{name}", data=raw))
    return one


# ---------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("encode", "flags", "extra", "form"),
    [
        ("utf-8", UTF8, False, "NFC"),
        ("utf-8", UTF8, False, "NFD"),
        ("utf-8", 0, False, "NFC"),
        ("utf-8", 0, False, "NFD"),
        ("cp866", 0, False, "NFC"),
        ("cp1251", 0, False, "NFC"),
        ("cp866", 0, True, "NFC"),
    ],
)
def test_cyrillic_names_are_read_whoever_wrote_them(
    tmp_path: Path, encode: str, flags: int, extra: bool, form: str
) -> None:
    members = []
    for person in ("Фёдоров Лев Аркадьевич", "ПЕТРОВ БОРИС", "Иванова Анна Сергеевна"):
        name = unicodedata.normalize(form, f"{person}_12{len(members)}_assignsubmission_file/решение.py")
        raw = name.encode(encode)
        field = b"\x01" + struct.pack("<L", zlib.crc32(raw)) + name.encode()
        members.append(
            Member(
                name=raw,
                data="x = 1\n",
                flags=flags,
                extra=struct.pack("<HH", 0x7075, len(field)) + field if extra else b"",
            )
        )
    path = write_zip(tmp_path / f"{NAME}.zip", members)
    found = batch(path)
    assert [one.student for one in found.submissions] == ["fedorov_l", "ivanova_a", "petrov_b"]
    assert {one.notes for one in found.submissions} == {("renamed|решение.py",)}


@pytest.mark.parametrize(("encoding", "name"), [("cp866", "Щёлоков"), ("cp1251", "щёлоков"), ("cp437", "José Müller")])
def test_an_encoding_is_told_by_all_names_together(tmp_path: Path, encoding: str, name: str) -> None:
    members = [Member(name=f"{name} {n}/{NAME}.py".encode(encoding), data="x = 1\n", flags=0) for n in range(3)]
    assert batch(write_zip(tmp_path / "x.zip", members)).strangers == tuple(f"{name} {n}" for n in range(3))


@pytest.mark.parametrize(
    "name",
    [
        "../petrov_b/{}",
        "petrov_b/../../{}",
        "/petrov_b/{}",
        "\\\\server\\petrov_b\\{}",
        "C:\\petrov_b\\{}",
        "petrov_b\\..\\..\\{}",
        "..",
        "/",
    ],
)
def test_a_path_that_leads_out_is_refused_and_told(tmp_path: Path, name: str) -> None:
    found, others = beside(tmp_path, Member(name=name.format(f"{NAME}.py"), data="x = 1\n"))
    assert others == []
    if name != "/":
        (told,) = found.remarks
        assert "leads out of the zip" in told
        assert str(tmp_path) in told


def test_a_backslash_is_a_slash(tmp_path: Path) -> None:
    _, (one,) = beside(tmp_path, Member(name=f"petrov_b\\{NAME}.py", data="x = 1\n"))
    assert (one.student, one.source) == ("petrov_b", "x = 1\n")


def test_what_systems_leave_in_zips_is_nothing(tmp_path: Path) -> None:
    noise = ["__MACOSX/petrov_b/._hw01_backprop.py", ".DS_Store", "petrov_b/.DS_Store", "ivanova_a/._hw01_backprop.py"]
    found, others = beside(tmp_path, *(Member(name=name, data=b"\x00\x05\x16\x07") for name in noise))
    assert (others, found.unread, found.remarks) == ([], (), ())


# -------------------------------------------------------------------------------------------------------- members


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (Member(name=f"petrov_b/{NAME}.py", data="/etc/passwd", mode=0o120777), "not_a_file"),
        (Member(name=f"petrov_b/{NAME}.py", data="", mode=0o010644), "not_a_file"),
        (Member(name=f"petrov_b/{NAME}.py", data=b"#" * (MAX_BYTES + 1)), "too_large"),
        (Member(name=f"petrov_b/{NAME}.py", data="x = 1\n", flags=UTF8 | 1), "encrypted"),
        (Member(name=f"petrov_b/{NAME}.py", data="x = 1\n", method=zipfile.ZIP_LZMA), "damaged"),
    ],
)
def test_a_member_that_cannot_be_read_says_why(tmp_path: Path, member: Member, reason: str) -> None:
    _, (one,) = beside(tmp_path, member)
    assert (one.source, one.unreadable) == (None, reason)
    for language in ("ru", "en"):
        assert unreadable(reason, one.detail, language)


def test_two_members_of_one_name_are_neither(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w") as zipped:
            for text in ("x = 1", "x = 2"):
                zipped.writestr(f"{NAME}.py", text)
    one = handed_in(tmp_path, raw.getvalue())
    assert (one.source, one.unreadable, one.detail) == (None, "duplicate", f"{NAME}.py")


def test_a_member_of_the_wrong_sum_is_damaged(tmp_path: Path) -> None:
    raw = bytearray(zip_bytes(tmp_path, Member(name=f"{NAME}.py", data="x = 1\n", method=zipfile.ZIP_STORED)))
    at = raw.index(b"x = 1")
    raw[at] = ord("y")
    one = handed_in(tmp_path, bytes(raw))
    assert (one.source, one.unreadable) == (None, "damaged")


# --------------------------------------------------------------------------------------- zips that are handed in


@pytest.mark.parametrize(
    ("zip_name", "names", "source"),
    [
        (f"{NAME}.zip", [f"{NAME}.py"], "x = 0\n"),
        ("HW01 backprop.zip", ["solution.py"], "x = 0\n"),
        ("Архив.zip", [f"папка/{NAME}.py", "папка/utils.py"], "x = 0\n"),
        (f"{NAME}.zip", [f"hw/{NAME}.py", "__MACOSX/hw/._hw01_backprop.py", f"hw/old/{NAME}.py"], "x = 0\n"),
        (f"{NAME}.zip", ["hw01-backprop.py", "notes.pdf", ".OTTER_LOG"], "x = 0\n"),
    ],
)
def test_a_zip_with_the_file_in_it_is_the_file(
    tmp_path: Path, zip_name: str, names: Sequence[str], source: str
) -> None:
    raw = zip_bytes(tmp_path, *(Member(name=name, data=f"x = {n}\n") for n, name in enumerate(names)))
    one = handed_in(tmp_path, raw, zip_name)
    assert (one.student, one.source) == ("petrov_b", source)
    assert one.path == f"{tmp_path}/class.zip/petrov_b/{zip_name}/{names[0]}"


def test_an_exported_notebook_in_a_zip_is_found(tmp_path: Path) -> None:
    raw = zip_bytes(tmp_path, Member(name=f"{NAME}.ipynb", data='{"cells": []}'), Member(name=".OTTER_LOG", data="x"))
    assert handed_in(tmp_path, raw, f"{NAME}_2026_10_05T20_59_00_123456.zip").path.endswith(f"/{NAME}.ipynb")


def nested(raw: bytes, depth: int, tmp_path: Path) -> bytes:
    for _ in range(depth):
        raw = zip_bytes(tmp_path, Member(name=f"{NAME}.zip", data=raw))
    return raw


@pytest.mark.parametrize("depth", [0, 1, 2, 5])
def test_a_zip_in_a_zip_is_opened_but_not_for_ever(tmp_path: Path, depth: int) -> None:
    one = handed_in(tmp_path, nested(zip_bytes(tmp_path, Member(name=f"{NAME}.py", data="x = 1\n")), depth, tmp_path))
    if depth < 2:
        assert one.source == "x = 1\n"
    else:
        assert (one.source, one.unreadable, one.detail) == (None, "nested", f"{NAME}.zip")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "damaged"),
        (b"PK\x05\x06" + b"\0" * 18, "not_in_zip"),
        (b"PK\x05\x06" + b"\xff" * 18, "damaged"),
        (b"PK\x05\x06" + b"\0" * 8 + b"\xff\xff\xff\x7f" + b"\0" * 6, "too_many"),
        (b"Rar!\x1a\x07\x00", "damaged"),
        (b"PK\x06\x07" + b"\0" * 16 + b"PK\x05\x06" + b"\0" * 18, "damaged"),
    ],
)
def test_a_zip_that_is_none_says_so(tmp_path: Path, raw: bytes, reason: str) -> None:
    one = handed_in(tmp_path, raw)
    assert (one.source, one.unreadable, one.detail) == (None, reason, f"{NAME}.zip")


@pytest.mark.parametrize("names", [["a.py", "b.py"], ["notes.txt"], [f"a/{NAME}.py", f"b/{NAME}.py"]])
def test_a_zip_in_which_nothing_can_be_told_says_so(tmp_path: Path, names: Sequence[str]) -> None:
    one = handed_in(tmp_path, zip_bytes(tmp_path, *(Member(name=name, data="x = 1\n") for name in names)))
    assert (one.source, one.unreadable) == (None, "not_in_zip")


def test_a_zip_that_tells_nothing_and_cannot_be_read_is_told(tmp_path: Path) -> None:
    found, others = beside(tmp_path, Member(name="petrov_b/архив.zip", data=b"Rar!"))
    assert others == []
    assert [line for line in found.remarks if "архив.zip: the zip is damaged" in line]
    assert found.unread == ("petrov_b/архив.zip",)


def test_bombs_are_files_that_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = Member(name=f"{NAME}.py", data=b"\0" * 40_000_000)
    assert handed_in(tmp_path, zip_bytes(tmp_path, zeros)).unreadable == "too_large"
    heavy = zip_bytes(tmp_path, Member(name="inner.zip", data=b"\0" * 40_000_000))
    assert handed_in(tmp_path, heavy).unreadable == "too_large"
    monkeypatch.setattr("grader.intake.zips.MAX_MEMBERS", 100)
    many = zip_bytes(tmp_path, *(Member(name=f"{n}.txt") for n in range(101)))
    assert handed_in(tmp_path, many).unreadable == "too_many"
    wide = zip_bytes(
        tmp_path, *(Member(name=f"{n}.zip", data=zip_bytes(tmp_path, Member(name="a.py"))) for n in range(60))
    )
    assert handed_in(tmp_path, wide).unreadable == "not_in_zip"


# ----------------------------------------------------------------------------------------------- the class's zip


@pytest.mark.parametrize("raw", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\xff" * 18])
def test_a_class_that_is_no_zip_is_one_line(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(raw)
    with pytest.raises(GraderError, match="this zip is damaged") as caught:
        batch(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_name_that_lies_about_being_utf8_is_one_line(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "class.zip", [GOOD, Member(name=b"\xff/hw01_backprop.py", data="x = 1\n", flags=UTF8)])
    with pytest.raises(GraderError, match="this zip is damaged"):
        batch(path)


NAMES = st.one_of(
    st.binary(min_size=1, max_size=40),
    st.text(min_size=1, max_size=20).map(lambda text: text.encode("utf-8", "replace")),
    st.lists(st.sampled_from(["..", ".", "", "petrov_b", f"{NAME}.py", "a\0b", "C:", "\\", "x.zip"]), max_size=5).map(
        lambda parts: "/".join(parts).encode() or b"x"
    ),
)
MEMBERS = st.builds(
    Member,
    name=NAMES,
    data=st.binary(max_size=30),
    flags=st.sampled_from([0, 1, 8, 0x41]),
    time=st.tuples(
        *(st.integers(low, high) for low, high in [(1980, 2107), (0, 15), (0, 31), (0, 31), (0, 63), (0, 62)])
    ),
    extra=st.binary(max_size=12).map(lambda data: b"UT" + struct.pack("<H", len(data)) + data),
    mode=st.integers(0, 0xFFFF),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(MEMBERS, max_size=6))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_any_members_leave_the_others_alone(tmp_path_factory: pytest.TempPathFactory, members: list[Member]) -> None:
    path = write_zip(tmp_path_factory.mktemp("z") / "class.zip", [GOOD, *members])
    found = batch(path)
    assert any(one.student == "ivanova_a" for one in found.submissions)
    for one in found.submissions:
        assert (one.source is None) == bool(one.unreadable)
        (one.student + one.path + one.detail + "".join(one.notes)).encode()
    for line in (*found.remarks, *found.unread, *found.strangers):
        assert line.isprintable(), line


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_zip_that_is_cut_or_scribbled_over_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("z")
    raw = bytearray(zip_bytes(folder, Member(name=f"{NAME}.py", data="x = 1\n"), Member(name="b.py", data="y")))
    for _ in range(data.draw(st.integers(0, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    one = handed_in(folder, cut)
    assert (one.source is None) == bool(one.unreadable)
