"""Works that are more alike than the task explains: fingerprints of passages, as in Stanford's MOSS, by copydetect.

1. A program is a row of tokens (`tokens`), every `K` neighbours of which are one number; of every `WINDOW` numbers in
   a row one is kept, the same one wherever the passage stands (winnowing).  Two works that share a passage of
   `K + WINDOW - 1` tokens are certain to share a number.
2. What the template holds is taken out, and so is what more works share than `common(n)`: short right answers
   to a narrow question look alike.
3. For each pair: how many tokens stand in passages that the two alone (or a few) share, and which part of each
   work's own tokens this is.

Alike is not copied: the pairs are for a person to look at, passage by passage.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from copydetect.utils import get_copied_slices
from numpy.lib.stride_tricks import sliding_window_view

from grader.reports.site.tokens import tokens

K = 12
WINDOW = 6
PASSAGE = 24
"""Tokens in a row, two lines or so, below which what is shared is chance."""
ENOUGH_TOKENS = 60
"""Shared tokens below which a pair is not worth looking at: some six lines."""
ENOUGH_SHARE = 0.5
"""Of the smaller work's own tokens."""
MAX_PAIRS = 30
"""Pairs of one assignment that are shown, the most alike first."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
Hashes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One file that was handed in, and by whom: several students may hand in the same one."""

    digest: str
    students: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two works: the share of its own tokens that the other has, and the lines, (first, last), where."""

    work: Work
    share: float
    passages: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two works that share `tokens` tokens."""

    left: Side
    right: Side
    tokens: int

    @property
    def share(self) -> float:
        """The larger of the two shares, in [0, 1]."""
        return max(self.left.share, self.right.share)


@dataclass(frozen=True, slots=True)
class _Print:
    """The fingerprints of a work: `hashes` (n,) and at which token each passage begins; the line of every token."""

    hashes: Hashes
    at: npt.NDArray[np.int64]
    lines: npt.NDArray[np.int64]

    def keeping(self, kept: Hashes) -> "_Print":
        """The same work, of which only these fingerprints, in growing order, count."""
        if not len(kept):
            return _Print(self.hashes[:0], self.at[:0], self.lines)
        own = kept[np.minimum(np.searchsorted(kept, self.hashes), len(kept) - 1)] == self.hashes
        return _Print(self.hashes[own], self.at[own], self.lines)

    @property
    def passages(self) -> npt.NDArray[np.int64]:
        """The first token of every passage and the one after its last: (2, n)."""
        slices: npt.NDArray[np.int64] = get_copied_slices(self.at, K).astype(np.int64)
        return slices

    @property
    def size(self) -> int:
        """How many tokens stand in any of its passages."""
        return _covered(self.passages)


