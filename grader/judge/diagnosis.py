"""Which known mistake a wrong answer is: the one whose observations explain every case of the task.

A mistake is the reference with one thing wrong.  Run on the same inputs, it shows what a student who made it would
have shown.  What sets an observation apart from the expected one is its *fingerprint*: every leaf that differs, with
its value.  A mistake explains an answer when their fingerprints agree over all cases of the task, those that passed
included; two mistakes explain it together when each accounts for some of the leaves and both for all, or when the
reference with both of them shows exactly the same.  Where nothing explains it, nothing is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from types import ModuleType

from grader.judge.judging import judge
from grader.judge.oracle import Oracle, reference_module
from grader.model import Case, Diagnosis, Mistake, Observation, Outcome, Tree, Verdict
from grader.observe import observe
from grader.trees import first_difference, leaves

MAX_CANDIDATES = 12

Fingerprint = Mapping[tuple[str, str], Tree]
"""(case, where) → what stands there instead of what should: a leaf, or what is said of a property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One case of a task: its seed, and what the student's code showed."""

    case: Case
    seed: int
    observation: Observation
    outcome: Outcome


def diagnose(oracle: Oracle, task: str, seen: Sequence[Seen]) -> Diagnosis | None:
    """The known mistake, or the two, that explain every case of a task; None where nothing or too much does."""
    mistakes = [mistake for mistake in oracle.material.mistakes if mistake.task == task]
    wrong = _fingerprint(oracle, seen)
    if not mistakes or not wrong:
        return None
    prints = {}
    for mistake in mistakes:
        shown = _shown(oracle, seen, (mistake,))
        if shown is not None:
            prints[mistake.name] = _fingerprint(oracle, shown)
    by_name = {mistake.name: mistake for mistake in mistakes}
    single = [name for name, fingerprint in prints.items() if _agree(fingerprint, wrong)]
    if single:
        return _told([by_name[single[0]]]) if len(single) == 1 else None
    return _pair(oracle, seen, wrong, {by_name[name].name: (by_name[name], p) for name, p in prints.items()})


def _pair(
    oracle: Oracle, seen: Sequence[Seen], wrong: Fingerprint, known: Mapping[str, tuple[Mistake, Fingerprint]]
) -> Diagnosis | None:
    """Two mistakes that explain an answer together; None where there is no such pair, or more than one."""
    candidates = [(mistake, found) for mistake, found in known.values() if found and found.keys() <= wrong.keys()]
    found_pairs = []
    for (one, first), (other, second) in combinations(candidates[:MAX_CANDIDATES], 2):
        if first.keys() | second.keys() != wrong.keys():
            continue
        apart = not first.keys() & second.keys() and _agree({**first, **second}, wrong)
        if apart or _together(oracle, seen, wrong, (one, other)):
            found_pairs.append([one, other])
    return _told(found_pairs[0]) if len(found_pairs) == 1 else None


def _together(oracle: Oracle, seen: Sequence[Seen], wrong: Fingerprint, pair: tuple[Mistake, Mistake]) -> bool:
    """Whether the reference with both mistakes, in either order, shows the same."""
    for order in permutations(pair):
        shown = _shown(oracle, seen, order)
        if shown is not None and _agree(_fingerprint(oracle, shown), wrong):
            return True
    return False


def _told(mistakes: Sequence[Mistake]) -> Diagnosis:
    languages = mistakes[0].hint
    credit = min(mistake.credit for mistake in mistakes)
    return Diagnosis(
        mistake=" + ".join(mistake.name for mistake in mistakes),
        hint={language: " ".join(mistake.hint[language] for mistake in mistakes) for language in languages},
        section=mistakes[0].section,
        credit=credit,
    )


def _shown(oracle: Oracle, seen: Sequence[Seen], mistakes: Sequence[Mistake]) -> list[Seen] | None:
    """What the reference with these mistakes shows for the student's inputs."""
    module: ModuleType = reference_module(oracle.material)
    for mistake in mistakes:
        mistake.apply(module)
    shown = []
    for one in seen:
        observation = observe(one.case, module, one.seed)
        expected = oracle.expected(one.case, one.seed)
        outcome = judge(one.case, observation, expected, oracle.checker(one.case))
        if outcome.verdict is Verdict.GRADER_ERROR:
            return None
        shown.append(Seen(case=one.case, seed=one.seed, observation=observation, outcome=outcome))
    return shown


def _fingerprint(oracle: Oracle, seen: Sequence[Seen]) -> Fingerprint:
    fingerprint: dict[tuple[str, str], Tree] = {}
    for one in seen:
        if one.outcome.verdict is not Verdict.PASSED:
            expected = oracle.expected(one.case, one.seed)
            for where, leaf in _marks(one, expected):
                fingerprint[one.case.name, where] = leaf
    return fingerprint


def _marks(one: Seen, expected: Observation) -> list[tuple[str, Tree]]:
    """What sets one observation apart: how it failed, or the property that does not hold, or every wrong leaf."""
    if one.observation.failure is not None:
        return [("failure", f"{one.observation.failure} {one.observation.detail.partition(':')[0]}")]
    difference = one.outcome.difference
    if difference is not None and difference.kind == "property":
        return [(difference.path, (difference.note or {}).get("en", ""))]
    should = dict(leaves(expected.value))
    shows = dict(leaves(one.observation.value))
    options = {key: value for key, value in one.case.options.items() if key in ("terms", "any_float")}
    marks: list[tuple[str, Tree]] = [(path, "absent") for path in should if path not in shows]
    for path, leaf in shows.items():
        if path not in should or first_difference(leaf, should[path], **options) is not None:
            marks.append((path, leaf))
    return marks


def _agree(one: Fingerprint, other: Fingerprint) -> bool:
    return one.keys() == other.keys() and all(
        first_difference(one[key], other[key], any_float=True) is None
        or first_difference(other[key], one[key], any_float=True) is None
        for key in one
    )
