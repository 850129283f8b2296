"""From what came of mistakes, mutants and answers to what there is to mend."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from grader.audit.answers import Answer
from grader.audit.bench import Bench
from grader.audit.equivalents import FILE, Equivalent, Kept, entry
from grader.audit.killing import Kill
from grader.audit.known import STEADY_DRAWS, Known
from grader.audit.mutants import diff
from grader.audit.report import CaseRow, Finding, MutantRow
from grader.model import Case, Observation
from grader.trees import digest


def of_answers(answers: Sequence[Answer]) -> Iterator[Finding]:
    """Right answers that lose points, idle ones that earn some, wrong ones that show something else."""
    for answer in answers:
        for fault in answer.faults:
            yield Finding(wrong=True, task="", text=fault)


def of_mistakes(known: Sequence[Known], visibility: Mapping[str, str]) -> Iterator[Finding]:
    """Mistakes that no hidden case notices, that look like another, that are not recognised, that pass by luck."""
    for one in known:
        name = f"{one.task}: mistake {one.mistake}"
        if not any(visibility[case] == "hidden" for case in one.noticed):
            yield Finding(wrong=True, task=one.task, text=f"{name}: no hidden case notices it: add or sharpen one")
        elif one.passed:
            draws = ", ".join(map(str, one.passed[:5]))
            yield Finding(
                wrong=True,
                task=one.task,
                text=f"{name}: passes by luck under {len(one.passed)} of {one.draws} draws ({draws}): sharpen a case",
            )
        if one.twins:
            if one.mistake < min(one.twins):  # of a pair, one line
                others = ", ".join(one.twins)
                text = f"{name}: no case tells it from {others}: add a case that does, or make them one"
                yield Finding(wrong=True, task=one.task, text=text)
        elif one.noticed and one.diagnosis != one.mistake:
            told = f"diagnosed as {one.diagnosis}" if one.diagnosis else "not diagnosed"
            text = f"{name}: is {told}: make a case show what sets it apart"
            yield Finding(wrong=True, task=one.task, text=text)
        for case, count in one.unsteady:
            text = f"{name}: {case} notices it under {count} of {STEADY_DRAWS} draws only: points lost by chance"
            yield Finding(wrong=False, task=one.task, text=text)


def of_mutants(
    kills: Sequence[Kill], rows: Sequence[MutantRow], listed: Sequence[Equivalent], source: str, path: str
) -> Iterator[Finding]:
    """Survivors that nobody has listed, and what is wrong with the list."""
    killed = {}
    for kill, row in zip(kills, rows, strict=True):
        killed[kill.mutant.key] = kill.noticed
        if not kill.noticed and not row.reason:
            where = f"{path}:{kill.mutant.number} in {row.function}"
            yield Finding(
                wrong=True,
                task=row.task,
                text=f"{row.task}: survivor at {where}: {row.mutation}: add a case, or list it in {FILE}",
                detail=f"{diff(source, kill.mutant, path)}\n\n{entry(kill.mutant)}",
            )
        for trouble in kill.troubles:
            text = f"{row.task}: the checker of {trouble}, over what a mutant shows ({row.mutation}): mend the checker"
            yield Finding(wrong=True, task=row.task, text=text)
    counts = Counter(one.key for one in listed)
    for one in listed:
        name = f"{FILE}: {one.function}: {one.mutation}"
        if one.key not in killed:
            yield Finding(
                wrong=True, task="", text=f"{name}: there is no such mutant of {one.line!r}: remove the entry"
            )
        elif killed[one.key]:
            cases = ", ".join(killed[one.key][:3])
            yield Finding(wrong=True, task="", text=f"{name}: is no equivalent, {cases} noticed it: remove the entry")
        if not one.reason.strip():
            yield Finding(wrong=True, task="", text=f"{name}: has no reason: give one")
        if counts[one.key] > 1:
            yield Finding(wrong=True, task="", text=f"{name}: stands there {counts[one.key]} times: keep one")


def of_cases(rows: Sequence[CaseRow]) -> Iterator[Finding]:
    """Hidden cases that notice nothing, and those that could be left out without loss."""
    for row in rows:
        if row.visibility == "hidden" and row.mistakes + row.mutants == 0:
            text = f"{row.task}: {row.name} notices nothing, no mistake and no mutant: sharpen or remove it"
            yield Finding(wrong=True, task=row.task, text=text)
        elif row.covered_by:
            text = (
                f"{row.task}: {row.name} notices nothing that {', '.join(row.covered_by)} would not: remove it, or say "
                f"why it is kept in {FILE}"
            )
            yield Finding(wrong=False, task=row.task, text=text)


def of_kept(rows: Sequence[CaseRow], listed: Sequence[Kept], *, quick: bool) -> Iterator[Finding]:
    """What is wrong with the list of cases that are kept; a `quick` audit cannot tell whether one is needed."""
    needed = {row.name: row.only > 0 for row in rows if row.visibility == "hidden"}
    counts = Counter(one.case for one in listed)
    for one in listed:
        name = f"{FILE}: kept {one.case}"
        if one.case not in needed:
            yield Finding(wrong=True, task="", text=f"{name}: there is no such hidden case: remove the entry")
        elif needed[one.case] and not quick:
            text = f"{name}: notices what no other hidden case does, and needs no reason: remove the entry"
            yield Finding(wrong=True, task="", text=text)
        if not one.reason.strip():
            yield Finding(wrong=True, task="", text=f"{name}: has no reason: give one")
        if counts[one.case] > 1:
            yield Finding(wrong=True, task="", text=f"{name}: stands there {counts[one.case]} times: keep one")


def of_giveaways(bench: Bench) -> Iterator[Finding]:
    """Public cases that show what a hidden one expects: for the same draw, or whatever is drawn."""
    material, oracle = bench.material, bench.oracle
    for public in (case for case in material.cases if case.visibility == "public"):
        told = {_answer(oracle.expected(public, bench.seed(public, 0)))}
        for hidden in material.cases_of(public.task):
            if hidden.visibility != "hidden":
                continue
            seed = bench.seed(hidden, 0)
            same = _answer(oracle.expected(hidden, seed))
            if same is not None and same in told | {_shown(bench, public, seed)}:
                text = (
                    f"{public.task}: the public case {public.name} gives the answer of {hidden.name} away: change one"
                )
                yield Finding(wrong=True, task=public.task, text=text)


def _shown(bench: Bench, case: Case, seed: int) -> str | None:
    return _answer(bench.oracle.expected(case, seed))


def _answer(seen: Observation) -> str | None:
    """Names the values that are expected, the inputs apart; None if there are none."""
    value = seen.value
    if isinstance(value, dict):
        value = {key: item for key, item in value.items() if key != "inputs"}
    return digest(value) if value else None
