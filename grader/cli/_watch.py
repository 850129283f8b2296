"""Does something again whenever something else has changed, until Ctrl-C.

What is watched is looked at again and again; the system is not asked for events.  So a file that an editor or a
download puts in place of another, a folder that is made anew, a roster that `course.toml` names from now on, a drive of
the network and a database on a server are all the same, and nothing is missed that changes while something is done.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from rich.console import Console

SECONDS = 1.0
"""How long one look is after the other, at least."""
SHARE = 0.05
"""The share of the time that looking may take: a large class on a slow drive is looked at less often."""
PATIENCE = 30
"""How often files that go on changing are looked at before they are not waited for any longer."""

RETRY = 30
"""After how many looks that found no change what has failed is tried again."""
NAMED = 3
"""Changed files that are named."""

Files = dict[str, tuple[int, int, int]]
"""Time in nanoseconds, size in bytes and number of each file, by its absolute path."""
State = TypeVar("State")

_GIT = ("HEAD", "packed-refs", "refs")
"""What tells, in a clone, that there are new commits, also where nothing was checked out."""
_NOISE = frozenset({"__pycache__", "__MACOSX"})


def pause(seconds: float) -> None:
    """Waits; what happens meanwhile is the world's, or a test's."""
    time.sleep(seconds)


def files_at(paths: Iterable[Path], own: Iterable[Path] = ()) -> Files:
    """What there is of files at these paths and below these folders.

    What systems and editors leave is left out, and so are the files `own`, which are written meanwhile; links are
    followed to files, not to folders.
    """
    found: Files = {}
    for path in paths:
        _look(path, os.path.abspath(path), found)
    for path in own:
        found.pop(os.path.abspath(path), None)
    return found


def _look(path: "Path | os.DirEntry[str]", name: str, found: Files) -> None:
    """Adds the file `path`, or those below it; what vanishes in between is not there."""
    try:
        status = path.stat()
    except OSError:
        return
    if not stat.S_ISDIR(status.st_mode):
        found[name] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return
    for entry in _entries(name):
        if entry.name == ".git" and entry.is_dir(follow_symlinks=False):
            for part in _GIT:
                _look(Path(entry.path, part), os.path.join(entry.path, part), found)
        elif not _is_noise(entry.name) and not (entry.is_symlink() and entry.is_dir()):
            _look(entry, entry.path, found)


def _entries(folder: str) -> "Iterator[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:  # told by whoever reads it
        return


def _is_noise(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name in _NOISE


def what_changed(before: Files, now: Files) -> str:
    """The names of the files that are new, gone or others, as seen from here; of many the first."""
    names = sorted(name for name in {**before, **now} if before.get(name) != now.get(name))
    here = os.getcwd() + os.sep
    shown = ", ".join(name.removeprefix(here) for name in names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"


def repeat(
    action: Callable[[], None],
    look: Callable[[], State],
    console: Console,
    *,
    what: Callable[[State, State], str] | None = None,
    patience: int = PATIENCE,
) -> None:
    """Does `action` at once, and again whenever `look` gives something else than just before the last time.

    What changes is waited for until it is at rest, `patience` looks at most: a download, or an edit of several files,
    is not taken up half way.
    With `what`, it is told when and what has changed.

    An error the first time is the caller's; later ones are told in a line, for a file may be half written or a server
    away, and the action is tried again after the next change, or after a while.  Ctrl-C between two times ends it.
    """

    def tell(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    looks = _settled(look, tell, patience)
    seen, problem = next(looks), ""
    action()
    tell("watching for changes; Ctrl-C ends it")
    try:
        for found in looks:
            changed = found != seen
            if not (changed or problem):
                continue
            if changed and what is not None:
                tell(f"{datetime.now():%H:%M:%S} changed: {what(seen, found)}")
            before, problem, seen = problem, _problem(action), found
            if problem and (changed or problem != before):
                tell(f"grader: {problem}; waiting for the next change")
    except KeyboardInterrupt:
        tell("no longer watching")


def _problem(action: Callable[[], None]) -> str:
    """Does it, and says what a person can mend, or nothing."""
    from grader.errors import GraderError

    try:
        action()
    except GraderError as error:
        return str(error)
    except OSError as error:  # moved or removed while it was being read
        return f"{error.filename or 'a file'}: {error.strerror}"
    return ""


def _settled(look: Callable[[], State], tell: Callable[[str], None], patience: int) -> Iterator[State]:
    """What `look` gives: at once, then what is another than the last time and at rest, and after a while the same."""
    seen, same = look(), 0
    yield seen
    looks = _looks(look, tell)
    for found in looks:
        same = same + 1 if found == seen else 0
        for _ in range(0 if same else patience):
            before, found = found, next(looks)
            if found == before:
                break
        if found != seen or same == RETRY:
            seen, same = found, 0
            yield seen


def _looks(look: Callable[[], State], tell: Callable[[str], None]) -> Iterator[State]:
    """What `look` gives, again and again; nothing for as long as it fails, which is told once."""
    from grader.errors import GraderError

    told, seconds = "", SECONDS
    while True:
        pause(seconds)
        began = time.monotonic()
        try:
            found = look()
        except GraderError as error:
            if str(error) != told:
                tell(f"grader: {error}; still watching")
            told = str(error)
            continue
        told, seconds = "", max(SECONDS, (time.monotonic() - began) / SHARE)
        yield found
