"""Checkers of homework 4: dropout by the properties that define it, the trained network by what it reads.

What a student's code was given is read from `expected["inputs"]`, which no student's code has touched.  The bounds
are six standard deviations wide or more: fewer than one right answer in 10^8 is turned down.
"""

from itertools import combinations
from pathlib import Path

import numpy as np

from grader.checkers import broken
from grader.checkers.close import check as close
from grader.model import Difference, Tree
from grader.trees import first_difference

SIGMAS = 6.0
RELATIVE = 1e-5
"""How exactly a survivor is rescaled: a mask kept in float32 passes."""

with np.load(Path(__file__).with_name("digits.npz")) as data:
    LABELS = data["labels"]


def inverted_dropout(observed: Tree, expected: Tree, *, p: float) -> Difference | None:
    """One training call: `out`, its gradient `dx`, the modules' facts, and `evaluation`, which changes nothing."""
    difference = _form(observed, expected)
    if difference:
        return difference
    x, dout = expected["inputs"]["x"], expected["inputs"]["dout"]
    return (
        _evaluation(observed, expected)
        or _training("out", observed["out"], x, p)
        or _gradient(observed["dx"], dout, (observed["out"], x), p)
        or _rest(observed, expected, ("out", "dx", "evaluation"))
    )


def fresh_masks(observed: Tree, expected: Tree, *, p: float) -> Difference | None:
    """Many calls on one input: every one is a right dropout, no two alike, and the number of zeros varies.

    `another` is a call of another layer; `again` was drawn from the seed of the first call, and equals it.
    """
    difference = _form(observed, expected)
    if difference:
        return difference
    outs, x = observed["outs"], expected["inputs"]["x"]
    named = {f"outs[{index}]": out for index, out in enumerate(outs)} | {"another": observed["another"]}
    for name, out in named.items():
        difference = _training(name, out, x, p)
        if difference:
            return difference
    zeros = [out == 0 for out in outs]
    if np.array_equal(zeros[-1], observed["another"] == 0):
        return broken(
            "another",
            en="two layers zeroed exactly the same elements: every draw must be a new one",
            ru="два слоя обнулили в точности одни и те же элементы: каждый розыгрыш должен быть новым",
        )
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
    if not np.array_equal(observed["again"], outs[0]):
        return broken(
            "again",
            en="the same torch.manual_seed gave another result: randomness must come from torch's generator",
            ru="один и тот же torch.manual_seed дал другой результат: случайность — из генератора torch",
        )
    return _rest(observed, expected, ("outs", "another", "again"))


def graphs_released(observed: Tree, expected: Tree, *, at_most: int = 3) -> Difference | None:
    """As the default, but `graphs_alive`, a number per batch, may be anything up to `at_most`."""
    difference = _form(observed, expected) or _rest(observed, expected, ("graphs_alive", "inputs"))
    if difference:
        return difference
    most = max(observed["graphs_alive"])
    if most > at_most:
        return broken(
            "graphs_alive",
            en="graphs of earlier batches are still kept in memory: something holds on to their tensors",
            ru="графы прошлых батчей остаются в памяти: что-то держит их тензоры",
            observed=most,
            expected=f"<= {at_most}",
        )
    return _rest(observed, expected, ("graphs_alive",))


def learned_digits(observed: Tree, expected: Tree, *, accuracy: float, epochs: int) -> Difference | None:
    """The logits read that share of the held-out digits, and the history is one of so many epochs at most."""
    given = observed if isinstance(observed, dict) else {}
    for name in ("logits", "eval_logits_again"):
        difference = first_difference(given.get(name), expected[name], values=False)
        if difference:
            return _below(difference, name)
    difference = close({"inputs": given.get("inputs")}, {"inputs": expected["inputs"]})
    if difference:
        return difference
    history = given.get("history")
    lengths = (
        [len(values) if isinstance(values, list) else 0 for values in history] if isinstance(history, list) else []
    )
    if len(lengths) != 3 or len(set(lengths)) != 1 or not 1 <= lengths[0] <= epochs:
        return broken(
            "history",
            en="the history must have from 1 to 15 epochs, as many in each of its lists",
            ru="в истории должно быть от 1 до 15 эпох, во всех её списках поровну",
            observed=lengths,
            expected=f"<= {epochs}",
        )
    logits = observed["logits"]
    reached = (
        float((logits.argmax(axis=1) == LABELS[expected["held_out"]]).mean()) if np.isfinite(logits).all() else 0.0
    )
    if not reached >= accuracy:
        return broken(
            "logits",
            en="the trained model reads too few of the held-out digits",
            ru="обученная модель узнаёт слишком мало отложенных цифр",
            observed=reached,
            expected=f">= {accuracy}",
        )
    if not np.allclose(observed["eval_logits_again"], logits, rtol=1e-3, atol=1e-4):
        return broken(
            "logits",
            en="in evaluation mode the model gives other logits for the same images",
            ru="в режиме eval модель выдаёт для тех же картинок другие логиты",
        )
    return None


