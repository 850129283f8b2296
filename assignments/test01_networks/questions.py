"""Test 1: twenty questions, from the perceptron to learning curves.

What is drawn never depends on `reference`, nor do the pictures: run on a known mistake, a question must stay the same
question.  Draws are made so that every known mistake gives another answer, and so that numbers stay short decimals.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from grader.files import load_module
from grader.questions import (
    Option,
    Variant,
    array,
    choice,
    choices,
    code,
    formula,
    integer,
    matching,
    number,
    option,
    ordering,
    question,
)

pictures = load_module(Path(__file__).with_name("pictures.py"), "test01_networks_pictures")

# -------------------------------------------------------------------------------------------- how it is written


def filled(*, en: str, ru: str, **values: object) -> dict[str, str]:
    """A text in both languages, with every `<name>` replaced by its value (of that language, if it has two)."""
    texts = {"en": unwrapped(en), "ru": unwrapped(ru)}
    for name, value in values.items():
        for language, text in texts.items():
            texts[language] = text.replace(f"<{name}>", shown(value[language] if isinstance(value, dict) else value))
    return texts


def unwrapped(text: str) -> str:
    """A text as it is written here, indented and broken into lines, with a line for each paragraph."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def shown(value: object) -> str:
    """A number as it is read: 0.25, -3, 12; a matrix or vector as LaTeX; words as they are."""
    if isinstance(value, np.ndarray):
        rows = np.atleast_2d(value)
        return r"\begin{pmatrix}" + r" \\ ".join(" & ".join(map(shown, row)) for row in rows) + r"\end{pmatrix}"
    return value if isinstance(value, str) else f"{value:.6g}"


def signed(value: float, symbol: str = "") -> str:
    """A further term of a sum: `+ 3`, `- a`."""
    factor = "" if symbol and abs(value) == 1 else shown(abs(value))
    return f"{'-' if value < 0 else '+'} {factor}{symbol}"


def short(value):
    """A number, or array of them, without the dust of binary fractions: 0.58, not 0.5800000000000001."""
    return np.round(value, 9) + 0.0 if isinstance(value, np.ndarray) else round(float(value), 9)


def one_of(rng: np.random.Generator, *values):
    """One of the values, with its own type."""
    return values[rng.integers(len(values))]


def mixed(rng: np.random.Generator, values: Sequence):
    """The values in a random order."""
    return [values[index] for index in rng.permutation(len(values))]


# -------------------------------------------------------------------------------------------------- perceptron


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
    kinds = [CORNER, WEDGE, one_of(rng, *SLANTED), *mixed(rng, NOT_SEPARABLE)[:3]]
    sets = {name: turned(kind, rng) for name, kind in zip("ABCDEF", mixed(rng, kinds), strict=True)}
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


# ---------------------------------------------------------------------------------------------- layers, shapes


@question("parameters", fields={"total": integer(points=1), "shape": array(points=1, shape=(2,))})
def parameters(reference, rng):
    sizes = [*mixed(rng, [6, 8, 10, 12, 15, 20])[:3], one_of(rng, 2, 3, 4, 5)]
    layer = one_of(rng, 1, 2, 3)
    return Variant(
        prompt=filled(
            en=r"""
                A fully connected network has layers of $<a> \to <b> \to <c> \to <d>$ units: <a> inputs, two hidden
                layers, <d> outputs. Each of its three layers computes $z = xW + b$, where $x$ is $B \times N_{in}$
                and $b$ is a vector. How many trainable numbers are there in all, biases included? And what is the
                shape of $W_<layer>$, the weights of layer <layer> (counted from the input, from 1)?
            """,
            ru=r"""
                В полносвязной сети слои из $<a> \to <b> \to <c> \to <d>$ нейронов: входов — <a>, скрытых слоёв — два,
                выходов — <d>. Каждый из трёх слоёв вычисляет $z = xW + b$, где $x$ — матрица $B \times N_{in}$, $b$ —
                вектор. Сколько в сети всего обучаемых чисел, считая смещения? И какой размер у $W_<layer>$ — весов
                слоя <layer> (считая от входа, с 1)?
            """,
            **dict(zip("abcd", sizes, strict=True)),
            layer=layer,
        ),
        labels={
            "total": {"en": "Trainable numbers", "ru": "Обучаемых чисел"},
            "shape": {"en": "Shape: rows, columns", "ru": "Размер: строк, столбцов"},
        },
        answers={"total": reference.parameter_count(sizes), "shape": np.array(reference.weight_shape(sizes, layer))},
    )


