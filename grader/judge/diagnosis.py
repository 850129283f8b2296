"""Which known mistake a wrong answer is: the one whose observations explain every case of the task.

A mistake is the reference with one thing wrong.  Run on the same inputs, it shows what a student who made it would
have shown.  What sets an observation apart from the expected one is its *fingerprint*: every leaf that differs, with
its value.  A mistake explains an answer when their fingerprints agree over all cases of the task, those that passed
included; two mistakes explain it together when each accounts for some of the leaves and both for all, or else when
the reference with both of them shows exactly the same.  Where nothing explains it, nothing is said.

A checker of the assignment's own judges by properties, where values may be random draws.  Of such a case the
fingerprint holds no value that the checker did not find wrong: the property that does not hold, the forms that are
not right, or which inputs were changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from types import ModuleType

import numpy as np

from grader.judge.judging import FORM, judge
from grader.judge.oracle import Oracle, reference_module
from grader.model import Case, Diagnosis, Mistake, Observation, Outcome, Tree, Verdict
from grader.observe import observe
from grader.trees import DEFAULT_TERMS, first_difference, leaves
from grader.trees.difference import describe

MAX_CANDIDATES = 12
"""How many mistakes are tried two by two in one reference: each pair is run on every case, in both orders."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands somewhere instead of what should, and the `terms` that its case compares with."""

    leaf: Tree
    terms: int


Fingerprint = Mapping[tuple[str, str], _Mark]
"""(case, where) → what stands there instead of what should: a leaf, or what is said of a property."""

_BEYOND_MISTAKES = frozenset(
    {
        Verdict.FORBIDDEN,
        Verdict.MISSING,
        Verdict.CRASHED,
        Verdict.OUT_OF_MEMORY,
        Verdict.TIMED_OUT,
        Verdict.OUTPUT_LIMIT,
    }
)
"""What no known mistake does: they are whole answers with one thing wrong."""


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
    if not mistakes or not wrong or any(one.observation.failure in _BEYOND_MISTAKES for one in seen):
        return None
    known = []
    for mistake in mistakes:
        found = _part_of(oracle, seen, wrong, (mistake,))
        if found:
            known.append((mistake, found))
    single = [mistake for mistake, found in known if _agree(found, wrong)]
    if single:
        return _told(single) if len(single) == 1 else None
    return _pair(oracle, seen, wrong, known)


def _pair(
    oracle: Oracle, seen: Sequence[Seen], wrong: Fingerprint, known: Sequence[tuple[Mistake, Fingerprint]]
) -> Diagnosis | None:
    """Two mistakes that explain an answer together; None where there is no such pair, or more than one.

    A pair of which each mistake has leaves of its own goes before those that meet in a leaf: there one may hide
    a part of the other, and a pair with a mistake that nobody made would show the same.
    """
    pairs = [
        (one, other)
        for (one, first), (other, second) in combinations(known, 2)
        if not first.keys() & second.keys() and _agree({**first, **second}, wrong)
    ] or [
        (one, other)
        for (one, first), (other, second) in combinations(_nearest(known, wrong), 2)
        if first.keys() | second.keys() == wrong.keys() and _together(oracle, seen, wrong, (one, other))
    ]
    return _told(pairs[0]) if len(pairs) == 1 else None


def _nearest(known: Sequence[tuple[Mistake, Fingerprint]], wrong: Fingerprint) -> Sequence[tuple[Mistake, Fingerprint]]:
    """The mistakes that share most leaves with an answer, not too many of them, in their own order."""
    shared = [sum(_alike(mark, wrong[key]) for key, mark in found.items()) for _, found in known]
    best = sorted(range(len(known)), key=lambda place: -shared[place])[:MAX_CANDIDATES]
    return [known[place] for place in sorted(best)]


def _together(oracle: Oracle, seen: Sequence[Seen], wrong: Fingerprint, pair: tuple[Mistake, Mistake]) -> bool:
    """Whether the reference with both mistakes, in either order, shows the same."""
    for order in permutations(pair):
        found = _part_of(oracle, seen, wrong, order)
        if found is not None and _agree(found, wrong):
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


