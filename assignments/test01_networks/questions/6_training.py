"""Training: the loop, mini-batches, learning curves."""

from pathlib import Path

import numpy as np

from grader.files import load_module
from grader.questions import (
    Option,
    Variant,
    array,
    filled,
    integer,
    matching,
    number,
    option,
    ordering,
    pick,
    question,
    short,
    shuffled,
)

pictures = load_module(Path(__file__).parents[1] / "pictures.py", "test01_networks_pictures")


@question("train_loop", fields={"order": ordering(points=2), "forgotten": number(points=1)})
def train_loop(reference, rng):
    order: list[str] = []
    reference.epoch(order.append)
    while True:
        gradients = [pick(rng, [-3, -2, -1, 1, 2, 3, 4]) for _ in range(3)]
        if 2 * gradients[0] + gradients[1] and abs(3 * gradients[0] + 2 * gradients[1] + gradients[2]) > 1:
            break
    moved = 3 * gradients[0] + 2 * gradients[1] + gradients[2]
    rate = 0.1
    w = pick(rng, [1, 2, 3]) * (1 if moved < 0 else -1)  # no cancellation: the weight moves away from zero
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
    model, optimizer = pick(rng, ["model", "net", "network"]), pick(rng, ["optimizer", "opt", "sgd"])
    output, loss = pick(rng, ["output", "logits", "scores"]), pick(rng, ["criterion", "loss_fn", "cross_entropy"])
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
    size, epochs, features = pick(rng, [22, 26, 34, 38]), pick(rng, [3, 4, 5]), pick(rng, [62, 74, 86])
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
    best = pick(rng, [3, 4, 5, 6, 7, 8])
    drawn = drawn_curves(rng, best)
    letters = dict(zip(shuffled(rng, list(drawn)), "PQR", strict=True))
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
    high, rate = pick(rng, [0.95, 1.0, 1.05]), pick(rng, [0.35, 0.4, 0.45])
    fall = np.exp(-rate * (at - 1))
    lowest, steep = pick(rng, [0.55, 0.6]), pick(rng, [0.08, 0.1])
    overfitted = lowest + np.where(at < best, steep, 0.08) * np.abs(at - best)
    drawn = {
        "underfitting": (high + 0.35 * fall, high + 0.08 + 0.35 * fall),
        "overfitting": (0.18 - 0.01 * at + 0.85 * (overfitted[0] - 0.1) * fall, overfitted),
        "good": (0.15 + 1.1 * fall, 0.23 + 1.1 * fall),
    }
    return {key: (np.round(train, 2), np.round(val, 2)) for key, (train, val) in drawn.items()}
