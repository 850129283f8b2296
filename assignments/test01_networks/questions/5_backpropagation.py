"""Back-propagation: through a graph and a network, checked, and where it goes astray."""

from pathlib import Path

import numpy as np

from grader.files import load_module
from grader.questions import Variant, array, choices, filled, integer, number, option, pick, question, short, signed

pictures = load_module(Path(__file__).parents[1] / "pictures.py", "test01_networks_pictures")


@question("graph", fields={name: integer(points=1) for name in ("dx", "dy", "dz")})
def graph(reference, rng):
    sign = pick(rng, [1, -1])
    while True:
        x, y, z = (int(rng.integers(1, 5)) * pick(rng, [-1, 1]) for _ in range(3))
        q, r = x * y, sign * (x - z)
        if abs(r) > 1 and abs(r) not in (abs(q), abs(2 * x)) and y * r + q * sign != 0 and abs(y) > 1 and abs(x) > 1:
            break
    difference = "x - z" if sign > 0 else "z - x"
    return Variant(
        prompt=filled(
            en=r"""
                The graph computes $f = q\,r$, where $q = x\,y$ and $r = <difference>$. At $x = <x>$, $y = <y>$, $z =
                <z>$ find the derivatives of $f$ by its three inputs.
            """,
            ru=r"""
                Граф вычисляет $f = q\,r$, где $q = x\,y$ и $r = <difference>$. Найдите производные $f$ по трём входам
                в точке $x = <x>$, $y = <y>$, $z = <z>$.
            """,
            difference=difference,
            x=x,
            y=y,
            z=z,
        ),
        labels={f"d{name}": dict.fromkeys(("en", "ru"), rf"$\partial f/\partial {name}$") for name in "xyz"},
        answers=reference.graph_gradients(x, y, z, sign),
        picture=pictures.product_graph(difference.replace("-", "−")),
        described=filled(
            en=r"""
                A graph with inputs x, y, z. Arrows lead from x and y to the node q = x·y, from x and z to the node r
                = <difference>, and from q and r to the output f = q·r.
            """,
            ru=r"""
                Граф со входами x, y, z. Стрелки идут от x и y к узлу q = x·y, от x и z к узлу r = <difference>, от q
                и r к выходу f = q·r.
            """,
            difference=difference,
        ),
    )


@question(
    "backprop",
    fields={"loss": number(points=1), "dw2": array(points=1, shape=(2,)), "dw1": array(points=1, shape=(2, 2))},
)
def backprop(reference, rng):
    active = int(rng.integers(2))
    while True:
        x, w1 = rng.choice([-3, -2, -1, 1, 2, 3], 2), rng.choice([-2, -1, 1, 2], (2, 2))
        z = np.empty(2, dtype=int)
        z[active], z[1 - active] = pick(rng, [2, 3]), pick(rng, [-3, -2, -1])
        b1 = z - x @ w1
        if np.abs(b1).max() <= 4 and abs(x[0]) != abs(x[1]):
            break
    w2, b2 = rng.choice([-3, -2, 2, 3], 2), pick(rng, [-2, -1, 1, 2])
    target = int(z[active] * w2[active] + b2) - pick(rng, [-7, -6, -5, -4, -3, 3, 4, 5, 6, 7])
    found = reference.network_gradients(x, target, (w1, b1), (w2, b2))
    return Variant(
        prompt=filled(
            en=r"""
                A network with two hidden units: $z = xW_1 + b_1$, $\;h = \mathrm{ReLU}(z)$, $\;\hat y = h \cdot w_2 +
                b_2$, and the loss is $L = \frac12 (\hat y - t)^2$. Here

                $$x = <x>, \quad W_1 = <w1>,$$

                $$b_1 = <b1>, \quad w_2 = <w2>,$$

                $$b_2 = <b2>, \quad t = <t>.$$

                Find the loss and its gradients by $w_2$ and by $W_1$.
            """,
            ru=r"""
                Сеть с двумя скрытыми нейронами: $z = xW_1 + b_1$, $\;h = \mathrm{ReLU}(z)$, $\;\hat y = h \cdot w_2 +
                b_2$, потеря $L = \frac12 (\hat y - t)^2$. Здесь

                $$x = <x>, \quad W_1 = <w1>,$$

                $$b_1 = <b1>, \quad w_2 = <w2>,$$

                $$b_2 = <b2>, \quad t = <t>.$$

                Найдите потерю и её градиенты по $w_2$ и по $W_1$.
            """,
            x=x,
            w1=w1,
            b1=b1,
            w2=w2,
            b2=b2,
            t=target,
        ),
        labels={
            "loss": {"en": "$L$", "ru": "$L$"},
            "dw2": {"en": r"$\partial L/\partial w_2$", "ru": r"$\partial L/\partial w_2$"},
            "dw1": {"en": r"$\partial L/\partial W_1$", "ru": r"$\partial L/\partial W_1$"},
        },
        answers={"loss": found["loss"], "dw2": short(found["dw2"]), "dw1": short(found["dW1"])},
    )