def _part_of(
    oracle: Oracle, seen: Sequence[Seen], wrong: Fingerprint, mistakes: Sequence[Mistake]
) -> Fingerprint | None:
    """The fingerprint of the reference with these mistakes, or None once it spoils what the student has right.

    Cases that the student passed come first: most mistakes are ruled out by the first of them.
    """
    module = _spoiled(oracle, mistakes)
    if module is None:
        return None
    fingerprint: dict[tuple[str, str], _Mark] = {}
    for one in sorted(seen, key=lambda one: one.outcome.verdict is not Verdict.PASSED):
        observation = _observe(oracle, mistakes, module, one)
        outcome = judge(one.case, observation, oracle.expected(one.case, one.seed), oracle.checker(one.case))
        found = _fingerprint(oracle, [replace(one, observation=observation, outcome=outcome)])
        if outcome.verdict is Verdict.GRADER_ERROR or not found.keys() <= wrong.keys():
            return None
        fingerprint.update(found)
    return fingerprint


def _spoiled(oracle: Oracle, mistakes: Sequence[Mistake]) -> ModuleType | None:
    """A copy of the reference with these mistakes in it, or None where they cannot be made together."""
    module = reference_module(oracle.material)
    try:
        for mistake in mistakes:
            mistake.apply(module)
    except Exception:  # noqa: BLE001 - two mistakes that were never meant to meet may fail in any way
        return None
    return module


def _observe(oracle: Oracle, mistakes: Sequence[Mistake], module: ModuleType, one: Seen) -> Observation:
    """What a spoiled reference shows."""
    names = "+".join(mistake.name for mistake in mistakes)
    return oracle.remembered(one.case, one.seed, lambda: observe(one.case, module, one.seed), by=names)


def _fingerprint(oracle: Oracle, seen: Sequence[Seen]) -> Fingerprint:
    fingerprint: dict[tuple[str, str], _Mark] = {}
    for one in seen:
        if one.outcome.verdict is not Verdict.PASSED:
            expected = oracle.expected(one.case, one.seed)
            own = one.case.checker in oracle.material.checkers
            for where, leaf in _marks(one, expected, own=own):
                fingerprint[one.case.name, where] = _Mark(leaf, one.case.options.get("terms", DEFAULT_TERMS))
    return fingerprint


def _marks(one: Seen, expected: Observation, *, own: bool) -> list[tuple[str, Tree]]:
    """What sets one observation apart: how it failed, or what its `own` checker found, or every wrong leaf."""
    if one.observation.failure is not None:
        return [("failure", f"{one.observation.failure} {one.observation.detail.partition(':')[0]}")]
    difference = one.outcome.difference
    if difference is not None and difference.kind == "property":
        return [(difference.path, (difference.note or {}).get("en", ""))]
    should, shows = dict(leaves(expected.value)), dict(leaves(one.observation.value))
    kind = difference.kind if own and difference is not None else ""
    if kind == "mutated":
        should, shows = _inputs(should), _inputs(shows)
    options = {key: value for key, value in one.case.options.items() if key in ("terms", "any_float")}
    options["values"] = kind not in FORM
    marks: list[tuple[str, Tree]] = [(path, "absent") for path in should if path not in shows]
    for path, leaf in shows.items():
        if path not in should or first_difference(leaf, should[path], **options) is not None:
            marks.append((path, "changed" if kind == "mutated" else _form(leaf) if kind in FORM else leaf))
    return marks


def _inputs(tree: Mapping[str, Tree]) -> dict[str, Tree]:
    """The leaves that stand under `inputs`."""
    return {path: leaf for path, leaf in tree.items() if path.startswith("inputs")}


def _form(leaf: Tree) -> str:
    """What a leaf is, whatever its values are."""
    return f"{leaf.dtype} {leaf.shape}" if isinstance(leaf, np.ndarray) else describe(leaf)


def _agree(one: Fingerprint, other: Fingerprint) -> bool:
    return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)


def _alike(one: _Mark, other: _Mark) -> bool:
    """Whether two wrong leaves are the same to rounding error, either taken as the measure."""
    return any(
        first_difference(first, second, any_float=True, terms=one.terms) is None
        for first, second in ((one.leaf, other.leaf), (other.leaf, one.leaf))
    )
