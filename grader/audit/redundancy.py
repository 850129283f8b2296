"""Which hidden cases of a task could be left out, and nothing would get past the others."""

from collections.abc import Collection, Sequence

from grader.model import Case


def only(case: Case, cases: Sequence[Case], noticed: Sequence[Collection[str]]) -> int:
    """How many mistakes and mutants a case alone notices: of a hidden case, alone among the hidden ones.

    cases: all of its task; noticed: for each mistake and mutant the cases that notice it.  A public case is no help
    to a hidden one: whoever knows its inputs can please it.
    """
    rivals = {other.name for other in cases if case.visibility == "public" or other.visibility == "hidden"}
    return sum(rivals.intersection(one) == {case.name} for one in noticed)


def redundant(
    cases: Sequence[Case], noticed: Sequence[Collection[str]], kept: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Hidden cases of one task that could go, all of them together, each with others that notice the same.

    Those that notice least go first; what is `kept` stays, whatever it notices.
    """
    left = {case.name for case in cases if case.visibility == "hidden"}
    points = {case.name: case.points for case in cases}
    spare = []
    for name in sorted(left, key=lambda name: (sum(name in one for one in noticed), points[name], name)):
        mine = [left.intersection(one) - {name} for one in noticed if name in one]
        if mine and all(mine) and name not in kept:
            left.remove(name)
            spare.append(name)
    return {name: _cover([left.intersection(one) for one in noticed if name in one]) for name in spare}


def _cover(noticed: Sequence[Collection[str]]) -> tuple[str, ...]:
    """Few names of which each collection has one."""
    chosen: list[str] = []
    missing = list(noticed)
    while missing:
        names = sorted({name for one in missing for name in one})
        best = max(names, key=lambda name: sum(name in one for one in missing))
        chosen.append(best)
        missing = [one for one in missing if best not in one]
    return tuple(chosen)
