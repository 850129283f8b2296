"""What a running notebook has defined, as a module for the cases, and as the text that it came from."""

import keyword
import linecache
from collections.abc import Iterator, Mapping
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from grader.notebooks import Cell, ModuleText, to_module
from grader.observe import SUBMISSION

MAIN = "__main__"


def live_module(env: Mapping[str, Any]) -> ModuleType:
    """A module of the names that are defined now; its functions go on to see what is defined later."""
    module = ModuleType(SUBMISSION)
    vars(module).update({name: value for name, value in env.items() if not name.startswith("__")})
    module.__file__ = SUBMISSION
    return module


def live_text(env: Mapping[str, Any]) -> ModuleText:
    """Imports that bind what is imported, and the cells that defined the functions and classes of now.

    A cell that was executed once more in another wording is in it in the last one: functions know where they are from.
    """
    values = list(env.items())
    imports = [line for name, value in values if _is_word(name) for line in _import(name, value)]
    files = dict.fromkeys(file for _, value in values for file in _files(value))
    texts = ["\n".join(imports), *("".join(linecache.getlines(file)) for file in files)]
    return to_module([Cell(number=number, text=text) for number, text in enumerate(texts)])


def _import(name: str, value: object) -> Iterator[str]:
    """The statement that binds a name to something from outside."""
    if isinstance(value, ModuleType):
        if all(map(_is_word, value.__name__.split("."))):
            yield f"import {value.__name__} as {name}"
    elif isinstance(value, FunctionType | BuiltinFunctionType | type):
        home, own = str(value.__module__), str(value.__name__)
        if home != MAIN and _is_word(own) and all(map(_is_word, home.split("."))):
            yield f"from {home} import {own} as {name}"


def _files(value: object) -> Iterator[str]:
    """Where a function or the methods of a class were defined, if that was in the notebook."""
    if isinstance(value, FunctionType) and value.__module__ == MAIN:
        yield value.__code__.co_filename
    elif isinstance(value, type) and value.__module__ == MAIN:
        for inner in vars(value).values():
            plain = inner.__func__ if isinstance(inner, staticmethod | classmethod) else inner
            plain = plain.fget if isinstance(plain, property) else plain
            if isinstance(plain, FunctionType):
                yield plain.__code__.co_filename


def _is_word(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)
