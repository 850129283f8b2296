"""The training loop: its order, its modes, its batches."""

from grader.questions import Variant, choice, integer, matching, option, ordering, pick, question, shuffled

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
    offered = shuffled(rng, [*always, pick(rng, others)], 4)
    effects = reference.calls_by_effect()
    return Variant(
        prompt={
            "en": "Which line of a PyTorch program has which effect? To each effect give the number of the line; "
            "some lines are left over.",
            "ru": "Какая строка программы на PyTorch что делает? К каждому действию подберите номер строки; "
            "некоторые строки лишние.",
        },
        answers={"calls": {key: effects[key] for key in offered}},
        options={"calls": CALLS},
        items={"calls": tuple(EFFECTS[key] for key in offered)},
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