@question("shapes", fields={"shapes": matching(points=2)})
def shapes(reference, rng):
    batch, n_in, n_out = mixed(rng, [3, 4, 5, 6, 7, 8, 10, 12])[:3]
    possible = [(batch, n_in), (batch, n_out), (n_in, n_out), (n_out, n_in), (n_out,), (batch,)]
    real = reference.layer_shapes(batch, n_in, n_out)
    texts = {size: f"$({size[0]},)$" if len(size) == 1 else f"$({size[0]},\\; {size[1]})$" for size in possible}
    names = {
        "z": "$z$",
        "dw": r"$dW = \partial L/\partial W$",
        "db": r"$db = \partial L/\partial b$",
        "dx": r"$dx = \partial L/\partial x$",
    }
    return Variant(
        prompt=filled(
            en=r"""
                A batch of <batch> samples goes through a fully connected layer $z = xW + b$ with <n_in> inputs and
                <n_out> outputs; rows of $x$ are samples. Find the shape of each: as NumPy writes it, rows first; a
                vector has a single number.
            """,
            ru=r"""
                Батч из <batch> объектов проходит через полносвязный слой $z = xW + b$, число входов — <n_in>, число
                выходов — <n_out>; строки $x$ — объекты. Найдите размер каждой величины: как его пишет NumPy, сначала
                строки; у вектора одно число.
            """,
            batch=batch,
            n_in=n_in,
            n_out=n_out,
        ),
        items={"shapes": tuple(option(name, en=text, ru=text) for name, text in names.items())},
        options={"shapes": tuple(option(size_key(size), en=text, ru=text) for size, text in texts.items())},
        answers={"shapes": {name: size_key(real[name]) for name in names}},
    )


def size_key(size: Sequence[int]) -> str:
    """A shape as the key of an option."""
    return "x".join(map(str, size))


@question(
    "linear",
    fields={
        "dw": array(points=1, shape=(2, 2)),
        "db": array(points=1, shape=(2,)),
        "dx": array(points=1, shape=(3, 2)),
    },
)
def linear(reference, rng):
    while True:
        x, w, dz = (rng.integers(-3, 4, shape) for shape in ((3, 2), (2, 2), (3, 2)))
        dw = x.T @ dz
        if dw[0, 1] != dw[1, 0] and w[0, 1] != w[1, 0] and dz.sum(axis=0).all() and dz.any(axis=1).all():
            break
    return Variant(
        prompt=filled(
            en=r"""
                A layer $z = xW + b$ got a batch of three samples (rows of $x$), and back from the loss came $dz =
                \partial L/\partial z$:

                $$x = <x>, \quad W = <w>,$$

                $$dz = <dz>.$$

                Find the gradients $dW$, $db$ and $dx$. Whatever averaging the loss does is already in $dz$.
            """,
            ru=r"""
                Слой $z = xW + b$ получил батч из трёх объектов (строки $x$), а назад от функции потерь пришёл $dz =
                \partial L/\partial z$:

                $$x = <x>, \quad W = <w>,$$

                $$dz = <dz>.$$

                Найдите градиенты $dW$, $db$ и $dx$. Усреднение в функции потерь, если оно есть, уже учтено в $dz$.
            """,
            x=x,
            w=w,
            dz=dz,
        ),
        labels={name: {"en": text, "ru": text} for name, text in (("dw", "$dW$"), ("db", "$db$"), ("dx", "$dx$"))},
        answers=reference.linear_backward(dz, x, w),
    )


@question(
    "bias_gradient", fields={"line": code(skeleton="import numpy as np\n\n\ndef bias_gradient(dz):\n    {answer}\n")}
)
def bias_gradient(reference, rng):
    return Variant(
        prompt=filled(
            en=r"""
                A layer computes $z = xW + b$ for a batch: $x$ is $(B, N_{in})$, $b$ is $(N_{out},)$. Given `dz` $=
                \partial L/\partial z$, an array $(B, N_{out})$, the function must return $\partial L/\partial b$: a
                new array $(N_{out},)$ of the same dtype. Write its body (one line is enough), `return` included. `dz`
                must not change.
            """,
            ru=r"""
                Слой вычисляет $z = xW + b$ для батча: $x$ — $(B, N_{in})$, $b$ — $(N_{out},)$. Функция получает `dz`
                $= \partial L/\partial z$, массив $(B, N_{out})$, и должна вернуть $\partial L/\partial b$: новый
                массив $(N_{out},)$ того же dtype. Напишите её тело (хватит одной строки) вместе с `return`. Изменять
                `dz` нельзя.
            """,
        ),
        answers={"line": None},
    )


