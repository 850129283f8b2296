"""The default: every entry agrees with the reference to rounding error; inputs are unchanged."""

from dataclasses import replace

from grader.model import Difference, Tree
from grader.trees import first_difference


def check(observed: Tree, expected: Tree, *, terms: int = 100, any_float: bool = False) -> Difference | None:
    """The first difference beyond rounding; below the key `inputs` it is of kind "mutated".

    `terms` is the length of the longest sum behind an entry, `any_float` allows other floating dtypes.
    """
    difference = first_difference(observed, expected, terms=terms, any_float=any_float)
    if difference and difference.path.startswith("inputs.") and difference.kind in ("value", "nonfinite"):
        return replace(difference, kind="mutated", path=difference.path.removeprefix("inputs."))
    return difference
