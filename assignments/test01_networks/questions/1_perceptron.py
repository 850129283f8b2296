"""Perceptrons: what one learns, and what none can."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from grader.files import load_module
from grader.questions import Variant, array, choices, filled, option, pick, question, shuffled

pictures = load_module(Path(__file__).parents[1] / "pictures.py", "test01_networks_pictures")


@question("perceptron", fields={"weights": array(points=2, shape=(3,)), "mistakes": array(points=1, shape=(5,))})
def perceptron(reference, rng):
    x, y = some_samples(rng)
    w, b, mistakes = reference.perceptron_pass(x, y)
    rows = r" \\ ".join(
        f"{i} & ({p[0]},\\; {p[1]}) & {label:+d}" for i, (p, label) in enumerate(zip(x, y, strict=True), start=1)
    )
    return Variant(
        prompt=filled(
            en=r"""
                Rosenblatt's perceptron starts from $w = (0,\; 0)$, $b = 0$ and makes **one pass** over five samples,
                in this order:

                $$\begin{array}{c|c|c} i & x_i & y_i \\ \hline <rows> \end{array}$$

                A sample is a mistake if $y_i\,(w^\top x_i + b) \le 0$ with the current $w$ and $b$ (a score of
                exactly zero is a mistake too); then at once $w \leftarrow w + y_i x_i$, $b \leftarrow b + y_i$. What
                are $w$ and $b$ after the pass, and which samples were mistakes?
            """,
            ru=r"""
                Перцептрон Розенблатта начинает с $w = (0,\; 0)$, $b = 0$ и делает **один проход** по пяти объектам в
                таком порядке:

                $$\begin{array}{c|c|c} i & x_i & y_i \\ \hline <rows> \end{array}$$

                Объект — ошибка, если $y_i\,(w^\top x_i + b) \le 0$ при текущих $w$ и $b$ (счёт, равный нулю, — тоже
                ошибка); тогда сразу же $w \leftarrow w + y_i x_i$, $b \leftarrow b + y_i$. Чему равны $w$ и $b$ после
                прохода и какие объекты оказались ошибками?
            """,
            rows=rows,
        ),
        labels={
            "weights": {
                "en": "After the pass: $w_1$, $w_2$, $b$",
                "ru": "После прохода: $w_1$, $w_2$, $b$",
            },
            "mistakes": {
                "en": "For each sample in order: 1 if it was a mistake, else 0",
                "ru": "Для каждого объекта по порядку: 1, если это была ошибка, иначе 0",
            },
        },
        answers={"weights": np.array([*w, b]), "mistakes": np.array(mistakes)},
    )


def some_samples(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Five samples and labels: two to four are mistakes, some labelled -1, and the bias ends up other than 0."""
    while True:
        x, y = rng.integers(-3, 4, (5, 2)), rng.choice([-1, 1], 5)
        w, b, wrong = np.zeros(2, dtype=int), 0, []
        for x_i, y_i in zip(x, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b = w + y_i * x_i, b + y_i
                wrong.append(y_i)
        if len(wrong) in (2, 3, 4) and -1 in wrong and b != 0 and (w != 0).all() and (x != 0).any(axis=1).all():
            return x, y


CORNER = ([(-1, -1), (-1, 1), (1, -1), (1, 1)], [-1, -1, -1, 1])
"""Separable, but by no line through the origin, nor by one coordinate."""
WEDGE = ([(-2, 0), (2, 0), (0, 1), (1, 2)], [1, 1, -1, -1])
"""Separable by a coordinate, but by no line through the origin."""
SLANTED = (
    ([(2, -1), (-1, 2), (-2, 1), (1, -2)], [1, 1, -1, -1]),
    ([(1, 2), (2, 1), (-1, -2), (-2, 0)], [1, 1, -1, -1]),
)
"""Separable by a line through the origin."""
NOT_SEPARABLE = (
    ([(-1, -1), (1, 1), (-1, 1), (1, -1)], [1, 1, -1, -1]),
    ([(-2, 0), (2, 0), (0, 0), (0, 2)], [1, 1, -1, -1]),
    ([(-2, -2), (2, -2), (0, 2), (0, 0)], [1, 1, 1, -1]),
    ([(-2, -1), (1, 2), (-1, 0), (2, -2)], [1, 1, -1, 1]),
)


@question("separability", fields={"sets": choices(points=2)})
def separability(reference, rng):
    kinds = [CORNER, WEDGE, pick(rng, SLANTED), *shuffled(rng, NOT_SEPARABLE, 3)]
    sets = {name: turned(kind, rng) for name, kind in zip("ABCDEF", shuffled(rng, kinds), strict=True)}
    return Variant(
        prompt=filled(
            en=r"""
                For which of the sets can Rosenblatt's perceptron **with a bias** find weights that make no mistake?
                Discs are class $+1$, crosses are class $-1$; the axes cross at $(0,\; 0)$, a square of the grid is 1.
                Name all such sets.
            """,
            ru=r"""
                Для каких наборов перцептрон Розенблатта **со смещением** может найти веса, при которых нет ни одной
                ошибки? Круги — класс $+1$, кресты — класс $-1$; оси пересекаются в точке $(0,\; 0)$, клетка сетки —
                1. Назовите все такие наборы.
            """,
        ),
        options={"sets": tuple(option(name, en=f"Set {name}", ru=f"Набор {name}") for name in sets)},
        answers={"sets": [name for name, (x, y) in sets.items() if reference.separable(x, y)]},
        picture=pictures.point_sets(sets),
        described={
            "en": "Six sets of points. "
            + " ".join(listed(name, *sets[name], "Set", "discs", "crosses") for name in sets),
            "ru": "Шесть наборов точек. "
            + " ".join(listed(name, *sets[name], "Набор", "круги", "кресты") for name in sets),
        },
    )


def turned(kind: tuple[Sequence, Sequence], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The same set turned, mirrored, with the classes swapped or not, its points in another order."""
    x, y = np.array(kind[0]), np.array(kind[1]) * rng.choice([-1, 1])
    order = rng.permutation(len(y))
    return x[order][:, rng.permutation(2)] * rng.choice([-1, 1], 2), y[order]


def listed(name: str, x: np.ndarray, y: np.ndarray, what: str, plus: str, minus: str) -> str:
    """A set of points in words."""
    classes = ((plus, x[y > 0]), (minus, x[y < 0]))
    return (
        f"{what} {name}: "
        + "; ".join(f"{of} {', '.join(f'({p[0]}, {p[1]})' for p in some)}" for of, some in classes)
        + "."
    )
