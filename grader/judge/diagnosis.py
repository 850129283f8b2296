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

import functools
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from types import ModuleType

import numpy as np

from grader.judge.judging import FORM, compare
from grader.judge.oracle import Oracle, reference_module
from grader.model import Case, Diagnosis, Mistake, Observation, Outcome, Tree, Verdict
from grader.observe import observe
from grader.trees import DEFAULT_TERMS, first_difference, leaves
from grader.trees.difference import describe

MAX_CANDIDATES = 12
"""How many mistakes are tried two by two in one reference: each pair is run on every case, in both orders."""

LONG = 0.02
"""Seconds from which on a case is kept for the mistakes that no other case rules out."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands somewhere instead of what should, and the `terms` that its case compares with."""

    leaf: Tree
    terms: int


Fingerprint = Mapping[tuple[str, str], _Mark]
"""(case, where) → what stands there instead of what should: a leaf, or what is said of a property."""

_Pair = tuple[tuple[Mistake, Fingerprint], tuple[Mistake, Fingerprint]]

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
    seen = sorted(seen, key=lambda one: _cost(oracle, one))
    single = [mistake for mistake in mistakes if _explains(oracle, seen, wrong, (mistake,))]
    if single:
        return _told(single) if len(single) == 1 else None
    pairs = _possible_pairs(oracle, seen, wrong, mistakes)
    return _pair(oracle, seen, wrong, pairs) if pairs else None


def _cost(oracle: Oracle, one: Seen) -> tuple[bool, bool, bool]:
    """Sorts cases so that most mistakes are ruled out with little work.

    Last what takes long; before it first what all students share, for what mistakes show there is remembered, and
    then what the student has right.
    """
    long = oracle.expected(one.case, one.seed).seconds > LONG
    return long, not oracle.is_shared(one.case), one.outcome.verdict is not Verdict.PASSED


def _possible_pairs(
    oracle: Oracle, seen: Sequence[Seen], wrong: Fingerprint, mistakes: Sequence[Mistake]
) -> list[_Pair]:
    """The pairs of mistakes that each spoil some of what is wrong and nothing else, and together all of it.

    All mistakes go from case to case together, so that a case is shown only to those that may still have a partner.
    """
    shown = {mistake.name: _shown(oracle, seen, (mistake,)) for mistake in mistakes}
    found: dict[str, dict[tuple[str, str], _Mark]] = {name: {} for name in shown}
    pairs = list(combinations(mistakes, 2))
    for one in seen:
        here = {key for key in wrong if key[0] == one.case.name}
        spoils: dict[str, Set[tuple[str, str]]] = {}
        for name in {mistake.name for pair in pairs for mistake in pair}:
            part = next(shown[name])
            if part is not None and part.keys() <= here:
                spoils[name] = part.keys()
                found[name].update(part)
        pairs = [
            (first, second)
            for first, second in pairs
            if first.name in spoils and second.name in spoils and spoils[first.name] | spoils[second.name] == here
        ]
    return [
        ((first, found[first.name]), (second, found[second.name]))
        for first, second in pairs
        if found[first.name] and found[second.name]
    ]


def _pair(oracle: Oracle, seen: Sequence[Seen], wrong: Fingerprint, possible: Sequence[_Pair]) -> Diagnosis | None:
    """Two mistakes that explain an answer together; None where there is no such pair, or more than one.

    A pair of which each mistake has leaves of its own goes before those that meet in a leaf: there one may hide
    a part of the other, and a pair with a mistake that nobody made would show the same.
    """
    pairs = [
        (one, other)
        for (one, first), (other, second) in possible
        if not first.keys() & second.keys() and _agree({**first, **second}, wrong)
    ]
    if not pairs:
        nearest = _nearest({mistake.name: found for pair in possible for mistake, found in pair}, wrong)
        pairs = [
            (one, other)
            for (one, _), (other, _) in possible
            if one.name in nearest
            and other.name in nearest
            and any(_explains(oracle, seen, wrong, order) for order in permutations((one, other)))
        ]
    return _told(pairs[0]) if len(pairs) == 1 else None


def _nearest(known: Mapping[str, Fingerprint], wrong: Fingerprint) -> Set[str]:
    """The mistakes that share most leaves with an answer, not too many of them."""
    shared = {name: sum(_alike(mark, wrong[key]) for key, mark in found.items()) for name, found in known.items()}
    return set(sorted(shared, key=lambda name: -shared[name])[:MAX_CANDIDATES])


def _told(mistakes: Sequence[Mistake]) -> Diagnosis:
    languages = mistakes[0].hint
    credit = min(mistake.credit for mistake in mistakes)
    return Diagnosis(
        mistake=" + ".join(mistake.name for mistake in mistakes),
        hint={language: " ".join(mistake.hint[language] for mistake in mistakes) for language in languages},
        section=mistakes[0].section,
        credit=credit,
    )


def _explains(oracle: Oracle, seen: Sequence[Seen], wrong: Fingerprint, mistakes: Sequence[Mistake]) -> bool:
    """Whether the reference with these mistakes, made in this order, shows the same in every case."""
    by_case: dict[str, dict[tuple[str, str], _Mark]] = {}
    for key, mark in wrong.items():
        by_case.setdefault(key[0], {})[key] = mark
    return all(
        found is not None and _agree(found, by_case.get(one.case.name, {}))
        for one, found in zip(seen, _shown(oracle, seen, mistakes), strict=False)
    )


def _shown(oracle: Oracle, seen: Sequence[Seen], mistakes: Sequence[Mistake]) -> Iterator[Fingerprint | None]:
    """Case by case the fingerprint of the reference with these mistakes; None, and no more, where there is none.

    There is none if the mistakes cannot be made together, or if a case cannot be judged.
    """
    spoiled = _Spoiled(oracle, mistakes)
    for one in seen:
        try:
            observation = spoiled.observation(one)
        except _NotTogether:
            yield None
            return
        expected = oracle.expected(one.case, one.seed)
        outcome = compare(one.case, observation, expected, oracle.checker(one.case))
        if outcome.verdict is Verdict.GRADER_ERROR:
            yield None
            return
        yield _fingerprint(oracle, [replace(one, observation=observation, outcome=outcome)])


class _NotTogether(Exception):
    """Two mistakes that were never meant to meet failed when they were made in one reference."""


class _Spoiled:
    """A copy of the reference with mistakes in it, made when something is asked of it that is not remembered."""

    def __init__(self, oracle: Oracle, mistakes: Sequence[Mistake]) -> None:
        self.oracle, self.mistakes = oracle, mistakes
        self.names = "+".join(mistake.name for mistake in mistakes)

    def observation(self, one: Seen) -> Observation:
        """What it shows in a case; `_NotTogether` if there is no such reference."""
        return self.oracle.remembered(
            one.case, one.seed, lambda: observe(one.case, self._module, one.seed), by=self.names
        )

    @functools.cached_property
    def _module(self) -> ModuleType:
        module = reference_module(self.oracle.material)
        try:
            for mistake in self.mistakes:
                mistake.apply(module)
        except Exception as error:  # they may fail in any way
            raise _NotTogether from error
        return module


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
