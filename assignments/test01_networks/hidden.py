"""The cases of the questions that are answered in code."""

import numpy as np

from grader.authoring import case, snapshot


@case("bias_gradient", points=1)
def bias_gradient_of_some_batches(student, rng):
    """Batches of seven, of three and of one.

    ru: Батчи из семи, трёх и одного объекта.
    """
    batches = {f"dz{shape}": rng.standard_normal(shape) for shape in ((7, 4), (3, 3), (1, 5))}
    return {name: snapshot(student.bias_gradient(dz)) for name, dz in batches.items()} | {"inputs": batches}


@case("bias_gradient", points=1)
def bias_gradient_in_single_precision(student, rng):
    """A batch of float32 gives float32.

    ru: Батч float32 даёт float32.
    """
    return {"db": student.bias_gradient(rng.standard_normal((6, 2)).astype(np.float32))}


@case("stable_softmax", points=1)
def softmax_of_some_batches(student, rng):
    """Rows that each add up to one, in batches of several sizes.

    ru: Строки, каждая с суммой 1, в батчах разного размера.
    """
    batches = {f"z{shape}": 3 * rng.standard_normal(shape) for shape in ((5, 4), (3, 3), (1, 6))}
    return {name: snapshot(student.softmax(z)) for name, z in batches.items()} | {"inputs": batches}


@case("stable_softmax", points=1)
def softmax_of_huge_logits(student, rng):
    """Logits up to 1000 in absolute value, other ones in every row, without overflow.

    ru: Логиты до 1000 по модулю, в каждой строке свои, без переполнения.
    """
    z = rng.standard_normal((4, 3)) + np.array([[-990.0], [0.0], [40.0], [990.0]])
    with np.errstate(over="raise", divide="ignore", invalid="ignore"):
        return {"p": student.softmax(z)}
