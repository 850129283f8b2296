"""The outer wall of our own, the user that a worker becomes, and what is private to each child.

    worker    user, mount, pid, net, ipc and uts namespaces; a root that holds only what `view` shows, read-only
     └ child  a pid namespace in which it is alone, a mount namespace with a small empty /tmp that ends with it

As root the tree is built before the worker becomes a spare user: an interpreter below a closed home is then seen all
the same.  An ordinary user needs the user namespace first, to be allowed to mount anything.  Whoever came in through
bubblewrap has the outer namespaces already, and makes only the inner user and pid namespaces, whose capabilities it
needs for those of its children.
"""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from grader.sandbox import linux
from grader.sandbox.limits import FOLDER_BYTES, FOLDER_FILES
from grader.sandbox.view import DEVICES

_AROUND = linux.CLONE_NEWPID | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS
_OLD_ROOT = "/.old"
_SITE = "/sys"
"""Where the new root is mounted at first, in this process's view alone: always there, and not needed inside."""
_EMPTY = "size=4k,nr_inodes=4,mode=555"


def spare_user(number: int) -> int:
    """A user id that nobody has: between those that Debian and systemd give to people, services and containers."""
    return 60_600 + number % 500


def become(uid: int) -> None:
    """Root becomes this user for good, in no group but its own."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


@dataclass(slots=True)
class Rooms:
    """Where a worker's children live: called once in the worker, then around each fork and in each child.

    `covered` are paths of the worker's view that its children must not see (those of a wall made by others).
    """

    own_pids: int
    private: str
    covered: tuple[str, ...] = ()

    def before_fork(self) -> None:
        """The next child is the first process, and the only one, of a new pid namespace."""
        linux.unshare(linux.CLONE_NEWPID)

    def after_fork(self) -> None:
        """In the worker: later forks are its own again."""
        linux.setns(self.own_pids, linux.CLONE_NEWPID)

    def in_child(self) -> str:
        """Enters a private, empty folder of limited size; returns its path."""
        linux.unshare(linux.CLONE_NEWNS)
        quiet = linux.MS_NOSUID | linux.MS_NODEV
        for path in self.covered:
            linux.mount("tmpfs", path, "tmpfs", quiet | linux.MS_RDONLY, _EMPTY)
        linux.mount("tmpfs", self.private, "tmpfs", quiet, f"size={FOLDER_BYTES},nr_inodes={FOLDER_FILES},mode=700")
        os.chdir(self.private)
        return self.private


def enter(uid: int | None, visible: Sequence[str]) -> Rooms:
    """Puts this process behind the wall, as user `uid` if it is root; it must have one thread.

    Returns in a child of the process that called: that one stays outside, waits, and ends as its child does.
    """
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    private = private_folder(visible)
    if uid is None:
        _new_user(proc, linux.CLONE_NEWNS | _AROUND)
        _build_root(visible, private)
    else:
        linux.unshare(linux.CLONE_NEWNS)
        _build_root(visible, private)
        become(uid)
        _new_user(proc, _AROUND)
    return _first_of_pids(proc, private)


def enter_from_bubblewrap(uid: int | None, private: str, covered: Sequence[str]) -> Rooms:
    """The inner user and pid namespaces, for a process that bubblewrap started; else as `enter`."""
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    if uid is not None:
        become(uid)
    _new_user(proc, linux.CLONE_NEWPID)
    rooms = _first_of_pids(proc, private)
    rooms.covered = ("/proc", *covered)
    return rooms


def private_folder(visible: Sequence[str]) -> str:
    """Where a child's own folder is mounted: /tmp, if nothing that must be seen lies below it."""
    return "/private" if any(path.startswith("/tmp/") for path in visible) else "/tmp"


def _new_user(proc: int, others: int) -> None:
    """A user namespace, and others owned by it: inside, this process is the user that it was, with every capability."""
    uid, gid = os.getuid(), os.getgid()
    linux.hide_memory(hidden=False)  # after a change of user the files below would be root's
    linux.unshare(linux.CLONE_NEWUSER | others)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        file = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
        try:
            os.write(file, text.encode())
        finally:
            os.close(file)


def _build_root(visible: Sequence[str], private: str) -> None:
    """A read-only root with the visible paths at their own places, and an empty folder for what is private."""
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    linux.mount("tmpfs", _SITE, "tmpfs", linux.MS_NOSUID, "size=1m,mode=755")
    for path in (*visible, *DEVICES):
        _show(path, _SITE + path)
    for path in (private, _OLD_ROOT):
        os.makedirs(_SITE + path, exist_ok=True)
    linux.pivot_root(_SITE, _SITE + _OLD_ROOT)
    os.chdir("/")
    linux.unmount(_OLD_ROOT)
    os.rmdir(_OLD_ROOT)
    linux.mount("none", "/", flags=linux.MS_REMOUNT | linux.MS_BIND | linux.MS_RDONLY | linux.MS_NOSUID)


def _show(path: str, at: str) -> None:
    """Binds a path of the old root, what its links lead to included, into the new one."""
    source = os.path.realpath(path)
    if not os.path.exists(source) or os.path.ismount(at):
        return
    if os.path.isdir(source):
        os.makedirs(at, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(at), exist_ok=True)
        os.close(os.open(at, os.O_CREAT | os.O_WRONLY, 0o644))
    linux.mount(source, at, flags=linux.MS_BIND | linux.MS_REC)
    if path not in DEVICES:
        linux.read_only(at)


def _first_of_pids(proc: int, private: str) -> Rooms:
    """Goes on in the first process of the new pid namespace."""
    pid = os.fork()
    if pid:
        _wait_outside(pid)
    linux.die_with_parent(signal.SIGKILL)
    own_pids = os.open("self/ns/pid", os.O_RDONLY, dir_fd=proc)
    os.close(proc)  # it leads to the files of every process of the machine
    return Rooms(own_pids, private)


def _wait_outside(pid: int) -> NoReturn:
    """Lets go of everything and ends as the worker does."""
    linux.die_with_parent(signal.SIGKILL)
    os.closerange(0, os.sysconf("SC_OPEN_MAX"))
    _, status = os.waitpid(pid, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
