"""One assignment's audit, from its files to a report.

The reference, the known mistakes and the answers of `accepted/` are the author's own and are observed in the
audit's own processes; mutants and the files of `rejected/`, which may hang or allocate without end, run in the
sandbox like anybody's submission.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.audit import findings
from grader.audit.answers import REFERENCE, Answer
from grader.audit.bench import Bench, Plan, costly_draws, open_bench
from grader.audit.equivalents import Kept, read_listed, reasons
from grader.audit.killing import Kill, Trial
from grader.audit.known import Known
from grader.audit.mutants import functions, make_mutants
from grader.audit.pieces import Told, accepted_draws, do, pieces, requiring, trials
from grader.audit.reach import reaches
from grader.audit.redundancy import only, redundant
from grader.audit.report import CaseRow, Finding, Luck, MutantRow, Report, TaskRow


def audit(plan: Plan, jobs: int = 1, told: Told = lambda done, total: None) -> Report:
    """Audits one assignment with `jobs` processes; `GraderError` where its files cannot be read."""
    started = time.monotonic()
    bench = open_bench(plan.course, plan.name)
    source = bench.material.solution.read_text(encoding="utf-8")
    listed = read_listed(bench.material.folder)
    tried = trials(bench, make_mutants(source), functions(source), reaches(bench))
    results = _flat(do(list(pieces(bench, plan, tried)), jobs, told))
    answers = tuple(one for one in results if isinstance(one, Answer))
    known = tuple(one for one in results if isinstance(one, Known))
    kills = [one for one in results if isinstance(one, Kill)]
    why = reasons(listed.equivalent)
    rows = tuple(_mutant_row(bench, one, trial, why) for one, trial in zip(kills, tried, strict=True))
    cases = tuple(
        row
        for task in bench.material.assignment.tasks
        for row in _case_rows(bench, task.name, known, rows, listed.kept)
    )
    visibility = {case.name: case.visibility for case in bench.material.cases}
    found: list[Finding] = [
        *findings.of_answers(answers),
        *findings.of_mistakes(known, visibility),
        *findings.of_mutants(kills, rows, listed.equivalent, source, f"solutions/{bench.material.solution.name}"),
        *findings.of_kept(cases, listed.kept, quick=plan.quick),
        *(findings.of_cases(cases) if not plan.quick else ()),
        *findings.of_giveaways(bench),
    ]
    return Report(
        assignment=plan.name,
        quick=plan.quick,
        tasks=tuple(_task_row(task.name, known, rows, answers, visibility) for task in bench.material.assignment.tasks),
        cases=cases,
        mistakes=known,
        mutants=rows,
        answers=answers,
        luck=_luck(plan, answers, known),
        findings=tuple(sorted(found, key=lambda finding: not finding.wrong)),
        seconds=time.monotonic() - started,
    )


def _flat(results: Sequence[Any]) -> list[Any]:
    return [one for result in results for one in (result if isinstance(result, list) else [result])]


def _mutant_row(bench: Bench, kill: Kill, trial: Trial, why: Mapping[tuple[str, str, str], str]) -> MutantRow:
    return MutantRow(
        task=_owner(bench, kill, trial),
        function=kill.mutant.function,
        number=kill.mutant.number,
        mutation=kill.mutant.mutation,
        noticed=kill.noticed,
        whole=kill.whole,
        reason=why.get(kill.mutant.key, "") if not kill.noticed else "",
    )


def _owner(bench: Bench, kill: Kill, trial: Trial) -> str:
    """The task that a mutant counts for: of those that require the function, the first that notices the change.

    A private helper belongs to the first task that runs it.
    """
    task_of = {case.name: case.task for case in bench.material.cases}
    own = requiring(bench, kill.mutant)
    noticing = {task_of[case] for case in kill.noticed}
    running = {task_of[case] for case, _ in trial.cases}
    for wanted in (noticing, running):
        for task in own:
            if task in wanted:
                return task
    order = [task.name for task in bench.material.assignment.tasks]
    return next((task for task in order if task in running), own[0] if own else order[0])


def _case_rows(
    bench: Bench, task: str, known: Sequence[Known], rows: Sequence[MutantRow], listed: Sequence[Kept]
) -> Iterator[CaseRow]:
    """The cases of one task, public ones first."""
    cases = bench.material.cases_of(task)
    whole = [*(one.noticed for one in known if one.task == task), *(row.noticed for row in rows if row.whole)]
    kept = {one.case: one.reason.strip() for one in listed}
    spare = redundant(cases, whole, kept)
    for case in cases:
        yield CaseRow(
            name=case.name,
            task=case.task,
            visibility=case.visibility,
            mistakes=sum(case.name in one.noticed for one in known),
            mutants=sum(case.name in row.noticed for row in rows),
            only=only(case, cases, whole),
            covered_by=spare.get(case.name, ()),
            kept=kept.get(case.name, ""),
        )


def _task_row(
    task: str,
    known: Sequence[Known],
    rows: Sequence[MutantRow],
    answers: Sequence[Answer],
    visibility: Mapping[str, str],
) -> TaskRow:
    mine = [one for one in known if one.task == task]
    mutants = [row for row in rows if row.task == task]
    accepted = [answer for answer in answers if answer.kind == "right" and answer.name != REFERENCE]
    return TaskRow(
        task=task,
        mistakes=len(mine),
        caught=sum(any(visibility[case] == "hidden" for case in one.noticed) for one in mine),
        diagnosed=sum(one.diagnosis == one.mistake for one in mine),
        mutants=len(mutants),
        killed=sum(bool(row.noticed) for row in mutants),
        equivalent=sum(bool(row.reason) for row in mutants),
        accepted=len(accepted),
        accepted_right=sum(task in answer.right for answer in accepted),
    )


def _luck(plan: Plan, answers: Sequence[Answer], known: Sequence[Known]) -> Luck:
    right = [answer for answer in answers if answer.kind == "right"]
    return Luck(
        draws=plan.seeds,
        accepted_draws=accepted_draws(plan),
        costly_draws=min(plan.seeds, costly_draws(plan.seeds)),
        right_runs=sum(answer.runs for answer in right),
        false_alarms=sum(answer.lost for answer in right),
        mistake_draws=sum(one.draws for one in known),
        passes=sum(len(one.passed) for one in known),
    )
