"""`observe` and `load`: whatever a module does, there is an observation of it."""

import random
import threading
import warnings
from collections.abc import Callable
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Case, Observation, Verdict
from grader.observe import (
    CaseTimedOut,
    OutputLimitReached,
    ProcessEnded,
    failed,
    load,
    observe,
)


def case_of(exercise: Callable[[Any, np.random.Generator], Any]) -> Case:
    return Case(name="c", task="t", title={}, points=Fraction(1), exercise=exercise)


def seen(source: str, exercise: Callable[[Any, np.random.Generator], Any], seed: int = 0) -> Observation:
    module, _ = load(source, "hw.py")
    return observe(case_of(exercise), module, seed)


def test_a_value_is_copied_out() -> None:
    source = "import numpy as np\nstate = np.zeros(2)\ndef f():\n    state[:] += 1\n    return state\n"
    module, failure = load(source, "hw.py")
    case = case_of(lambda student, rng: student.f())
    first, second = observe(case, module, 0), observe(case, module, 0)
    assert failure is None
    assert (first.value.tolist(), second.value.tolist()) == ([1, 1], [2, 2])
    assert (first.case, first.failure) == ("c", None)


@given(st.integers(0, 2**128 - 1))
def test_a_seed_decides_every_generator(seed: int) -> None:
    def draw(student: Any, rng: np.random.Generator) -> Any:
        return [rng.random(), np.random.rand(), random.random()]

    assert seen("", draw, seed) == seen("", draw, seed)


def test_what_a_case_leaves_behind_in_torch_is_not_there_in_the_next() -> None:
    def leave(student: Any, rng: np.random.Generator) -> None:
        torch.set_grad_enabled(False)
        torch.set_default_dtype(torch.float64)
        torch.manual_seed(1)

    def look(student: Any, rng: np.random.Generator) -> Any:
        return [torch.is_grad_enabled(), str(torch.ones(1).dtype), torch.rand(3)]

    module = ModuleType("m")
    before = observe(case_of(look), module, 2**70 + 3).value
    observe(case_of(leave), module, 0)
    after = observe(case_of(look), module, 2**70 + 3).value
    assert (before[:2], after[:2]) == ([True, "torch.float32"], [True, "torch.float32"])
    assert (before[2] == after[2]).all()


def test_warnings_are_nobodys_business() -> None:
    with warnings.catch_warnings(record=True) as caught:
        assert seen("", lambda student, rng: warnings.warn("loud", stacklevel=1)).failure is None
    assert caught == []


