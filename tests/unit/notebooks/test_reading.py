"""What is a notebook, and what is said of bytes that are none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.notebooks import code_cells, reading
from grader.sources import Unreadable
from tests.unit.notebook_files import notebook


def refused(raw: bytes) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        code_cells(raw)
    return caught.value.reason, caught.value.detail


def texts(raw: bytes) -> list[str]:
    return [cell.text for cell in code_cells(raw)]


def test_code_cells_are_counted_as_after_run_all() -> None:
    cells = code_cells(notebook("x = 1", "  \n", "y = 2\n# то же"))
    assert [(cell.number, cell.text) for cell in cells] == [(1, "x = 1"), (2, "y = 2\n# то же")]


def test_line_ends_of_every_system() -> None:
    assert texts(notebook("x = 1\r\ny = 2\rz = 3")) == ["x = 1\ny = 2\nz = 3"]


def test_ids_metadata_and_outputs_do_not_matter() -> None:
    document = json.loads(notebook("x = 1"))
    for cell in document["cells"]:
        cell.update(id="same", metadata={"colab": {"base_uri": "…"}, "deletable": False}, outputs="none")
    document["cells"] += [3, None, {"cell_type": "code"}, {"cell_type": "code", "source": ["y = ", 1, "2"]}]
    document["metadata"] = None
    assert texts(b"\xef\xbb\xbf" + json.dumps(document).encode()) == ["x = 1", "y = 2"]


def test_a_notebook_of_format_3() -> None:
    cells = [{"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "outputs": []}]
    document = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert texts(json.dumps(document).encode()) == ["x = 1\ny = 2"]


def test_a_hundred_plots_and_megabytes_of_output() -> None:
    document = json.loads(notebook("x = 1"))
    plot = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo" * 10_000}}
    document["cells"][1]["outputs"] = [plot] * 100
    raw = json.dumps(document).encode()
    assert len(raw) > 10**7
    assert texts(raw) == ["x = 1"]


CONFLICT = b'{\n "cells": [],\n<<<<<<< HEAD\n "nbformat": 4\n=======\n "nbformat": 3\n>>>>>>> other\n}\n'


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", ("empty", "")),
        (b" \n", ("empty", "")),
        (notebook(), ("empty", "")),
        (notebook("  "), ("empty", "")),
        (notebook("x = 1")[:-40], ("cut_off", "line 1")),
        (b'{\n "cells": [{"source": "x', ("cut_off", "line 2")),
        (CONFLICT, ("merge_conflict", "line 3")),
        (b"def f():\n    return 1\n", ("not_a_notebook", "line 1")),
        (b"[" * 10**5, ("not_a_notebook", "")),
        (b"1" * 5000, ("not_a_notebook", "")),
        (b"[]", ("not_a_notebook", "")),
        (b"{}", ("not_a_notebook", "")),
        (notebook("x = 1", nbformat=2), ("old_notebook", "")),
        (notebook("x = 1", nbformat=5), ("not_a_notebook", "")),
        (notebook("x = 1", nbformat=[4]), ("not_a_notebook", "")),
        (b'{\n"cells": "' + "Решение".encode("cp1251") + b'"}', ("encoding", "byte 12, line 2")),
        ('{"cells": []}'.encode("utf-16"), ("encoding", "byte 0, line 1")),
        (notebook("x" * 3 * 10**6), ("too_large", "")),
    ],
)
def test_what_is_none_is_refused_with_a_reason(raw: bytes, expected: tuple[str, str]) -> None:
    assert refused(raw) == expected


def test_neither_size_nor_number_of_values_is_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = notebook("x = 1")
    monkeypatch.setattr(reading, "MAX_VALUES", 10)
    assert refused(raw) == ("too_large", "")
    monkeypatch.undo()
    monkeypatch.setattr(reading, "MAX_NOTEBOOK_BYTES", len(raw) - 1)
    assert refused(raw) == ("too_large", "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(cells=st.lists(JSON | st.fixed_dictionaries({"cell_type": st.just("code"), "source": JSON}), max_size=3))
def test_whatever_the_cells_are_there_are_texts_or_a_reason(cells: list[Any]) -> None:
    raw = json.dumps({"nbformat": 4, "cells": cells}).encode()
    try:
        assert all(cell.text.strip() for cell in code_cells(raw))
    except Unreadable as error:
        assert error.reason == "empty"


@given(raw=st.binary(max_size=60))
def test_whatever_the_bytes_are_there_is_a_reason(raw: bytes) -> None:
    assert refused(raw)[0]
