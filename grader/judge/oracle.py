"""What the reference shows: the expected observation of every case, for the inputs that a seed draws."""

import sys
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

from grader.checkers import builtin
from grader.errors import GraderError
from grader.files import load_module
from grader.model import Case, Checker, Material, Observation, Verdict
from grader.observe import observe
from grader.trees import Opaque, leaves

RECENT_OBSERVATIONS = 256


class Oracle:
    """The reference of one assignment, loaded in a trusted process, never in one that runs a student's code."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.reference = reference_module(material)
        self._of_all: OrderedDict[tuple[str, str, int], Observation] = OrderedDict()
        self._of_one: OrderedDict[tuple[str, str, int], Observation] = OrderedDict()

    def expected(self, case: Case, seed: int) -> Observation:
        """What the reference shows for these inputs."""
        return self.remembered(case, seed, lambda: _as_data(observe(case, self.reference, seed)))

    def remembered(self, case: Case, seed: int, look: Callable[[], Observation], by: str = "") -> Observation:
        """What `look` saw when it was asked for this before, `by` some known mistakes or by the reference.

        Kept for good where every student has the same inputs; of inputs of one student's own, the last few are.
        """
        seen = self._of_one if case.fresh and case.visibility == "hidden" else self._of_all
        key = (by, case.name, seed)
        observation = seen.pop(key, None) or look()
        seen[key] = observation
        if len(self._of_one) > RECENT_OBSERVATIONS:
            self._of_one.popitem(last=False)
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
