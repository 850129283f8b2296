"""Is what `carried` promises kept: is a task right where all that it builds on is broken, and lent to it?"""

import inspect
from collections.abc import Iterator, Sequence
from contextlib import closing

from grader.audit.answers import Answer, answer_of, why
from grader.audit.bench import Bench, Plan, open_bench
from grader.judge import Loan, loans
from grader.model import Task, Verdict
from grader.sandbox import Call, ForkSandbox

BROKEN = """

def _broken(*arguments, **named):
    raise RuntimeError("broken by the audit")


"""


def try_carried(plan: Plan) -> list[Answer]:
    """For every task with `carried`, the reference with the earlier parts broken, graded as if they had failed."""
    bench = open_bench(plan.course, plan.name)
    tasks = [task for task in bench.material.assignment.tasks if task.carried]
    if not tasks:
        return []
    with closing(bench.sandbox()) as sandbox:
        return [_try(bench, sandbox, task) for task in tasks]


def _try(bench: Bench, sandbox: ForkSandbox, task: Task) -> Answer:
    lent = loans(bench.oracle, task)
    borrows = tuple(borrow for names in lent.values() for borrow in names)
    asked = [borrow for borrow in borrows if "=" not in borrow]
    source = bench.material.solution.read_text(encoding="utf-8") + BROKEN + "\n".join(_breaking(bench, borrows))
    faults = {}
    if not lent:
        faults[f"{task.name}."] = f"{task.name}: has carried, but nothing can be lent to it: remove the key"
    cases = bench.material.cases_of(task.name)
    for case in cases:
        call = Call(case=case, seed=bench.seed(case, 0), borrows=borrows)
        (seen,) = sandbox.observe(bench.submission(source), [call], Loan(bench.oracle.reference, asked))
        outcome = bench.verdict(case, seen)
        if outcome.verdict is not Verdict.PASSED:
            faults[f"{task.name}.{case.name}"] = (
                f"{task.name}: has carried, but the reference loses {case.name} with {', '.join(borrows)} lent to it "
                f"({why(outcome)}): name stand_ins, or remove the key"
            )
    return answer_of(bench, "carried", task.name, (len(cases), len(faults)), faults)


def _breaking(bench: Bench, borrows: Sequence[str]) -> Iterator[str]:
    """Lines that make what can be borrowed useless: functions, and every method of classes."""
    for borrow in borrows:
        name = borrow.partition("=")[0]
        broken = getattr(bench.oracle.reference, name)
        if inspect.isclass(broken):
            yield from (f"{name}.{own} = _broken" for own, member in vars(broken).items() if inspect.isfunction(member))
        else:
            yield f"{name} = _broken"
