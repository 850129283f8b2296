"""Public cases of homework 3: the same ones, with the same numbers, that `grader check` runs at home."""

from itertools import islice
from pathlib import Path

import numpy as np

from grader.authoring import Limits, case, snapshot

DIGITS = {"accuracy": 0.9}
PATIENT = Limits(seconds=15)

# Read with the module: while a case runs, no file of the course need be there.
with np.load(Path(__file__).with_name("digits.npz")) as data:
    IMAGES, LABELS = data["images"].reshape(-1, 64) / 16.0, data["labels"].astype(np.int64)


def draw(rng, *shapes, scale=1.0):
    """One random array of each shape."""
    return [scale * rng.standard_normal(shape) for shape in shapes]


def descend(optimizer, params, grads):
    """The parameters after each step of the optimizer, and the gradients, which must stay as they were."""
    arrays, seen = list(params), {}
    for number, gradient in enumerate(grads, start=1):
        optimizer.step(params, gradient)
        seen[f"params_after_step_{number}"] = snapshot(arrays)
    return {**seen, "inputs": {"grads": grads}}


class Descent:
    """Plain gradient descent for the cases of `train`, so that they do not depend on other tasks."""

    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        for w, grad in zip(params, grads, strict=True):
            w -= self.lr * grad


# ----------------------------------------------------------------------------------------------- minibatches


@case("minibatches", points=2, checker="epochs")
def every_sample_once(student, rng):
    """In a shuffled epoch every sample comes exactly once, with its own target; the last batch may be short.

    ru: В перемешанной эпохе каждый объект встречается ровно один раз вместе со своим ответом; последний батч
    может быть короче.
    """
    x, y = rng.standard_normal((43, 3)), rng.permutation(100)[:43]
    epoch = list(islice(student.minibatches(x, y, 5, np.random.default_rng(1)), 50))
    return {"epoch_1": epoch, "inputs": {"x": x, "y": y}}


@case("minibatches", points=2)
def order_without_shuffle(student, rng):
    """With shuffle=False the batches keep the order of the samples.

    ru: При shuffle=False батчи идут в порядке объектов.
    """
    x, y = rng.standard_normal((11, 4)), rng.permutation(100)[:11]
    epoch = list(islice(student.minibatches(x, y, 4, np.random.default_rng(1), shuffle=False), 50))
    return {"batches": epoch, "inputs": {"x": x, "y": y}}


# ------------------------------------------------------------------------------------------------------- SGD


@case("sgd", points=2)
def steps_down(student, rng):
    """Two steps of plain SGD on a matrix and a vector.

    ru: Два шага обычного SGD для матрицы и вектора.
    """
    params = draw(rng, (4, 3), (3,))
    grads = [draw(rng, (4, 3), (3,)) for _ in range(2)]
    return descend(student.SGD(lr=0.1), params, grads)


@case("momentum", points=3)
def three_steps_of_momentum(student, rng):
    """Three steps with momentum 0.9.

    ru: Три шага с моментумом 0.9.
    """
    params = draw(rng, (5, 2))
    grads = [draw(rng, (5, 2)) for _ in range(3)]
    return descend(student.SGD(lr=0.1, momentum=0.9), params, grads)


@case("weight_decay", points=3)
def two_steps_of_weight_decay(student, rng):
    """Two steps with weight decay and without momentum.

    ru: Два шага с weight decay без моментума.
    """
    params = draw(rng, (2, 6))
    grads = [draw(rng, (2, 6)) for _ in range(2)]
    return descend(student.SGD(lr=0.1, weight_decay=0.05), params, grads)


# -------------------------------------------------------------------------------------------- Adam and AdamW


@case("adam", points=2)
def first_step_of_adam(student, rng):
    """The first step of Adam with the default betas and eps.

    ru: Первый шаг Adam с betas и eps по умолчанию.
    """
    params = draw(rng, (3, 4))
    return descend(student.Adam(lr=0.01), params, [draw(rng, (3, 4))])


@case("adam", points=2)
def three_steps_of_adam(student, rng):
    """Three steps of Adam with changing gradients.

    ru: Три шага Adam с разными градиентами.
    """
    params = draw(rng, (6,))
    grads = [draw(rng, (6,)) for _ in range(3)]
    return descend(student.Adam(lr=0.05, betas=(0.8, 0.99)), params, grads)


@case("adamw", points=3)
def three_steps_of_adamw(student, rng):
    """Three steps of AdamW with changing gradients.

    ru: Три шага AdamW с разными градиентами.
    """
    params = draw(rng, (3, 5))
    grads = [draw(rng, (3, 5)) for _ in range(3)]
    return descend(student.AdamW(lr=0.05, betas=(0.8, 0.99), weight_decay=0.1), params, grads)


# -------------------------------------------------------------------------------------------------- training


@case("training", points=2)
def one_batch_an_epoch(student, rng):
    """When one batch holds all samples, train makes plain full-batch descent, one step an epoch.

    ru: Если все объекты в одном батче, train делает обычный спуск по полному градиенту, один шаг за эпоху.
    """
    x, y = rng.standard_normal((12, 5)), rng.integers(0, 3, 12)
    model = student.MLP([5, 7, 3], rng)
    losses = student.train(model, Descent(0.2), x, y, epochs=3, batch_size=12, rng=rng)
    return {"losses": losses, "params": model.params, "inputs": {"x": x, "y": y}}


@case("training", points=1)
def evaluation(student, rng):
    """Loss and accuracy of a model that has not been trained.

    ru: Потеря и доля верных ответов необученной модели.
    """
    x, y = rng.standard_normal((15, 6)), rng.integers(0, 4, 15)
    loss, accuracy = student.evaluate(student.MLP([6, 8, 4], rng), x, y)
    return {"loss": loss, "accuracy": accuracy, "inputs": {"x": x, "y": y}}


@case("training", points=1, checker="learned_digits", options=DIGITS, limits=PATIENT, fresh=False)
def digits_with_momentum(student, rng):
    """A network trained by your SGD with momentum reads at least 90 % of the held-out digits.

    ru: Сеть, обученная вашим SGD с моментумом, узнаёт не меньше 90 % отложенных цифр.
    """
    order = rng.permutation(len(IMAGES))
    learning, held_out = order[:1297], order[1297:]
    model = student.MLP([64, 32, 10], rng)
    optimizer = student.SGD(lr=0.05, momentum=0.9)
    losses = student.train(model, optimizer, IMAGES[learning], LABELS[learning], epochs=10, batch_size=32, rng=rng)
    return {"losses": losses, "params": model.params, "held_out": held_out}
