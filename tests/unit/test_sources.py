"""Bytes become source as Python itself would read them, and names are found wherever a module binds them."""

import pytest

from grader.sources import MAX_BYTES, Unreadable, decode, top_level_names


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"x = 1\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        ("# coding: cp1251\n# да\n".encode("cp1251"), "# coding: cp1251\n# да\n"),
    ],
)
def test_reads_what_python_reads(raw: bytes, text: str) -> None:
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("raw", "reason", "detail", "line"),
    [
        (b" \n", "empty", "", 0),
        (b"#" * (MAX_BYTES + 1), "too_large", "", 0),
        (b"x = 1\n# \xff\n", "encoding", "byte 8, line 2", 2),
        (b"\xef\xbb\xbf\n\xff", "encoding", "byte 4, line 2", 2),
        (b"# coding: utf-7\n\xff", "encoding", "byte 16, line 2", 2),
    ],
)
def test_says_why_bytes_are_no_source(raw: bytes, reason: str, detail: str, line: int) -> None:
    with pytest.raises(Unreadable) as caught:
        decode(raw)
    assert (caught.value.reason, caught.value.detail, caught.value.line) == (reason, detail, line)


def test_finds_names_wherever_a_module_binds_them() -> None:
    source = "import a.b\nfrom c import d as e\nif e:\n    def f(): inner = 1\nelse:\n    class G: h = 2\n"
    source += "try:\n    (x, y), z = 1\nexcept E as w:\n    n: int = 1\n"
    assert top_level_names(source) == {"a", "e", "f", "G", "x", "y", "z", "n"}


def test_names_of_a_star_import_are_not_known() -> None:
    assert top_level_names("from numpy import *\n") is None
