"""Tries a wall from the inside: `python -m grader.sandbox.probe DESCRIPTOR`, with the request on standard input.

Goes behind the wall as a worker does, forks a child as for a submission, and lets it try what no submission may do.
Answers on the descriptor: {"layer": …, "reason": …}, the layer that does not hold, or null.
"""

import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

from grader.sandbox.entrance import Inside, LayerMissing, go_in
from grader.sandbox.walls import Wall


def main() -> None:
    """Serves one request."""
    out = int(sys.argv[1])
    request = json.load(sys.stdin)
    wall = Wall(**{**request["wall"], "reduced": ()})
    try:
        inside = go_in(wall, request["uid"])
        layer, reason = _try(inside, wall, request)
    except LayerMissing as error:
        layer, reason = error.layer, error.reason
    os.write(out, json.dumps({"layer": layer, "reason": reason}).encode())


def _try(inside: Inside, wall: Wall, request: Any) -> tuple[str | None, str]:
    """What a child finds open."""
    ours, theirs = os.pipe()
    pid = inside.fork()
    if pid == 0:
        answer: tuple[str | None, str] = (wall.outer or "seccomp", "the child did not get as far as its cases")
        try:
            folder = inside.close_door(request["scratch"])
            answer = next(_open_doors(wall, request["canary"], folder), (None, ""))
        except OSError as error:
            answer = (wall.outer or "landlock", str(error))
        finally:
            os.write(theirs, json.dumps(answer).encode())
            os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as pipe:
        layer, reason = json.loads(pipe.read() or b'["seccomp", "the child died"]')
    os.waitpid(pid, 0)
    return layer, reason


def _open_doors(wall: Wall, canary: str, folder: str) -> Iterator[tuple[str | None, str]]:
    files = wall.outer or "landlock"
    needed: dict[str, Callable[[], object]] = {
        f"{os.__file__} cannot be read: install Python where every user may read it": lambda: _open(os.__file__),
        f"{os.devnull} cannot be opened": lambda: _open(os.devnull, os.O_RDWR),
        "a file of its own cannot be written": lambda: _open(f"{folder}/own", os.O_CREAT | os.O_WRONLY),
    }
    closed: list[tuple[bool, str, str, Callable[[], object]]] = [
        (True, files, "a file outside can be read", lambda: _open(canary)),
        (True, files, "the homes can be listed", lambda: os.listdir("/home")),
        (wall.seccomp, "seccomp", "a socket can be made", lambda: socket.socket().close()),
        (wall.seccomp, "seccomp", "a process can be started", _fork),
    ]
    yield from ((files, said) for said, action in needed.items() if _refused(action))
    yield from ((layer, said) for asked, layer, said, action in closed if asked and not _refused(action))
    if wall.outer and os.getpid() != 1:
        yield wall.outer, "it is not alone in its pid namespace"


def _refused(action: Callable[[], object]) -> bool:
    try:
        action()
    except OSError:
        return True
    return False


def _open(path: str, flags: int = os.O_RDONLY) -> None:
    os.close(os.open(path, flags, 0o600))


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


if __name__ == "__main__":
    main()
