"""The outer wall as bubblewrap builds it: namespaces, and a read-only root that holds what `view` shows."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.sandbox.namespaces import private_folder
from grader.sandbox.view import DEVICES, readable

_NAMESPACES = ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")
_AS_ROOT = ("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
"""Root makes them with the rights that it has, and keeps what it needs to become a spare user inside."""


def command(shown: Sequence[Path]) -> list[str]:
    """The words before those of the program; `shown` are folders that it needs besides the interpreter's."""
    python = readable()
    visible = [*python, *map(str, shown)]
    words = ["bwrap", *_NAMESPACES, *(_AS_ROOT if os.geteuid() == 0 else ("--unshare-user",))]
    words += ["--die-with-parent", "--new-session", "--proc", "/proc"]
    private = private_folder(python)  # some libraries want a folder to write in when they are imported
    words += ["--perms", "1777", "--tmpfs", private, "--setenv", "TMPDIR", private]
    for folder in sorted(set(_above([*visible, *DEVICES]))):
        words += ["--perms", "0755", "--dir", folder]  # by default the way to what is shown would be root's alone
    for path in visible:
        words += ["--ro-bind", os.path.realpath(path), path]
    for device in DEVICES:
        words += ["--dev-bind-try", device, device]
    return [*words, "--remount-ro", "/", "--chdir", "/", "--"]


def _above(paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        yield from (str(parent) for parent in Path(path).parents if parent != Path("/"))
