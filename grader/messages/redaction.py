"""The one place where the outcome of a hidden case loses what would give the case away.

What stays: names, lines, shapes, dtypes, lengths, kinds of things, the statement of a property.  What goes:
every number that was seen or expected, and every text that a student's code could have written the inputs
into.
"""

import re
from dataclasses import replace

from grader.errors import is_python_exception
from grader.model import Difference, Outcome, Verdict

# The kinds of things that the grader itself names, as `grader.trees` describes them.
_KNOWN_KIND = re.compile(
    r"None|bool|int|float|complex|str|dict|ndarray|function|generator|method|module|type"
    r"|(list|tuple) of \d{1,6}|(ndarray|scalar) of dtype [\w<>|=]{1,12}"
    r"|int beyond 64 bits|dict with keys that are not strings"
)
_NUMERIC = frozenset({"value", "nonfinite", "mutated", "property"})
UNNAMED = "…"


def redacted(outcome: Outcome) -> Outcome:
    """`outcome` as the student may see it if its case is hidden.

    Of an exception only a type of Python's own stays; of what is missing, a proper name; of our own failure,
    nothing.
    """
    difference = outcome.difference and _redacted_difference(outcome.difference)
    return replace(outcome, difference=difference, detail=_redacted_detail(outcome))


def _redacted_difference(difference: Difference) -> Difference:
    if difference.kind in _NUMERIC:
        return replace(difference, observed="", expected="", at=(), error=0.0, tolerance=0.0)
    if difference.kind == "extra":
        # The key is the student's own, so only the place above it is told.
        above = difference.path.rpartition(".")[0]
        return replace(difference, path=above, observed="", expected="")
    if difference.kind == "type" and not _KNOWN_KIND.fullmatch(difference.observed):
        return replace(difference, observed="")
    return difference


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
