"""Hidden cases of homework 3: other shapes and batch sizes, state between steps, small gradients, float32."""

from itertools import islice
from pathlib import Path

import numpy as np

from grader.authoring import Limits, case, snapshot

RATES = (0.05, 0.05, 0.05, 0.002, 0.002, 0.1)
SHAPES = ((4, 3), (3,), (4, 3))
DIGITS = {"accuracy": 0.9}
PATIENT = Limits(seconds=15)

# Read with the module: while a case runs, no file of the course need be there.
with np.load(Path(__file__).with_name("digits.npz")) as data:
    IMAGES, LABELS = data["images"].reshape(-1, 64) / 16.0, data["labels"].astype(np.int64)


def draw(rng, *shapes, scale=1.0, dtype=np.float64):
    """One random array of each shape."""
    return [(scale * rng.standard_normal(shape)).astype(dtype) for shape in shapes]


def descend(optimizer, params, grads, rates=None):
    """The parameters after each step of the optimizer, and the gradients, which must stay as they were."""
    arrays, seen = list(params), {}
    for number, gradient in enumerate(grads, start=1):
        if rates:
            optimizer.lr = rates[number - 1]
        optimizer.step(params, gradient)
        seen[f"params_after_step_{number}"] = snapshot(arrays)
    return {**seen, "inputs": {"grads": grads}}


def descend_reusing(optimizer, params, draws):
    """As `descend`, but the gradients are always written into the same arrays, as a network does it."""
    arrays, grads, seen = list(params), [np.empty_like(w) for w in params], {}
    for number, values in enumerate(draws, start=1):
        for grad, value in zip(grads, values, strict=True):
            grad[...] = value
        optimizer.step(params, grads)
        seen[f"params_after_step_{number}"] = snapshot(arrays)
    return {**seen, "inputs": {"grads": grads}}


def views(flat):
    """Two parameters that are parts of an array of 40 numbers, one of them transposed."""
    return [flat[2:14].reshape(3, 4), flat[20:35].reshape(3, 5).T]


def descend_anew(optimizer, flat, grads):
    """`flat` after each step: every step gets new views of it, from the third on those of a copy of it.

    All views live until the end, so that no two of them share their `id`.
    """
    alive, seen = [], {}
    for number, gradient in enumerate(grads, start=1):
        flat = flat.copy() if number == 3 else flat
        alive.append(views(flat))
        optimizer.step(alive[-1], gradient)
        seen[f"flat_after_step_{number}"] = snapshot(flat)
    return {**seen, "inputs": {"grads": grads}}


class Descent:
    """Plain gradient descent for the cases of `train`, so that they do not depend on other tasks."""

    def __init__(self, lr):
        self.lr, self.seen = lr, []

    def step(self, params, grads):
        self.seen.append(snapshot({"params": list(params), "grads": list(grads)}))
        for w, grad in zip(params, grads, strict=True):
            w -= self.lr * grad


# ----------------------------------------------------------------------------------------------- minibatches


@case("minibatches", points=3, checker="epochs", options={"replay": True})
def every_epoch_anew(student, rng):
    """Each epoch has an order of its own, and all randomness comes from the generator that is handed in.

    ru: У каждой эпохи свой порядок, а вся случайность берётся из переданного генератора.
    """
    x, y = rng.standard_normal((61, 4)), rng.permutation(200)[:61]
    seed = int(rng.integers(2**32))
    one, other = np.random.default_rng(seed), np.random.default_rng(seed)
    seen = {f"epoch_{n}": list(islice(student.minibatches(x, y, 7, one), 100)) for n in (1, 2, 3)}
    seen["replay"] = list(islice(student.minibatches(x, y, 7, other), 100))
    return {**seen, "inputs": {"x": x, "y": y}}


@case("minibatches", points=3, checker="epochs")
def images_and_targets(student, rng):
    """Samples may be images and targets may be vectors: they are mixed by samples and stay together.

    ru: Объекты могут быть картинками, а ответы — векторами: перемешиваются объекты, пары не распадаются.
    """
    x = rng.standard_normal((44, 5, 3)).astype(np.float32)
    y = rng.standard_normal((44, 2))
    return {"epoch_1": list(islice(student.minibatches(x, y, 3, rng), 100)), "inputs": {"x": x, "y": y}}


