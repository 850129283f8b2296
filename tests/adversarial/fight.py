"""One sandbox in which one attack after another is graded, with an honest neighbour between any two."""

from types import TracebackType
from typing import Self

from grader.sandbox import Wall
from tests.adversarial.arena import HONEST, Arena
from tests.adversarial.attack_files import Attack
from tests.adversarial.grading import Grader, Shown, sandbox
from tests.adversarial.watch import Watch, within

MUCH_TOO_LONG = 90.0
LASTING = {"processes", "worker", "scratch", "neighbour"}
"""Harms to the sandbox itself; the others can be undone beside it."""


class Fight:
    """Grades attacks behind one wall, and tells what came of each."""

    def __init__(self, arena: Arena, wall: Wall) -> None:
        self.arena, self.wall = arena, wall
        self.watch = Watch(arena)
        self._start()

    def _start(self) -> None:
        self.grader = Grader(self.arena, sandbox(self.arena, self.wall))
        self.honest = self.grader.grade(HONEST).document
        self.watch.at_rest()

    def attack(self, attack: Attack) -> tuple[Shown, set[str]]:
        """What came of an attack, and what harm it did; if that lasts, the next one meets a new sandbox."""
        with within(MUCH_TOO_LONG):
            shown = self.grader.grade(attack.source, student=attack.name)
            neighbour = self.grader.grade(HONEST).document
        harms = shown.harms(self.arena) | self.watch.harms()
        if neighbour != self.honest:
            harms.add("neighbour")
        if harms & LASTING:
            self.grader.sandbox.close()
            self.watch.sweep()
            self._start()
        elif harms:
            self.watch.mend()
        return shown, harms

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the sandbox, and whatever is left beside it."""
        self.grader.sandbox.close()
        self.watch.close()
