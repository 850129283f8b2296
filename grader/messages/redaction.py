"""The one place where the outcome of a hidden case loses what would give the case away.

What stays: names, lines, dtypes, shapes and lengths such as mistakes have, kinds of things, a property's statement.
What goes: every number that was seen or expected, and every text, shape or length that a student's code could have
written the inputs into.
"""

import itertools
import math
import re
from dataclasses import replace

from grader.errors import is_python_exception
from grader.model import Difference, Outcome, Verdict

# The kinds of things that the grader itself names, as `grader.trees` describes them, with small numbers at most.
_KNOWN_KIND = re.compile(
    r"None|bool|int|float|complex|str|dict|ndarray|function|generator|method|module|type"
    r"|(list|tuple) of \d{1,2}"
    r"|(ndarray|scalar) of dtype (object|longdouble|float\d{2,3}|complex\d{2,3}|[<>|=]?[USV]\d{1,2})"
    r"|int beyond 64 bits|dict with keys that are not strings"
)
_NUMERIC = frozenset({"value", "nonfinite", "mutated", "property"})
UNNAMED = "…"
UNANSWERED = "unanswered"
"""What is missing where a field of a test is left empty."""


def redacted(outcome: Outcome) -> Outcome:
    """`outcome` as the student may see it if its case is hidden.

    Of an exception only a type of Python's own stays; of what is missing, a proper name; of our own failure,
    nothing.
    """
    difference = outcome.difference and _redacted_difference(outcome.difference)
    return replace(outcome, difference=difference, detail=_redacted_detail(outcome))


def _redacted_difference(difference: Difference) -> Difference:
    if difference.kind == "unread":  # the student's own words, and what could have been written
        return difference
    if difference.kind == "answer":  # the place of a wrong entry tells nothing of the right one
        return replace(difference, observed="", expected="", error=0.0, tolerance=0.0)
    if difference.kind in _NUMERIC:
        return replace(difference, observed="", expected="", at=(), error=0.0, tolerance=0.0)
    if difference.kind == "extra":
        # The key is the student's own, so only the place above it is told.
        above = difference.path.rpartition(".")[0]
        return replace(difference, path=above, observed="", expected="")
    if not _may_be_told(difference):
        return replace(difference, observed="")
    return difference


def _may_be_told(difference: Difference) -> bool:
    """Whether what was observed is too plain to hide anything in it."""
    observed = difference.observed
    if difference.kind == "type":
        return bool(_KNOWN_KIND.fullmatch(observed))
    if difference.kind == "length":
        return bool(re.fullmatch(r"\d{1,2}", observed))
    return difference.kind != "shape" or _is_akin(_sizes(observed), _sizes(difference.expected))


def _is_akin(shape: list[int], expected: list[int]) -> bool:
    """Whether a shape is made of what was expected: transposed, flattened, summed over, with an axis more or less."""
    if len(shape) == 1 and shape[0] < 100:
        return True
    products = {0, math.prod(expected)}
    products |= {math.prod(part) for count in range(4) for part in itertools.combinations(expected, count)}
    return len(shape) <= len(expected) + 2 and products.issuperset(shape)


def _sizes(shape: str) -> list[int]:
    return [int(size) for size in re.findall(r"\d+", shape)]


def _redacted_detail(outcome: Outcome) -> str:
    if outcome.verdict is Verdict.RAISED:
        kind = outcome.detail.partition(":")[0]
        return kind if is_python_exception(kind) else ""
    if outcome.verdict is Verdict.MISSING:
        return outcome.detail if is_dotted_name(outcome.detail) else UNNAMED
    if outcome.verdict in (Verdict.GRADER_ERROR, Verdict.MALFORMED, Verdict.WRONG):
        return ""
    return outcome.detail


def is_dotted_name(text: str) -> bool:
    """Whether a text is a name such as `Adam.step`, or empty."""
    return not text or all(part.isidentifier() for part in text.split("."))