@case("minibatches", points=2, checker="epochs")
def sizes_of_batches(student, rng):
    """Batches of one sample, batches that fit exactly, and a batch that is larger than the data.

    ru: Батчи из одного объекта, батчи без остатка и батч больше, чем весь набор данных.
    """
    x, y = rng.standard_normal((48, 2)), rng.permutation(200)[:48]
    sizes = {"by_six": 6, "one_by_one": 1, "all_at_once": 48, "batch_larger_than_data": 1000}
    seen = {name: list(islice(student.minibatches(x, y, size, rng), 100)) for name, size in sizes.items()}
    return {**seen, "inputs": {"x": x, "y": y}}


@case("minibatches", points=2)
def order_kept_and_types(student, rng):
    """Without shuffling no generator is needed; batches have the types of x and y.

    ru: Без перемешивания генератор не нужен; типы батчей — как у x и y.
    """
    x, y = rng.integers(0, 17, (9, 4)).astype(np.uint8), rng.standard_normal(9).astype(np.float32)
    return {
        "batches_of_2": list(islice(student.minibatches(x, y, 2, None, shuffle=False), 50)),
        "batches_of_3": list(islice(student.minibatches(x, y, 3, None, shuffle=False), 50)),
        "one_sample": list(islice(student.minibatches(x[:1], y[:1], 4, None, shuffle=False), 50)),
        "inputs": {"x": x, "y": y},
    }


@case("minibatches", points=2, checker="epochs")
def data_left_alone(student, rng):
    """Several epochs over the same arrays leave them in their own order.

    ru: После нескольких эпох исходные массивы остаются в своём порядке.
    """
    x, y = rng.standard_normal((50, 3)), rng.permutation(200)[:50]
    seen = {f"epoch_{n}": list(islice(student.minibatches(x, y, 4, rng), 100)) for n in (1, 2)}
    return {**seen, "inputs": {"x": x, "y": y}}


# ------------------------------------------------------------------------------------------------------- SGD


@case("sgd", points=3)
def six_steps_of_sgd(student, rng):
    """Six steps for three parameters while lr is changed between them.

    ru: Шесть шагов для трёх параметров, lr меняется между шагами.
    """
    params = draw(rng, *SHAPES)
    grads = [draw(rng, *SHAPES) for _ in RATES]
    return descend(student.SGD(lr=1.0), params, grads, RATES)


@case("sgd", points=2)
def views_of_sgd(student, rng):
    """Parameters that are parts of a larger array are updated there, and nothing else in it.

    ru: Параметры, которые лежат внутри большего массива, обновляются прямо в нём, и больше в нём ничего.
    """
    flat = rng.standard_normal(40)
    params = views(flat)
    seen = descend(student.SGD(lr=0.3), params, [draw(rng, (3, 4), (5, 3)) for _ in range(2)])
    return {"flat": flat, **seen}


@case("sgd", points=1)
def reused_gradients_of_sgd(student, rng):
    """The caller writes each new gradient into the same arrays; they are not changed by a step.

    ru: Новые градиенты записываются в те же массивы; шаг их не меняет.
    """
    params = draw(rng, (2, 3), (5,))
    return descend_reusing(student.SGD(lr=0.2), params, [draw(rng, (2, 3), (5,)) for _ in range(3)])


@case("sgd", points=2)
def float32_of_sgd(student, rng):
    """Parameters of float32 stay float32.

    ru: Параметры типа float32 остаются float32.
    """
    params = draw(rng, (3, 2), (2,), dtype=np.float32)
    grads = [draw(rng, (3, 2), (2,), dtype=np.float32) for _ in range(3)]
    return descend(student.SGD(lr=0.1), params, grads)


# -------------------------------------------------------------------------------------------------- momentum


