"""Checkers of homework 3: what must hold whatever order the mini-batches came in.

Each first makes sure of the form, so that nothing below it can fail, and trusts only what the reference
returned (`expected`) for the inputs.
"""

from pathlib import Path

import numpy as np

from grader.checkers import broken
from grader.checkers import close as default
from grader.model import Difference, Tree
from grader.trees import first_difference

CLOSE = 1e-9

with np.load(Path(__file__).with_name("digits.npz")) as data:
    IMAGES, LABELS = data["images"].reshape(-1, 64) / 16.0, data["labels"]

_NOT_THE_MEAN = (
    "this is not the mean loss of the epoch's samples",
    "это не средняя потеря по объектам эпохи",
)
_OTHER_LOSSES = (
    (np.mean, "this is the mean over batches, not over samples", "это среднее по батчам, а не по объектам"),
    (np.sum, "this is the sum of the batches' losses", "это сумма потерь батчей"),
    (
        lambda means: means[-1],
        "this is the loss of the last batch alone",
        "это потеря одного последнего батча",
    ),
)
"""What else may be made of the mean losses of the batches, and how it is told."""


def epochs(observed: Tree, expected: Tree, *, replay: bool = False) -> Difference | None:
    """Every `epoch_…` is a random order of all samples, each with its target, and no two epochs are alike.

    With `replay` the entry `replay` was drawn from a generator equal to that of `epoch_1`, and must be equal.
    """
    difference = _form_and_inputs(observed, expected)
    if difference:
        return difference
    x, y = expected["inputs"]["x"], expected["inputs"]["y"]
    orders = {}
    for name in expected:
        if name == "inputs":
            continue
        batches = observed[name]
        order = _order(np.concatenate([batch[0] for batch in batches]), x)
        if order is None:
            return _not_an_epoch(name)
        targets = np.concatenate([batch[1] for batch in batches])
        if not np.array_equal(targets, y[order]):
            return _wrong_targets(name, kept=np.array_equal(targets, y))
        orders[name] = order, len(expected[name][0][0])
    if replay and not np.array_equal(orders.pop("replay")[0], orders["epoch_1"][0]):
        return broken(
            "replay",
            en="two equal generators gave different batches: all randomness must come from rng",
            ru="два одинаковых генератора дали разные батчи: вся случайность должна браться из rng",
        )
    return _not_shuffled(orders)


def training_steps(observed: Tree, expected: Tree, *, epochs: int, losses: bool = False) -> Difference | None:
    """What a linear model and its optimizer saw of `train` is right; with `losses`, so are its losses."""
    difference = _form_and_inputs(observed, expected)
    if difference:
        return difference
    x, y = expected["inputs"]["x"], expected["inputs"]["y"]
    per_epoch = len(expected["batches"]) // epochs
    orders = {}
    for epoch in range(epochs):
        part = slice(epoch * per_epoch, (epoch + 1) * per_epoch)
        batches = observed["batches"][part]
        order = _order(np.concatenate([batch["x"] for batch in batches]), x)
        if order is None:
            return _not_an_epoch(f"epoch_{epoch + 1}")
        orders[f"epoch_{epoch + 1}"] = order, len(expected["batches"][0]["x"])
        labels = np.split(y[order], np.cumsum([len(batch["x"]) for batch in batches])[:-1])
        difference = _steps(batches, observed["steps"][part], labels)
        if difference is None and losses:
            difference = _loss(observed["losses"][epoch], batches, labels, f"losses[{epoch}]")
        if difference:
            return difference
    return _not_shuffled(orders)


def learned_digits(observed: Tree, expected: Tree, *, accuracy: float) -> Difference | None:
    """The trained weights read that share of the held-out digits, and the loss fell meanwhile."""
    difference = first_difference(observed, expected, values=False)
    if difference:
        return difference
    held_out = expected["held_out"]
    with np.errstate(all="ignore"):
        activation = IMAGES[held_out]
        for layer in range(0, len(observed["params"]), 2):
            activation = np.maximum(activation, 0) if layer else activation
            activation = activation @ observed["params"][layer] + observed["params"][layer + 1]
        reached = float((activation.argmax(axis=1) == LABELS[held_out]).mean())
        fell = float(observed["losses"][-1]) < float(observed["losses"][0]) / 2
    if not reached >= accuracy:
        return broken(
            "params",
            en="the trained model reads too few of the held-out digits",
            ru="обученная модель узнаёт слишком мало отложенных цифр",
            observed=reached,
            expected=f">= {accuracy}",
        )
    if not fell:
        return broken(
            "losses",
            en="the loss of the last epoch is not well below that of the first",
            ru="потеря последней эпохи не стала заметно меньше, чем в первой",
            observed=float(observed["losses"][-1]),
            expected=f"< {float(observed['losses'][0]) / 2:.6g}",
        )
    return None


