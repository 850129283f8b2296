"""The words that every noun is made of."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

Tree = Any
"""None, bool, int, float, complex, str, NumPy array, or a list, tuple or dict (str keys) of trees."""

Text = Mapping[str, str]
"""A sentence in every language of the course: `{"ru": …, "en": …}`."""

Visibility = Literal["public", "hidden"]
LANGUAGES = ("ru", "en")


class Verdict(StrEnum):
    """What became of one case, worst first: the worst verdict of a task is shown for the task."""

    GRADER_ERROR = "grader_error"
    FORBIDDEN = "forbidden"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out_of_memory"
    TIMED_OUT = "timed_out"
    OUTPUT_LIMIT = "output_limit"
    RAISED = "raised"
    MISSING = "missing"
    MALFORMED = "malformed"
    WRONG = "wrong"
    SKIPPED = "skipped"
    PASSED = "passed"

    @property
    def severity(self) -> int:
        """0 for the worst verdict, growing towards `PASSED`."""
        return list(Verdict).index(self)
