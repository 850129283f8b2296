"""Magics go, lines stay where they were."""

import ast
import importlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.notebooks import magics as magics_module
from grader.notebooks.magics import Magics
from grader.sources import Unreadable


def taken_out(cell: str) -> str:
    return Magics().taken_out(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install torch\nx = 1", "pass\nx = 1"),
        ("x = 1\nfiles = !ls\nname = %pwd\ny = 2", "x = 1\npass\npass\ny = 2"),
        ("x = 1\nx?\n?x\nx??\ny = 2", "x = 1\npass\npass\npass\ny = 2"),
        ("if x:\n    %time f()\n    !ls\ny = 2", "if x:\n    pass\n    pass\ny = 2"),
        ("!echo a \\\n  b \\\n  c\ny = 2", "pass\n\n\ny = 2"),
        ("%%time\nx = 1", "\nx = 1"),
        ("\n%%capture out --no-stderr\n%%time\n%pwd\nx = 1", "\n\n\npass\nx = 1"),
        ("%%bash\nrm -r /\n", ""),
        ("%%writefile hw.py\nx = 1\n", ""),
        ("    x = 1\n    %pwd\n", "x = 1\npass\n"),
        (">>> x = 1\n>>> %pwd\n", "x = 1\npass\n"),
        ('text = """\n%pwd\n!ls\n"""', 'text = """\n%pwd\n!ls\n"""'),
        ("x = a % b\ny = not a != b", "x = a % b\ny = not a != b"),
    ],
)
def test_what_only_ipython_understands_is_taken_out(cell: str, expected: str) -> None:
    assert taken_out(cell) == expected


@pytest.mark.parametrize("cell", ["def f(:\n%pwd", "x = (1,\n!ls\n", "\0", "x = '\ud800'", "(" * 10**4])
def test_what_is_no_python_even_so_stays_that(cell: str) -> None:
    with pytest.raises((SyntaxError, ValueError, MemoryError)):
        ast.parse(taken_out(cell))


def test_python_needs_no_ipython_and_magics_say_that_they_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    assert taken_out("x = 1") == "x = 1"
    with pytest.raises(Unreadable, match="needs_ipython"):
        taken_out("%pwd")


def test_the_work_for_one_notebook_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(magics_module, "MAX_WORK", 1000)
    magics, cell = Magics(), "%pwd\n" * 20
    assert "%pwd" in magics.taken_out(cell)
    assert magics.taken_out("%pwd") == "%pwd"


LINES = st.sampled_from(
    ["x = 1", "%pwd", "!ls", "def f():", "    %time x", "    return 1", "x?", "", "y = !ls", "  (", '"""']
)


@settings(deadline=None)  # the first magic imports IPython
@given(st.lists(LINES, min_size=1, max_size=8))
def test_no_line_moves(lines: list[str]) -> None:
    after = taken_out("\n".join(lines)).split("\n")
    assert len(after) == len(lines)
    for old, new in zip(lines, after, strict=True):
        assert new.strip() in (old.strip(), "pass", "")
