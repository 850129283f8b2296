"""Checkers: how an observation is compared with the reference's.  They run on the trusted side only.

A checker is `check(observed, expected, **options)` and returns the first `Difference` that matters, or None.
One file here is one checker, named by its file; an assignment adds its own as functions in `checkers.py`.
`observed` may be any plain tree whatever: a checker first makes sure of its form with
`first_difference(observed, expected, values=False)`, then may compute with it.
Those of a test's fields (number, choice, formula…) compare `{"answer": value}`, or what `unread` makes of a text.
"""

import functools
import importlib

from grader.checkers._answers import unread
from grader.model import Checker, Difference

__all__ = ["broken", "builtin", "unread"]


@functools.lru_cache(maxsize=256)
def builtin(name: str) -> Checker:
    """The checker of that name in this package; `KeyError` if there is none."""
    if not name.isidentifier() or name.startswith("_"):
        raise KeyError(name)
    try:
        module = importlib.import_module(f"grader.checkers.{name}")
    except ModuleNotFoundError as error:
        raise KeyError(name) from error
    checker: Checker = module.check
    return checker


def broken(path: str, *, en: str, ru: str, observed: object = "", expected: object = "") -> Difference:
    """A property that does not hold, in a checker's own words; the numbers are shown for public cases only."""
    return Difference(
        kind="property",
        path=path,
        observed=_number(observed),
        expected=_number(expected),
        note={"en": en, "ru": ru},
    )


def _number(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
