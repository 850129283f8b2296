"""What goes wrong in an epoch of training."""

import inspect

from grader.authoring import mistake


def change(module, name, *changes):
    """Replaces text of one function or class of the module; other changes of it made before are kept."""
    texts = module.__dict__.setdefault("_texts", {})
    text = texts.get(name) or inspect.getsource(getattr(module, name))
    for old, new in changes:
        assert text.count(old) == 1, (name, old)
        text = text.replace(old, new)
    texts[name] = text
    exec(compile(text, module.__file__, "exec"), module.__dict__)


@mistake("train", section="l2-train-loop")
def gradients_never_cleared(module):
    """Gradients of all batches add up. PyTorch adds to what is in .grad: who clears it?

    ru: Градиенты всех батчей складываются. PyTorch прибавляет к тому, что лежит в .grad: кто его
    очистит?
    """
    change(
        module,
        "train_one_epoch",
        ("        optimizer.zero_grad()\n", ""),
    )


@mistake("train", section="l2-train-loop")
def gradients_cleared_once(module):
    """The gradients are cleared once an epoch. Each step follows its own batch alone.

    ru: Градиенты очищаются раз в эпоху. Шаг делается по градиенту одного своего батча.
    """
    change(
        module,
        "train_one_epoch",
        ("        optimizer.zero_grad()\n", ""),
        ("    total = count = 0\n", ("    total = count = 0\n    optimizer.zero_grad()\n")),
    )


@mistake("train", section="l2-train-loop")
def gradients_cleared_after_the_step_only(module):
    """The gradients are cleared after each step, so what was left from before the epoch gets into its
    first step.

    ru: Градиенты очищаются после каждого шага, и то, что осталось до эпохи, попадает в её первый шаг.
    """
    change(
        module,
        "train_one_epoch",
        ("        optimizer.zero_grad()\n", ""),
        ("        optimizer.step()\n", ("        optimizer.step()\n        optimizer.zero_grad()\n")),
    )


@mistake("train", section="l2-train-loop")
def gradients_cleared_before_the_step(module):
    """The gradients are cleared between backward and step: there is nothing left to step with.

    ru: Градиенты очищаются между backward и step: шагать уже не с чем.
    """
    change(
        module,
        "train_one_epoch",
        ("        optimizer.zero_grad()\n", ""),
        ("        optimizer.step()\n", ("        optimizer.zero_grad(set_to_none=False)\n        optimizer.step()\n")),
    )


@mistake("train", section="l2-train-loop")
def no_training_mode(module):
    """The model stays in the mode in which it came. After an evaluation, which one is that?

    ru: Модель остаётся в том режиме, в каком пришла. Какой он после проверки?
    """
    change(
        module,
        "train_one_epoch",
        ("    model.train()\n", ""),
    )


@mistake("train", section="l2-train-loop")
def mean_of_batch_means(module):
    """This is the mean over batches. The last batch may be smaller, and its samples count no more than
    others.

    ru: Это среднее по батчам. Последний батч может быть меньше, а его объекты значат не больше других.
    """
    change(
        module,
        "train_one_epoch",
        ("loss.item() * len(x)", "loss.item()"),
        ("count += len(x)", "count += 1"),
    )


@mistake("train", section="l2-train-loop")
def sum_of_batch_losses(module):
    """The losses of the batches are added up and never divided.

    ru: Потери батчей сложены и ни на что не поделены.
    """
    change(
        module,
        "train_one_epoch",
        ("loss.item() * len(x)", "loss.item()"),
        ("return total / count", "return total"),
    )


@mistake("train", section="l2-train-loop")
def divided_by_the_whole_data_set(module):
    """The sum is divided by the size of the data set. With `drop_last` the loader gives fewer samples.

    ru: Сумма делится на размер всего набора данных. С `drop_last` загрузчик выдаёт меньше объектов.
    """
    change(
        module,
        "train_one_epoch",
        ("return total / count", 'return total / (len(loader.dataset) if hasattr(loader, "dataset") else count)'),
    )


@mistake("train", section="l2-train-loop")
def graphs_kept(module):
    """The sum of losses is a tensor with a graph: it keeps every batch in memory. Which method gives a
    number?

    ru: Сумма потерь — тензор с графом: он держит в памяти все батчи. Какой метод даёт число?
    """
    change(
        module,
        "train_one_epoch",
        ("loss.item() * len(x)", "loss * len(x)"),
    )


@mistake("train", section="l2-train-loop")
def loss_after_the_step(module):
    """The loss is computed once more after the step. The one before it is asked for.

    ru: Потеря вычислена ещё раз после шага. Нужна та, что была до него.
    """
    change(
        module,
        "train_one_epoch",
        ("        total += loss.item()", ("        loss = criterion(model(x), y)\n        total += loss.item()")),
    )


@mistake("train", section="l2-train-loop")
def softmax_before_the_criterion(module):
    """The criterion gets probabilities. Give it the model's output as it is.

    ru: Критерий получает вероятности. Отдайте ему выход модели как есть.
    """
    change(
        module,
        "train_one_epoch",
        ("= criterion(model(x), y)", "= criterion(model(x).softmax(dim=1), y)"),
    )


@mistake("train", section="l2-train-loop")
def no_step(module):
    """The optimizer never makes a step.

    ru: Оптимизатор не делает ни одного шага.
    """
    change(
        module,
        "train_one_epoch",
        ("        optimizer.step()\n", ""),
    )


@mistake("train", section="l2-train-loop")
def one_step_an_epoch(module):
    """One step is made per epoch. Each batch needs its own.

    ru: За эпоху делается один шаг. Он нужен на каждом батче.
    """
    change(
        module,
        "train_one_epoch",
        ("        optimizer.step()\n", ""),
        ("    return total", ("    optimizer.step()\n    return total")),
    )


@mistake("train", section="l2-train-loop")
def loss_of_the_last_batch(module):
    """Only the loss of the last batch is returned.

    ru: Возвращается потеря только последнего батча.
    """
    change(
        module,
        "train_one_epoch",
        ("return total / count", "return loss.item()"),
    )
