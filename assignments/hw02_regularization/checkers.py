"""Checkers of dropout: by the properties that define it, never by the order of random draws.

What the student's code was given is read from `expected["inputs"]`, which no student's code has touched.
The bounds are six standard deviations wide or more: fewer than one right answer in 10^8 is turned down.
What is said first is what explains most, so that one mistake is told in the same words in every case.
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
    difference = first_difference(observed, expected, values=False) or _evaluation(observed, expected)
    if difference:
        return difference
    x, dout = expected["inputs"]["x"], expected["inputs"].get("dout")
    calls = [(f"calls[{index}].", call) for index, call in enumerate(observed.get("calls", []))] or [("", observed)]
    for path, call in calls:
        difference = _training(f"{path}out", call["out"], x, p)
        if not difference and "dx" in call:
            difference = _gradient(f"{path}dx", call["dx"], dout, (call["out"], x), p)
        if difference:
            return difference
    return _inputs(observed, expected)


def fresh_masks(observed: Tree, expected: Tree, *, p: float) -> Difference | None:
    """Many calls on one input: every one is a right dropout, no two alike, and the number of zeros varies."""
    difference = first_difference(observed, expected, values=False)
    if difference:
        return difference
    outs, x = observed["outs"], expected["inputs"]["x"]
    for index, out in enumerate(outs):
        difference = _training(f"outs[{index}]", out, x, p)
        if difference:
            return difference
    zeros = [out == 0 for out in outs]
    if any(np.array_equal(one, other) for one, other in combinations(zeros, 2)):
        return broken(
            "outs",
            en="two calls in training zeroed exactly the same elements; every call must draw anew",
            ru="два вызова при обучении обнулили в точности одни и те же элементы; разыгрывать надо заново",
        )
    if len({int(one.sum()) for one in zeros}) == 1:
        return broken(
            "outs",
            en="every call zeroed exactly the same number of elements; drawn independently, it varies",
            ru="каждый вызов обнулил одно и то же число элементов; при независимом розыгрыше оно меняется",
        )
    return _inputs(observed, expected)


def reproducible(observed: Tree, expected: Tree, *, p: float) -> Difference | None:
    """`first` and `again` come from equal generators, `other` from another one; all are right dropout."""
    difference = first_difference(observed, expected, values=False)
    if difference:
        return difference
    for name in ("first", "again", "other"):
        difference = _training(name, observed[name], expected["inputs"]["x"], p)
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
    return _inputs(observed, expected)


# --------------------------------------------------------------------------------------------------- one output


def _training(path: str, out: np.ndarray, x: np.ndarray, p: float) -> Difference | None:
    """Every element of `out` is 0 with probability `p` and x / (1 - p) otherwise, independently of the others."""
    zeros, given = out == 0, x != 0  # where x = 0, an output of 0 shows nothing
    return (
        _one_fate(path, zeros, given)
        or _rate(path, zeros[given], p)
        or _survivors(path, out, x, p)
        or (_independence(path, zeros, p) if given.all() else None)
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


def _survivors(path: str, out: np.ndarray, x: np.ndarray, p: float) -> Difference | None:
    with np.errstate(all="ignore"):
        wrong = (out != 0) & ~_equal(out, x / (1 - p))
    if not wrong.any():
        return None
    if np.array_equal(out[out != 0], x[out != 0]):
        return broken(
            path,
            en="in training the elements that were kept are passed on as they are; they must become `x / (1 - p)`",
            ru="при обучении сохранённые элементы прошли без изменений, а должны стать `x / (1 - p)`",
        )
    at = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
    return broken(
        path,
        en="in training an element must become either exactly 0 or `x / (1 - p)`",
        ru="при обучении элемент должен стать либо ровно 0, либо `x / (1 - p)`",
        observed=float(out[at]),
        expected=float(x[at] / (1 - p)),
    )


def _equal(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Elementwise, relative to each expected number; NaN is never equal."""
    relative = RELATIVE.get(str(expected.dtype), 1e-6)
    return np.abs(observed - expected) <= relative * np.abs(expected)


