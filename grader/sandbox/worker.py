"""The warm process: it has the libraries and the cases loaded, and forks a child for each submission.

Started as `python -m grader.sandbox.worker DESCRIPTOR`, where the descriptor is a socket to the parent.  It runs no
student's code itself, and holds no reference, no expected value and no other submission: a child inherits all that
it has.
"""

import gc
import importlib
import os
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from grader.errors import GraderError
from grader.folders import read_cases
from grader.model import Case
from grader.sandbox import child, control, limits

STANDARD_LIBRARY = ("abc", "collections", "copy", "dataclasses", "functools", "itertools", "math", "random", "typing")


def warm(libraries: list[str]) -> None:
    """Imports what submissions will import, and runs what is loaded at first use, on one thread."""
    for name in (*STANDARD_LIBRARY, *libraries):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise GraderError(f"the library {name} is not installed here: pip install 'grader[{name}]'") from error
    np.linalg.norm(np.random.default_rng(0).standard_normal((2, 2)) @ np.eye(2))
    torch: Any = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)
        layer = torch.nn.Linear(2, 2)
        optimizer = torch.optim.Adam(layer.parameters())
        torch.nn.functional.cross_entropy(layer(torch.zeros(2, 2)), torch.tensor([0, 1])).backward()
        optimizer.step()


def serve(channel: socket.socket, cases: dict[str, Case], scratch: str) -> None:
    """Forks a child for each request to run, ends and reaps it when told to, until the parent is gone.

    Each child works in a folder of its own below `scratch`, which is removed when it ends.
    """
    pid, folder = 0, ""
    try:
        while True:
            message, wire = control.receive(channel)
            if message["do"] == "run" and wire is not None:
                folder = tempfile.mkdtemp(prefix="submission-", dir=scratch)
                pid = _fork(message["request"], cases, wire, folder, channel)
                os.close(wire)
            else:
                status = _end(pid, folder)
                pid = 0
                control.send(channel, {"status": status})
    except control.ControlEnd:
        if pid:
            _end(pid, folder)
        shutil.rmtree(scratch, ignore_errors=True)  # the parent may have been killed


def _fork(request: Any, cases: dict[str, Case], wire: int, folder: str, channel: socket.socket) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()
        limits.die_with_parent()
        channel.close()
        os.chdir(folder)
        os.environ.update(HOME=folder, TMPDIR=folder)
        tempfile.tempdir = None
        child.run(request, cases, wire)
        code = 0
    finally:
        os._exit(code)  # never back into the worker's loop, whatever was raised


def _end(pid: int, folder: str) -> int:
    """Kills the child with everything that it started; returns its wait status."""
    for kill in (os.kill, os.killpg):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    while orphans := limits.children():  # they left its session, or they were started while we looked
        for orphan in orphans:
            os.kill(orphan, signal.SIGKILL)
            os.waitpid(orphan, 0)
    shutil.rmtree(folder, ignore_errors=True)
    return status


def main() -> None:
    """Loads what the first message names, says "ready" or what is wrong, and serves."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    limits.adopt_orphans()
    start, _ = control.receive(channel)
    try:
        warm(start["libraries"])
        cases = {case.name: case for case in read_cases(Path(start["folder"]))}
    except GraderError as error:
        control.send(channel, {"error": str(error)})
        return
    gc.collect()
    gc.freeze()  # what is there now is shared with the children, page for page: the collector must not touch it
    control.send(channel, {"ready": True})
    serve(channel, cases, start["scratch"])


if __name__ == "__main__":
    main()