@case("momentum", points=3)
def six_steps_of_momentum(student, rng):
    """Six steps with momentum for three parameters, two of them of one shape.

    ru: Шесть шагов с моментумом для трёх параметров, у двух из них одна форма.
    """
    params = draw(rng, *SHAPES)
    grads = [draw(rng, *SHAPES) for _ in range(6)]
    return descend(student.SGD(lr=0.05, momentum=0.8), params, grads)


@case("momentum", points=2)
def changing_rate_of_momentum(student, rng):
    """With momentum a new lr counts from the next step on.

    ru: С моментумом новый lr действует со следующего шага.
    """
    params = draw(rng, (2, 5), (4,))
    grads = [draw(rng, (2, 5), (4,)) for _ in RATES]
    return descend(student.SGD(lr=1.0, momentum=0.9), params, grads, RATES)


@case("momentum", points=2)
def reused_gradients_of_momentum(student, rng):
    """With momentum, too, gradients may come in the same arrays every time.

    ru: И с моментумом градиенты могут каждый раз приходить в тех же массивах.
    """
    params = draw(rng, (3, 2), (7,))
    optimizer = student.SGD(lr=0.1, momentum=0.9)
    return descend_reusing(optimizer, params, [draw(rng, (3, 2), (7,)) for _ in range(4)])


@case("momentum", points=1)
def zero_gradient_of_momentum(student, rng):
    """Steps on which a gradient is zero.

    ru: Шаги, на которых градиент равен нулю.
    """
    params = draw(rng, (3, 3), (2,))
    grads = [draw(rng, (3, 3), (2,)) for _ in range(4)]
    grads[0][1][...] = 0
    grads[1][0][...] = 0
    grads[3][1][...] = 0
    return descend(student.SGD(lr=0.1, momentum=0.7), params, grads)


@case("momentum", points=2)
def two_optimizers_of_sgd(student, rng):
    """Two optimizers that take turns know nothing of each other.

    ru: Два оптимизатора, работающие по очереди, ничего не знают друг о друге.
    """
    one, other = draw(rng, (3, 4), (3, 4))
    first, second = student.SGD(lr=0.1, momentum=0.9), student.SGD(lr=0.2, momentum=0.5)
    seen = {}
    for number in (1, 2, 3):
        first.step([one], draw(rng, (3, 4)))
        second.step([other], draw(rng, (3, 4)))
        seen[f"after_step_{number}"] = {"first": snapshot(one), "second": snapshot(other)}
    (late,) = draw(rng, (3, 4))
    student.SGD(lr=0.1, momentum=0.9).step([late], draw(rng, (3, 4)))
    return {**seen, "params_of_a_third": late}


@case("momentum", points=1)
def new_views_of_momentum(student, rng):
    """At every step parameters of float32 come as new objects: parts of a larger array, later of its copy.

    ru: На каждом шаге параметры типа float32 — новые объекты: части большего массива, а потом его копии.
    """
    (flat,) = draw(rng, (40,), dtype=np.float32)
    grads = [draw(rng, (3, 4), (5, 3), dtype=np.float32) for _ in range(4)]
    return descend_anew(student.SGD(lr=0.1, momentum=0.9), flat, grads)


# ---------------------------------------------------------------------------------------------- weight decay


@case("weight_decay", points=3)
def decay_with_momentum(student, rng):
    """Six steps with weight decay and momentum together.

    ru: Шесть шагов с weight decay и моментумом вместе.
    """
    params = draw(rng, *SHAPES)
    grads = [draw(rng, *SHAPES) for _ in range(6)]
    return descend(student.SGD(lr=0.05, momentum=0.9, weight_decay=0.3), params, grads)


@case("weight_decay", points=2)
def decay_alone(student, rng):
    """What is left of the weights when all gradients are zero.

    ru: Что остаётся от весов, если все градиенты нулевые.
    """
    params = draw(rng, (3, 2), (4,))
    grads = [[np.zeros_like(w) for w in params] for _ in range(4)]
    return descend(student.SGD(lr=0.2, weight_decay=0.4), params, grads)