def _one_fate(path: str, zeros: np.ndarray, given: np.ndarray) -> Difference | None:
    """Of the given elements some are zero, some are not, but never within one row (one column)."""
    if zeros.ndim < 2 or zeros[given].all() or not zeros[given].any():
        return None
    dropped, kept = ((given & fate).reshape(len(zeros), -1) for fate in (zeros, ~zeros))
    for axis, en, ru in ((1, "row", "каждой строки"), (0, "column", "каждого столбца")):
        if not (dropped.any(axis=axis) & kept.any(axis=axis)).any():
            return broken(
                path,
                en=f"all elements of a {en} are dropped or kept together; each should be drawn on its own",
                ru=f"элементы {ru} обнуляются или остаются все вместе, а разыгрывать надо каждый отдельно",
            )
    return None


def _independence(path: str, zeros: np.ndarray, p: float) -> Difference | None:
    """The number of zeros in a row (column) varies as a binomial number does."""
    if zeros.ndim != 2 or min(zeros.shape) < ENOUGH:
        return None
    for axis, en, ru in ((1, "row", "строках"), (0, "column", "столбцах")):
        counts, length = zeros.sum(axis=axis), zeros.shape[axis]
        spread = float(np.mean((counts - p * length) ** 2) / (p * (1 - p) * length))
        if not 0.5 < spread < 1.8:
            return broken(
                path,
                en=f"elements are not dropped independently of each other: look at the zeros of each {en}",
                ru=f"элементы обнуляются не независимо друг от друга: посмотрите, как стоят нули в {ru}",
                observed=spread,
                expected=1.0,
            )
    return None


# ------------------------------------------------------------------------------- backward, evaluation, inputs


def _gradient(
    path: str, dx: np.ndarray, dout: np.ndarray, forward: tuple[np.ndarray, np.ndarray], p: float
) -> Difference | None:
    """dx follows the mask of forward; where x = 0 hides the mask, dx is judged as a draw of its own."""
    out, x = forward
    kept, dropped, unknown = out != 0, (out == 0) & (x != 0), x == 0
    with np.errstate(all="ignore"):
        rescaled = _equal(dx, dout / (1 - p))
    if (dx[kept] == 0).any():
        return broken(
            path,
            en="backward zeroes the gradient of elements that forward has kept",
            ru="backward обнуляет градиент элементов, которые forward сохранил",
        )
    if (dx[dropped] != 0).any():
        return broken(
            path,
            en="elements that forward has dropped must have the gradient 0",
            ru="у элементов, которые forward обнулил, градиент должен быть равен 0",
        )
    if not rescaled[kept].all() and np.array_equal(dx[kept], dout[kept]):
        return broken(
            path,
            en="the gradient of the elements that were kept is passed on as it is; it must be `dout / (1 - p)`",
            ru="градиент сохранённых элементов прошёл без изменений, а должен быть равен `dout / (1 - p)`",
        )
    if not rescaled[kept].all():
        return broken(
            path,
            en="the gradient of the elements that were kept must be `dout / (1 - p)`",
            ru="градиент сохранённых элементов должен быть равен `dout / (1 - p)`",
        )
    if unknown.any() and (_rate(path, dx[unknown] == 0, p) or not (rescaled | (dx == 0))[unknown].all()):
        return broken(
            path,
            en="where x = 0, dx is not the gradient: an element may have survived although its output is 0",
            ru="там, где x = 0, dx не равен градиенту: элемент мог уцелеть, хотя на выходе у него 0",
        )
    return None


def _evaluation(observed: Tree, expected: Tree) -> Difference | None:
    """In evaluation mode `out` is x and `dx` is dout."""
    for name, value in expected.get("evaluation", {}).items():
        path, shown = f"evaluation.{name}", observed["evaluation"][name]
        if np.array_equal(shown, value):
            continue
        if name == "out" and ((shown == 0) & (value != 0)).any():
            return broken(
                path,
                en="elements are dropped in evaluation mode too",
                ru="элементы обнуляются и в режиме eval",
            )
        return broken(
            path,
            en="in evaluation mode everything must pass unchanged, forward and backward",
            ru="в режиме eval всё должно проходить без изменений, и вперёд, и назад",
        )
    return None


def _inputs(observed: Tree, expected: Tree) -> Difference | None:
    return close({"inputs": observed["inputs"]}, {"inputs": expected["inputs"]})
