"""Answers that do nothing, in the form of the right ones: None, zeros, NaN, the first argument given back."""

import copy
import functools
import inspect
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from grader.judge.oracle import reference_module
from grader.model import Material

KINDS = ("none", "zeros", "nan", "echo")

_ANSWERS: dict[str, Callable[[Any], Any]] = {
    "none": lambda value: None,
    "zeros": lambda value: np.zeros_like(value) if isinstance(value, np.ndarray) else type(value)(0),
    "nan": lambda value: value * np.nan,
}


def idle_module(material: Material, kind: str) -> ModuleType:
    """The reference with everything that a task requires made idle; `kind` is one of `KINDS`."""
    module = reference_module(material)
    for task in material.assignment.tasks:
        for required in task.requires:
            original = getattr(module, required)
            made = _idle_class(original, kind) if inspect.isclass(original) else _idle(original, kind)
            setattr(module, required, made)
    return module


def _idle(function: Callable[..., Any], kind: str) -> Callable[..., Any]:
    """A function that gives the form of the right answer and nothing else."""

    @functools.wraps(function)
    def answer(*arguments: Any, **keywords: Any) -> Any:
        if kind == "echo":
            return arguments[0] if arguments else None
        return _changed(_undisturbed(function, *arguments, **keywords), _ANSWERS[kind])

    return answer


def _idle_class(original: type, kind: str) -> type:
    """A class whose methods answer in the right form and do nothing to themselves or to what they are given."""

    def answering(method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def answer(self: Any, *arguments: Any, **keywords: Any) -> Any:
            if kind == "echo":
                return arguments[0] if arguments else None
            return _changed(_undisturbed(method, self, *arguments, **keywords), _ANSWERS[kind])

        return answer

    methods = {
        name: answering(member)
        for name, member in vars(original).items()
        if inspect.isfunction(member) and name != "__init__"
    }
    return type(original.__name__, (original,), methods)


def _changed(tree: Any, change: Callable[[Any], Any]) -> Any:
    """A tree of the same form with every number changed."""
    if isinstance(tree, tuple | list):
        return type(tree)(_changed(item, change) for item in tree)
    if isinstance(tree, dict):
        return {key: _changed(item, change) for key, item in tree.items()}
    if isinstance(tree, Iterator):
        return (_changed(item, change) for item in tree)
    return change(tree) if isinstance(tree, np.ndarray | float | int) else tree


def _undisturbed(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """What the right answer returns for copies of the arguments; None where it raises."""
    try:
        return function(*copy.deepcopy(arguments), **copy.deepcopy(keywords))
    except Exception:  # noqa: BLE001 - an idle answer does not even refuse
        return None
