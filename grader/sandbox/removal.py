"""Removes what a submission left, whatever it made of its folder."""

import os
import stat
from contextlib import suppress
from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def remove_tree(folder: Path) -> None:
    """Removes a folder with all that is in it, whatever a hostile program made of it; what will not go stays.

    Follows no link, needs neither stack nor descriptors for folders that lie deep in each other, and raises nothing.
    """
    with suppress(OSError):
        _empty(os.open(folder, _FOLDER))
        os.rmdir(folder)


def _empty(here: int) -> None:
    """Empties the folder of a descriptor, which is closed: down by names, up by "..", one folder open at a time."""
    waiting = [_without_files(here)]
    try:
        while True:
            if waiting[-1]:
                try:
                    here = _gone_to(waiting[-1][-1], here)
                except OSError:
                    waiting[-1].pop()
                else:
                    waiting.append(_without_files(here))
                continue
            waiting.pop()
            if not waiting:
                return
            here = _gone_to("..", here)
            with suppress(OSError):
                os.rmdir(waiting[-1].pop(), dir_fd=here)
    finally:
        os.close(here)


def _gone_to(name: str, here: int) -> int:
    there = os.open(name, _FOLDER, dir_fd=here)
    os.close(here)
    return there


def _without_files(folder: int) -> list[str]:
    """The folders in a folder, opened to us, after everything else in it was removed."""
    folders = []
    os.fchmod(folder, 0o700)
    for name in os.listdir(folder):
        with suppress(OSError):
            if stat.S_ISDIR(os.lstat(name, dir_fd=folder).st_mode):
                os.chmod(name, 0o700, dir_fd=folder)
                folders.append(name)
            else:
                os.unlink(name, dir_fd=folder)
    return folders
