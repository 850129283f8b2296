"""Checkers of dropout: by the properties that define it, never by the order of random draws.

What the student's code was given is read from `expected["inputs"]`, which no student's code has touched.
The bounds are six standard deviations wide or more: fewer than one right answer in 10^8 is turned down.
"""

from itertools import combinations

import numpy as np

from grader.checkers import broken
from grader.checkers.close import check as close
from grader.model import Difference, Tree
from grader.trees import first_difference

SIGMAS = 6.0
ENOUGH = 200
"""Rows and columns that it takes to tell from the spread of their zeros how independent elements are."""

RELATIVE = {"float32": 1e-4}
"""How exactly a survivor is rescaled; 1e-6 in other dtypes, so that a mask kept in float32 passes."""


def inverted_dropout(observed: Tree, expected: Tree, *, p: float) -> Difference | None:
    """One call in training: `out` and, where it is there, `dx`; and `evaluation`, which must change nothing.

    An observation `calls`, a list of such calls over the same inputs, is judged call by call.
    """
    form = first_difference(observed, expected, values=False)
    if form:
        return form
    x, dout = expected["inputs"]["x"], expected["inputs"].get("dout")
    for path, call in _calls(observed):
        difference = _training(path, call["out"], x, p)
        if not difference and "dx" in call:
            difference = _gradient(path, call["dx"], dout, call["out"], x, p)
        if difference:
            return difference
    return _evaluation_and_inputs(observed, expected)


def fresh_masks(observed: Tree, expected: Tree, *, p: float) -> Difference | None:
    """Many calls on one input: every one is a right dropout, no two alike, and the number of zeros varies."""
    form = first_difference(observed, expected, values=False)
    if form:
        return form
    outs, x = observed["outs"], expected["inputs"]["x"]
    for index, out in enumerate(outs):
        path = f"outs[{index}]"
        difference = _survivors(path, out, x, p) or _independence(path, out == 0, p)
        if difference:
            return difference
    zeros = np.array([out == 0 for out in outs])
    if any(np.array_equal(one, other) for one, other in combinations(zeros, 2)):
        return broken(
            "outs",
            en="two calls in training zeroed exactly the same elements; every call must draw anew",
            ru="два вызова при обучении обнулили в точности одни и те же элементы; разыгрывать надо заново",
        )
    difference = _rate("outs", zeros, p)
    if difference:
        return difference
    if len(set(zeros.reshape(len(outs), -1).sum(axis=1).tolist())) == 1:
        return broken(
            "outs",
            en="every call zeroed exactly the same number of elements; drawn independently, it varies",
            ru="каждый вызов обнулил одно и то же число элементов; при независимом розыгрыше оно меняется",
        )
    return _evaluation_and_inputs(observed, expected)


def reproducible(observed: Tree, expected: Tree, *, p: float) -> Difference | None:
    """`first` and `again` come from equal generators, `other` from another one; all are right dropout."""
    form = first_difference(observed, expected, values=False)
    if form:
        return form
    for name in ("first", "again", "other"):
        difference = _training(name, observed[name], expected["inputs"]["x"], p, name="")
        if difference:
            return difference
    if not np.array_equal(observed["first"], observed["again"]):
        return broken(
            "again",
            en="equal generators gave different results: all randomness must come from `rng`",
            ru="одинаковые генераторы дали разный результат: вся случайность должна браться из `rng`",
        )
    if np.array_equal(observed["first"] == 0, observed["other"] == 0):
        return broken(
            "other",
            en="different generators gave the same zeros: the draw must come from `rng`",
            ru="разные генераторы дали одни и те же нули: розыгрыш должен зависеть от `rng`",
        )
    return _evaluation_and_inputs(observed, expected)


def _calls(observed: Tree) -> list[tuple[str, Tree]]:
    if "calls" in observed:
        return [(f"calls[{index}]", call) for index, call in enumerate(observed["calls"])]
    return [("", observed)]


def _training(path: str, out: np.ndarray, x: np.ndarray, p: float, name: str = "out") -> Difference | None:
    path = ".".join(part for part in (path, name) if part)
    given, zeros = x != 0, out == 0
    difference = _survivors(path, out, x, p) or _rate(path, zeros[given], p)
    return difference or (_independence(path, zeros, p) if given.all() else None)


