"""Layers: their parameters, shapes, and gradients by hand."""

from collections.abc import Sequence

import numpy as np

from grader.questions import (
    Variant,
    array,
    code,
    filled,
    integer,
    matching,
    option,
    pick,
    question,
    shuffled,
)


@question("parameters", fields={"total": integer(points=1), "shape": array(points=1, shape=(2,))})
def parameters(reference, rng):
    sizes = [*shuffled(rng, [6, 8, 10, 12, 15, 20], 3), pick(rng, [2, 3, 4, 5])]
    layer = pick(rng, [1, 2, 3])
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
    batch, n_in, n_out = shuffled(rng, [3, 4, 5, 6, 7, 8, 10, 12], 3)
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
