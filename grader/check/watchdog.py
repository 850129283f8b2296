"""Ends what hangs, in this very process and on every system: a thread waits, and interrupts the main one.

A case that swallows the interruption is rung at again; one that cannot be interrupted at all is reported as stuck,
from the waiting thread, and whoever started the check decides (the command ends).
"""

import _thread
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self, TypeVar

from grader.observe import CaseTimedOut

RING_EVERY = 0.5
RINGS = 6

Result = TypeVar("Result")


class Watchdog:
    """Runs functions with a limit of time, for as long as it is entered; a real Ctrl-C still stops everything.

    Outside the main thread, where nothing can be interrupted, there are no limits.
    """

    def __init__(self, stuck: Callable[[str], None]) -> None:
        """`stuck` is called with the name of what cannot be interrupted, in another thread."""
        self._stuck = stuck
        self._in_main = threading.current_thread() is threading.main_thread()
        self._watching = self._expired = self._interrupted = False

    def __enter__(self) -> Self:
        if self._in_main:
            # Not Python's own handler: `except KeyboardInterrupt` of a student's must not eat the bell.
            self._previous = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._in_main:
            signal.signal(signal.SIGINT, self._previous or signal.default_int_handler)

    def run(self, name: str, seconds: float, action: Callable[[], Result]) -> Result | None:
        """What `action` returns, or None if its time ran out just as it ended.

        Within `action`, `CaseTimedOut` is raised after `seconds` of waiting.  Raises `KeyboardInterrupt` if that is
        what came, whatever `action` made of it.
        """
        if not self._in_main:
            return action()
        done = threading.Event()
        bell = threading.Thread(target=self._ring, args=(name, seconds, done), daemon=True)
        result = None
        self._expired, self._watching = False, True
        try:
            bell.start()
            result = action()
            self._watching = False
        except CaseTimedOut:  # it rang between the end of the action and the end of its time
            self._watching = False
        finally:
            done.set()
        bell.join()
        if self._interrupted:
            raise KeyboardInterrupt
        return result

    def _ring(self, name: str, seconds: float, done: threading.Event) -> None:
        if done.wait(seconds):
            return
        for _ in range(RINGS):
            self._expired = True
            _interrupt_main()
            if done.wait(RING_EVERY):
                return
        self._stuck(name)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._expired:
            self._interrupted = True
            raise KeyboardInterrupt
        self._expired = False
        if self._watching:
            raise CaseTimedOut


def _interrupt_main() -> None:
    """A signal also wakes what sleeps or waits for input; where threads cannot be sent one, Python sets a flag."""
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()