@case("weight_decay", points=2)
def decay_with_changing_rate(student, rng):
    """Weight decay while lr is changed between the steps; the gradients stay as they are.

    ru: Weight decay, когда lr меняется между шагами; градиенты остаются как есть.
    """
    params = draw(rng, (5, 2), (3,))
    grads = [draw(rng, (5, 2), (3,)) for _ in RATES]
    return descend(student.SGD(lr=1.0, weight_decay=0.2), params, grads, RATES)


@case("weight_decay", points=2)
def float32_of_decay(student, rng):
    """With weight decay and momentum float32 stays float32.

    ru: С weight decay и моментумом float32 остаётся float32.
    """
    params = draw(rng, (2, 3), (6,), dtype=np.float32)
    grads = [draw(rng, (2, 3), (6,), dtype=np.float32) for _ in range(4)]
    return descend(student.SGD(lr=0.1, momentum=0.5, weight_decay=0.5), params, grads)


# ------------------------------------------------------------------------------------------------------ Adam


@case("adam", points=4)
def six_steps_of_adam(student, rng):
    """Six steps of Adam for three parameters, two of them of one shape.

    ru: Шесть шагов Adam для трёх параметров, у двух из них одна форма.
    """
    params = draw(rng, *SHAPES)
    grads = [draw(rng, *SHAPES, scale=10.0**-n) for n in range(6)]
    return descend(student.Adam(lr=0.05, betas=(0.9, 0.99)), params, grads)


@case("adam", points=3)
def small_gradients_of_adam(student, rng):
    """Gradients that are as small as eps.

    ru: Градиенты такого же размера, что и eps.
    """
    params = draw(rng, (3, 4), (2,))
    grads = [draw(rng, (3, 4), (2,), scale=1e-6) for _ in range(6)]
    return descend(student.Adam(lr=0.05, betas=(0.9, 0.99), eps=1e-6), params, grads)


@case("adam", points=2)
def changing_rate_of_adam(student, rng):
    """In Adam, too, a new lr counts from the next step on.

    ru: И в Adam новый lr действует со следующего шага.
    """
    params = draw(rng, (4, 2), (5,))
    grads = [draw(rng, (4, 2), (5,)) for _ in RATES]
    return descend(student.Adam(), params, grads, RATES)


@case("adam", points=2)
def betas_of_adam(student, rng):
    """Betas that are unlike the usual ones, and a gradient that is zero now and then.

    ru: Необычные betas и градиент, который иногда равен нулю.
    """
    params = draw(rng, (2, 3), (4,))
    grads = [draw(rng, (2, 3), (4,)) for _ in range(5)]
    grads[0][1][...] = 0
    grads[2][0][...] = 0
    grads[3][1][...] = 0
    return descend(student.Adam(lr=0.05, betas=(0.6, 0.3), eps=1e-3), params, grads)


@case("adam", points=2)
def reused_gradients_of_adam(student, rng):
    """Gradients that come in the same arrays every time and are not changed by a step.

    ru: Градиенты каждый раз приходят в тех же массивах, и шаг их не меняет.
    """
    params = draw(rng, (3, 2), (7,))
    optimizer = student.Adam(lr=0.05, betas=(0.8, 0.95))
    return descend_reusing(optimizer, params, [draw(rng, (3, 2), (7,)) for _ in range(4)])


@case("adam", points=2)
def two_optimizers_of_adam(student, rng):
    """Two optimizers that take turns, one of them started later, know nothing of each other.

    ru: Два оптимизатора, работающие по очереди, один начат позже, ничего не знают друг о друге.
    """
    flat = rng.standard_normal(40)
    one, other = views(flat)
    first, second, seen = student.Adam(lr=0.1), None, {}
    for number in (1, 2, 3, 4):
        first.step([one], draw(rng, (3, 4)))
        if number > 1:
            second = second or student.Adam(lr=0.02, betas=(0.7, 0.9))
            second.step([other], draw(rng, (5, 3)))
        seen[f"after_step_{number}"] = {"first": snapshot(one), "second": snapshot(other)}
    return {**seen, "flat": flat}