def _form_and_inputs(observed: Tree, expected: Tree) -> Difference | None:
    difference = first_difference(observed, expected, values=False)
    if difference:
        return difference
    return default.check({"inputs": observed["inputs"]}, {"inputs": expected["inputs"]})


def _order(rows: np.ndarray, x: np.ndarray) -> np.ndarray | None:
    """`order` such that `rows` is `x[order]` and each sample is there once; else None."""
    places = {row.tobytes(): place for place, row in enumerate(x)}
    order = [places.get(row.tobytes(), -1) for row in rows]
    return np.array(order) if sorted(order) == list(range(len(x))) else None


def _not_an_epoch(path: str) -> Difference:
    return broken(
        path,
        en="an epoch must contain every sample exactly once, as it was given",
        ru="в эпохе каждый объект должен встретиться ровно один раз и без изменений",
    )


def _wrong_targets(path: str, *, kept: bool) -> Difference:
    if kept:
        return broken(
            path,
            en="the samples were shuffled, but their targets kept the old order",
            ru="объекты перемешаны, а их ответы остались в старом порядке",
        )
    return broken(path, en="a sample is not with its own target", ru="объект стоит не со своим ответом")


def _not_shuffled(orders: dict[str, tuple[np.ndarray, int]]) -> Difference | None:
    """A difference if an order (given with its batch size) is not random, or two epochs have the same one.

    In a random order of n samples two neighbour pairs are consecutive on the average, and a sample keeps its
    batch with probability batch_size/n.  Both bounds here are half of all: for n of 40 and more, and
    batch_size/n of 1/8 at most, that is 8 standard deviations away.
    """
    known: list[np.ndarray] = []
    for name, (order, batch_size) in orders.items():
        n = len(order)
        consecutive = np.mean(np.abs(np.diff(order)) == 1)
        in_place = np.mean(order // batch_size == np.arange(n) // batch_size) if batch_size <= n / 8 else 0.0
        if max(consecutive, in_place) > 0.5:
            return broken(
                name,
                en="the samples are not mixed: the order must be a random permutation of all of them",
                ru="объекты не перемешаны: порядок должен быть случайной перестановкой их всех",
            )
        if any(np.array_equal(order, other) for other in known):
            return broken(
                name,
                en="the order is the same as in an earlier epoch",
                ru="порядок тот же, что и в одной из прошлых эпох",
            )
        known.append(order)
    return None


def _softmax(logits: np.ndarray) -> np.ndarray:
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _far(observed: np.ndarray | float, expected: np.ndarray | float) -> bool:
    """Whether two results are further apart than rounding explains; NaN is far from everything."""
    return not bool(np.all(np.abs(np.subtract(observed, expected)) <= CLOSE))


def _steps(batches: list[Tree], steps: list[Tree], labels: list[np.ndarray]) -> Difference | None:
    with np.errstate(all="ignore"):
        for batch, step, y in zip(batches, steps, labels, strict=True):
            right = (_softmax(batch["logits"]) - np.eye(batch["logits"].shape[1])[y]) / len(y)
            if _far(batch["dlogits"], right):
                return broken(
                    "dlogits",
                    en="backward did not get the gradient of the batch's mean loss for its own labels",
                    ru="в backward пришёл не градиент средней потери батча для его собственных ответов",
                )
            if not batch["training"]:
                return broken(
                    "training",
                    en="a training step was made while the model was not in training mode",
                    ru="шаг обучения сделан, когда модель не была в режиме обучения",
                )
            gradient = batch["x"].T @ right, right.sum(axis=0)
            if not any(map(_far, step["params"], gradient)):
                return broken(
                    "steps",
                    en="the optimizer got the gradients first: step takes the parameters, then their gradients",
                    ru="градиенты пришли в оптимизатор первыми: step принимает параметры, а за ними градиенты",
                )
            if any(map(_far, step["grads"], gradient)):
                return broken(
                    "steps",
                    en="the optimizer did not get the gradient of this batch alone",
                    ru="оптимизатор получил не градиент одного этого батча",
                )
    return None


def _loss(observed: Tree, batches: list[Tree], labels: list[np.ndarray], path: str) -> Difference | None:
    with np.errstate(all="ignore"):
        losses = [
            -np.log(_softmax(batch["logits"])[np.arange(len(y)), y]) for batch, y in zip(batches, labels, strict=True)
        ]
        mean = float(np.concatenate(losses).mean())
        if not _far(float(observed), mean):
            return None
        means = [float(part.mean()) for part in losses]
        others = ((en, ru) for other, en, ru in _OTHER_LOSSES if not _far(float(observed), other(means)))
        en, ru = next(others, _NOT_THE_MEAN)
    return broken(path, en=en, ru=ru, observed=float(observed), expected=mean)
