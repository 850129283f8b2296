"""What is believed of the words that a submission's process has for its own failure."""

from types import ModuleType

import pytest

from grader.judge import believed
from grader.model import Observation, Verdict

REFERENCE = ModuleType("reference")
REFERENCE.solve = print  # type: ignore[attr-defined]
SOURCE = "a\nb\nc\n"


def said(failure: Verdict | None, detail: str = "", line: int | None = None) -> Observation:
    return Observation(case="c", value=3, failure=failure, detail=detail, line=line, seconds=1.0)


@pytest.mark.parametrize(
    "honest",
    [
        said(None),
        said(Verdict.MISSING, "solve", 2),
        said(Verdict.MISSING),
        said(Verdict.FORBIDDEN, "torch", 3),
        said(Verdict.CRASHED, "SIGSEGV"),
        said(Verdict.CRASHED, "signal 40"),
        said(Verdict.CRASHED, "exit 137"),
        said(Verdict.CRASHED, "SystemExit"),
        said(Verdict.CRASHED, "wire"),
        said(Verdict.RAISED, "ValueError: whatever", 1),
        said(Verdict.TIMED_OUT),
    ],
)
def test_an_honest_failure_stays_as_it_is(honest: Observation) -> None:
    assert believed(honest, SOURCE, REFERENCE, ["torch"]) == honest


@pytest.mark.parametrize(
    ("forged", "detail"),
    [
        (said(Verdict.MISSING, "input_31415926"), "…"),
        (said(Verdict.FORBIDDEN, "torch.input_31415926"), "torch"),
        (said(Verdict.FORBIDDEN, "input_31415926"), ""),
        (said(Verdict.CRASHED, "SIG31415926"), ""),
        (said(Verdict.CRASHED, "exit 31415926"), ""),
        (said(Verdict.CRASHED, "signal 31415926"), ""),
        (said(Verdict.TIMED_OUT, "31415926"), ""),
        (said(Verdict.OUT_OF_MEMORY, "31415926"), ""),
    ],
)
def test_words_that_no_honest_process_has_are_dropped(forged: Observation, detail: str) -> None:
    assert believed(forged, SOURCE, REFERENCE, ["torch"]).detail == detail


def test_a_line_that_the_file_does_not_have_is_dropped() -> None:
    assert believed(said(Verdict.RAISED, "E: x", 31415926), SOURCE, REFERENCE, []).line is None
    assert believed(said(Verdict.RAISED, "SyntaxError: x", 4), SOURCE, REFERENCE, []).line == 4  # after the last one