@case("adam", points=1)
def new_views_of_adam(student, rng):
    """In Adam, too, parameters of float32 may come at every step as new array objects.

    ru: И в Adam параметры типа float32 могут на каждом шаге приходить новыми объектами.
    """
    (flat,) = draw(rng, (40,), dtype=np.float32)
    grads = [draw(rng, (3, 4), (5, 3), dtype=np.float32) for _ in range(4)]
    # So large an eps is noticed in every draw if it stands in the wrong place, not only beside a tiny gradient.
    return descend_anew(student.Adam(lr=0.05, eps=0.5), flat, grads)


# ----------------------------------------------------------------------------------------------------- AdamW


@case("adamw", points=3)
def six_steps_of_adamw(student, rng):
    """Six steps of AdamW for three parameters with a strong decay.

    ru: Шесть шагов AdamW с сильным затуханием для трёх параметров.
    """
    params = draw(rng, *SHAPES)
    grads = [draw(rng, *SHAPES) for _ in range(6)]
    return descend(student.AdamW(lr=0.05, betas=(0.9, 0.99), weight_decay=0.5), params, grads)


@case("adamw", points=2)
def decay_of_adamw_alone(student, rng):
    """What is left of the weights when all gradients are zero and lr is changed.

    ru: Что остаётся от весов, если все градиенты нулевые, а lr меняется.
    """
    params = draw(rng, (2, 4), (3,))
    grads = [[np.zeros_like(w) for w in params] for _ in RATES]
    return descend(student.AdamW(lr=1.0, weight_decay=0.8), params, grads, RATES)


@case("adamw", points=1)
def default_decay_of_adamw(student, rng):
    """AdamW with all settings left at their defaults but lr.

    ru: AdamW, у которого задан только lr, остальное по умолчанию.
    """
    params = draw(rng, (4, 2), (5,))
    grads = [draw(rng, (4, 2), (5,)) for _ in range(3)]
    return descend(student.AdamW(lr=0.1), params, grads)


@case("adamw", points=1)
def changing_rate_of_adamw(student, rng):
    """Small gradients while lr is changed: it scales the decay and the step alike.

    ru: Малые градиенты при меняющемся lr: от него зависят и затухание, и шаг.
    """
    params = draw(rng, (3, 3), (4,))
    grads = [draw(rng, (3, 3), (4,), scale=1e-6) for _ in RATES]
    optimizer = student.AdamW(lr=1.0, betas=(0.8, 0.9), eps=1e-6, weight_decay=0.3)
    return descend(optimizer, params, grads, RATES)


@case("adamw", points=1)
def reused_gradients_of_adamw(student, rng):
    """Gradients in the same arrays every time, parameters that are parts of a larger array.

    ru: Градиенты каждый раз в тех же массивах, параметры — части большего массива.
    """
    flat = rng.standard_normal(40)
    params = views(flat)
    optimizer = student.AdamW(lr=0.05, betas=(0.8, 0.95), weight_decay=0.2)
    seen = descend_reusing(optimizer, params, [draw(rng, (3, 4), (5, 3)) for _ in range(4)])
    return {"flat": flat, **seen}


@case("adamw", points=1)
def new_views_of_adamw(student, rng):
    """In AdamW, too, parameters of float32 may come at every step as new array objects.

    ru: И в AdamW параметры типа float32 могут на каждом шаге приходить новыми объектами.
    """
    (flat,) = draw(rng, (40,), dtype=np.float32)
    grads = [draw(rng, (3, 4), (5, 3), dtype=np.float32) for _ in range(4)]
    return descend_anew(student.AdamW(lr=0.05, weight_decay=0.4), flat, grads)


# -------------------------------------------------------------------------------------------------- training


def watched_linear_model(student, sizes, rng):
    """A linear model that writes down what each of its backward passes belonged to, and the list of that."""
    seen = []

    class Watched(student.MLP):
        def forward(self, x):
            self.x, self.logits = x, super().forward(x)
            return self.logits

        def backward(self, dout):
            entry = {"x": self.x, "logits": self.logits, "dlogits": dout, "training": self.training}
            seen.append(snapshot(entry))
            super().backward(dout)

    return Watched(sizes, rng), seen