# ------------------------------------------------------------------------------------------------- activations


@question("activations", fields={name: number(points=1) for name in ("sigmoid", "tanh", "leaky")})
def activations(reference, rng):
    a_sigmoid, a_tanh = one_of(rng, 0.1, 0.2, 0.3, 0.7, 0.8, 0.9), one_of(rng, -0.8, -0.6, -0.4, 0.4, 0.6, 0.8)
    z, alpha = one_of(rng, -4, -3, -2, -1.5), one_of(rng, 0.01, 0.05, 0.1)
    da = [
        one_of(rng, -4, -3, -2, 2, 3, 4),
        one_of(rng, -5, -3, -2, 2, 3, 5),
        one_of(rng, -4.5, -3.5, -2.5, 2.5, 3.5, 4.5),
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
    alpha = one_of(rng, 0.2, 0.3, 0.4)
    drawn = drawn_graphs(alpha)
    keys = mixed(rng, list(drawn))
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
    outputs = [one_of(rng, 0.1, 0.9), *mixed(rng, [one_of(rng, 0.2, 0.8), 0.5])]
    weights = mixed(rng, [one_of(rng, 2, 4), one_of(rng, -5, -3, 3, 5)])
    places, alpha = SATURATED[rng.integers(3)]
    units = [(name, z * one_of(rng, -1, 1) if name in ("sigmoid", "tanh") else z) for name, z in places.items()]
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
    name = one_of(rng, "sigmoid", "tanh")
    first, power, factor = one_of(rng, -3, -2, 2, 3), one_of(rng, 2, 3), one_of(rng, 2, 3, 4, 5)
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


# ------------------------------------------------------------------------------------------------------ losses


@question("risk", fields={"zero_one": number(points=1), "hinge": number(points=1)})
def risk(reference, rng):
    beyond, within, wrong = one_of(rng, (2, 2, 1), (1, 2, 2), (1, 1, 3))
    margin = np.array(
        mixed(
            rng,
            [
                *mixed(rng, [1.5, 1.8, 2, 2.5, 3])[:beyond],
                *mixed(rng, [0.1, 0.3, 0.5, 0.7, 0.9])[:within],
                *mixed(rng, [-0.3, -0.5, -0.7, -1, -1.5])[:wrong],
            ],
        )
    )
    y = np.array(mixed(rng, [-1, -1, 1, 1, one_of(rng, -1, 1)]))
    rows = [" & ".join(["i", *"12345"]), " & ".join(["y_i", *(f"{label:+d}" for label in y)])]
    rows.append(" & ".join(["s_i", *map(shown, margin * y)]))
    return Variant(
        prompt=filled(
            en=r"""
                A classifier gave five samples with labels $y_i \in \{-1, +1\}$ these scores $s_i$:

                $$\begin{array}{c|ccccc} <rows> \end{array}$$

                Find the empirical risk with the 0/1 loss, $\ell = [\,y s \le 0\,]$, and with its surrogate, the hinge
                loss $\ell = \max(0,\; 1 - y s)$.
            """,
            ru=r"""
                Классификатор выдал пяти объектам с метками $y_i \in \{-1, +1\}$ такие оценки $s_i$:

                $$\begin{array}{c|ccccc} <rows> \end{array}$$

                Найдите эмпирический риск для потери 0/1, $\ell = [\,y s \le 0\,]$, и для её суррогата — hinge-потери
                $\ell = \max(0,\; 1 - y s)$.
            """,
            rows=r" \\ ".join(rows),
        ),
        labels={
            "zero_one": {"en": "Risk with the 0/1 loss", "ru": "Риск для потери 0/1"},
            "hinge": {"en": "Risk with the hinge loss", "ru": "Риск для hinge-потери"},
        },
        answers={
            "zero_one": short(reference.empirical_risk(reference.zero_one_loss(margin))),
            "hinge": short(reference.empirical_risk(reference.hinge_loss(margin))),
        },
    )


@question(
    "cross_entropy",
    fields={"p": array(points=1, shape=(3,)), "loss": number(points=1), "dz": array(points=1, shape=(3,))},
)
def cross_entropy(reference, rng):
    parts = mixed(
        rng, one_of(rng, (1, 2, 5), (1, 3, 4), (1, 2, 7), (1, 3, 6), (2, 3, 5), (1, 4, 5), (2, 3, 15), (3, 4, 13))
    )
    label = one_of(rng, 0, 1, 2)
    logits = r",\;\, ".join("0" if part == 1 else rf"\ln {part}" for part in parts)
    p = reference.softmax(np.log(np.array([parts], dtype=float)))[0]
    return Variant(
        prompt=filled(
            en=r"""
                For one sample a network gave the logits $z = (<logits>)$ of three classes. The true class is number
                <label>, counted from 1. Find the probabilities $p = \operatorname{softmax}(z)$, the cross-entropy $L
                = -\ln p_{<label>}$ (to three significant digits), and the gradient $\partial L/\partial z$.
            """,
            ru=r"""
                Для одного объекта сеть выдала логиты $z = (<logits>)$ трёх классов. Верный класс — номер <label>,
                считая с 1. Найдите вероятности $p = \operatorname{softmax}(z)$, кросс-энтропию $L = -\ln p_{<label>}$
                (с тремя значащими цифрами) и градиент $\partial L/\partial z$.
            """,
            logits=logits,
            label=label + 1,
        ),
        labels={
            name: {"en": text, "ru": text}
            for name, text in (("p", "$p$"), ("loss", "$L$"), ("dz", r"$\partial L/\partial z$"))
        },
        answers={
            "p": short(p),
            "loss": reference.cross_entropy(p, label),
            "dz": short(reference.cross_entropy_backward(p, label)),
        },
    )


@question("stable_softmax", fields={"lines": code(skeleton="import numpy as np\n\n\ndef softmax(z):\n    {answer}\n")})
def stable_softmax(reference, rng):
    return Variant(
        prompt=filled(
            en=r"""
                The function gets logits `z`, an array $(B, C)$: a row for every sample. It must return the array $(B,
                C)$ of $\operatorname{softmax}$ of **each row**, for logits up to 1000 in absolute value: NumPy must
                not warn of an overflow on the way, nor may NaN come out. Write its body (one to three lines),
                `return` included. `z` must not change.
            """,
            ru=r"""
                Функция получает логиты `z`, массив $(B, C)$: по строке на объект. Она должна вернуть массив $(B, C)$
                — $\operatorname{softmax}$ **каждой строки** — для логитов до 1000 по модулю: NumPy не должен
                предупреждать о переполнении по дороге, и NaN получаться не должно. Напишите её тело (одна–три строки)
                вместе с `return`. Изменять `z` нельзя.
            """,
        ),
        answers={"lines": None},
    )


# --------------------------------------------------------------------------------------------- backpropagation


@question("graph", fields={name: integer(points=1) for name in ("dx", "dy", "dz")})
def graph(reference, rng):
    sign = one_of(rng, 1, -1)
    while True:
        x, y, z = (int(rng.integers(1, 5)) * one_of(rng, -1, 1) for _ in range(3))
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
        z[active], z[1 - active] = one_of(rng, 2, 3), one_of(rng, -3, -2, -1)
        b1 = z - x @ w1
        if np.abs(b1).max() <= 4 and abs(x[0]) != abs(x[1]):
            break
    w2, b2 = rng.choice([-3, -2, 2, 3], 2), one_of(rng, -2, -1, 1, 2)
    target = int(z[active] * w2[active] + b2) - one_of(rng, -7, -6, -5, -4, -3, 3, 4, 5, 6, 7)
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
    c, d = one_of(rng, 1, 2, 3), one_of(rng, -2, -1, 1, 2)
    w, h = one_of(rng, -3, -2, 2, 3), one_of(rng, 0.1, 0.2, 0.3)
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
    units, alike = one_of(rng, 10, 11, 12, 13, 14), one_of(rng, 3, 4, 5)
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


# ---------------------------------------------------------------------------------------------------- training


@question("train_loop", fields={"order": ordering(points=2), "forgotten": number(points=1)})
def train_loop(reference, rng):
    order: list[str] = []
    reference.epoch(order.append)
    while True:
        gradients = [one_of(rng, -3, -2, -1, 1, 2, 3, 4) for _ in range(3)]
        if 2 * gradients[0] + gradients[1] and abs(3 * gradients[0] + 2 * gradients[1] + gradients[2]) > 1:
            break
    moved = 3 * gradients[0] + 2 * gradients[1] + gradients[2]
    rate = 0.1
    w = one_of(rng, 1, 2, 3) * (1 if moved < 0 else -1)  # no cancellation: the weight moves away from zero
    return Variant(
        prompt=filled(
            en=r"""
                **1.** Put the lines in order: an epoch of a single batch, then validation. As in the lecture, the
                mode is switched at the beginning of each of the two parts, and the gradients are zeroed right before
                the forward pass.

                **2.** In another program the zeroing was forgotten. A weight $w = <w>$ is trained by SGD without
                momentum, $w \leftarrow w - \eta g$ with $\eta = <rate>$, where $g$ is what stands in `w.grad`; three
                batches one after another contribute the gradients $<g1>$, $<g2>$ and $<g3>$ (each of its batch
                alone), with a step after every batch. What is $w$ after the three steps?
            """,
            ru=r"""
                **1.** Поставьте строки по порядку: эпоха из одного батча, затем валидация. Как в лекции, режим
                переключают в начале каждой из двух частей, а градиенты обнуляют прямо перед прямым проходом.

                **2.** В другой программе обнулить градиенты забыли. Вес $w = <w>$ обучают с помощью SGD без импульса,
                $w \leftarrow w - \eta g$ при $\eta = <rate>$, где $g$ — то, что лежит в `w.grad`; три батча подряд
                дают градиенты $<g1>$, $<g2>$ и $<g3>$ (каждый — только от своего батча), шаг делается после каждого
                батча. Чему равен $w$ после трёх шагов?
            """,
            w=w,
            rate=rate,
            g1=gradients[0],
            g2=gradients[1],
            g3=gradients[2],
        ),
        labels={
            "order": {"en": "Order of the lines", "ru": "Порядок строк"},
            "forgotten": {"en": "$w$ after three steps", "ru": "$w$ после трёх шагов"},
        },
        options={"order": lines_of_code(rng)},
        answers={"order": order, "forgotten": short(reference.without_zeroing(w, gradients, rate))},
    )


def lines_of_code(rng: np.random.Generator) -> tuple[Option, ...]:
    """The lines of an epoch, with names as one programmer or another gives them."""
    model, optimizer = one_of(rng, "model", "net", "network"), one_of(rng, "optimizer", "opt", "sgd")
    output, loss = one_of(rng, "output", "logits", "scores"), one_of(rng, "criterion", "loss_fn", "cross_entropy")
    lines = {
        "train mode": f"{model}.train()",
        "zero": f"{optimizer}.zero_grad()",
        "forward": f"{output} = {model}(x)",
        "loss": f"loss = {loss}({output}, y)",
        "backward": "loss.backward()",
        "step": f"{optimizer}.step()",
        "eval mode": f"{model}.eval()",
        "validate": f"with torch.no_grad(): val_loss = {loss}({model}(x_val), y_val)",
    }
    return tuple(option(key, en=f"`{line}`", ru=f"`{line}`") for key, line in lines.items())


@question(
    "minibatches", fields={"steps": integer(points=1), "last": integer(points=1), "shape": array(points=1, shape=(2,))}
)
def minibatches(reference, rng):
    size, epochs, features = one_of(rng, 22, 26, 34, 38), one_of(rng, 3, 4, 5), one_of(rng, 62, 74, 86)
    samples = size * int(rng.integers(7, 20)) + int(rng.integers(7, 20))
    sizes = reference.batches(samples, size)
    return Variant(
        prompt=filled(
            en=r"""
                The training data are a matrix of <samples> rows (samples) by <features> columns (features). A model
                is trained on it by mini-batch SGD for <epochs> epochs; the batch size is <size>, a batch that is left
                over at the end of an epoch is smaller and is used as well. How many steps does the optimizer make in
                all, how large is the last batch of an epoch, and what is the shape of the input of a full mini-batch?
            """,
            ru=r"""
                Обучающая выборка — матрица $<samples> \times <features>$: строки — объекты, столбцы — признаки.
                Модель учат на ней мини-батчевым SGD в течение <epochs> эпох; размер батча — <size>, остаток в конце
                эпохи — батч поменьше, он тоже используется. Сколько всего шагов сделает оптимизатор, каков размер
                последнего батча эпохи и какой размер у входа полного мини-батча?
            """,
            samples=samples,
            features=features,
            epochs=epochs,
            size=size,
        ),
        labels={
            "steps": {"en": "Steps in all epochs", "ru": "Шагов за все эпохи"},
            "last": {"en": "Size of the last batch", "ru": "Размер последнего батча"},
            "shape": {"en": "Shape of the input: rows, columns", "ru": "Размер входа: строк, столбцов"},
        },
        answers={
            "steps": epochs * len(sizes),
            "last": sizes[-1],
            "shape": np.array(reference.batch_shape(samples, features, size)),
        },
    )


HIGH, GAP = 0.6, 0.2


@question("curves", fields={"networks": matching(points=2), "epoch": integer(points=1)})
def curves(reference, rng):
    best = one_of(rng, 3, 4, 5, 6, 7, 8)
    drawn = drawn_curves(rng, best)
    letters = dict(zip(mixed(rng, list(drawn)), "PQR", strict=True))
    networks = {letter: drawn[key] for key, letter in letters.items()}
    found = {letter: reference.diagnosis(train, val, HIGH, GAP) for letter, (train, val) in networks.items()}
    lists = [f"{letter}: train {losses(train)}; validation {losses(val)}." for letter, (train, val) in networks.items()]
    return Variant(
        prompt=filled(
            en=r"""
                The pictures show the loss of three networks over ten epochs, on the training data (solid) and on the
                validation data (dashed). Say of each what happened, judging by the last epoch: a training loss above
                <high> is large; a validation loss more than <gap> above that of training is clearly larger. And for
                the network that **overfitted**: after which epoch should its weights have been kept?
            """,
            ru=r"""
                На рисунках — потери трёх сетей за десять эпох: на обучающей выборке (сплошная линия) и на
                валидационной (пунктир). Скажите о каждой, что произошло, судя по последней эпохе: потеря на обучении
                больше <high> — большая; потеря на валидации, превышающая потерю на обучении больше чем на <gap>, —
                заметно большая. И для **переобучившейся** сети: веса после какой эпохи следовало сохранить?
            """,
            high=HIGH,
            gap=GAP,
        ),
        labels={
            "networks": {"en": "What happened", "ru": "Что произошло"},
            "epoch": {"en": "Epoch, counted from 1", "ru": "Эпоха, считая с 1"},
        },
        items={"networks": tuple(option(letter, en=f"Network {letter}", ru=f"Сеть {letter}") for letter in networks)},
        options={"networks": DIAGNOSES},
        answers={"networks": found, "epoch": reference.best_epoch(*drawn["overfitting"])},
        picture=pictures.learning_curves(networks),
        described={
            "en": "Losses of three networks at epochs 1 to 10. " + " ".join(lists),
            "ru": "Потери трёх сетей в эпохах с 1 по 10 (train — обучение, validation — валидация). " + " ".join(lists),
        },
    )


DIAGNOSES = (
    option("underfitting", en="Underfitting", ru="Недообучение"),
    option("overfitting", en="Overfitting", ru="Переобучение"),
    option("good", en="It learned well", ru="Хорошо обучилась"),
    option("diverged", en="Training diverged", ru="Обучение разошлось"),
)


def losses(values: np.ndarray) -> str:
    """Losses in words."""
    return ", ".join(f"{value:.2f}" for value in values)


def drawn_curves(rng: np.random.Generator, best: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Ten epochs of training and validation, (10,) each, of three networks; the overfitted is best after `best`."""
    at = np.arange(1, 11)
    high, rate = one_of(rng, 0.95, 1.0, 1.05), one_of(rng, 0.35, 0.4, 0.45)
    fall = np.exp(-rate * (at - 1))
    lowest, steep = one_of(rng, 0.55, 0.6), one_of(rng, 0.08, 0.1)
    overfitted = lowest + np.where(at < best, steep, 0.08) * np.abs(at - best)
    drawn = {
        "underfitting": (high + 0.35 * fall, high + 0.08 + 0.35 * fall),
        "overfitting": (0.18 - 0.01 * at + 0.85 * (overfitted[0] - 0.1) * fall, overfitted),
        "good": (0.15 + 1.1 * fall, 0.23 + 1.1 * fall),
    }
    return {key: (np.round(train, 2), np.round(val, 2)) for key, (train, val) in drawn.items()}
