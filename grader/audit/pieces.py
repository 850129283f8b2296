"""An audit cut into pieces that can be done in any order and in other processes, the long ones first."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

from grader.audit.answers import IDLE, REFERENCE, try_idle, try_rejected, try_right
from grader.audit.bench import Bench, Plan
from grader.audit.carried import try_carried
from grader.audit.killing import Trial, kill
from grader.audit.known import try_mistakes
from grader.audit.mutants import Mutant
from grader.audit.reach import Reach

Told = Callable[[int, int], None]
"""Is told how many pieces of how many are done."""

MUTANTS_A_PIECE = 150
"""A sandbox, which takes as long to start as a dozen mutants take, is started for each piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A call that can be sent to another process; it gives one result or a list of them."""

    work: Callable[..., Any]
    arguments: tuple[Any, ...]


def pieces(bench: Bench, plan: Plan, trials: Sequence[Trial]) -> Iterator[Piece]:
    """All that is to be done for one assignment."""
    folder = bench.material.folder
    known = Counter(mistake.task for mistake in bench.material.mistakes)
    for task in sorted(known, key=lambda name: (_is_costly(bench, name), known[name]), reverse=True):
        yield Piece(work=try_mistakes, arguments=(plan, task))
    rejected = [path.stem for path in sorted((folder / "rejected").glob("*.py"))]
    if rejected:
        yield Piece(work=try_rejected, arguments=(plan, rejected))
    if any(task.carried for task in bench.material.assignment.tasks):
        yield Piece(work=try_carried, arguments=(plan,))
    yield Piece(work=try_right, arguments=(plan, REFERENCE, plan.seeds))
    for path in sorted((folder / "accepted").glob("*.py")):
        yield Piece(work=try_right, arguments=(plan, path.stem, accepted_draws(plan)))
    for start in range(0, len(trials), MUTANTS_A_PIECE):
        yield Piece(work=kill, arguments=(plan, trials[start : start + MUTANTS_A_PIECE]))
    for kind in IDLE:
        yield Piece(work=try_idle, arguments=(plan, kind))


def _is_costly(bench: Bench, task: str) -> bool:
    return any(not case.fresh for case in bench.material.cases_of(task))


def accepted_draws(plan: Plan) -> int:
    """How many draws the files of `accepted/` are tried under."""
    return max(1, plan.seeds // 10)


def do(every: Sequence[Piece], jobs: int, told: Told) -> list[Any]:
    """The results of all pieces in their order, done in `jobs` processes, or here if that is 1."""
    if jobs == 1:
        found = []
        for done, piece in enumerate(every, start=1):
            found.append(piece.work(*piece.arguments))
            told(done, len(every))
        return found
    with ProcessPoolExecutor(jobs) as pool:
        futures = [pool.submit(piece.work, *piece.arguments) for piece in every]
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                future.result()
                told(done, len(every))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        return [future.result() for future in futures]


def trials(
    bench: Bench, mutants: Sequence[Mutant], functions: Mapping[int, str], reached: Sequence[Reach]
) -> list[Trial]:
    """Each mutant with the cases that run what it changes: those of tasks that require it first, then quick ones."""
    found = []
    for mutant in mutants:
        own = requiring(bench, mutant)
        able = [reach for reach in reached if not mutant.function or mutant.function in map(functions.get, reach.lines)]
        able.sort(key=lambda reach: (reach.case.task not in own, reach.seconds))
        found.append(Trial(mutant=mutant, cases=tuple((reach.case.name, reach.seconds) for reach in able)))
    return found


def requiring(bench: Bench, mutant: Mutant) -> list[str]:
    """The tasks that ask for the function or class that a mutant changes."""
    name = mutant.function.partition(".")[0]
    return [task.name for task in bench.material.assignment.tasks if name in task.requires]