def test_two_threads_do_not_share_the_global_generator() -> None:
    case = case_of(lambda student, rng: [float(np.random.rand()) + 0 * sum(range(200)) for _ in range(300)])
    module = ModuleType("m")
    alone = [observe(case, module, seed).value for seed in range(8)]
    together: dict[int, Any] = {}

    def run(seeds: range) -> None:
        for seed in seeds:
            together[seed] = observe(case, module, seed).value

    for _ in range(5):
        threads = [threading.Thread(target=run, args=(range(start, 8, 4),)) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [together[seed] for seed in range(8)] == alone


def test_warnings_of_numpy_are_not_errors_even_if_the_module_says_so() -> None:
    before = np.geterr()
    try:
        got = seen("import numpy as np\nnp.seterr(all='raise')", lambda student, rng: np.float64(1) / np.float64(0))
    finally:
        np.seterr(**before)  # type: ignore[arg-type]
    assert got.value == np.inf


@pytest.mark.parametrize(
    ("body", "verdict", "detail", "line"),
    [
        ("raise ValueError('bad shape')", Verdict.RAISED, "ValueError: bad shape", 2),
        ("1 / 0", Verdict.RAISED, "ZeroDivisionError: division by zero", 2),
        ("raise NotImplementedError('todo')", Verdict.MISSING, "", 2),
        ("raise MemoryError", Verdict.OUT_OF_MEMORY, "", 2),
        ("raise SystemExit(0)", Verdict.CRASHED, "SystemExit", 2),
        ("raise KeyboardInterrupt", Verdict.CRASHED, "KeyboardInterrupt", 2),
        ("raise GeneratorExit", Verdict.CRASHED, "GeneratorExit", 2),
        ("None.x", Verdict.RAISED, "AttributeError: 'NoneType' object has no attribute 'x'", 2),
        ("raise AttributeError('x', name='f', obj=None)", Verdict.RAISED, "AttributeError: x", 2),
        ("import json; json.loads('{')", Verdict.RAISED, "JSONDecodeError: ", 2),
        ("raise BaseException", Verdict.RAISED, "BaseException: ", 2),
        ("raise ExceptionGroup('g', [ValueError()])", Verdict.RAISED, "ExceptionGroup: g (1 sub-exception)", 2),
        ("return f()", Verdict.RAISED, "RecursionError: ", 2),
        ("assert False, 'x' * 9999", Verdict.RAISED, "AssertionError: xxx", 2),
        ("raise type('E' * 999, (Exception,), {})", Verdict.RAISED, "EEE", 2),
        ("raise type('E', (Exception,), {'__str__': lambda s: 1 / 0})", Verdict.RAISED, "E: ", 2),
        ("raise type('E', (Exception,), {'__str__': lambda s: exit()})", Verdict.RAISED, "E: ", 2),
        ("exec('def g(:')", Verdict.RAISED, "SyntaxError: ", 2),
    ],
)
def test_an_exception_is_told_with_the_students_own_line(body: str, verdict: Verdict, detail: str, line: int) -> None:
    got = seen(f"def f():\n    {body}\n", lambda student, rng: student.f())
    assert (got.failure, got.detail[: len(detail)], got.line) == (verdict, detail, line)
    assert got.value is None
    assert len(got.detail) < 400


def test_the_line_is_the_last_one_of_the_students_file_not_of_a_library() -> None:
    source = "import numpy as np\n\n\ndef f():\n    return np.linalg.inv(np.zeros((2, 2)))\n"
    assert seen(source, lambda student, rng: student.f()).line == 5


def test_a_failure_of_the_case_itself_has_no_line() -> None:
    assert seen("", lambda student, rng: {}["x"]).line is None


def test_a_name_that_is_not_there_is_missing() -> None:
    got = seen("", lambda student, rng: student.linear_forward(1))
    assert (got.failure, got.detail) == (Verdict.MISSING, "linear_forward")


@pytest.mark.parametrize("error", [CaseTimedOut(), OutputLimitReached()])
def test_a_limit_is_told_as_such_and_no_except_exception_eats_it(error: BaseException) -> None:
    def ring(student: Any, rng: Any) -> Any:
        try:
            raise error
        except Exception:  # noqa: BLE001 - as a student writes it
            return 1

    assert seen("", ring).failure in (Verdict.TIMED_OUT, Verdict.OUTPUT_LIMIT)


@pytest.mark.parametrize(
    ("source", "verdict", "detail", "line"),
    [
        ("x = 1\nraise ValueError('no')\ny = 2", Verdict.RAISED, "ValueError: no", 2),
        ("x = 1\ndef f(:\n", Verdict.RAISED, "SyntaxError: invalid syntax", 2),
        ("x = 1\n  y = 2", Verdict.RAISED, "IndentationError: unexpected indent", 2),
        ("x = 1\nimport sys\nsys.exit(3)", Verdict.CRASHED, "SystemExit", 3),
        ("x = 1\nimport no_such_module", Verdict.RAISED, "ModuleNotFoundError: No module named 'no_such_module'", 2),
        ("x = 1\nreturn 1\ny = 2", Verdict.RAISED, "SyntaxError: 'return' outside function", 2),
        ("'\ud800'", Verdict.RAISED, "UnicodeEncodeError: ", None),
        ("((" * 150, Verdict.RAISED, "SyntaxError: too many nested parentheses", 1),
    ],
)
def test_the_first_failure_is_told_and_what_can_be_defined_is(
    source: str, verdict: Verdict, detail: str, line: int | None
) -> None:
    module, failure = load(source, "hw.py")
    assert failure is not None
    assert (failure.failure, failure.detail[: len(detail)], failure.line) == (verdict, detail, line)
    if "invalid" not in failure.detail and "Indentation" not in failure.detail:
        assert [name for name in "xy" if f"{name} = " in source] == [name for name in "xy" if name in vars(module)]


def test_a_module_is_not_main_and_knows_its_file() -> None:
    module, failure = load("ran = __name__ == '__main__'\nfile = __file__", "my file.py")
    assert failure is None
    assert (module.ran, module.file) == (False, "my file.py")


@pytest.mark.parametrize(
    "body",
    [
        "@dataclass\nclass A:\n    x: int = 1\nvalue = A().x",
        "@dataclass\nclass A:\n    y: ClassVar[int] = 2\n    x: list[int] | None = None\nvalue = len(fields(A))",
        "class A(NamedTuple):\n    x: int = 1\nvalue = A().x",
        "class A(Protocol):\n    def f(self) -> 'A': ...\nvalue = 1",
        "class A:\n    x: 'int'\nvalue = len(get_type_hints(A))",
        "class A(Enum):\n    x = 1\nvalue = A.x.value",
    ],
)
@pytest.mark.parametrize("future", ["", "from __future__ import annotations\n"])
def test_modern_python_is_understood(future: str, body: str) -> None:
    imports = (
        "from dataclasses import dataclass, fields\nfrom enum import Enum\n"
        "from typing import ClassVar, NamedTuple, Protocol, get_type_hints\n"
    )
    module, failure = load(future + imports + body, "hw.py")
    assert failure is None, failure
    assert module.value == 1


def test_two_submissions_do_not_share_a_module() -> None:
    one, _ = load("x = 1", "hw.py")
    other, _ = load("y = 2", "hw.py")
    assert not hasattr(other, "x")
    assert one.x == 1


MODULE = """
import no_such_module as plt

def fine():
    return 1

curve = plt.plot()

def draws():
    return curve

def stub():
    raise NotImplementedError
"""


@pytest.mark.parametrize(
    ("name", "verdict", "detail", "line"),
    [
        ("fine", None, "", None),
        ("plt", Verdict.RAISED, "ModuleNotFoundError: No module named 'no_such_module'", 2),
        ("draws", Verdict.RAISED, "ModuleNotFoundError: No module named 'no_such_module'", 2),
        ("stub", Verdict.MISSING, "", 13),
        ("nothing", Verdict.MISSING, "nothing", None),
    ],
)
def test_a_missing_name_is_explained_by_the_statement_that_would_have_defined_it(
    name: str, verdict: Verdict | None, detail: str, line: int | None
) -> None:
    shown = seen(MODULE, lambda student, rng: getattr(student, name)() and None)
    assert (shown.failure, shown.detail, shown.line) == (verdict, detail, line)


@pytest.mark.parametrize("end", [CaseTimedOut, OutputLimitReached, KeyboardInterrupt, ProcessEnded])
def test_some_ends_are_the_end_of_the_whole_module(end: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise end

    monkeypatch.setattr(random, "betavariate", stop)
    module, failure = load("x = 1\nimport random\nrandom.betavariate(1, 1)\ny = 2", "hw.py")
    assert failure is not None
    assert (module.x, "y" in vars(module)) == (1, False)


def test_failed_names_the_case() -> None:
    assert failed("c", ValueError("x"), ModuleType("m")) == Observation(
        case="c", failure=Verdict.RAISED, detail="ValueError: x"
    )
