"""From cells to a module: what the tasks need is there, what they do not need is not, and each line knows its cell."""

import ast
import sys
from collections.abc import Collection
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model import Case, Observation, Verdict
from grader.notebooks import Cell, ModuleText, to_module
from grader.observe import CaseTimedOut, failed, load, observe


def module_of(*cells: str, wanted: Collection[str] = ("f",)) -> ModuleText:
    return to_module([Cell(number=number, text=text) for number, text in enumerate(cells, start=1)], wanted)


def loaded(*cells: str, wanted: Collection[str] = ("f",)) -> ModuleType:
    module, failure = load(module_of(*cells, wanted=wanted).source, "hw.ipynb")
    assert failure is None
    return module


def told(module: ModuleType, name: str) -> Observation:
    """What a case sees that asks for a name which is not there."""
    with pytest.raises(AttributeError) as caught:
        getattr(module, name)
    assert getattr(module, name, None) is None
    return failed("c", caught.value, module)


TRAINING = "model = boom()\nfor epoch in range(10**9):\n    model.step()\nprint(f(model))"


def test_training_and_plotting_is_left_out() -> None:
    source = module_of(
        "import numpy as np\nimport matplotlib.pyplot as plt",
        "def f(x):\n    return np.sin(x)",
        TRAINING,
        "plt.plot(f(x))\nplt.show()\ngrader.check('f')",
        "history = fit(f, x)\nhistory\nprint(vars(history), len(globals()['history']))",
    ).source
    assert source == "import numpy as np\ndef f(x):\n    return np.sin(x)\n"


@pytest.mark.parametrize(
    "cells",
    [
        ("A = [1]", "A.append(2)", "def f():\n    return sum(A)"),
        ("A = [1, 2, 4]", "def f():\n    return sum(A)", "A[2] = 0"),
        ("def g():\n    return 3", "def f():\n    return g()"),
        ("def f():\n    return 0", "f = lambda: 3"),
        ("class A:\n    pass", "def three(self):\n    return 3", "A.three = three", "def f():\n    return A().three()"),
        ("class A:\n    pass", "setattr(A, 'three', 3)", "f = lambda: A.three"),
        ("B = 1\nfor i in range(2):\n    B += 1", "def f():\n    return B"),
        ("def double(g):\n    return lambda: 2 * g()", "@double\ndef f():\n    return 1.5"),
        ("three = 1 + 2", "def f(x=three):\n    return x"),
        ("try:\n    import nothing_of_this_name\nexcept ImportError:\n    three = 3", "def f():\n    return three"),
        ("A = {}", "def fill(d):\n    d[0] = 3", "fill(A)", "def f():\n    return A[0]"),
        ("a = 1; b = 2", "def f(): return a + b"),
        ("from math import *", "def f():\n    return int(pi)"),
        ("if True:\n    def f():\n        return 3",),
        ("x = y = 5", "def f():\n    x = 1\n    return [x + y for y in [2]][0]", "x = boom()", "y = boom()"),
        ("import sys\nsys.three = 3", "def f():\n    return sys.three"),
        ("from __future__ import annotations", "def f(x: nothing = 3) -> nobody:\n    return x"),
        ("with open('/dev/null') as file:\n    A = 3", "def f():\n    return A"),
        ("exec('A = B')\n", "def f():\n    return A", "B = 3", "exec('A = B')"),
        ("globals()['f'] = g", "def g():\n    return 3", "globals()['f'] = g"),
        ("globals().update(f=g)", "def g():\n    return 3", "globals().update(f=g)"),
        ("def f():\n    return 3\ndef f(x):\n    return 2", "del f", "def f():\n    return 3"),
        ("def f():\n    global A\n    return A", "A = 3"),
    ],
)
def test_what_a_wanted_name_needs_is_there(cells: tuple[str, ...]) -> None:
    try:
        assert int(loaded(*cells).f()) == 3
    finally:
        vars(sys).pop("three", None)


def test_other_definitions_and_constants_stay_where_they_can() -> None:
    module = loaded(
        "import math",
        "EPS = 1e-9\nPAIR = tuple[int, int]",
        "def helper(x: PAIR):\n    return math.sqrt(x)",
        "def needs_training(x=MODEL):\n    return x",
        "MODEL = boom()",
        "def f():\n    return 1",
    )
    assert (module.EPS, module.helper(4)) == (1e-9, 2)
    assert not hasattr(module, "needs_training")


def test_settings_of_libraries_are_made_and_nothing_else_is_called() -> None:
    source = module_of(
        "import numpy as np\nimport os",
        "np.random.seed(0)\nnp.seterr(all='ignore')\nos.abort()\nnp.testing.assert_equal(f(1), 2)\nprint(np)",
        "def f(x):\n    return np.abs(x)",
    ).source
    assert source.split("\n")[1:3] == ["np.random.seed(0)", "np.seterr(all='ignore')"]
    assert "abort" not in source and "assert_equal" not in source and "print" not in source


def test_nothing_wanted_means_everything_that_is_defined() -> None:
    module = loaded("A = 1 + int()", "def g():\n    return A", "class B:\n    pass", wanted=())
    assert (module.g(), module.B.__name__) == (1, "B")


def test_the_last_definition_counts_and_that_is_noted() -> None:
    cells = ("def f():\n    return 1", "def g():\n    return 0", "def f():\n    return 2", "def g():\n    return 0")
    assert loaded(*cells).f() == 2
    assert module_of(*cells).notes == ("defined_twice|f|1, 3|3",)


