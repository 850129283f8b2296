"""Test 2: the questions.  Numbers are drawn so that they can be computed by hand, and no draw is degenerate.

In all texts the decimal separator is a point, in formulas as in code; a comma in an answer is understood as well.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from grader.questions import (
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

# ------------------------------------------------------------------------------------------- drawing and writing


def pick(rng, values):
    """One of the values, as it stands in the list."""
    return values[int(rng.integers(len(values)))]


def some(rng, values, count):
    """So many different ones of the values."""
    return [values[int(index)] for index in rng.permutation(len(values))[:count]]


def signs(rng, count):
    """+1 or −1, so many times."""
    return [int(sign) for sign in rng.choice([-1, 1], count)]


def redrawn(draw: Callable[[], tuple], good: Callable[..., bool]) -> tuple:
    """What is drawn, again until it is good; at least one draw in a few is.

    What is good is never asked of the reference: a mistake must be shown the very same numbers.
    """
    while not good(*(drawn := draw())):
        pass
    return drawn


def unseen(answers: Sequence[float], shown: Sequence[float]) -> bool:
    """Whether answers are not zero, and nowhere near one another, or near what is given."""
    sizes = [abs(float(answer)) for answer in answers]
    others = [[0.0, *sizes[:at], *(abs(float(value)) for value in shown)] for at in range(len(sizes))]
    return all(abs(size - other) > 0.01 * size for size, near in zip(sizes, others, strict=True) for other in near)


def say(value: float) -> str:
    """A number as it is written in a formula, without the rounding of binary fractions."""
    return f"{round(float(value), 10):.10g}"


def row(values: Sequence[float]) -> str:
    """Numbers one after another, in a formula."""
    return r",\; ".join(map(say, values))


def matrix(values: np.ndarray) -> str:
    """A matrix, in a formula."""
    lines = r" \\ ".join(" & ".join(map(say, line)) for line in values)
    return rf"\begin{{pmatrix}} {lines} \end{{pmatrix}}"


# ------------------------------------------------------------------------------------------- the training loop

STEPS = {
    "train": option("train", en="`model.train()`", ru="`model.train()`"),
    "zero_grad": option("zero_grad", en="`optimizer.zero_grad()`", ru="`optimizer.zero_grad()`"),
    "loss": option("loss", en="`loss = criterion(model(x), y)`", ru="`loss = criterion(model(x), y)`"),
    "backward": option("backward", en="`loss.backward()`", ru="`loss.backward()`"),
    "step": option("step", en="`optimizer.step()`", ru="`optimizer.step()`"),
    "eval": option("eval", en="`model.eval()`", ru="`model.eval()`"),
    "validate": option(
        "validate",
        en="the loss on the validation data, under `torch.no_grad()`",
        ru="потеря на валидации, под `torch.no_grad()`",
    ),
}

CLEARED = {
    "first": {
        "en": "gradients are cleared at the very beginning of the work on a batch",
        "ru": "градиенты обнуляются в самом начале работы с батчем",
    },
    "before backward": {
        "en": "gradients are cleared immediately before the backward pass",
        "ru": "градиенты обнуляются непосредственно перед обратным проходом",
    },
    "last": {
        "en": "gradients are cleared as soon as the weights have been updated",
        "ru": "градиенты обнуляются сразу после того, как обновлены веса",
    },
}


@question("train_loop", fields={"order": ordering(points=2)})
def train_loop(reference, rng):
    where, batches = pick(rng, list(CLEARED)), int(rng.integers(40, 400))
    return Variant(
        prompt={
            "en": f"An epoch of training in PyTorch: the model has dropout and batch normalization, the training data "
            f"make up {batches} batches. First the mode is set, then the batches are gone through, then comes "
            f"validation. In this program {CLEARED[where]['en']}.\n\n"
            f"Put the actions into the order in which they are done. What is done for every batch stands here once.",
            "ru": f"Эпоха обучения в PyTorch: в модели есть dropout и batch normalization, обучающая выборка разбита "
            f"на батчи, их {batches}. Сначала выставляется режим, затем идут батчи, затем валидация. "
            f"В этой программе {CLEARED[where]['ru']}.\n\n"
            f"Расставьте действия в том порядке, в котором они выполняются. То, что делается для каждого батча, "
            f"записано здесь один раз.",
        },
        answers={"order": reference.epoch_steps(where)},
        options={"order": tuple(STEPS.values())},
    )


CALLS = tuple(
    option(key, en=f"`{text}`", ru=f"`{text}`")
    for key, text in {
        "train": "model.train()",
        "eval": "model.eval()",
        "no_grad": "with torch.no_grad():",
        "zero_grad": "optimizer.zero_grad()",
        "backward": "loss.backward()",
        "step": "optimizer.step()",
    }.items()
)

EFFECTS = {
    "batch_statistics": option(
        "batch_statistics",
        en="batch normalization will normalize by the statistics of the batch",
        ru="batch normalization будет нормировать по статистикам батча",
    ),
    "running_statistics": option(
        "running_statistics",
        en="dropout will let everything through, batch normalization will use its running statistics",
        ru="dropout будет пропускать всё, batch normalization — брать накопленные статистики",
    ),
    "no_graph": option(
        "no_graph",
        en="the graph of computations is not kept, which saves memory and time; what the layers return stays the same",
        ru="граф вычислений не запоминается, это экономит память и время; то, что возвращают слои, не меняется",
    ),
    "gradients_added": option(
        "gradients_added",
        en="something is added to the `.grad` of every parameter",
        ru="к `.grad` каждого параметра что-то прибавляется",
    ),
    "gradients_cleared": option(
        "gradients_cleared",
        en="what earlier batches left in `.grad` is removed",
        ru="из `.grad` убирается то, что осталось от прежних батчей",
    ),
    "weights_changed": option("weights_changed", en="the weights change", ru="меняются веса"),
}


@question("modes", fields={"calls": matching(points=2)})
def modes(reference, rng):
    always = ["running_statistics", "no_graph", "gradients_added"]
    others = [key for key in EFFECTS if key not in always]
    shown = some(rng, [*always, pick(rng, others)], 4)
    effects = reference.calls_by_effect()
    return Variant(
        prompt={
            "en": "Which line of a PyTorch program has which effect? To each effect give the number of the line; "
            "some lines are left over.",
            "ru": "Какая строка программы на PyTorch что делает? К каждому действию подберите номер строки; "
            "некоторые строки лишние.",
        },
        answers={"calls": {key: effects[key] for key in shown}},
        options={"calls": CALLS},
        items={"calls": tuple(EFFECTS[key] for key in shown)},
    )


@question("sgd_batch", fields={"drawn": choice(points=1), "steps": integer(points=1)})
def sgd_batch(reference, rng):
    size, features = pick(rng, [16, 32, 64]), int(rng.integers(70, 130))
    full, rest = int(rng.choice([n for n in range(20, 60) if n + 1 != size])), int(rng.integers(1, 16))
    samples = full * size + rest

    def shape(rows, columns, en, ru):
        return {"en": f"${rows} \\times {columns}$: {en}", "ru": f"${rows} \\times {columns}$: {ru}"}

    texts = {
        "samples": shape(size, features, "random rows, all columns", "случайные строки, все столбцы"),
        "features": shape(samples, size, "all rows, random columns", "все строки, случайные столбцы"),
        "everything": shape(samples, features, "the whole matrix", "вся матрица"),
        "both": shape(size, size, "random rows and random columns", "случайные строки и случайные столбцы"),
    }
    return Variant(
        prompt={
            "en": f"The training data are a matrix of ${samples} \\times {features}$: rows are samples, columns are "
            f"features. SGD goes over them in mini-batches of size ${size}$, shuffled anew in every epoch; the last "
            f"batch of an epoch may be smaller and is used, too.",
            "ru": f"Обучающая выборка — матрица ${samples} \\times {features}$: строки — объекты, столбцы — признаки. "
            f"SGD проходит её мини-батчами размера ${size}$, в каждой эпохе перемешивая заново; последний батч эпохи "
            f"может быть меньше и тоже используется.",
        },
        answers={
            "drawn": reference.samples_of_a_step(),
            "steps": reference.steps_per_epoch(samples, size),
        },
        options={"drawn": tuple(option(key, **text) for key, text in texts.items())},
        labels={
            "drawn": {
                "en": "Which part of the matrix is the gradient of one step (not the last of the epoch) computed on?",
                "ru": "По какой части матрицы считается градиент одного шага (не последнего в эпохе)?",
            },
            "steps": {"en": "How many steps are there in an epoch?", "ru": "Сколько шагов в одной эпохе?"},
        },
    )


# --------------------------------------------------------------------------------- underfitting and overfitting

STATES = (
    option("underfitting", en="underfitting", ru="недообучение"),
    option("overfitting", en="overfitting", ru="переобучение"),
    option("fits", en="the model fits, and generalizes", ru="модель обучена и хорошо обобщает"),
    option(
        "diverges", en="training diverges: the learning rate is too large", ru="обучение расходится: слишком велик шаг"
    ),
)

REMEDIES = {
    "more_data": option("more_data", en="more training data", ru="больше обучающих данных"),
    "more_dropout": option("more_dropout", en="a larger $p$ in dropout", ru="больше $p$ в dropout"),
    "more_decay": option("more_decay", en=r"a larger $\lambda$ of L2", ru=r"больше $\lambda$ в L2"),
    "stop_early": option("stop_early", en="early stopping", ru="ранняя остановка"),
    "smaller_network": option("smaller_network", en="a smaller network", ru="сеть поменьше"),
    "larger_network": option("larger_network", en="a larger network", ru="сеть побольше"),
    "less_decay": option("less_decay", en=r"a smaller $\lambda$ of L2", ru=r"меньше $\lambda$ в L2"),
    "less_dropout": option("less_dropout", en="a smaller $p$ in dropout", ru="меньше $p$ в dropout"),
    "better_features": option("better_features", en="more informative features", ru="более содержательные признаки"),
}
EPOCHS = 20


def loss_curves(rng, small: float, underfitting: bool) -> tuple[list[float], list[float]]:
    """Losses of the epochs in training and validation; `small` lies well away from where they end."""
    epochs = np.arange(EPOCHS)
    speed = rng.uniform(2.5, 4)
    if underfitting:
        floor = small + rng.uniform(0.3, 0.45)
        train = floor + rng.uniform(0.5, 0.7) * np.exp(-epochs / speed)
        return [float(v) for v in train], [float(v) for v in train + rng.uniform(0.05, 0.09)]
    train = small * rng.uniform(0.15, 0.3) + rng.uniform(0.9, 1.1) * np.exp(-epochs / speed)
    gap = 0.04 + rng.uniform(0.035, 0.045) * epochs
    return [float(v) for v in train], [float(v) for v in np.maximum(train + gap, train) + 0.02]


def picture(train: Sequence[float], validation: Sequence[float], small: float) -> str:
    """The curves as an SVG: training solid, validation dashed, the level of a small loss dotted."""

    def at(epoch: float, loss: float) -> tuple[float, float]:
        return 46 + 19 * (epoch - 1), 210 - 110 * loss

    def line(losses: Sequence[float], style: str) -> str:
        points = " ".join("{:.1f},{:.1f}".format(*at(epoch, loss)) for epoch, loss in enumerate(losses, start=1))
        return f'<polyline points="{points}" fill="none" {style}/>'

    def text(x: float, y: float, what: str, style: str = "") -> str:
        return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{what}</text>'

    parts = ['<rect width="480" height="250" rx="6" fill="#ffffff"/>']
    for loss in (0, 0.5, 1, 1.5):
        x, y = at(1, loss)
        parts.append(f'<line x1="{x}" y1="{y}" x2="{x + 19 * (EPOCHS - 1)}" y2="{y}" stroke="#d8d8d8"/>')
        parts.append(text(x - 6, y + 4, say(loss), 'text-anchor="end"'))
    for epoch in (1, 5, 10, 15, 20):
        parts.append(text(*np.add(at(epoch, 0), (0, 16)), str(epoch), 'text-anchor="middle"'))
    level = at(1, small)[1]
    end = at(EPOCHS, 0)[0]
    parts.append(
        f'<line x1="46" y1="{level:.1f}" x2="{end}" y2="{level:.1f}" '
        'stroke="#333" stroke-width="1.5" stroke-dasharray="2 4"/>'
    )
    parts.append(line(train, 'stroke="#1f5fa8" stroke-width="2.5"'))
    parts.append(line(validation, 'stroke="#b3420c" stroke-width="2.5" stroke-dasharray="8 4"'))
    ends = [at(EPOCHS, train[-1])[1] + 4, at(EPOCHS, validation[-1])[1] + 4, level + 4]
    if abs(ends[0] - ends[1]) < 14:
        ends[:2] = [ends[0] + 6, ends[1] - 6]
    parts.append(text(end + 6, ends[0], "train", 'fill="#1f5fa8"'))
    parts.append(text(end + 6, ends[1], "val", 'fill="#b3420c"'))
    parts.append(text(end + 6, ends[2], say(small), 'fill="#555"'))
    parts.append(text((46 + end) / 2, 244, "epoch", 'text-anchor="middle"'))
    parts.append(text(8, 20, "loss"))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 250" width="480" height="250" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#222">{"".join(parts)}</svg>'
    )


@question("fit", fields={"state": choice(points=1), "helps": choices(points=2)})
def fit(reference, rng):
    small, underfitting = pick(rng, [0.35, 0.4, 0.45, 0.5]), bool(rng.integers(2))
    train, validation = loss_curves(rng, small, underfitting)
    state = reference.fit_state(train, validation, small)
    freer = ["larger_network", *some(rng, ["less_decay", "less_dropout", "better_features"], 2)]
    tighter = ["more_data", *some(rng, ["more_dropout", "more_decay", "stop_early", "smaller_network"], 2)]
    shown = [*freer, *tighter]
    helps = reference.helps_against(state)
    some_epochs = (1, 5, 10, 15, 20)
    told = {
        name: ", ".join(f"{losses[epoch - 1]:.2f}" for epoch in some_epochs)
        for name, losses in (("train", train), ("val", validation))
    }
    return Variant(
        prompt={
            "en": f"The picture shows the loss on the training data (train, solid) and on the validation data (val, "
            f"dashed) over {EPOCHS} epochs; the network has dropout and an L2 penalty. On this problem a loss up to "
            f"${say(small)}$ (the dotted line) counts as "
            f"small.",
            "ru": f"На рисунке — потеря на обучающей выборке (train, сплошная линия) и на валидации (val, штриховая) "
            f"за {EPOCHS} эпох; в сети есть dropout и L2-штраф. В этой задаче малой считается потеря не больше "
            f"${say(small)}$ (линия из точек).",
        },
        answers={"state": state, "helps": sorted(helps & set(shown))},
        options={"state": STATES, "helps": tuple(REMEDIES[key] for key in shown)},
        labels={
            "state": {
                "en": "What do the curves show as training ends?",
                "ru": "Что показывают кривые к концу обучения?",
            },
            "helps": {
                "en": "What of this helps against it? Give all that do.",
                "ru": "Что из этого здесь помогает? Укажите всё, что помогает.",
            },
        },
        picture=picture(train, validation, small),
        described={
            "en": f"Two loss curves. Epochs 1, 5, 10, 15, 20: training {told['train']}; validation {told['val']}. "
            f"A dotted horizontal line at {say(small)}.",
            "ru": f"Две кривые потерь. Эпохи 1, 5, 10, 15, 20: обучение {told['train']}; валидация {told['val']}. "
            f"Горизонтальная линия из точек на уровне {say(small)}.",
        },
    )


def validation_losses(rng, patience: int) -> list[float]:
    """Losses, in hundredths, on which every usual slip about early stopping ends elsewhere (min_delta = 0.02).

    Improvements; then a lack of them that is one epoch too short; the last improvements; then `patience` epochs without
    one: worse ones, of which some are better than the one before, and at last one that is better than the best by 0.01
    only; after that worse ones again, and an improvement that comes too late.
    """
    losses = [int(rng.integers(90, 99))]
    for _ in range(int(rng.integers(1, 6))):
        losses.append(losses[-1] - int(rng.integers(3, 8)))
    losses += [losses[-1] + int(rise) for rise in rng.integers(2, 7, patience - 1)]
    best = min(losses)
    for _ in range(int(rng.integers(1, 5))):
        best -= int(rng.integers(3, 8))
        losses.append(best)
    losses += [best + 9 - 3 * step for step in range(patience - 1)] + [best - 1]
    losses += [best + 5, best + 1] + [best + 3 + step for step in range(patience)]
    losses.append(best - int(rng.integers(6, 10)))
    return [loss / 100 for loss in losses]


@question("early_stopping", fields={"stopped": integer(points=2), "kept": integer(points=1)})
def early_stopping(reference, rng):
    patience = pick(rng, [2, 3])
    losses = validation_losses(rng, patience)
    listed = ", ".join(f"{loss:.2f}" for loss in losses)
    stopped, kept = reference.early_stopping(losses, patience, 0.02)
    return Variant(
        prompt={
            "en": f"Had it not been stopped, training would have given these validation losses, epoch by epoch from "
            f"the first on:\n\n{listed}.\n\nEarly stopping has `patience` = {patience} and `min_delta` = 0.02. An "
            f"epoch "
            f"is an improvement if $\\text{{best}} - \\text{{val}} > \\text{{min\\_delta}}$, where best is the loss of "
            f"the last improvement (the first epoch always is one). Training stops after {patience} epochs in a row "
            f"without improvement. Epochs are counted from 1.",
            "ru": f"Если бы обучение не останавливали, потери на валидации по эпохам, начиная с первой, были бы "
            f"такими:\n\n{listed}.\n\nУ ранней остановки `patience` = {patience}, `min_delta` = 0.02. Эпоха — "
            f"улучшение, если $\\text{{best}} - \\text{{val}} > \\text{{min\\_delta}}$, где best — потеря последнего "
            f"улучшения (первая эпоха — всегда улучшение). Обучение останавливается после {patience} эпох подряд "
            f"без улучшения. Эпохи считаются с 1.",
        },
        answers={"stopped": stopped, "kept": kept},
        labels={
            "stopped": {
                "en": "Number of the last epoch that is run",
                "ru": "Номер последней выполненной эпохи",
            },
            "kept": {
                "en": "Number of the epoch whose weights are taken",
                "ru": "Номер эпохи, веса которой берут",
            },
        },
    )


# ------------------------------------------------------------------------------------------------------ dropout

DROPPED = [0.2, 0.6, 0.75, 0.8]
"""Probabilities to drop with a short 1/(1−p), and never 1/2: there p and 1−p could not be told apart."""


@question("dropout_forward", fields={"out": array(points=2, shape=(4,)), "evaluated": number(points=1)})
def dropout_forward(reference, rng):
    p = pick(rng, DROPPED)
    x, w, mask = redrawn(
        lambda: (rng.integers(1, 10, 4), rng.integers(1, 6, 4), rng.permutation([0, 0, 1, 1])),
        lambda x, w, mask: (
            len(set(x)) == 4 and abs((w * x).sum() - (w * x * mask).sum() / (1 - p)) > 2 and (w * x).sum() > 20
        ),
    )
    return Variant(
        prompt={
            "en": rf"A layer of inverted dropout with $p = {say(p)}$ (the probability to drop, as in PyTorch) gets "
            rf"$x = ({row(x)})$. In this forward pass of **training** the mask $m = ({row(mask)})$ is drawn; 1 means "
            rf"that the element is kept.",
            "ru": rf"Слой инвертированного dropout с $p = {say(p)}$ (вероятность обнулить, как в PyTorch) получает "
            rf"$x = ({row(x)})$. На этом прямом проходе **обучения** выпала маска $m = ({row(mask)})$; 1 значит, что "
            rf"элемент уцелел.",
        },
        answers={
            "out": reference.dropout_train(x, mask, p),
            "evaluated": float((w * reference.dropout_eval(x, mask, p)).sum()),
        },
        labels={
            "out": {"en": "The output $y$ of the layer", "ru": "Выход слоя $y$"},
            "evaluated": {
                "en": rf"Then `model.eval()` is called, and the layer gets the same $x$. What is "
                rf"$z = \sum_i w_i y_i$ then, with $w = ({row(w)})$?",
                "ru": rf"Затем вызвали `model.eval()` и подали тот же $x$. Чему теперь равно $z = \sum_i w_i y_i$, "
                rf"если $w = ({row(w)})$?",
            },
        },
    )


@question("dropout_expectation", fields={"mean": number(points=1), "variance": number(points=1)})
def dropout_expectation(reference, rng):
    p = pick(rng, DROPPED)
    x, w = redrawn(
        lambda: (rng.integers(1, 6, 3), rng.integers(1, 6, 3) * signs(rng, 3)),
        lambda x, w: abs((w * x).sum()) > 5 and len(set(w * x)) == 3 and ((w * x) ** 2).sum() > 40,
    )
    return Variant(
        prompt={
            "en": rf"In training the vector $x = ({row(x)})$ goes through inverted dropout with $p = {say(p)}$ (the "
            rf"probability to drop): $y_i = m_i x_i/(1-p)$ with independent $m_i \sim \text{{Bernoulli}}(1-p)$. "
            rf"The next neuron computes $z = \sum_i w_i y_i$ with $w = ({row(w)})$.",
            "ru": rf"При обучении вектор $x = ({row(x)})$ проходит через инвертированный dropout с $p = {say(p)}$ "
            rf"(вероятность обнулить): $y_i = m_i x_i/(1-p)$, где $m_i \sim \text{{Bernoulli}}(1-p)$ независимы. "
            rf"Следующий нейрон вычисляет $z = \sum_i w_i y_i$, где $w = ({row(w)})$.",
        },
        answers={
            "mean": reference.dropout_mean(x, w, p),
            "variance": reference.dropout_variance(x, w, p),
        },
        labels={
            "mean": {"en": r"The expectation $\mathbb E\, z$", "ru": r"Математическое ожидание $\mathbb E\, z$"},
            "variance": {"en": r"The variance $\text{Var}\, z$", "ru": r"Дисперсия $\text{Var}\, z$"},
        },
    )


@question("dropout_backward", fields={"dx": array(points=2, shape=(2, 3))})
def dropout_backward(reference, rng):
    p = pick(rng, DROPPED)
    mask = rng.permutation([0, 0, 1, 1, 1, 1])
    x = rng.integers(1, 6, 6) * signs(rng, 6)
    x[np.flatnonzero(mask)[int(rng.integers(4))]] = 0
    dout = rng.integers(2, 7, 6) * signs(rng, 6)
    x, mask, dout = x.reshape(2, 3), mask.reshape(2, 3), dout.reshape(2, 3)
    return Variant(
        prompt={
            "en": rf"In training, inverted dropout with $p = {say(p)}$ (the probability to drop) got $x$ and drew the "
            rf"mask $m$ (1: kept). From above comes the gradient $\partial L/\partial y$:"
            "\n\n"
            rf"$$x = {matrix(x)},\quad m = {matrix(mask)},\quad \frac{{\partial L}}{{\partial y}} = {matrix(dout)}.$$"
            "\n\n"
            rf"Compute $\partial L/\partial x$.",
            "ru": rf"При обучении инвертированный dropout с $p = {say(p)}$ (вероятность обнулить) получил $x$ и "
            rf"разыграл маску $m$ (1 — уцелел). Сверху пришёл градиент $\partial L/\partial y$:"
            "\n\n"
            rf"$$x = {matrix(x)},\quad m = {matrix(mask)},\quad \frac{{\partial L}}{{\partial y}} = {matrix(dout)}.$$"
            "\n\n"
            rf"Найдите $\partial L/\partial x$.",
        },
        answers={"dx": reference.dropout_backward(dout, x, mask, p)},
    )


SKELETON_OF_DROPOUT = '''\
import numpy as np


def dropout(x, p, rng):
    """Inverted dropout in training; p is the probability to drop, 0 <= p < 1."""
    dropped = rng.random(x.shape) < p
    {answer}
    return out
'''


@question("dropout_code", fields={"line": code(skeleton=SKELETON_OF_DROPOUT)})
def dropout_code(reference, rng):
    return Variant(
        prompt={
            "en": "Write the line that is missing: from the array `x`, the boolean array `dropped` of the same shape "
            "and the number `p` it makes `out`, the output of inverted dropout in training. NumPy is `np`; `x` itself "
            "must not change.",
            "ru": "Напишите недостающую строку: по массиву `x`, булеву массиву `dropped` той же формы и числу `p` она "
            "создаёт `out` — выход инвертированного dropout при обучении. NumPy — это `np`; сам `x` меняться не "
            "должен.",
        },
        answers={"line": None},
    )


# ------------------------------------------------------------------------------------------- batch normalization


@question("batch_norm_train", fields={"out": array(points=2, shape=(4,))})
def batch_norm_train(reference, rng):
    # Deviations of mean 0 and biased variance 9: the root is taken in the head.
    x = int(rng.integers(6, 13)) + pick(rng, [-1, 1]) * rng.permutation([-5, 1, 1, 3])
    gamma, beta = pick(rng, [1.5, 4.5, 6]), pick(rng, [-4, -2, -1, 1, 2, 4])
    return Variant(
        prompt={
            "en": rf"`BatchNorm1d` in **training** mode gets a batch of four samples; one of the features has the "
            rf"values $x = ({row(x)})$. For this feature $\gamma = {say(gamma)}$, $\beta = {say(beta)}$; take "
            rf"$\varepsilon = 0$. Compute the four outputs, in the same order.",
            "ru": rf"`BatchNorm1d` в режиме **обучения** получает батч из четырёх объектов; значения одного из "
            rf"признаков — $x = ({row(x)})$. Для этого признака $\gamma = {say(gamma)}$, $\beta = {say(beta)}$; "
            rf"считайте $\varepsilon = 0$. Найдите четыре выхода в том же порядке.",
        },
        answers={"out": reference.batch_norm_train(x, gamma, beta)},
    )


@question("batch_norm_eval", fields={"out": array(points=2, shape=(3,))})
def batch_norm_eval(reference, rng):
    deviation = pick(rng, [2, 4, 5])
    mean, gamma, beta = int(rng.integers(1, 6)), pick(rng, [0.5, 1.5, 3]), pick(rng, [-3, -2, 1, 2, 4])
    (x,) = redrawn(
        lambda: (np.array(some(rng, [value for value in range(-4, 13) if value != mean], 3)),),
        lambda x: abs(x.mean() - mean) > 0.5,
    )
    return Variant(
        prompt={
            "en": rf"`BatchNorm1d` in **evaluation** mode gets a batch of three samples; one of the features has the "
            rf"values $x = ({row(x)})$. For this feature `running_mean` is ${mean}$, `running_var` is "
            rf"${deviation**2}$, $\gamma = {say(gamma)}$, $\beta = {say(beta)}$; take $\varepsilon = 0$. "
            rf"Compute the three outputs, in the same order.",
            "ru": rf"`BatchNorm1d` в режиме **проверки** (eval) получает батч из трёх объектов; значения одного из "
            rf"признаков — $x = ({row(x)})$. Для этого признака `running_mean` равно ${mean}$, `running_var` — "
            rf"${deviation**2}$, $\gamma = {say(gamma)}$, $\beta = {say(beta)}$; считайте $\varepsilon = 0$. "
            rf"Найдите три выхода в том же порядке.",
        },
        answers={"out": reference.batch_norm_eval(x, mean, deviation**2, gamma, beta)},
    )


@question("running_statistics", fields={"mean": number(points=1), "variance": number(points=2)})
def running_statistics(reference, rng):
    size, momentum = pick(rng, [3, 4, 5]), pick(rng, [0.1, 0.2])
    weights = momentum * (1 - momentum) ** np.array([2, 1, 0])
    means, variances = redrawn(
        lambda: (
            [10 * value for value in some(rng, range(1, 6), 3)],
            [(size - 1) * value for value in some(rng, range(2, 9), 3)],
        ),
        lambda means, variances: unseen(
            [weights @ means, (1 - momentum) ** 3 + size / (size - 1) * weights @ variances],
            [*means, *variances, size, momentum, 1],
        ),
    )
    mean, variance = reference.running_statistics(means, variances, size, momentum)
    return Variant(
        prompt={
            "en": rf"A fresh `BatchNorm1d` (`running_mean` = 0, `running_var` = 1) with `momentum` $\alpha = "
            rf"{say(momentum)}$, as in PyTorch the weight of the **new** batch, makes three forward passes in training "
            rf"mode, each with a batch of $B = {size}$ samples. The means of a feature over these batches are "
            rf"${row(means)}$, "
            rf"its biased variances (divided by $B$) are ${row(variances)}$. PyTorch puts the unbiased variance "
            rf"(divided "
            rf"by $B - 1$) into the buffer.",
            "ru": rf"Новый `BatchNorm1d` (`running_mean` = 0, `running_var` = 1) с `momentum` $\alpha = "
            rf"{say(momentum)}$ — это, как в PyTorch, вес **нового** батча — делает три прямых прохода в режиме "
            rf"обучения, размер каждого батча $B = {size}$. Средние признака по этим батчам — ${row(means)}$, "
            rf"смещённые дисперсии (деление на $B$) — ${row(variances)}$. В буфер PyTorch кладёт несмещённую дисперсию "
            rf"(деление на $B - 1$).",
        },
        answers={"mean": mean, "variance": variance},
        labels={
            "mean": {"en": "`running_mean` after the three passes", "ru": "`running_mean` после трёх проходов"},
            "variance": {"en": "`running_var` after the three passes", "ru": "`running_var` после трёх проходов"},
        },
    )


ROLES = (
    option("trained", en="a parameter: trained by the gradient", ru="параметр: обучается градиентом"),
    option(
        "buffer",
        en="a buffer: updated by forward passes in training, has no gradient",
        ru="буфер: обновляется прямыми проходами при обучении, градиента не имеет",
    ),
    option("chosen", en="a hyperparameter: chosen beforehand", ru="гиперпараметр: задаётся заранее"),
)

PARTS = {
    "gamma": option("gamma", en=r"$\gamma$ (`weight`)", ru=r"$\gamma$ (`weight`)"),
    "beta": option("beta", en=r"$\beta$ (`bias`)", ru=r"$\beta$ (`bias`)"),
    "running_mean": option("running_mean", en="`running_mean`", ru="`running_mean`"),
    "running_var": option("running_var", en="`running_var`", ru="`running_var`"),
    "eps": option("eps", en=r"$\varepsilon$ (`eps`)", ru=r"$\varepsilon$ (`eps`)"),
    "momentum": option("momentum", en=r"$\alpha$ (`momentum`)", ru=r"$\alpha$ (`momentum`)"),
}


@question("batch_norm_roles", fields={"roles": matching(points=2), "count": integer(points=1)})
def batch_norm_roles(reference, rng):
    inputs, hidden, outputs = int(rng.integers(5, 13)), int(rng.integers(4, 10)), int(rng.integers(2, 5))
    shown = some(rng, ["gamma", "beta", "running_mean", "running_var", pick(rng, ["eps", "momentum"])], 5)
    roles = reference.batch_norm_roles()
    return Variant(
        prompt={
            "en": f"`nn.Linear({inputs}, {hidden})` → `nn.BatchNorm1d({hidden})` → `nn.ReLU()` → "
            f"`nn.Linear({hidden}, {outputs})`, both linear layers with bias.",
            "ru": f"`nn.Linear({inputs}, {hidden})` → `nn.BatchNorm1d({hidden})` → `nn.ReLU()` → "
            f"`nn.Linear({hidden}, {outputs})`, оба линейных слоя со смещением.",
        },
        answers={
            "roles": {key: roles[key] for key in shown},
            "count": reference.trained_numbers(inputs, hidden, outputs),
        },
        options={"roles": ROLES},
        items={"roles": tuple(PARTS[key] for key in shown)},
        labels={
            "roles": {
                "en": "What is each of these in the batch normalization? (A role may occur several times.)",
                "ru": "Чем в batch normalization является каждая из этих величин? (Роль может повторяться.)",
            },
            "count": {
                "en": "How many numbers does the whole network train?",
                "ru": "Сколько всего чисел обучается в этой сети?",
            },
        },
    )


# --------------------------------------------------------------------------------------- SGD, momentum, L2 penalty


@question("momentum", fields={"buffer": number(points=1), "weight": number(points=2)})
def momentum(reference, rng):
    lr, mu = pick(rng, [0.1, 0.2]), pick(rng, [0.6, 0.8, 0.9])
    w, gradients = redrawn(
        lambda: (int(rng.integers(5, 10)), [value * signs(rng, 1)[0] for value in some(rng, range(2, 7), 2)]),
        lambda w, gradients: (
            abs(mu * gradients[0] + gradients[1]) > 1
            and unseen(
                [mu * gradients[0] + gradients[1], w - lr * ((1 + mu) * gradients[0] + gradients[1])],
                [w, *gradients, 1, 2],
            )
        ),
    )
    buffer, weight = reference.momentum_steps(w, gradients, lr, mu)
    return Variant(
        prompt={
            "en": rf"SGD with momentum: $b_t = \mu\, b_{{t-1}} + g_t$, $\;w_t = w_{{t-1}} - \eta\, b_t$, $\;b_0 = 0$ "
            rf"(as in PyTorch, without the factor $1-\mu$). Given are $\eta = {say(lr)}$, $\mu = {say(mu)}$, "
            rf"$w_0 = {w}$ and the gradients $g_1 = {gradients[0]}$, $g_2 = {gradients[1]}$. Make two steps.",
            "ru": rf"SGD с моментумом: $b_t = \mu\, b_{{t-1}} + g_t$, $\;w_t = w_{{t-1}} - \eta\, b_t$, $\;b_0 = 0$ "
            rf"(как в PyTorch, без множителя $1-\mu$). Даны $\eta = {say(lr)}$, $\mu = {say(mu)}$, $w_0 = {w}$ и "
            rf"градиенты $g_1 = {gradients[0]}$, $g_2 = {gradients[1]}$. Сделайте два шага.",
        },
        answers={"buffer": buffer, "weight": weight},
        labels={"buffer": {"en": "$b_2$", "ru": "$b_2$"}, "weight": {"en": "$w_2$", "ru": "$w_2$"}},
    )


SKELETON_OF_MOMENTUM = '''\
import numpy as np


def momentum_step(w, g, b, lr, mu):
    """One step of SGD with momentum; b is the buffer of the step before. Returns the new weights and buffer."""
    {answer}
    return w, b
'''


@question("momentum_code", fields={"lines": code(skeleton=SKELETON_OF_MOMENTUM)})
def momentum_code(reference, rng):
    return Variant(
        prompt={
            "en": r"Write the missing lines (two are enough): $b_t = \mu\, b_{t-1} + g_t$, $\;w_t = w_{t-1} - \eta\, "
            r"b_t$. `w`, `g`, `b` are arrays of one shape, `lr` is $\eta$, `mu` is $\mu$. The array `g` must not "
            r"change.",
            "ru": r"Напишите недостающие строки (хватит двух): $b_t = \mu\, b_{t-1} + g_t$, $\;w_t = w_{t-1} - \eta\, "
            r"b_t$. `w`, `g`, `b` — массивы одной формы, `lr` — это $\eta$, `mu` — это $\mu$. Массив `g` меняться не "
            r"должен.",
        },
        answers={"lines": None},
    )


@question("l2_step", fields={"weight": number(points=2)})
def l2_step(reference, rng):
    lr, lam, mu = pick(rng, [0.2, 0.4]), pick(rng, [0.1, 0.2]), pick(rng, [0.6, 0.8, 0.9])
    w, buffer, gradient = redrawn(
        lambda: (int(rng.integers(4, 9)), int(rng.integers(2, 5)), int(rng.integers(1, 4)) * signs(rng, 1)[0]),
        lambda w, buffer, gradient: (
            unseen([w - lr * (mu * buffer + gradient + lam * w)], [w, buffer, gradient, lr, lam, mu, 1, 2])
            and abs(mu * buffer - lam * (buffer + w)) > 0.2  # or two slips would meet in one answer
            and abs(mu * buffer - lam * w) > 0.2
        ),
    )
    weight = reference.l2_step(w, buffer, gradient, (lr, lam, mu))
    return Variant(
        prompt={
            "en": rf"To the loss is added $\frac{{\lambda}}{{2}} \lVert w \rVert^2$; it is minimized by SGD with "
            rf"momentum "
            rf"(the penalty is part of the gradient, and so of the buffer, as in PyTorch). One of the weights is now "
            rf"$w_{{t-1}} = {w}$, its buffer is $b_{{t-1}} = {buffer}$, and the gradient of the loss **without** the "
            rf"penalty is $g_t = {gradient}$. With $\eta = {say(lr)}$, $\lambda = {say(lam)}$, $\mu = {say(mu)}$, what "
            rf"is $w_t$?",
            "ru": rf"К потере прибавлено $\frac{{\lambda}}{{2}} \lVert w \rVert^2$; минимизирует её SGD с моментумом "
            rf"(штраф входит в градиент, а значит и в буфер, как в PyTorch). Сейчас один из весов "
            rf"$w_{{t-1}} = {w}$, его буфер $b_{{t-1}} = {buffer}$, а градиент потери **без** штрафа $g_t = "
            rf"{gradient}$. "
            rf"Чему равно $w_t$ при $\eta = {say(lr)}$, $\lambda = {say(lam)}$, $\mu = {say(mu)}$?",
        },
        answers={"weight": weight},
    )


@question("l2_formula", fields={"next": formula(points=3, symbols=("w", "b", "g", "eta", "lam", "mu"))})
def l2_formula(reference, rng):
    coefficient = pick(rng, [Fraction(text) for text in ("2", "3", "4", "5", "1/4", "3/4", "3/2", "5/2")])
    above, below = coefficient.numerator, coefficient.denominator
    text = str(above) if below == 1 else rf"\frac{{{above}}}{{{below}}}"
    penalty = rf"{text}\lambda \lVert w \rVert^2"
    return Variant(
        prompt={
            "en": rf"To the loss is added ${penalty}$. It is minimized by SGD with momentum: $b_t = \mu\, b_{{t-1}} + "
            rf"\nabla_t$, $\;w_t = w_{{t-1}} - \eta\, b_t$, where $\nabla_t$ is the gradient of the **whole** sum at "
            rf"$w_{{t-1}}$." + "\n\n"
            r"Express $w_t$ by $w = w_{t-1}$, $b = b_{t-1}$, the gradient $g$ of the loss without the penalty, and the "
            r"numbers $\eta, \lambda, \mu$. Write `eta`, `lam`, `mu` for them.",
            "ru": rf"К потере прибавлено ${penalty}$. Минимизирует её SGD с моментумом: $b_t = \mu\, b_{{t-1}} + "
            rf"\nabla_t$, $\;w_t = w_{{t-1}} - \eta\, b_t$, где $\nabla_t$ — градиент **всей** суммы в точке "
            rf"$w_{{t-1}}$." + "\n\n"
            r"Выразите $w_t$ через $w = w_{t-1}$, $b = b_{t-1}$, градиент $g$ потери без штрафа и числа "
            r"$\eta, \lambda, \mu$. Пишите их как `eta`, `lam`, `mu`.",
        },
        answers={"next": reference.l2_step_formula(coefficient)},
    )


@question("decay_schedule", fields={"weight": number(points=2, significant=4)})
def decay_schedule(reference, rng):
    w, lam = pick(rng, [10, 20, 40, 50]), pick(rng, [0.1, 0.2, 0.5])
    first, second = pick(rng, [(0.5, 0.1), (0.5, 0.2), (0.4, 0.1), (0.4, 0.2)])
    weight = reference.decayed(w, lam, [(2, first), (2, second)])
    return Variant(
        prompt={
            "en": rf"AdamW with decay $\lambda = {say(lam)}$, as in PyTorch: at every step the old weight is first "
            rf"multiplied by $1 - \eta\lambda$, then Adam makes its step. To one of the weights no gradient ever comes "
            rf"($g = 0$, Adam does not move it). It is $w = {w}$; two steps are made with $\eta = {say(first)}$, then "
            rf"the schedule sets $\eta = {say(second)}$ and two more are made. What is $w$ in the end?",
            "ru": rf"AdamW с затуханием $\lambda = {say(lam)}$, как в PyTorch: на каждом шаге старый вес сначала "
            rf"умножается на $1 - \eta\lambda$, затем делает свой шаг Adam. До одного из весов градиент не доходит "
            rf"($g = 0$, Adam его не двигает). Сейчас $w = {w}$; сделали два шага с $\eta = {say(first)}$, затем "
            rf"расписание поставило $\eta = {say(second)}$, и сделали ещё два. Чему равно $w$ в конце?",
        },
        answers={"weight": weight},
    )


# ---------------------------------------------------------------------------------------------- Adam and AdamW


def two_steps(w, gradients, lr, betas):
    """What two steps of Adam come to, with ε = 0: corrected moments and weight."""
    (first, second), (beta_1, beta_2) = gradients, betas
    m_hat, v_hat = (beta_1 * first + second) / (1 + beta_1), (beta_2 * first**2 + second**2) / (1 + beta_2)
    return m_hat, v_hat, w - lr * (np.sign(first) + m_hat / np.sqrt(v_hat))


@question("adam", fields={"m_hat": number(points=1), "v_hat": number(points=1), "weight": number(points=2)})
def adam(reference, rng):
    betas = pick(rng, [(0.5, 0.75), (0.6, 0.8), (0.8, 0.9), (0.9, 0.99)])
    lr, sign = pick(rng, [0.5, 0.2]), signs(rng, 1)[0]
    w, gradients = redrawn(
        lambda: (int(rng.integers(3, 9)), [sign * value for value in some(rng, range(2, 7), 2)]),
        lambda w, gradients: unseen(two_steps(w, gradients, lr, betas), [w, lr, *gradients, *betas, 1, 2, 8, 10]),
    )
    m_hat, v_hat, weight = reference.adam_steps(w, gradients, lr, betas)
    moments = (
        r"$$m_t = \beta_1 m_{t-1} + (1-\beta_1)\, g_t,\quad v_t = \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2,$$"
        "\n\n"
        r"$$\hat m_t = \frac{m_t}{1-\beta_1^t},\quad \hat v_t = \frac{v_t}{1-\beta_2^t},\quad "
        r"w_t = w_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}.$$"
    )
    given = (
        rf"$\beta_1 = {say(betas[0])}$, $\beta_2 = {say(betas[1])}$, $\eta = {say(lr)}$, $w_0 = {w}$, "
        rf"$g_1 = {gradients[0]}$, $g_2 = {gradients[1]}$"
    )
    return Variant(
        prompt={
            "en": f"Adam, with $m_0 = v_0 = 0$:\n\n{moments}\n\nMake two steps for {given}. The constant "
            f"$\\varepsilon = "
            f"10^{{-8}}$ does not matter here. Three significant digits are enough.",
            "ru": f"Adam, $m_0 = v_0 = 0$:\n\n{moments}\n\nСделайте два шага: {given}. Постоянная $\\varepsilon = "
            f"10^{{-8}}$ здесь ни на что не влияет. Достаточно трёх значащих цифр.",
        },
        answers={"m_hat": m_hat, "v_hat": v_hat, "weight": weight},
        labels={
            "m_hat": {"en": r"$\hat m_2$", "ru": r"$\hat m_2$"},
            "v_hat": {"en": r"$\hat v_2$", "ru": r"$\hat v_2$"},
            "weight": {"en": "$w_2$", "ru": "$w_2$"},
        },
    )


@question("adamw", fields={"decoupled": number(points=2, significant=4), "coupled": number(points=1, significant=4)})
def adamw(reference, rng):
    lr, lam = pick(rng, [0.4, 0.5]), pick(rng, [0.1, 0.2])
    w, gradient = redrawn(
        lambda: (int(rng.integers(31, 90)) / 10, int(rng.integers(2, 6)) * signs(rng, 1)[0]),
        lambda w, gradient: unseen(
            [w * (1 - lr * lam) - lr * np.sign(gradient), w - lr * np.sign(gradient)],
            [w, gradient, lr, lam, 0.9, 0.999, 1, 2],
        ),
    )
    return Variant(
        prompt={
            "en": rf"The very first step ($t = 1$, all moments are zero before it) for a weight $w_0 = {say(w)}$ with "
            rf"the "
            rf"gradient of the loss $g_1 = {gradient}$. Given are $\eta = {say(lr)}$, the decay $\lambda = "
            rf"{say(lam)}$, "
            rf"$\beta_1 = 0.9$, $\beta_2 = 0.999$; bias is corrected, $\varepsilon$ can be neglected.",
            "ru": rf"Самый первый шаг ($t = 1$, до него все моменты нулевые) для веса $w_0 = {say(w)}$, градиент "
            rf"потери "
            rf"$g_1 = {gradient}$. Даны $\eta = {say(lr)}$, затухание $\lambda = {say(lam)}$, $\beta_1 = 0.9$, "
            rf"$\beta_2 = 0.999$; поправка на смещение делается, $\varepsilon$ можно пренебречь.",
        },
        answers={
            "decoupled": reference.adamw_first_step(w, gradient, lr, lam),
            "coupled": reference.adam_l2_first_step(w, gradient, lr, lam),
        },
        labels={
            "decoupled": {
                "en": "$w_1$ by AdamW (the decay acts on the old weight, before the step)",
                "ru": "$w_1$ по AdamW (затухание действует на старый вес, до шага)",
            },
            "coupled": {
                "en": r"$w_1$ by Adam with the penalty $\frac{\lambda}{2} w^2$ in the loss",
                "ru": r"$w_1$ по Adam со штрафом $\frac{\lambda}{2} w^2$ в потере",
            },
        },
    )