def common(works: int) -> int:
    """In how many of so many works a passage may stand and still tell something: a tenth, at least ten."""
    return max(10, works // 10)


def alike(works: Sequence[Work], templates: Sequence[str]) -> list[Pair]:
    """The pairs of works of one assignment that are worth looking at, the most alike first.

    Every work is another file; `templates` are the texts that all of them began with.
    """
    if len(works) < 2:
        return []
    given = np.concatenate([np.empty(0, np.int64), *(_all_hashes(template) for template in templates)])
    prints = [_fingerprints(work.text) for work in works]
    telling = _telling(prints, given, common(len(works)))
    own = [one.keeping(telling) for one in prints]
    pairs = [_pair((works[i], works[j]), (own[i], own[j])) for i, j in _candidates(own, telling)]
    found = [pair for pair in pairs if pair.tokens >= ENOUGH_TOKENS and pair.share >= ENOUGH_SHARE]
    return sorted(found, key=lambda pair: (-pair.share * pair.tokens, pair.left.work.students))[:MAX_PAIRS]


def works_of(students: Mapping[str, str], texts: Mapping[str, str]) -> list[Work]:
    """The works of one assignment, from the digest that counts for each student and the text of each digest."""
    owners: dict[str, list[str]] = {}
    for student, digest in students.items():
        owners.setdefault(digest, []).append(student)
    return [
        Work(digest=digest, students=tuple(own), text=texts[digest])
        for digest, own in owners.items()
        if digest in texts
    ]


def _grams(codes: npt.NDArray[np.uint64]) -> Hashes:
    """One number for every `K` tokens in a row; the same for the same tokens, in every process."""
    count = len(codes) - K + 1
    if count <= 0:
        return np.empty(0, dtype=np.int64)
    grams = np.zeros(count, dtype=np.uint64)
    for offset in range(K):
        grams = grams * _BASE + codes[offset : offset + count]
    return (grams ^ (grams >> np.uint64(29))).view(np.int64)


def _all_hashes(text: str) -> Hashes:
    return _grams(tokens(text).codes)


@lru_cache(maxsize=8192)
def _fingerprints(text: str) -> _Print:
    read = tokens(text)
    grams = _grams(read.codes)
    if not len(grams):
        return _Print(grams, np.empty(0, dtype=np.int64), read.lines)
    at = winnowed(grams, min(WINDOW, len(grams)))
    return _Print(grams[at], at, read.lines)


def winnowed(grams: Hashes, window: int) -> npt.NDArray[np.int64]:
    """Where the numbers stand that are kept: of every `window` neighbours the smallest, of equal ones the last.

    copydetect's `winnow` keeps the same (but another one of equal numbers), yet reads number by number.
    """
    first = np.minimum.accumulate(grams[:window])  # of the neighbours that there are, where they are not so many yet
    smaller = np.flatnonzero(np.diff(first)) + 1
    backwards = sliding_window_view(grams, window)[:, ::-1]
    smallest = np.arange(window - 1, len(grams)) - np.argmin(backwards, axis=1)
    return np.unique(np.concatenate([[0], smaller, smallest]))


def _telling(prints: Sequence[_Print], given: Hashes, limit: int) -> Hashes:
    """The fingerprints of at least two works and at most `limit` of them that are not in the templates, sorted."""
    hashes, counts = np.unique(np.concatenate([np.unique(one.hashes) for one in prints]), return_counts=True)
    unshared = hashes[(counts >= 2) & (counts <= limit)]
    return unshared[~np.isin(unshared, given)]


def _candidates(prints: Sequence[_Print], telling: Hashes) -> Iterator[tuple[int, int]]:
    """The pairs that share the most fingerprints: more than are shown in the end, for these are only counted."""
    own = [np.unique(one.hashes) for one in prints]
    columns = np.searchsorted(telling, np.concatenate(own))
    order = np.argsort(columns, kind="stable")
    columns, rows = columns[order], np.repeat(np.arange(len(prints)), [len(one) for one in own])[order]
    shared = np.zeros(len(prints) ** 2, dtype=np.int32)
    # Those who share a fingerprint stand side by side now: neighbours, then those with one between them, and so on.
    for apart in range(1, len(prints)):
        same = columns[apart:] == columns[:-apart]
        if not same.any():
            break
        np.add.at(shared, rows[:-apart][same] * len(prints) + rows[apart:][same], 1)
    best = np.argsort(shared, kind="stable")[::-1][: 4 * MAX_PAIRS]
    for index in best[shared[best] > 0]:
        yield divmod(int(index), len(prints))


def _pair(works: tuple[Work, Work], prints: tuple[_Print, _Print]) -> Pair:
    both = np.intersect1d(prints[0].hashes, prints[1].hashes)
    shared = [one.keeping(both) for one in prints]
    long = [one.passages[:, np.diff(one.passages, axis=0)[0] >= PASSAGE] for one in shared]
    sides = [
        Side(work=work, share=_covered(passages) / own.size, passages=_lines(passages, own.lines))
        for work, own, passages in zip(works, prints, long, strict=True)
    ]
    return Pair(left=sides[0], right=sides[1], tokens=min(_covered(passages) for passages in long))


def _covered(passages: npt.NDArray[np.int64]) -> int:
    return int(np.sum(passages[1] - passages[0]))


def _lines(passages: npt.NDArray[np.int64], lines: npt.NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    """The first and the last line of every passage, those that touch made one."""
    found: list[tuple[int, int]] = []
    for first, end in passages.T:
        begin, last = int(lines[first]), int(lines[end - 1])
        if found and begin <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((begin, last))
    return tuple(found)