def test_a_cell_that_is_no_python_costs_what_it_seems_to_define() -> None:
    cells = ("def f():\n    return 1", "x = 1\ndef g(:\n    return 1\nclass A:\n  pass\nif = 3\ndef class(): pass")
    module = loaded(*cells, wanted=("f", "g", "A", "h"))
    written = module_of(*cells)
    assert module.f() == 1
    for name in ("g", "A"):
        seen = told(module, name)
        assert (seen.failure, seen.detail) == (Verdict.RAISED, "SyntaxError: invalid syntax")
        assert written.line_map[(seen.line or 0) - 1] == (2, 2)
    assert (told(module, "h").failure, told(module, "h").detail) == (Verdict.MISSING, "h")
    assert written.notes == ("cell_unread|2|2|invalid syntax",)


def test_a_failing_statement_costs_what_it_defines() -> None:
    cells = ("import numpy as np\nimport nothing_of_this_name as plt", "%time\nA = 1 // 0\ndef f():\n    return 1")
    module, written = loaded(*cells, "B = f() + A", wanted=("f", "A", "B")), module_of(*cells, wanted=("f", "A"))
    seen = told(module, "A")
    assert module.f() == 1
    assert (seen.failure, seen.detail.split(":")[0]) == (Verdict.RAISED, "ZeroDivisionError")
    assert written.line_map[(seen.line or 0) - 1] == (2, 2)
    assert told(module, "B").detail.split(":")[0] == "ZeroDivisionError"


def test_what_a_function_misses_is_told_as_the_failure_that_it_comes_from() -> None:
    cells = ("import nothing_of_this_name as plt\nA = 1 // 0", "def f():\n    plt.plot(A)", "def g():\n    return C")
    module, written = loaded(*cells, wanted=("f", "g")), module_of(*cells, wanted=("f", "g"))
    seen = [observe(case_of(name), module, 0) for name in ("f", "g")]
    assert [one.detail.split(":")[0] for one in seen] == ["ModuleNotFoundError", "NameError"]
    assert [written.line_map[(one.line or 0) - 1] for one in seen] == [(1, 1), (3, 2)]


def case_of(name: str) -> Case:
    """A case that calls a function."""
    return Case(
        name=name, task="t", title={}, points=Fraction(1), exercise=lambda student, rng: getattr(student, name)()
    )


@pytest.mark.parametrize(
    "statement", ["import sys\nA = sys.exit()", "A = yield_from", "A: int = (yield)", "A = []\ndel A[0]"]
)
def test_whatever_a_statement_does_the_next_one_is_executed(statement: str) -> None:
    assert loaded(statement, "def f():\n    return A", "def g():\n    return 1", wanted=("f", "g")).g() == 1


def test_after_the_time_is_up_nothing_more_is_executed(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait() -> None:
        raise CaseTimedOut

    monkeypatch.setattr(np, "wait", wait, raising=False)
    source = module_of("import numpy as np\nA = np.wait()", "B = np.pi", "def f():\n    return A, B").source
    module, _ = load(source, "hw.ipynb")
    assert [told(module, name).failure for name in ("A", "B", "f")] == [Verdict.TIMED_OUT] * 3


DEEP = {
    "a sum": "x = " + "+".join(["1"] * 3000),
    "a longer sum": "x = " + "+".join(["1"] * 10**4),
    "attributes": "x = a" + ".a" * 5000,
    "functions": "\n".join("    " * depth + f"def g{depth}():" for depth in range(90)) + " pass",
    "calls": "x = " + "f(" * 150 + ")" * 150,
    "misplaced": "nonlocal x",
    "two names": "def g(x, x): pass",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_code_of_whatever_depth_is_a_cell_that_is_read_or_not(text: str) -> None:
    assert loaded(text, "def f():\n    return 1").f() == 1


def test_a_long_notebook_takes_no_longer_than_its_length() -> None:
    """Every statement needs the one below it, the worst that there is."""
    chain = [f"def g{number}():\n    return g{number + 1}" for number in range(3000)]
    text = "\n".join([*chain, "def g3000():\n    return 1", "A = 1", *(f"A{number} = A" for number in range(3000))])
    assert len(module_of(text, wanted=("g0",)).source.split("\n")) > 9000


CELLS = st.lists(
    st.sampled_from(
        ["import math", "A = 1", "A = A + 1", "def f():\n    return A", "def g(x=A):\n    return f()", "f = g", "f(",
         "@f\ndef h():\n    pass", "%pwd\nA = f()", "class B:\n    a = A", "A, B = 1, 2", "for A in f():\n    g()",
         "f()"]
    ),
    min_size=1,
    max_size=7,
)  # fmt: skip


@settings(deadline=None)  # the first magic imports IPython
@given(cells=CELLS)
def test_the_module_can_be_parsed_and_its_lines_are_those_of_the_cells(cells: list[str]) -> None:
    module = module_of(*cells)
    ast.parse(module.source)
    lines = module.source.splitlines()
    assert len(lines) == len(module.line_map)
    for line, (cell, number) in zip(lines, module.line_map, strict=True):
        assert line == cells[cell - 1].split("\n")[number - 1] or cells[cell - 1] == "f("


@settings(deadline=None)  # the first magic imports IPython
@given(cells=CELLS)
def test_nothing_needed_is_left_out(cells: list[str]) -> None:
    """What the whole notebook defines without failing is the same in the module."""
    whole: dict[str, Any] = {}
    try:
        for cell in cells:
            exec(cell.removeprefix("%pwd\n"), whole)
    except Exception:  # noqa: BLE001 - then the two cannot be compared: a kernel goes on after a failure
        return
    if callable(whole.get("f")):
        module = loaded(*cells)
        assert outcome(module.f) == outcome(whole["f"])


def outcome(function: Any) -> Any:
    try:
        value = function()
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be the same
        return type(error)
    return value if isinstance(value, int) else type(value)
