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
LENGTH = struct.Struct("<Q")
FOREVER = 1e9
"""Seconds after which a deadline is none."""
MAX_HEADER = 2 * 2**20
MAX_TEXT = 1000
MAX_LINE = 2**31
CHUNK = 2**18

_COMPACT = json.JSONEncoder(separators=(",", ":"))

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
    header = _COMPACT.encode(
        {
            "case": observation.case,
            "failure": observation.failure,
            "detail": observation.detail,
            "line": observation.line,
            "tree": skeleton,
            "sizes": [len(data) for data in buffers],
        }
    ).encode("utf-8", "replace")
    body = b"".join(buffers)
    return HEAD.pack(MAGIC, len(header), len(body)) + header + body


class Reader:
    """Reads what comes on a descriptor, ahead where more is there: a frame costs one system call or two."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._ahead = bytearray()

    def observation(self, deadline: float, max_body: int) -> Observation:
        """The next frame, until `deadline` (on the monotonic clock).

        Raises `FrameTimeout`, `FrameEnd`, or `FrameError` for anything that is not an honest frame.
        """
        magic, header_length, body_length = HEAD.unpack(self.take(HEAD.size, deadline))
        if magic != MAGIC:
            raise FrameError("not a frame")
        if header_length > MAX_HEADER or body_length > max_body:
            raise FrameTooLarge(f"{header_length + body_length} bytes")
        header = self.take(header_length, deadline)
        body = self.take(body_length, deadline)
        try:
            return _observation(json.loads(header), body)
        except (TreeError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise FrameError(str(error)[:100]) from error

    def take(self, count: int, deadline: float) -> bytes:
        """The next `count` bytes."""
        while len(self._ahead) < count:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._file], [], [], left if left < FOREVER else None)[0]:
                raise FrameTimeout
            try:
                data = os.read(self._file, CHUNK)
            except ConnectionResetError:  # it died with something of ours unread
                data = b""
            if not data:
                raise FrameEnd
            self._ahead += data
        taken = bytes(self._ahead[:count])
        del self._ahead[:count]
        return taken


def read_observation(file: int, deadline: float, max_body: int) -> Observation:
    """One frame, from one who sends no other before it is asked; raises as `Reader.observation`."""
    return Reader(file).observation(deadline, max_body)


def write_observation(file: int, observation: Observation, deadline: float) -> None:
    """Writes a frame to a descriptor that does not block; raises as `Reader.observation` where nobody takes it."""
    _write(file, pack(observation), deadline)


def write_request(file: int, request: Any, deadline: float) -> None:
    """What the child is to do, as JSON: to the child alone, past the worker, which later children are made of."""
    data = json.dumps(request).encode()
    _write(file, LENGTH.pack(len(data)) + data, deadline)


def read_request(file: int) -> Any:
    """In the child: what it is to do, whenever that comes; `FrameEnd` if nothing ever will."""
    reader = Reader(file)
    (length,) = LENGTH.unpack(reader.take(LENGTH.size, FOREVER))
    return json.loads(reader.take(length, FOREVER))


def _write(file: int, data: bytes, deadline: float) -> None:
    rest = memoryview(data)
    while rest:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([], [file], [], left)[1]:
            raise FrameTimeout
        try:
            rest = rest[os.write(file, rest[:CHUNK]) :]
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
