"""Underfitting and overfitting, and when to stop."""

from collections.abc import Sequence

import numpy as np

from grader.questions import (
    Variant,
    choice,
    choices,
    integer,
    option,
    pick,
    question,
    shown,
    shuffled,
)

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
        parts.append(text(x - 6, y + 4, shown(loss), 'text-anchor="end"'))
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
    parts.append(text(end + 6, ends[2], shown(small), 'fill="#555"'))
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
    freer = ["larger_network", *shuffled(rng, ["less_decay", "less_dropout", "better_features"], 2)]
    tighter = ["more_data", *shuffled(rng, ["more_dropout", "more_decay", "stop_early", "smaller_network"], 2)]
    offered = [*freer, *tighter]
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
            f"${shown(small)}$ (the dotted line) counts as "
            f"small.",
            "ru": f"На рисунке — потеря на обучающей выборке (train, сплошная линия) и на валидации (val, штриховая) "
            f"за {EPOCHS} эпох; в сети есть dropout и L2-штраф. В этой задаче малой считается потеря не больше "
            f"${shown(small)}$ (линия из точек).",
        },
        answers={"state": state, "helps": sorted(helps & set(offered))},
        options={"state": STATES, "helps": tuple(REMEDIES[key] for key in offered)},
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
            f"A dotted horizontal line at {shown(small)}.",
            "ru": f"Две кривые потерь. Эпохи 1, 5, 10, 15, 20: обучение {told['train']}; валидация {told['val']}. "
            f"Горизонтальная линия из точек на уровне {shown(small)}.",
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
