"""Test 2: what the lines of code that students write are exercised with."""

import numpy as np

from grader.authoring import case


@case("dropout_code", points=1)
def dropout_of_a_vector(student, rng):
    """Inverted dropout of a vector.

    ru: Инвертированный dropout вектора.
    """
    x = rng.standard_normal(40) + 3
    seed = int(rng.integers(2**32))
    return {"out": student.dropout(x, 0.2, np.random.default_rng(seed))}


@case("dropout_code", points=1)
def dropout_of_a_batch(student, rng):
    """Batches with zeros and negative numbers, several p; the input stays as it was.

    ru: Батчи с нулями и отрицательными числами, разные p; вход остаётся прежним.
    """
    x = rng.standard_normal((6, 7)).round(1)
    seed = int(rng.integers(2**32))
    outs = [student.dropout(x, p, np.random.default_rng(seed)) for p in (0.75, 0.4, 0.0)]
    return {"outs": outs, "inputs": {"x": x}}


@case("momentum_code", points=1)
def buffers(student, rng):
    """The buffer after one step, and after three.

    ru: Буфер после одного шага и после трёх.
    """
    return {"buffers": _steps(student, rng)[1]}


@case("momentum_code", points=1)
def weights(student, rng):
    """The weights after one step, and after three; the gradient stays as it was.

    ru: Веса после одного шага и после трёх; градиент остаётся прежним.
    """
    found, _, gradients = _steps(student, rng)
    return {"weights": found, "inputs": {"g": gradients}}


def _steps(student, rng):
    """Weights and buffers after three steps, each from copies; and the gradients."""
    w, b = rng.standard_normal((3, 4)), rng.standard_normal((3, 4))
    gradients = list(rng.standard_normal((3, 3, 4)))
    weights, buffers = [], []
    for g, lr in zip(gradients, (0.5, 0.5, 0.2), strict=True):
        w, b = student.momentum_step(w.copy(), g, b.copy(), lr, 0.8)
        weights.append(w)
        buffers.append(b)
    return weights, buffers, gradients
