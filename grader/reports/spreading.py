"""Work on many students spread over the machine's cores.

Rendering is Python and uses one core; where there are several, copies of this process each take every n-th student.
They inherit what was read from the gradebook, write pages, and send back what is to be said of them.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MAX_PROCESSES = 8
FEW = 60
"""So few items are done before other processes have begun."""


@contextmanager
def spread(items: Sequence[Item], work: Callable[[Sequence[Item]], Result]) -> Iterator[Callable[[], list[Result]]]:
    """Gives a function that waits for what `work` gives for each part of the items, and raises what it raises there.

    The parts are begun at once where there are processes for them, so that this one can do something else meanwhile.
    """
    count = _processes(len(items))
    if count == 1:
        yield lambda: [work(items)]
        return
    context = get_context("fork")
    begun = []
    gc.freeze()  # what the copies share is not copied for the sake of a search for garbage
    for number in range(count):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(there, work, items[number::count]), daemon=True)
        process.start()
        there.close()
        begun.append((process, here))
    try:
        yield lambda: [_received(here) for _, here in begun]
    finally:
        for process, here in begun:
            process.terminate()  # it is done, or nobody wants what it does any more
            process.join()
            here.close()
        gc.unfreeze()


def _processes(items: int) -> int:
    if items < FEW or sys.platform != "linux":  # elsewhere a copy of a process that uses system libraries may hang
        return 1
    return min(len(os.sched_getaffinity(0)), MAX_PROCESSES)


def _send(there: Connection, work: Callable[[Sequence[Item]], Any], items: Sequence[Item]) -> None:
    try:
        answer = True, work(items)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where it can be told
        answer = False, error
    there.send(answer)


def _received(here: Connection) -> Any:
    done, answer = here.recv()
    if not done:
        raise answer
    return answer
