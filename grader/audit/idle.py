"""Answers that do nothing, in the form of the right ones: None, zeros, NaN, the first argument given back.

The form is taken from what the reference answers to a copy of the arguments, so that an idle answer fails for what it
says and not for how it looks.  A class stays constructible, a network keeps its layers, and autograd finds its way
back from zeros, too.
"""

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from grader.audit.copies import copied, is_network, is_tensor, relayered
from grader.judge.oracle import reference_module
from grader.model import Material

KINDS = ("none", "zeros", "nan", "echo")


def idle_module(material: Material, kind: str) -> ModuleType:
    """The reference with everything that a task requires made idle; `kind` is one of `KINDS`."""
    truth, module = reference_module(material), reference_module(material)
    for task in material.assignment.tasks:
        for required in task.requires:
            original = getattr(truth, required)
            made = _idle_class(original, kind) if inspect.isclass(original) else _idle(original, kind)
            setattr(module, required, made)
    return module


def _idle(function: Callable[..., Any], kind: str) -> Callable[..., Any]:
    """A function that gives the form of the right answer and nothing else."""

    @functools.wraps(function)
    def answer(*arguments: Any, **keywords: Any) -> Any:
        if kind == "echo":
            return arguments[0] if arguments else None
        return _changed(_undisturbed(function, arguments, keywords), kind)

    return answer


def _idle_class(original: type, kind: str) -> type:
    """A class whose methods answer in the right form and do nothing to themselves or to what they are given."""

    def answering(method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def answer(self: Any, *arguments: Any, **keywords: Any) -> Any:
            if kind == "echo":
                return arguments[0] if arguments else None
            own = self.parameters() if is_network(self) else ()  # their gradients are the case's to see
            return _changed(_undisturbed(method, (self, *arguments), keywords, own), kind)

        return answer

    methods = {
        name: answering(member)
        for name, member in vars(original).items()
        if inspect.isfunction(member) and name != "__init__"
    }
    return type(original.__name__, (original,), methods)


def _changed(tree: Any, kind: str) -> Any:
    """A tree of the same form in which nothing is said: every number and every word is changed."""
    if isinstance(tree, tuple | list):
        return type(tree)(_changed(item, kind) for item in tree)
    if isinstance(tree, dict):
        return {key: _changed(item, kind) for key, item in tree.items()}
    if isinstance(tree, Iterator):
        return (_changed(item, kind) for item in tree)
    if not (isinstance(tree, np.ndarray | float | int | str) or is_tensor(tree) or is_network(tree)):
        return tree
    if kind == "none":
        return None
    if isinstance(tree, str):
        return ""
    if is_network(tree):
        return relayered(tree, functools.partial(_changed, kind=kind))
    if kind == "nan":
        return tree * np.nan
    return tree * 0 if is_tensor(tree) else np.zeros_like(tree) if isinstance(tree, np.ndarray) else type(tree)(0)


def _undisturbed(
    function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any], kept: Iterable[Any] = ()
) -> Any:
    """What the right answer returns for copies of the arguments (of all but what is `kept`); None where it raises."""
    try:
        arguments, keywords = copied((arguments, keywords), kept)
        return function(*arguments, **keywords)
    except Exception:  # noqa: BLE001 - an idle answer does not even refuse
        return None
