"""What parent and worker say to each other: JSON with its length before it, and at times a descriptor."""

import json
import os
import socket
import struct
from typing import Any

LENGTH = struct.Struct("<Q")
MAX_MESSAGE = 2**20
"""Bytes of a message: what a submission says goes another way."""


class ControlEnd(Exception):
    """The other side is gone."""


def send(channel: socket.socket, message: Any, descriptor: int | None = None) -> None:
    """Sends a message; `ControlEnd` if nobody is there to take it."""
    data = json.dumps(message).encode()
    try:
        socket.send_fds(channel, [LENGTH.pack(len(data))], [] if descriptor is None else [descriptor])
        channel.sendall(data)
    except OSError as error:
        raise ControlEnd from error


def receive(channel: socket.socket) -> tuple[Any, int | None]:
    """The next message and the descriptor that came with it; `ControlEnd` if the other side is gone."""
    try:
        head, descriptors, _, _ = socket.recv_fds(channel, LENGTH.size, 1)
        if head:
            head += _exactly(channel, LENGTH.size - len(head))
        if not head:
            raise ControlEnd
        (length,) = LENGTH.unpack(head)
        if length > MAX_MESSAGE:
            raise ControlEnd
        data = _exactly(channel, length)
    except OSError as error:
        raise ControlEnd from error
    for surplus in descriptors[1:]:
        os.close(surplus)
    return json.loads(data), descriptors[0] if descriptors else None


def _exactly(channel: socket.socket, count: int) -> bytes:
    parts = []
    while count:
        data = channel.recv(min(count, 2**18))
        if not data:
            raise ControlEnd
        parts.append(data)
        count -= len(data)
    return b"".join(parts)