def _survivors(path: str, out: np.ndarray, x: np.ndarray, p: float) -> Difference | None:
    """Every element is 0 or x / (1 - p)."""
    with np.errstate(all="ignore"):
        wrong = (out != 0) & ~_equal(out, x / (1 - p))
    if not wrong.any():
        return None
    at = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
    return broken(
        path,
        en="in training an element must become either exactly 0 or x / (1 - p)",
        ru="при обучении элемент должен стать либо ровно 0, либо x / (1 - p)",
        observed=float(out[at]),
        expected=float(x[at] / (1 - p)),
    )


def _rate(path: str, zeros: np.ndarray, p: float) -> Difference | None:
    rate = float(np.mean(zeros))
    if abs(rate - p) <= SIGMAS * np.sqrt(p * (1 - p) / zeros.size):
        return None
    return broken(
        path,
        en="the share of zeros is not p (p is the probability to drop an element)",
        ru="доля нулей не равна p (p — вероятность обнулить элемент)",
        observed=rate,
        expected=float(p),
    )


def _independence(path: str, zeros: np.ndarray, p: float) -> Difference | None:
    """No row (column) has one fate, and the number of zeros in it varies as a binomial number does."""
    if zeros.ndim < 2:
        return None
    table = zeros.reshape(len(zeros), -1)
    for axis, en, ru in ((1, "row", "строках"), (0, "column", "столбцах")):
        counts, length = table.sum(axis=axis), table.shape[axis]
        spread = float(np.mean((counts - p * length) ** 2) / (p * (1 - p) * length))
        together = bool(np.all((counts == 0) | (counts == length)))
        if together or (min(table.shape) >= ENOUGH and not 0.5 < spread < 1.8):
            return broken(
                path,
                en=f"elements are not dropped independently of each other: look at the zeros of each {en}",
                ru=f"элементы обнуляются не независимо друг от друга: посмотрите, как стоят нули в {ru}",
                observed=spread,
                expected=1.0,
            )
    return None


def _gradient(
    path: str, dx: np.ndarray, dout: np.ndarray, out: np.ndarray, x: np.ndarray, p: float
) -> Difference | None:
    """dx follows the mask of forward; where x = 0 hides the mask, dx is judged as a draw of its own."""
    path = f"{path}.dx" if path else "dx"
    with np.errstate(all="ignore"):
        kept = dout / (1 - p)
        wrong = (x != 0) & ~np.where(out != 0, _equal(dx, kept), dx == 0)
    if wrong.any():
        at = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
        return broken(
            path,
            en="backward must multiply dout by the factors, 0 or 1 / (1 - p), that forward multiplied x by",
            ru="backward умножает dout на те же множители, 0 или 1 / (1 - p), на которые forward умножал x",
            observed=float(dx[at]),
            expected=float(kept[at] if out[at] != 0 else 0.0),
        )
    hidden = x == 0
    if not hidden.any():
        return None
    difference = _survivors(path, dx[hidden], dout[hidden], p) or _rate(path, dx[hidden] == 0, p)
    if not difference:
        return _independence(path, dx == 0, p)
    return broken(
        path,
        en="where x = 0, dx is not the gradient: an element may have survived although its output is 0",
        ru="там, где x = 0, dx не равен градиенту: элемент мог уцелеть, хотя на выходе у него 0",
        observed=difference.observed,
        expected=difference.expected,
    )


def _equal(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Elementwise, relative to each expected number; NaN is never equal."""
    relative = RELATIVE.get(str(expected.dtype), 1e-6)
    return np.abs(observed - expected) <= relative * np.abs(expected)


def _evaluation_and_inputs(observed: Tree, expected: Tree) -> Difference | None:
    """What is there to be compared with the reference: evaluation mode and the unchanged inputs."""
    for key in ("evaluation", "inputs"):
        if key in expected:
            difference = close({key: observed[key]}, {key: expected[key]})
            if difference:
                return difference
    return None
