"""Dropout."""

import numpy as np

from grader.questions import Variant, array, code, number, pick, question, redrawn, row, shown, signs


def matrix(values: np.ndarray) -> str:
    """A matrix, in a formula, spaced as on the papers that were handed out."""
    lines = r" \\ ".join(" & ".join(map(shown, line)) for line in values)
    return rf"\begin{{pmatrix}} {lines} \end{{pmatrix}}"


DROPPED = [0.2, 0.6, 0.75, 0.8]
"""Probabilities to drop with a short 1/(1−p), and never 1/2: there p and 1−p could not be told apart."""


@question("dropout_forward", fields={"out": array(points=2, shape=(4,)), "evaluated": number(points=1)})
def dropout_forward(reference, rng):
    p = pick(rng, DROPPED)
    x, w, mask = redrawn(
        lambda: (rng.integers(1, 10, 4), rng.integers(1, 6, 4), rng.permutation([0, 0, 1, 1])),
        lambda x, w, mask: (
            len(set(x)) == 4 and abs((w * x).sum() - (w * x * mask).sum() / (1 - p)) > 2 and (w * x).sum() > 20
        ),
    )
    return Variant(
        prompt={
            "en": rf"A layer of inverted dropout with $p = {shown(p)}$ (the probability to drop, as in PyTorch) gets "
            rf"$x = ({row(x)})$. In this forward pass of **training** the mask $m = ({row(mask)})$ is drawn; 1 means "
            rf"that the element is kept.",
            "ru": rf"Слой инвертированного dropout с $p = {shown(p)}$ (вероятность обнулить, как в PyTorch) получает "
            rf"$x = ({row(x)})$. На этом прямом проходе **обучения** выпала маска $m = ({row(mask)})$; 1 значит, что "
            rf"элемент уцелел.",
        },
        answers={
            "out": reference.dropout_train(x, mask, p),
            "evaluated": float((w * reference.dropout_eval(x, mask, p)).sum()),
        },
        labels={
            "out": {"en": "The output $y$ of the layer", "ru": "Выход слоя $y$"},
            "evaluated": {
                "en": rf"Then `model.eval()` is called, and the layer gets the same $x$. What is "
                rf"$z = \sum_i w_i y_i$ then, with $w = ({row(w)})$?",
                "ru": rf"Затем вызвали `model.eval()` и подали тот же $x$. Чему теперь равно $z = \sum_i w_i y_i$, "
                rf"если $w = ({row(w)})$?",
            },
        },
    )


@question("dropout_expectation", fields={"mean": number(points=1), "variance": number(points=1)})
def dropout_expectation(reference, rng):
    p = pick(rng, DROPPED)
    x, w = redrawn(
        lambda: (rng.integers(1, 6, 3), rng.integers(1, 6, 3) * signs(rng, 3)),
        lambda x, w: abs((w * x).sum()) > 5 and len(set(w * x)) == 3 and ((w * x) ** 2).sum() > 40,
    )
    return Variant(
        prompt={
            "en": rf"In training the vector $x = ({row(x)})$ goes through inverted dropout with $p = {shown(p)}$ (the "
            rf"probability to drop): $y_i = m_i x_i/(1-p)$ with independent $m_i \sim \text{{Bernoulli}}(1-p)$. "
            rf"The next neuron computes $z = \sum_i w_i y_i$ with $w = ({row(w)})$.",
            "ru": rf"При обучении вектор $x = ({row(x)})$ проходит через инвертированный dropout с $p = {shown(p)}$ "
            rf"(вероятность обнулить): $y_i = m_i x_i/(1-p)$, где $m_i \sim \text{{Bernoulli}}(1-p)$ независимы. "
            rf"Следующий нейрон вычисляет $z = \sum_i w_i y_i$, где $w = ({row(w)})$.",
        },
        answers={
            "mean": reference.dropout_mean(x, w, p),
            "variance": reference.dropout_variance(x, w, p),
        },
        labels={
            "mean": {"en": r"The expectation $\mathbb E\, z$", "ru": r"Математическое ожидание $\mathbb E\, z$"},
            "variance": {"en": r"The variance $\text{Var}\, z$", "ru": r"Дисперсия $\text{Var}\, z$"},
        },
    )


@question("dropout_backward", fields={"dx": array(points=2, shape=(2, 3))})
def dropout_backward(reference, rng):
    p = pick(rng, DROPPED)
    mask = rng.permutation([0, 0, 1, 1, 1, 1])
    x = rng.integers(1, 6, 6) * signs(rng, 6)
    x[np.flatnonzero(mask)[int(rng.integers(4))]] = 0
    dout = rng.integers(2, 7, 6) * signs(rng, 6)
    x, mask, dout = x.reshape(2, 3), mask.reshape(2, 3), dout.reshape(2, 3)
    return Variant(
        prompt={
            "en": rf"In training, inverted dropout with $p = {shown(p)}$ (the probability to drop) got $x$ "
            rf"and drew the "
            rf"mask $m$ (1: kept). From above comes the gradient $\partial L/\partial y$:"
            "\n\n"
            rf"$$x = {matrix(x)},\quad m = {matrix(mask)},\quad \frac{{\partial L}}{{\partial y}} = {matrix(dout)}.$$"
            "\n\n"
            rf"Compute $\partial L/\partial x$.",
            "ru": rf"При обучении инвертированный dropout с $p = {shown(p)}$ (вероятность обнулить) получил $x$ и "
            rf"разыграл маску $m$ (1 — уцелел). Сверху пришёл градиент $\partial L/\partial y$:"
            "\n\n"
            rf"$$x = {matrix(x)},\quad m = {matrix(mask)},\quad \frac{{\partial L}}{{\partial y}} = {matrix(dout)}.$$"
            "\n\n"
            rf"Найдите $\partial L/\partial x$.",
        },
        answers={"dx": reference.dropout_backward(dout, x, mask, p)},
    )


SKELETON_OF_DROPOUT = '''\
import numpy as np


def dropout(x, p, rng):
    """Inverted dropout in training; p is the probability to drop, 0 <= p < 1."""
    dropped = rng.random(x.shape) < p
    {answer}
    return out
'''


@question("dropout_code", fields={"line": code(skeleton=SKELETON_OF_DROPOUT)})
def dropout_code(reference, rng):
    return Variant(
        prompt={
            "en": "Write the line that is missing: from the array `x`, the boolean array `dropped` of the same shape "
            "and the number `p` it makes `out`, the output of inverted dropout in training. NumPy is `np`; `x` itself "
            "must not change.",
            "ru": "Напишите недостающую строку: по массиву `x`, булеву массиву `dropped` той же формы и числу `p` она "
            "создаёт `out` — выход инвертированного dropout при обучении. NumPy — это `np`; сам `x` меняться не "
            "должен.",
        },
        answers={"line": None},
    )
