"""Checkers that come with the grader."""

from typing import Any

import numpy as np
import pytest

from grader.checkers import builtin
from grader.checkers.close import check
from grader.model import Tree


def test_a_checker_is_found_by_the_name_of_its_file() -> None:
    assert builtin("close") is check


@pytest.mark.parametrize("name", ["", "nothing", "../close", "close.check", "__init__", "__path__", "os", "close "])
def test_what_is_no_checker_is_a_key_error(name: str) -> None:
    with pytest.raises(KeyError):
        builtin(name)


@pytest.mark.parametrize(
    ("observed", "expected", "options", "kind", "path"),
    [
        ({"inputs": {"x": np.ones(2)}}, {"inputs": {"x": np.zeros(2)}}, {}, "mutated", "x"),
        ({"inputs": {"x": np.array([0, np.nan])}}, {"inputs": {"x": np.zeros(2)}}, {}, "mutated", "x"),
        ({"inputs": {"x": np.zeros(3)}}, {"inputs": {"x": np.zeros(2)}}, {}, "shape", "inputs.x"),
        ({"out": np.ones(2)}, {"out": np.zeros(2)}, {}, "value", "out"),
        ({"inputs": 1.0}, {"inputs": 2.0}, {}, "value", "inputs"),
        ({"x": np.zeros(2, "f4")}, {"x": np.zeros(2)}, {}, "dtype", "x"),
        ({"x": np.zeros(2, "f4")}, {"x": np.zeros(2)}, {"any_float": True}, None, ""),
        ({"x": 1 + 2e-12}, {"x": 1.0}, {}, "value", "x"),
        ({"x": 1 + 2e-12}, {"x": 1.0}, {"terms": 10_000}, None, ""),
    ],
)
def test_close(observed: Tree, expected: Tree, options: dict[str, Any], kind: str | None, path: str) -> None:
    difference = check(observed, expected, **options)
    if kind is None:
        assert difference is None
    else:
        assert difference is not None
        assert (difference.kind, difference.path) == (kind, path)