@case("training", points=2)
def leftover_gradients(student, rng):
    """A model that comes in evaluation mode and with gradients left from earlier; one batch an epoch.

    ru: Модель приходит в режиме проверки и с градиентами, оставшимися от прошлого; один батч на эпоху.
    """
    x, y = rng.standard_normal((17, 4)), rng.integers(0, 5, 17)
    model = student.MLP([4, 6, 5], rng)
    model.eval()
    for grad in model.grads:
        grad += rng.standard_normal(grad.shape)
    optimizer = Descent(0.3)
    losses = student.train(model, optimizer, x, y, 4, 40, rng)
    return {"losses": losses, "params": model.params, "inputs": {"x": x, "y": y}}


@case("training", points=3, checker="training_steps", options={"epochs": 3})
def steps_of_an_epoch(student, rng):
    """An epoch makes one step for every mini-batch, along the gradient of that batch, in training mode.

    ru: В эпохе делается по шагу на каждый мини-батч, по градиенту этого батча, в режиме обучения.
    """
    x, y = rng.standard_normal((45, 4)), rng.integers(0, 3, 45)
    model, batches = watched_linear_model(student, [4, 3], rng)
    optimizer = Descent(0.1)
    model.eval()
    student.train(model, optimizer, x, y, 3, 4, rng)
    return {"batches": batches, "steps": optimizer.seen, "inputs": {"x": x, "y": y}}


@case("training", points=2, checker="training_steps", options={"epochs": 2, "losses": True})
def loss_of_an_epoch(student, rng):
    """The losses that train returns, where the last batch is smaller than the others.

    ru: Потери, которые возвращает train, когда последний батч меньше остальных.
    """
    x, y = rng.standard_normal((57, 3)), rng.integers(0, 4, 57)
    model, batches = watched_linear_model(student, [3, 4], rng)
    optimizer = Descent(0.5)
    losses = student.train(model, optimizer, x, y, 2, 7, rng)
    return {"batches": batches, "steps": optimizer.seen, "losses": losses, "inputs": {"x": x, "y": y}}


@case("training", points=3)
def evaluation_with_dropout(student, rng):
    """evaluate with a model that has dropout, called in either mode; nothing is changed.

    ru: evaluate для модели с dropout, вызванная в каждом из режимов; ничего не меняется.
    """
    x, right = rng.standard_normal((25, 5)), rng.integers(15, 24)
    model = student.MLP([5, 16, 3], rng, dropout=0.5)
    w1, b1, w2, b2 = model.params
    y = (np.maximum(x @ w1 + b1, 0) @ w2 + b2).argmax(axis=1)
    y[right:] = (y[right:] + 1) % 3  # most answers are right: no other way of counting comes to the same by chance
    for grad in model.grads:
        grad += 1
    seen = {}
    for mode, switch in {"training_mode": model.train, "evaluation_mode": model.eval}.items():
        switch()
        loss, accuracy = student.evaluate(model, x, y)
        seen[mode] = {"loss": loss, "accuracy": accuracy, "training_afterwards": model.training}
    return {**seen, "inputs": {"x": x, "y": y, "params": model.params, "grads": model.grads}}


@case("training", points=2, checker="learned_digits", options=DIGITS, limits=PATIENT, fresh=False)
def digits_with_adamw(student, rng):
    """A network with dropout, trained by your AdamW, reads at least 90 % of the held-out digits.

    ru: Сеть с dropout, обученная вашим AdamW, узнаёт не меньше 90 % отложенных цифр.
    """
    order = rng.permutation(len(IMAGES))
    learning, held_out = order[:1297], order[1297:]
    model = student.MLP([64, 32, 10], rng, dropout=0.1)
    optimizer = student.AdamW(lr=5e-3)
    losses = student.train(model, optimizer, IMAGES[learning], LABELS[learning], epochs=10, batch_size=32, rng=rng)
    return {"losses": losses, "params": model.params, "held_out": held_out}
