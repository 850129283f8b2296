"""Does something again whenever something else has changed, until Ctrl-C."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console

Changes = Iterable[set[Path]]
"""What has changed since the last time, again and again; an empty set where nobody knows what."""

POLL_SECONDS = 2.0
"""How often a gradebook is looked at that is no file."""


def changes(paths: Sequence[Path]) -> Iterator[set[Path]]:
    """The files that change below folders or at paths that are there; what editors and Python leave is no change."""
    from watchfiles import watch

    for batch in watch(*paths):
        yield {Path(path) for _, path in batch}


def gradebook_changes(place: str) -> Iterator[set[Path]]:
    """A set for every moment at which the gradebook in that file, or at that URL, may have changed."""
    if "://" in place:
        yield from _ticks()
    path = Path(place).resolve()
    # SQLite writes into a second file first; of a third it is known only that somebody reads.
    names = {path.name, f"{path.name}-wal"}
    from watchfiles import watch

    for batch in watch(path.parent, recursive=False, watch_filter=lambda _, changed: Path(changed).name in names):
        yield {Path(changed) for _, changed in batch}


def _ticks() -> Iterator[set[Path]]:
    from time import sleep

    while True:
        sleep(POLL_SECONDS)
        yield set()


def repeat(action: Callable[[], None], events: Changes, console: Console) -> None:
    """Does `action` at once and after every event.

    An error the first time is the caller's; later ones are told in a line, for a file may be half written, and the next
    change is waited for.  Ctrl-C between two times ends it.
    """
    from grader.errors import GraderError

    action()
    console.print("watching for changes; Ctrl-C ends it", highlight=False)
    try:
        for _ in events:
            try:
                action()
            except GraderError as error:
                console.print(f"grader: {error}", markup=False, highlight=False, soft_wrap=True)
    except KeyboardInterrupt:
        console.print("no longer watching", highlight=False)
