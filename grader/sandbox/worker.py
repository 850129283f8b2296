"""The warm process: it has the libraries and the cases loaded, and forks a child for each submission.

Started as `python -m grader.sandbox.worker DESCRIPTOR`, where the descriptor is a socket to the parent.  Once it is
warm it goes behind its wall, for good.  It runs no student's code itself, and holds no reference, no expected value
and no other submission: a child inherits all that it has.
"""

import gc
import importlib
import os
import select
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import GraderError
from grader.folders import read_cases, read_exhibits
from grader.model import Case
from grader.sandbox import child, control, limits, linux
from grader.sandbox.entrance import Inside, LayerMissing, go_in
from grader.sandbox.removal import remove_tree
from grader.sandbox.walls import Wall
from grader.warming import use_once

STANDARD_LIBRARY = ("abc", "collections", "copy", "dataclasses", "functools", "itertools", "math", "random", "typing")

WATCH_SECONDS = 0.05
"""How often the size of a child's folder is looked at, where no file system of its own bounds it."""


def warm(libraries: list[str]) -> None:
    """Imports what submissions will import, and runs what is loaded at first use, on one thread."""
    for name in (*STANDARD_LIBRARY, *libraries):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise GraderError(f"the library {name} is not installed here: pip install 'grader[{name}]'") from error
    torch: Any = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)
    use_once()


@dataclass(slots=True)
class Worker:
    """Keeps one child ready behind its door, hands it to the parent, ends and reaps it, until the parent is gone.

    What a child is to run it is told by the parent itself: the worker, which later children are made of, never sees
    it.  Each child works in a folder of its own: one that ends with its mount namespace, or where there is none, one
    below `scratch`, which is removed when it ends.  `base` is the address space in bytes that every child starts with.
    """

    channel: socket.socket
    cases: dict[str, Case]
    inside: Inside
    scratch: str
    base: int
    pid: int = 0
    wire: int = -1
    folder: str = ""

    def serve(self) -> None:
        """Until the parent closes the channel."""
        try:
            self._fork()
            while True:
                self._watch()
                message, _ = control.receive(self.channel)
                if message["do"] == "run":
                    control.send(self.channel, {}, self.wire)
                    self._forget_wire()
                else:
                    control.send(self.channel, self._end())
                    self._clear()  # after the answer: on some disks it takes seconds to remove what a child left
                    self._fork()
        except control.ControlEnd:
            if self.pid:
                self._end()
            if self.scratch:
                remove_tree(Path(self.scratch))  # the parent may have been killed

    def _watch(self) -> None:
        """Waits for a message, and meanwhile kills a child that writes more into its folder than it may."""
        running = self.wire < 0
        while running and self.folder and not select.select([self.channel], [], [], WATCH_SECONDS)[0]:
            if limits.folder_is_full(self.folder):
                os.kill(self.pid, signal.SIGKILL)
                return

    def _fork(self) -> None:
        if self.inside.rooms is None:
            self.folder = tempfile.mkdtemp(prefix="submission-", dir=self.scratch)
        self.wire, theirs = (end.detach() for end in socket.socketpair())
        self.pid = self.inside.fork()
        if self.pid:
            os.close(theirs)
            return
        code = 1
        try:
            os.setsid()
            if linux.available:
                linux.die_with_parent(signal.SIGKILL)
            os.closerange(3, theirs)
            os.closerange(theirs + 1, os.sysconf("SC_OPEN_MAX"))
            child.serve(self.cases, theirs, child.Place(inside=self.inside, folder=self.folder, base=self.base))
            code = 0
        finally:
            os._exit(code)  # never back into the worker's loop, whatever was raised

    def _end(self) -> dict[str, Any]:
        """Kills the child with everything that it started; says how it had ended and what it had used."""
        for kill in (os.kill, os.killpg):
            with suppress(ProcessLookupError, PermissionError):
                kill(self.pid, signal.SIGKILL)
        _, status, used = os.wait4(self.pid, 0)
        while orphans := limits.children():  # they left its session, or they were started while we looked
            for orphan in orphans:
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)
        self._forget_wire()
        self.pid = 0
        return {"status": status, "seconds": used.ru_utime + used.ru_stime}

    def _clear(self) -> None:
        if self.folder:
            remove_tree(Path(self.folder))
            self.folder = ""

    def _forget_wire(self) -> None:
        if self.wire >= 0:
            os.close(self.wire)
            self.wire = -1


def main() -> None:
    """Loads what the first message names, goes behind the wall, says "ready" or what is wrong, and serves."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    start, _ = control.receive(channel)
    try:
        warm(start["libraries"])
        folder = Path(start["folder"])
        exhibited = (exhibit.case for exhibit in read_exhibits(folder))
        cases = {case.name: case for case in (*read_cases(folder), *exhibited)}
        base = limits.address_space()
        inside = go_in(Wall(**{**start["wall"], "reduced": ()}), start["uid"], [start["folder"]])
    except GraderError as error:
        control.send(channel, {"error": str(error)})
        return
    except LayerMissing as error:
        control.send(channel, {"error": f"the sandbox's wall does not stand: {error}"})
        return
    if linux.available:
        linux.adopt_orphans()
    gc.collect()
    gc.freeze()  # what is there now is shared with the children, page for page: the collector must not touch it
    control.send(channel, {"budget": limits.processor_seconds([case.limits for case in cases.values()])})
    Worker(channel, cases, inside, start["scratch"], base).serve()


if __name__ == "__main__":
    main()
