"""Batch normalization."""

import numpy as np

from grader.questions import (
    Variant,
    array,
    integer,
    matching,
    number,
    option,
    pick,
    question,
    redrawn,
    row,
    shown,
    shuffled,
    unseen,
)


@question("batch_norm_train", fields={"out": array(points=2, shape=(4,))})
def batch_norm_train(reference, rng):
    # Deviations of mean 0 and biased variance 9: the root is taken in the head.
    x = int(rng.integers(6, 13)) + pick(rng, [-1, 1]) * rng.permutation([-5, 1, 1, 3])
    gamma, beta = pick(rng, [1.5, 4.5, 6]), pick(rng, [-4, -2, -1, 1, 2, 4])
    return Variant(
        prompt={
            "en": rf"`BatchNorm1d` in **training** mode gets a batch of four samples; one of the features has the "
            rf"values $x = ({row(x)})$. For this feature $\gamma = {shown(gamma)}$, $\beta = {shown(beta)}$; take "
            rf"$\varepsilon = 0$. Compute the four outputs, in the same order.",
            "ru": rf"`BatchNorm1d` в режиме **обучения** получает батч из четырёх объектов; значения одного из "
            rf"признаков — $x = ({row(x)})$. Для этого признака $\gamma = {shown(gamma)}$, $\beta = {shown(beta)}$; "
            rf"считайте $\varepsilon = 0$. Найдите четыре выхода в том же порядке.",
        },
        answers={"out": reference.batch_norm_train(x, gamma, beta)},
    )


@question("batch_norm_eval", fields={"out": array(points=2, shape=(3,))})
def batch_norm_eval(reference, rng):
    deviation = pick(rng, [2, 4, 5])
    mean, gamma, beta = int(rng.integers(1, 6)), pick(rng, [0.5, 1.5, 3]), pick(rng, [-3, -2, 1, 2, 4])
    (x,) = redrawn(
        lambda: (np.array(shuffled(rng, [value for value in range(-4, 13) if value != mean], 3)),),
        lambda x: abs(x.mean() - mean) > 0.5,
    )
    return Variant(
        prompt={
            "en": rf"`BatchNorm1d` in **evaluation** mode gets a batch of three samples; one of the features has the "
            rf"values $x = ({row(x)})$. For this feature `running_mean` is ${mean}$, `running_var` is "
            rf"${deviation**2}$, $\gamma = {shown(gamma)}$, $\beta = {shown(beta)}$; take $\varepsilon = 0$. "
            rf"Compute the three outputs, in the same order.",
            "ru": rf"`BatchNorm1d` в режиме **проверки** (eval) получает батч из трёх объектов; значения одного из "
            rf"признаков — $x = ({row(x)})$. Для этого признака `running_mean` равно ${mean}$, `running_var` — "
            rf"${deviation**2}$, $\gamma = {shown(gamma)}$, $\beta = {shown(beta)}$; считайте $\varepsilon = 0$. "
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
            [10 * value for value in shuffled(rng, range(1, 6), 3)],
            [(size - 1) * value for value in shuffled(rng, range(2, 9), 3)],
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
            rf"{shown(momentum)}$, as in PyTorch the weight of the **new** batch, makes three forward passes "
            rf"in training "
            rf"mode, each with a batch of $B = {size}$ samples. The means of a feature over these batches are "
            rf"${row(means)}$, "
            rf"its biased variances (divided by $B$) are ${row(variances)}$. PyTorch puts the unbiased variance "
            rf"(divided "
            rf"by $B - 1$) into the buffer.",
            "ru": rf"Новый `BatchNorm1d` (`running_mean` = 0, `running_var` = 1) с `momentum` $\alpha = "
            rf"{shown(momentum)}$ — это, как в PyTorch, вес **нового** батча — делает три прямых прохода в режиме "
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
    offered = shuffled(rng, ["gamma", "beta", "running_mean", "running_var", pick(rng, ["eps", "momentum"])], 5)
    roles = reference.batch_norm_roles()
    return Variant(
        prompt={
            "en": f"`nn.Linear({inputs}, {hidden})` → `nn.BatchNorm1d({hidden})` → `nn.ReLU()` → "
            f"`nn.Linear({hidden}, {outputs})`, both linear layers with bias.",
            "ru": f"`nn.Linear({inputs}, {hidden})` → `nn.BatchNorm1d({hidden})` → `nn.ReLU()` → "
            f"`nn.Linear({hidden}, {outputs})`, оба линейных слоя со смещением.",
        },
        answers={
            "roles": {key: roles[key] for key in offered},
            "count": reference.trained_numbers(inputs, hidden, outputs),
        },
        options={"roles": ROLES},
        items={"roles": tuple(PARTS[key] for key in offered)},
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