@question("finite_difference", fields={"central": number(points=1, significant=5), "error": number(points=1)})
def finite_difference(reference, rng):
    c, d = pick(rng, [1, 2, 3]), pick(rng, [-2, -1, 1, 2])
    w, h = pick(rng, [-3, -2, 2, 3]), pick(rng, [0.1, 0.2, 0.3])
    central = reference.central_difference(lambda at: c * at**3 + d * at, w, h)
    return Variant(
        prompt=filled(
            en=r"""
                Take $L(w) = <c> <d>$ at $w = <w>$. Compute the **central** difference, as one checks a gradient, with
                $h = <h>$, and by how much it exceeds the exact derivative $dL/dw$. Round nothing.
            """,
            ru=r"""
                Возьмём $L(w) = <c> <d>$ в точке $w = <w>$. Вычислите **центральную** разность, какой проверяют
                градиент, с $h = <h>$, и на сколько она больше точной производной $dL/dw$. Ничего не округляйте.
            """,
            c="w^3" if c == 1 else f"{c}w^3",
            d=signed(d, "w"),
            w=w,
            h=h,
        ),
        labels={
            "central": {"en": "Central difference", "ru": "Центральная разность"},
            "error": {"en": "Exceeds the derivative by", "ru": "Больше производной на"},
        },
        answers={"central": short(central), "error": short(central - reference.cubic_derivative(c, d, w))},
    )


STARTS = (
    (True, True, "tanh"),
    (True, True, "sigmoid"),
    (True, False, "tanh"),
    (False, True, "tanh"),
    (False, True, "sigmoid"),
)
"""Whether W1 and W2 start at zero, and the activation: the answer is neither nothing nor everything."""


@question("symmetry", fields={"learn": choices(points=2), "distinct": integer(points=1)})
def symmetry(reference, rng):
    w1_zero, w2_zero, name = STARTS[rng.integers(len(STARTS))]
    units, alike = pick(rng, [10, 11, 12, 13, 14]), pick(rng, [3, 4, 5])
    zero, other = ("W_1", "W_2") if w1_zero else ("W_2", "W_1")
    both = w1_zero and w2_zero
    start = {
        "en": "all weights are **zero**" if both else f"${zero}$ is **zero** and ${other}$ is random",
        "ru": "все веса **нулевые**" if both else f"матрица ${zero}$ **нулевая**, а ${other}$ случайная",
    }
    names = {"W1": "$W_1$", "b1": "$b_1$", "W2": "$W_2$", "b2": "$b_2$"}
    return Variant(
        prompt=filled(
            en=r"""
                **1.** A network $h = <f>(xW_1 + b_1)$, $\hat y = hW_2 + b_2$ begins to learn: <start>, the biases are
                zero. The inputs and the errors are general: nothing among them is zero or cancels. For which
                parameters is the gradient of the first step **not** zero?

                **2.** In another network with one hidden layer of <units> units of $\tanh$, <alike> of them start
                with the same incoming weights, the same bias and the same outgoing weight; the others are random. How
                many **different** hidden units are there after many steps of SGD?
            """,
            ru=r"""
                **1.** Сеть $h = <f>(xW_1 + b_1)$, $\hat y = hW_2 + b_2$ начинает учиться: <start>, смещения нулевые.
                Входы и ошибки общего вида: среди них нет нулей, и ничто не сокращается. Для каких параметров градиент
                на первом шаге **не** равен нулю?

                **2.** В другой сети один скрытый слой из <units> нейронов с $\tanh$; у <alike> из них в начале
                одинаковы входящие веса, смещение и исходящий вес, остальные случайны. Сколько **различных** скрытых
                нейронов останется после многих шагов SGD?
            """,
            f=r"\tanh" if name == "tanh" else r"\sigma",
            units=units,
            alike=alike,
            start=start,
        ),
        labels={
            "learn": {"en": "Gradient is not zero for", "ru": "Градиент не равен нулю для"},
            "distinct": {"en": "Different units", "ru": "Различных нейронов"},
        },
        options={"learn": tuple(option(key, en=text, ru=text) for key, text in names.items())},
        answers={
            "learn": reference.learning(w1_zero, w2_zero, name),
            "distinct": reference.distinct_units(units, alike),
        },
    )
