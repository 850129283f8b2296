"""What the reference shows: the expected observation of every case, for the inputs that a seed draws."""

import math
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import numpy as np

from grader.checkers import builtin
from grader.errors import GraderError
from grader.files import load_module
from grader.model import Case, Checker, Material, Observation, Tree, Verdict
from grader.observe import observe
from grader.trees import Opaque, leaves

RECENT_OBSERVATIONS = 256
RECENT_OBSERVATIONS_OF_MISTAKES = 4096
RECENT_BYTES = 48 * 2**20
"""So much of the arrays in recent observations is kept; some cases show megabytes."""

_Key = tuple[str, str, int]


class _Memory:
    """Observations by mistakes, case and seed; the one that was asked for longest ago is forgotten first."""

    def __init__(self, max_count: float = math.inf, max_bytes: float = math.inf) -> None:
        self._max_count, self._max_bytes, self._bytes = max_count, max_bytes, 0
        self._seen: OrderedDict[_Key, tuple[Observation, int]] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, key: _Key) -> Observation | None:
        with self._lock:
            if key not in self._seen:
                return None
            self._seen.move_to_end(key)
            return self._seen[key][0]

    def keep(self, key: _Key, observation: Observation) -> None:
        size = _bytes_of(observation.value)
        with self._lock:
            self._bytes += size - self._seen.pop(key, (None, 0))[1]
            self._seen[key] = observation, size
            while len(self._seen) > max(self._max_count, 1) or (self._bytes > self._max_bytes and len(self._seen) > 1):
                _, (_, forgotten) = self._seen.popitem(last=False)
                self._bytes -= forgotten


def _bytes_of(tree: Tree) -> int:
    """What the arrays of a tree weigh."""
    if isinstance(tree, np.ndarray):
        return tree.nbytes
    if isinstance(tree, dict):
        return sum(map(_bytes_of, tree.values()))
    return sum(map(_bytes_of, tree)) if isinstance(tree, list | tuple) else 0


class Oracle:
    """The reference of one assignment, loaded in a trusted process, never in one that runs a student's code.

    `recent` bounds how many observations of one student's own inputs are remembered.
    """

    def __init__(self, material: Material, recent: int = RECENT_OBSERVATIONS) -> None:
        self.material = material
        self.reference = reference_module(material)
        self._for_good = _Memory()
        self._of_mistakes = _Memory(RECENT_OBSERVATIONS_OF_MISTAKES, RECENT_BYTES)
        self._of_one = _Memory(recent, RECENT_BYTES)

    def expected(self, case: Case, seed: int) -> Observation:
        """What the reference shows for these inputs, and the seconds that it took."""
        return self.remembered(case, seed, lambda: self._timed(case, seed))

    def _timed(self, case: Case, seed: int) -> Observation:
        started = time.perf_counter()
        shown = _as_data(observe(case, self.reference, seed))
        return replace(shown, seconds=time.perf_counter() - started)

    def is_shared(self, case: Case) -> bool:
        """Whether every student has the same inputs, so that what is shown for them is remembered for good."""
        return not (case.fresh and case.visibility == "hidden")

    def remembered(self, case: Case, seed: int, look: Callable[[], Observation], by: str = "") -> Observation:
        """What `look` saw when it was asked for this before, `by` some known mistakes or by the reference.

        Kept for good where the reference shows what it shows to every student; of known mistakes, and of inputs of
        one student's own, the last ones are.
        """
        memory = self._of_one
        if self.is_shared(case):
            memory = self._of_mistakes if by else self._for_good
        key = (by, case.name, seed)
        observation = memory.recall(key)
        if observation is None:
            observation = look()
            memory.keep(key, observation)
        return observation

    def checker(self, case: Case) -> Checker:
        """The checker that a case names: the assignment's own first, then the grader's."""
        return self.material.checkers.get(case.checker) or builtin(case.checker)


def _as_data(shown: Observation) -> Observation:
    """As it is; a failure where it shows something that is not data, for any such thing would look right there."""
    for path, leaf in leaves(shown.value):
        if isinstance(leaf, Opaque):
            where = f"{leaf.type_name} at {path}" if path else leaf.type_name
            return replace(shown, value=None, failure=Verdict.MALFORMED, detail=f"shows {where}, which is not data")
    return shown


def reference_module(material: Material) -> ModuleType:
    """A copy of the reference of its own, which computes on one thread; `GraderError` if it cannot be loaded."""
    try:
        module = load_module(material.solution, material.assignment.name)
    except Exception as error:  # a reference may fail in any way, and its author is who reads this
        raise GraderError(f"{material.solution}: {type(error).__name__}: {error}") from error
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)  # as where submissions run: sums are made in one order, and nobody waits for a core
    return module
