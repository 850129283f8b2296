"""The wire: observations as frames of bounded size, which the reader believes nothing of.

frame  = "GRO1" · header length (4 bytes, little-endian) · body length (8 bytes) · header · body
header = JSON {"case", "failure", "detail", "line", "tree", "sizes"}; the body is the arrays' bytes, one after
         another, of these sizes (see `grader.trees.encoding`)
"""

import itertools
import json
import os
import select
import struct
import time
from typing import Any

from grader.model import Observation, Verdict
from grader.trees import TreeError, decode, encode

MAGIC = b"GRO1"
HEAD = struct.Struct("<4sIQ")
MAX_HEADER = 2 * 2**20
MAX_TEXT = 1000
MAX_LINE = 2**31
CHUNK = 2**18

_FAILURES = {
    verdict.value: verdict
    for verdict in (
        Verdict.FORBIDDEN,
        Verdict.CRASHED,
        Verdict.OUT_OF_MEMORY,
        Verdict.TIMED_OUT,
        Verdict.OUTPUT_LIMIT,
        Verdict.RAISED,
        Verdict.MISSING,
    )
}
"""What a child may say of itself: not that it passed, nor that the failure is ours."""


class FrameError(Exception):
    """What came is not a frame: forged, garbled or impossible."""


class FrameTooLarge(FrameError):
    """A frame announces more than it may hold."""


class FrameTimeout(Exception):
    """The time for the next frame is over."""


class FrameEnd(Exception):
    """The other side closed the pipe."""


def pack(observation: Observation) -> bytes:
    """An observation as one frame."""
    skeleton, buffers = encode(observation.value)
    header = json.dumps(
        {
            "case": observation.case,
            "failure": observation.failure,
            "detail": observation.detail,
            "line": observation.line,
            "tree": skeleton,
            "sizes": [len(data) for data in buffers],
        },
        separators=(",", ":"),
    ).encode("utf-8", "replace")
    body = b"".join(buffers)
    return HEAD.pack(MAGIC, len(header), len(body)) + header + body


def read_observation(file: int, deadline: float, max_body: int) -> Observation:
    """Reads one frame from a descriptor until `deadline` (on the monotonic clock).

    Raises `FrameTimeout`, `FrameEnd`, or `FrameError` for anything that is not an honest frame.
    """
    magic, header_length, body_length = HEAD.unpack(_read(file, HEAD.size, deadline))
    if magic != MAGIC:
        raise FrameError("not a frame")
    if header_length > MAX_HEADER or body_length > max_body:
        raise FrameTooLarge(f"{header_length + body_length} bytes")
    header = _read(file, header_length, deadline)
    body = _read(file, body_length, deadline)
    try:
        return _observation(json.loads(header), body)
    except (TreeError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise FrameError(str(error)[:100]) from error


def write_observation(file: int, observation: Observation, deadline: float) -> None:
    """Writes a frame to a descriptor that does not block; raises as `read_observation` where nobody takes it."""
    frame = memoryview(pack(observation))
    while frame:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([], [file], [], left)[1]:
            raise FrameTimeout
        try:
            frame = frame[os.write(file, frame[:CHUNK]) :]
        except (BrokenPipeError, ConnectionResetError) as error:
            raise FrameEnd from error


def _observation(header: Any, body: bytes) -> Observation:
    if not isinstance(header, dict) or set(header) != {"case", "failure", "detail", "line", "tree", "sizes"}:
        raise FrameError("not a header")
    case, failure, detail, line = (header[key] for key in ("case", "failure", "detail", "line"))
    if not isinstance(case, str) or not isinstance(detail, str):
        raise FrameError("not a header")
    if line is not None and not (type(line) is int and 0 <= line <= MAX_LINE):
        raise FrameError("not a header")
    buffers = list(_cut(body, header["sizes"]))
    return Observation(
        case=case[:MAX_TEXT],
        value=decode(header["tree"], buffers),
        failure=None if failure is None else _FAILURES[failure],
        detail=detail[:MAX_TEXT],
        line=line,
    )


def _cut(body: bytes, sizes: Any) -> list[bytes]:
    if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
        raise FrameError("not a header")
    if sum(sizes) != len(body):
        raise FrameError("a body of another size than its parts")
    starts = itertools.accumulate(sizes, initial=0)
    return [body[start : start + size] for start, size in zip(starts, sizes, strict=False)]


def _read(file: int, count: int, deadline: float) -> bytes:
    parts, missing = [], count
    while missing:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([file], [], [], left)[0]:
            raise FrameTimeout
        try:
            data = os.read(file, min(missing, CHUNK))
        except ConnectionResetError:  # it died with something of ours unread
            data = b""
        if not data:
            raise FrameEnd
        parts.append(data)
        missing -= len(data)
    return b"".join(parts)
