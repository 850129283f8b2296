"""How a worker goes behind its wall, and how each of its children closes the door: the same for worker and probe."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from grader.sandbox import linux, namespaces, view
from grader.sandbox.walls import Wall

try:
    from grader.sandbox import rights
except ImportError:  # not on Linux, or installed without the libraries: no wall with those layers is built then
    rights = None  # type: ignore[assignment]


class LayerMissing(Exception):
    """A layer cannot be had: its name, and why."""

    def __init__(self, layer: str, reason: object) -> None:
        super().__init__(f"{layer}: {reason}")
        self.layer, self.reason = layer, str(reason)


@dataclass(slots=True)
class Inside:
    """A process behind its wall, about to fork children."""

    rooms: namespaces.Rooms | None
    rights: "rights.Rights | None"

    def fork(self) -> int:
        """`os.fork`, into new namespaces if there are any."""
        if self.rooms is None:
            return os.fork()
        self.rooms.before_fork()
        pid = os.fork()
        if pid:
            self.rooms.after_fork()
        return pid

    def close_door(self, folder: str) -> str:
        """In the child, before any of the student's code: what it may use from now on.  Returns its own folder."""
        if self.rooms is not None:
            folder = self.rooms.in_child()
        else:
            os.chdir(folder)
        if self.rights is not None:
            self.rights.take(folder)
        return folder


def go_in(wall: Wall, uid: int | None, covered: Sequence[str] = ()) -> Inside:
    """Puts this process behind the wall, for good; it must have one thread.  `LayerMissing` says what it lacks.

    `uid` is the spare user that root becomes, `covered` are paths that this process can see and its children must not.
    """
    if wall == Wall(reduced=wall.reduced):
        return Inside(None, None)
    if rights is None:
        raise LayerMissing("seccomp" if wall.seccomp else "landlock", "pip install landlockpy seccompy")
    visible = view.readable()
    own = rights.Rights(visible, wall.landlock, wall.seccomp)
    try:
        own.prepare()
    except OSError as error:
        raise LayerMissing(str(error.strerror).partition(":")[0], error.strerror) from error
    try:
        return Inside(_rooms(wall, uid, visible, covered), own)
    except OSError as error:
        raise LayerMissing(wall.outer or "landlock", error) from error
    finally:
        linux.no_new_privileges()


def _rooms(wall: Wall, uid: int | None, visible: Sequence[str], covered: Sequence[str]) -> namespaces.Rooms | None:
    if wall.outer == "bubblewrap":
        return namespaces.enter_from_bubblewrap(uid, namespaces.private_folder(visible), covered)
    if wall.outer == "namespaces":
        return namespaces.enter(uid, visible)
    if uid is not None:
        namespaces.become(uid)
    linux.hide_memory()
    return None
