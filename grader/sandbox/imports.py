"""Notices, in a child, what a student's code imports while a case runs, under whatever computed name.

What can be read off the source is found there (`grader.judge.shortcuts`); this is for `__import__("to" + "rch")`.  It
is no wall: whoever undoes it still has to get the numbers right.
"""

import builtins
import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from grader.observe import ForbiddenImport


@contextmanager
def watched(module: ModuleType, forbids: Sequence[str]) -> Iterator[None]:
    """Raises `ForbiddenImport` where the module's own code imports one of these dotted names, or below one."""
    if not forbids:
        yield
        return
    import_, import_module = builtins.__import__, importlib.import_module

    def checked(name: str) -> None:
        if sys._getframe(2).f_code.co_filename == module.__file__ and _is_below(name, forbids):
            raise ForbiddenImport(name)

    def watching_import(name: str, *arguments: Any, **keywords: Any) -> Any:
        checked(name)
        return import_(name, *arguments, **keywords)

    def watching_import_module(name: str, package: str | None = None) -> ModuleType:
        checked(name)
        return import_module(name, package)

    builtins.__import__, importlib.import_module = watching_import, watching_import_module
    try:
        yield
    finally:
        builtins.__import__, importlib.import_module = import_, import_module


def _is_below(name: str, forbids: Sequence[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in forbids)
