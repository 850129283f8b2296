"""The same cases, inputs and comparisons as the grader's, in whatever process this is imported into."""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.checkers import builtin
from grader.files import load_module
from grader.folders import read_cases, read_checkers
from grader.observe import observe

HERE = Path(__file__).parent
CASES = {case.name: case for case in read_cases(HERE / "homework")}
CHECKERS = read_checkers(HERE / "homework")
SEEDS: dict[str, int] = json.loads((HERE / "seeds.json").read_text(encoding="utf-8"))


@functools.cache
def reference() -> ModuleType:
    """The reference solution."""
    return load_module(HERE / "reference.py", "reference")


def must_pass(name: str, module: ModuleType) -> None:
    """`AssertionError` with what is wrong, if what the case sees of the module is not what it sees of the reference."""
    case, seed = CASES[name], SEEDS[name]
    seen, expected = observe(case, module, seed), observe(case, reference(), seed)
    assert seen.failure is None, f"{seen.failure}: {seen.detail}"
    checker = CHECKERS.get(case.checker) or builtin(case.checker)
    difference = checker(seen.value, expected.value, **case.options)
    assert difference is None, str(difference)


def module_of(environment: Mapping[str, Any]) -> ModuleType:
    """The names of a notebook as a module."""
    module = ModuleType("submission")
    module.__dict__.update(environment)
    return module