def _below(difference: Difference, name: str) -> Difference:
    """A difference within the entry `name`, told with its name."""
    return broken(
        name,
        en="the logits must be a float32 tensor with a row per image and 10 columns",
        ru="логиты должны быть тензором float32: строка на картинку, 10 столбцов",
        observed=difference.observed,
        expected=difference.expected,
    )


def _form(observed: Tree, expected: Tree) -> Difference | None:
    return first_difference(observed, expected, values=False)


def _rest(observed: Tree, expected: Tree, judged: tuple[str, ...]) -> Difference | None:
    """By the default checker everything that was not judged yet."""
    left = [name for name in expected if name not in judged]
    return close({name: observed[name] for name in left}, {name: expected[name] for name in left})


# ------------------------------------------------------------------------------------------------- one output


def _evaluation(observed: Tree, expected: Tree) -> Difference | None:
    """In evaluation mode everything passes as it is."""
    for name, value in expected.get("evaluation", {}).items():
        path, shown = f"evaluation.{name}", observed["evaluation"][name]
        if np.array_equal(shown, value):
            continue
        if ((shown == 0) & (value != 0)).any():
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
    return np.abs(observed - expected) <= RELATIVE * np.abs(expected)


def _one_fate(path: str, zeros: np.ndarray, given: np.ndarray) -> Difference | None:
    """Of the given elements some are zero, some are not, but never within one row (one column)."""
    if zeros[given].all() or not zeros[given].any():
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
    if zeros.ndim != 2 or min(zeros.shape) < 200:
        return None
    for axis, en, ru in ((1, "row", "строках"), (0, "column", "столбцах")):
        counts, length = zeros.sum(axis=axis), zeros.shape[axis]
        spread = float(np.mean((counts - p * length) ** 2) / (p * (1 - p) * length))
        if not 0.4 < spread < 2.0:
            return broken(
                path,
                en=f"elements are not dropped independently of each other: look at the zeros of each {en}",
                ru=f"элементы обнуляются не независимо друг от друга: посмотрите, как стоят нули в {ru}",
                observed=spread,
                expected=1.0,
            )
    return None


def _gradient(dx: np.ndarray, dout: np.ndarray, forward: tuple[np.ndarray, np.ndarray], p: float) -> Difference | None:
    """dx follows the mask of forward; where x = 0 hides the mask, dx is judged as a draw of its own."""
    out, x = forward
    kept, dropped, unknown = out != 0, (out == 0) & (x != 0), x == 0
    with np.errstate(all="ignore"):
        rescaled = _equal(dx, dout / (1 - p))
    if not rescaled[kept].all() or (dx[dropped] != 0).any():
        return broken(
            "dx",
            en="the gradient must be `dout / (1 - p)` for the elements that were kept and 0 for the others",
            ru="градиент должен быть равен `dout / (1 - p)` у сохранённых элементов и 0 у остальных",
        )
    if unknown.any() and (_rate("dx", dx[unknown] == 0, p) or not (rescaled | (dx == 0))[unknown].all()):
        return broken(
            "dx",
            en="where x = 0, the gradient is wrong: an element may have survived although its output is 0",
            ru="там, где x = 0, градиент неверен: элемент мог уцелеть, хотя на выходе у него 0",
        )
    return None
