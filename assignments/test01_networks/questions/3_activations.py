"""Activations: derivatives, saturation, and a formula."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from grader.files import load_module
from grader.questions import (
    Variant,
    choice,
    filled,
    formula,
    matching,
    number,
    option,
    pick,
    question,
    short,
    shown,
    shuffled,
    signed,
)

pictures = load_module(Path(__file__).parents[1] / "pictures.py", "test01_networks_pictures")


@question("activations", fields={name: number(points=1) for name in ("sigmoid", "tanh", "leaky")})
def activations(reference, rng):
    a_sigmoid, a_tanh = pick(rng, [0.1, 0.2, 0.3, 0.7, 0.8, 0.9]), pick(rng, [-0.8, -0.6, -0.4, 0.4, 0.6, 0.8])
    z, alpha = pick(rng, [-4, -3, -2, -1.5]), pick(rng, [0.01, 0.05, 0.1])
    da = [
        pick(rng, [-4, -3, -2, 2, 3, 4]),
        pick(rng, [-5, -3, -2, 2, 3, 5]),
        pick(rng, [-4.5, -3.5, -2.5, 2.5, 3.5, 4.5]),
    ]
    names = {"sigmoid": r"$a = \sigma(z)$", "tanh": r"$a = \tanh(z)$", "leaky": "Leaky ReLU"}
    return Variant(
        prompt=filled(
            en=r"""
                The backward pass comes to three units; from above each gets $da = \partial L/\partial a$.

                **Sigmoid**, $a = \sigma(z)$: its output was $a = <a_sigmoid>$, and $da = <da_sigmoid>$.

                **Hyperbolic tangent**, $a = \tanh(z)$: its output was $a = <a_tanh>$, and $da = <da_tanh>$.

                **Leaky ReLU**, $a = z$ for $z > 0$ and $a = \alpha z$ otherwise, with $\alpha = <alpha>$: its input
                was $z = <z>$, and $da = <da_leaky>$.

                What does each of them pass on, $dz = \partial L/\partial z$?
            """,
            ru=r"""
                Обратный проход дошёл до трёх нейронов; сверху каждый получает $da = \partial L/\partial a$.

                **Сигмоида**, $a = \sigma(z)$: её выход был $a = <a_sigmoid>$, и $da = <da_sigmoid>$.

                **Гиперболический тангенс**, $a = \tanh(z)$: его выход был $a = <a_tanh>$, и $da = <da_tanh>$.

                **Leaky ReLU**, $a = z$ при $z > 0$ и $a = \alpha z$ иначе, $\alpha = <alpha>$: её вход был $z = <z>$,
                и $da = <da_leaky>$.

                Какой градиент $dz = \partial L/\partial z$ передаст дальше каждый из них?
            """,
            a_sigmoid=a_sigmoid,
            a_tanh=a_tanh,
            alpha=alpha,
            z=z,
            da_sigmoid=da[0],
            da_tanh=da[1],
            da_leaky=da[2],
        ),
        labels={name: filled(en=f"$dz$, {text}", ru=f"$dz$, {text}") for name, text in names.items()},
        answers={
            "sigmoid": short(reference.sigmoid_backward(da[0], a_sigmoid)),
            "tanh": short(reference.tanh_backward(da[1], a_tanh)),
            "leaky": short(reference.leaky_relu_backward(da[2], z, alpha)),
        },
    )


Z = np.concatenate([np.linspace(-4, -1e-9, 25), np.linspace(1e-9, 4, 25)])
ACTIVATIONS = {
    "sigmoid": r"$\sigma(z)$",
    "tanh": r"$\tanh(z)$",
    "relu": r"$\mathrm{ReLU}(z)$",
    "leaky_relu": "Leaky ReLU",
}


def drawn_graphs(alpha: float) -> dict[str, np.ndarray]:
    """What is drawn, at `Z`: the derivatives of the four activations, and two functions that are no answer."""
    sigmoid, positive = 1 / (1 + np.exp(-Z)), Z > 0
    return {
        "sigmoid": np.exp(-Z) / (1 + np.exp(-Z)) ** 2,
        "tanh": 1 / np.cosh(Z) ** 2,
        "relu": 1.0 * positive,
        "leaky_relu": np.where(positive, 1, alpha),
        "function sigmoid": sigmoid,
        "function relu": Z * positive,
    }


@question("derivative_graphs", fields={"graphs": matching(points=2)})
def derivative_graphs(reference, rng):
    alpha = pick(rng, [0.2, 0.3, 0.4])
    drawn = drawn_graphs(alpha)
    keys = shuffled(rng, list(drawn))
    letters = dict(zip(keys, "PQRSTU", strict=True))
    nearest = {
        name: min(keys, key=lambda key, name=name: float(np.abs(reference.slope(name, Z, alpha) - drawn[key]).max()))
        for name in ACTIVATIONS
    }
    words = described_graphs(alpha)
    return Variant(
        prompt=filled(
            en=r"""
                To each activation function find the graph of its **derivative** by $z$. Leaky ReLU is $z$ for $z > 0$
                and $\alpha z$ otherwise, with $\alpha = <alpha>$. Two graphs are left over.
            """,
            ru=r"""
                Для каждой функции активации найдите график её **производной** по $z$. Leaky ReLU равна $z$ при $z >
                0$ и $\alpha z$ иначе, $\alpha = <alpha>$. Два графика лишние.
            """,
            alpha=alpha,
        ),
        items={"graphs": tuple(option(name, en=text, ru=text) for name, text in ACTIVATIONS.items())},
        options={
            "graphs": tuple(option(key, en=f"Graph {letter}", ru=f"График {letter}") for key, letter in letters.items())
        },
        answers={"graphs": nearest},
        picture=pictures.graphs(Z, {letter: drawn[key] for key, letter in letters.items()}),
        described={
            "en": "Six graphs over z from -4 to 4. "
            + " ".join(f"{letter}: {words[key]['en']}." for key, letter in letters.items()),
            "ru": "Шесть графиков при z от -4 до 4. "
            + " ".join(f"{letter}: {words[key]['ru']}." for key, letter in letters.items()),
        },
    )


def described_graphs(alpha: float) -> Mapping[str, dict[str, str]]:
    """The drawn graphs in words."""
    bump_en, bump_ru = (
        "a bump symmetric about z = 0, near 0 far away, its top is",
        "симметричный относительно z = 0 холм, вдали почти 0, вершина на высоте",
    )
    return {
        "sigmoid": {"en": f"{bump_en} 0.25", "ru": f"{bump_ru} 0.25"},
        "tanh": {"en": f"{bump_en} 1", "ru": f"{bump_ru} 1"},
        "relu": {
            "en": "constant 0 left of z = 0, constant 1 right of it",
            "ru": "постоянная 0 слева от z = 0 и постоянная 1 справа",
        },
        "leaky_relu": {
            "en": f"constant {shown(alpha)} left of z = 0, constant 1 right of it",
            "ru": f"постоянная {shown(alpha)} слева от z = 0 и постоянная 1 справа",
        },
        "function sigmoid": {
            "en": "a smooth rise from almost 0 on the left through 0.5 at z = 0 to almost 1 on the right",
            "ru": "плавный подъём почти от 0 слева через 0.5 при z = 0 почти до 1 справа",
        },
        "function relu": {
            "en": "0 left of z = 0, then a straight line that rises from 0 and leaves the picture",
            "ru": "0 слева от z = 0, дальше прямая, которая поднимается от 0 и уходит за рисунок",
        },
    }


SATURATED = (
    ({"sigmoid": 6, "tanh": 2, "leaky_relu": -9, "relu": 3}, 0.1),
    ({"sigmoid": 3, "tanh": 4, "leaky_relu": -8, "relu": 2}, 0.1),
    ({"sigmoid": 3, "tanh": 1, "leaky_relu": -2, "relu": 2}, 0.01),
)
"""Units at some z, and α of leaky ReLU: each time another unit has by far the smallest derivative."""


@question("saturation", fields={"through": number(points=1), "least": choice(points=1)})
def saturation(reference, rng):
    outputs = [pick(rng, [0.1, 0.9]), *shuffled(rng, [pick(rng, [0.2, 0.8]), 0.5])]
    weights = shuffled(rng, [pick(rng, [2, 4]), pick(rng, [-5, -3, 3, 5])])
    places, alpha = SATURATED[rng.integers(3)]
    units = [(name, z * pick(rng, [-1, 1]) if name in ("sigmoid", "tanh") else z) for name, z in places.items()]
    names = {
        "sigmoid": r"Sigmoid",
        "tanh": r"$\tanh$",
        "leaky_relu": rf"Leaky ReLU ($\alpha = {shown(alpha)}$)",
        "relu": "ReLU",
    }
    russian = {**names, "sigmoid": "Сигмоида"}
    return Variant(
        prompt=filled(
            en=r"""
                **1.** Three sigmoid units stand one behind another: $a_1 = \sigma(z_1)$, $z_2 = <w1>\,a_1 + b_2$,
                $a_2 = \sigma(z_2)$, $z_3 = <w2>\,a_2 + b_3$, $a_3 = \sigma(z_3)$. The outputs are $a_1 = <a1>$, $a_2
                = <a2>$, $a_3 = <a3>$. Find $\partial a_3/\partial z_1$ to three significant digits.

                **2.** Of four other units, which passes on the smallest share of the gradient that comes from above?
            """,
            ru=r"""
                **1.** Три сигмоиды стоят одна за другой: $a_1 = \sigma(z_1)$, $z_2 = <w1>\,a_1 + b_2$, $a_2 =
                \sigma(z_2)$, $z_3 = <w2>\,a_2 + b_3$, $a_3 = \sigma(z_3)$. Выходы равны $a_1 = <a1>$, $a_2 = <a2>$,
                $a_3 = <a3>$. Найдите $\partial a_3/\partial z_1$ с тремя значащими цифрами.

                **2.** Какой из четырёх других нейронов пропускает назад наименьшую долю градиента, пришедшего сверху?
            """,
            w1=weights[0],
            w2=weights[1],
            a1=outputs[0],
            a2=outputs[1],
            a3=outputs[2],
        ),
        labels={
            "through": {"en": r"$\partial a_3/\partial z_1$", "ru": r"$\partial a_3/\partial z_1$"},
            "least": {"en": "The smallest share", "ru": "Наименьшая доля"},
        },
        options={
            "least": tuple(
                option(name, en=f"{names[name]} at $z = {z}$", ru=f"{russian[name]} при $z = {z}$") for name, z in units
            )
        },
        answers={
            "through": short(reference.through_sigmoids(outputs, weights)),
            "least": units[reference.most_saturated(units, alpha)][0],
        },
    )


@question("derivative_formula", fields={"derivative": formula(points=2, symbols=("a",))})
def derivative_formula(reference, rng):
    name = pick(rng, ["sigmoid", "tanh"])
    first, power, factor = pick(rng, [-3, -2, 2, 3]), pick(rng, [2, 3]), pick(rng, [2, 3, 4, 5])
    coefficients = [first, *[0] * (power - 2), factor]
    return Variant(
        prompt=filled(
            en=r"""
                Let $a = <name>(z)$ and $f(z) = <factor>a^{<power>} <first>$. Find the derivative $df/dz$ and write it
                **in terms of $a$ alone**. For instance `3*a^2 + 1`; the symbol `*` stands for every product.
            """,
            ru=r"""
                Пусть $a = <name>(z)$ и $f(z) = <factor>a^{<power>} <first>$. Найдите производную $df/dz$ и запишите
                её **только через $a$**. Например, `3*a^2 + 1`; знак `*` ставится в каждом произведении.
            """,
            name=r"\sigma" if name == "sigmoid" else r"\tanh",
            factor=factor,
            power=power,
            first=signed(first, "a"),
        ),
        answers={"derivative": reference.derivative_formula(coefficients, name)},
    )
