"""The wire: an honest frame comes back as it was; anything else ends in an error, in bounded time and space."""

import json
import os
import threading
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Observation, Verdict
from grader.sandbox import frames
from grader.trees import snapshot
from tests.unit.trees.test_plain import ANYTHING, same

MAX_BODY = 2**16
SAID_BY_A_CHILD = [
    Verdict.FORBIDDEN,
    Verdict.CRASHED,
    Verdict.OUT_OF_MEMORY,
    Verdict.TIMED_OUT,
    Verdict.OUTPUT_LIMIT,
    Verdict.RAISED,
    Verdict.MISSING,
]
HONEST = frames.pack(Observation(case="c", value={"x": np.arange(3.0), "y": [1, "two", 3.5]}, detail="d", line=7))


def read(data: bytes, *, close: bool = True, seconds: float = 5.0) -> Observation:
    """What the reader makes of bytes that come through a pipe."""
    ours, theirs = os.pipe()

    def write() -> None:
        try:
            sent = 0
            while sent < len(data):
                sent += os.write(theirs, data[sent:])
        except BrokenPipeError:
            pass
        if close:
            os.close(theirs)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        return frames.read_observation(ours, time.monotonic() + seconds, MAX_BODY)
    finally:
        os.close(ours)
        writer.join()
        if not close:
            os.close(theirs)


def framed(header: Any, body: bytes = b"") -> bytes:
    """A frame with a header of one's own."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return frames.HEAD.pack(frames.MAGIC, len(text), len(body)) + text + body


def header(**changes: Any) -> dict[str, Any]:
    """An honest header with changes."""
    return {"case": "c", "failure": None, "detail": "", "line": None, "tree": None, "sizes": []} | changes


@given(ANYTHING, st.sampled_from([None, *SAID_BY_A_CHILD]), st.text(max_size=50), st.none() | st.integers(1, 10**6))
def test_an_honest_frame_comes_back(value: Any, failure: Verdict | None, detail: str, line: int | None) -> None:
    sent = Observation(case="case", value=snapshot(value), failure=failure, detail=detail, line=line)
    got = read(frames.pack(sent))
    assert same(got.value, sent.value)
    assert (got.case, got.failure, got.detail, got.line) == ("case", failure, detail, line)


@given(st.data())
def test_a_mutated_frame_is_an_observation_or_one_of_three_errors(data: st.DataObject) -> None:
    raw = bytearray(HONEST)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    try:
        read(bytes(raw))
    except (frames.FrameError, frames.FrameEnd, frames.FrameTimeout):
        return


@given(st.binary(max_size=200))
def test_garbage_is_an_error(raw: bytes) -> None:
    with pytest.raises((frames.FrameError, frames.FrameEnd)):
        read(raw)


@given(st.integers(0, len(HONEST) - 1))
def test_a_frame_that_is_cut_off_is_the_end(length: int) -> None:
    with pytest.raises(frames.FrameEnd):
        read(HONEST[:length])


@pytest.mark.parametrize("length", [0, 5, 16, 40, len(HONEST) - 1])
def test_a_frame_that_does_not_come_is_a_timeout(length: int) -> None:
    with pytest.raises(frames.FrameTimeout):
        read(HONEST[:length], close=False, seconds=0.02)


@pytest.mark.parametrize("lengths", [(2**32 - 1, 0), (10, 2**64 - 1), (10, MAX_BODY + 1), (frames.MAX_HEADER + 1, 0)])
def test_a_frame_that_announces_too_much_is_refused_before_it_is_read(lengths: tuple[int, int]) -> None:
    with pytest.raises(frames.FrameTooLarge):
        read(frames.HEAD.pack(frames.MAGIC, *lengths), close=False)


def test_a_body_that_was_announced_and_does_not_come_takes_no_memory() -> None:
    with pytest.raises(frames.FrameTimeout):
        read(frames.HEAD.pack(frames.MAGIC, 2, MAX_BODY) + b"{}", close=False, seconds=0.02)


@pytest.mark.parametrize(
    "forged",
    [
        framed(b""),
        framed(b"\xff"),
        framed(b"[" * 100_000),
        framed(b'{"case":' + b"9" * 10_000 + b"}"),
        framed([]),
        framed({}),
        framed(header(more=1)),
        framed(header(failure="passed")),
        framed(header(failure="grader_error")),
        framed(header(failure="wrong")),
        framed(header(failure="skipped")),
        framed(header(failure="PASSED")),
        framed(header(failure=[])),
        framed(header(failure=0)),
        framed(header(failure=True)),
        framed(header(case=1)),
        framed(header(detail=None)),
        framed(header(line="7")),
        framed(header(line=True)),
        framed(header(line=1.5)),
        framed(header(line=-1)),
        framed(header(line=10**300)),
        framed(header(tree={"x": 1})),
        framed(header(tree=float("nan"))),
        framed(header(tree=10**400)),
        framed(header(sizes=None)),
        framed(header(sizes=[-1, 1])),
        framed(header(sizes=[True])),
        framed(header(sizes=[2**70])),
        framed(header(sizes=[8]), b"\0" * 8),
        framed(header(tree={"a": [0, "<f8", [1]]}, sizes=[8]), b"\0" * 7),
        framed(header(tree={"a": [0, "|O", [1]]}, sizes=[8]), b"\0" * 8),
        b"GRO2" + framed(header())[4:],
    ],
)
def test_a_forged_frame_is_refused(forged: bytes) -> None:
    with pytest.raises(frames.FrameError):
        read(forged)


def test_what_a_child_says_is_cut_to_size() -> None:
    got = read(framed(header(case="c" * 10**5, detail="d" * 10**5)))
    assert len(got.case) == len(got.detail) == frames.MAX_TEXT


def test_frames_follow_each_other() -> None:
    ours, theirs = os.pipe()
    os.write(theirs, HONEST + HONEST)
    os.close(theirs)
    deadline = time.monotonic() + 5
    reader = frames.Reader(ours)
    assert [reader.observation(deadline, MAX_BODY).line for _ in range(2)] == [7, 7]
    with pytest.raises(frames.FrameEnd):
        reader.observation(deadline, MAX_BODY)
    os.close(ours)
