"""What goes wrong in an evaluation."""

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


@mistake("evaluate", section="l2-train-loop")
def no_evaluation_mode(module):
    """Dropout and batch norm work as in training. What switches them?

    ru: Dropout и батч-нормализация работают как при обучении. Что их переключает?
    """
    change(
        module,
        "evaluate",
        ("    model.eval()\n", ""),
    )


@mistake("evaluate", section="l2-train-loop")
def mode_not_restored(module):
    """The model is left in evaluation mode, and the next epoch would train in it.

    ru: Модель остаётся в режиме eval, и следующая эпоха будет учиться в нём.
    """
    change(
        module,
        "evaluate",
        ("    model.train(was_training)\n", ""),
    )


@mistake("evaluate", section="l2-train-loop")
def always_back_to_training(module):
    """The model is put into training mode whatever it came in.

    ru: Модель переводится в режим обучения, в каком бы она ни пришла.
    """
    change(
        module,
        "evaluate",
        ("model.train(was_training)", "model.train()"),
    )


@mistake("evaluate", section="l2-train-loop")
def autograd_left_on(module):
    """Autograd builds graphs during the evaluation. `eval()` does not switch it off: these are two
    switches.

    ru: Во время проверки autograd строит графы. `eval()` его не выключает: это два разных переключателя.
    """
    change(
        module,
        "evaluate",
        ("with torch.no_grad():", "with torch.enable_grad():"),
    )


@mistake("evaluate", section="l2-train-loop")
def autograd_switched_off_for_good(module):
    """Autograd stays off after the evaluation: nothing could be trained any more.

    ru: После проверки autograd остаётся выключенным: больше ничего не обучить.
    """
    change(
        module,
        "evaluate",
        ("    with torch.no_grad():", ("    torch.set_grad_enabled(False)\n    if True:")),
    )


@mistake("evaluate", section="l2-train-loop")
def parameters_frozen(module):
    """The parameters are frozen to save the graph, and stay so. There is a switch for autograd itself.

    ru: Параметры заморожены, чтобы не строился граф, и такими остаются. Есть переключатель для самого
    autograd.
    """
    change(
        module,
        "evaluate",
        (
            "    model.eval()\n",
            ("    model.eval()\n    for parameter in model.parameters():\n        parameter.requires_grad_(False)\n"),
        ),
    )


@mistake("evaluate", section="l2-train-loop")
def mean_of_batch_means(module):
    """The loss is the mean over batches, not over samples.

    ru: Потеря — среднее по батчам, а не по объектам.
    """
    change(
        module,
        "evaluate",
        ("    with torch.no_grad():", ("    losses = []\n    with torch.no_grad():")),
        (
            "            total += criterion(logits, y).item() * len(x)\n",
            "            losses.append(criterion(logits, y).item())\n",
        ),
        ("return total / count, right", "return sum(losses) / len(losses), right"),
    )


@mistake("evaluate", section="l2-train-loop")
def accuracy_as_mean_of_batches(module):
    """The accuracy is the mean over batches, not over samples.

    ru: Доля верных ответов — среднее по батчам, а не по объектам.
    """
    change(
        module,
        "evaluate",
        ("    total = right = count = 0\n", "    total = right = count = number = 0\n"),
        (
            "right += int((logits.argmax(dim=1) == y).sum())",
            ("right += float((logits.argmax(dim=1) == y).double().mean())\n            number += 1"),
        ),
        ("right / count", "right / number"),
    )


@mistake("evaluate", section="l2-train-loop")
def number_of_right_answers(module):
    """The number of right answers is returned, not their share.

    ru: Возвращается число верных ответов, а не доля.
    """
    change(
        module,
        "evaluate",
        ("right / count", "float(right)"),
    )


@mistake("evaluate", section="l2-train-loop")
def accuracy_in_percent(module):
    """The accuracy is in percent. A share from 0 to 1 is asked for.

    ru: Доля верных ответов — в процентах. Нужна доля от 0 до 1.
    """
    change(
        module,
        "evaluate",
        ("right / count", "100 * right / count"),
    )


@mistake("evaluate", section="l2-train-loop")
def the_smallest_logit(module):
    """The class with the smallest logit is taken.

    ru: Берётся класс с наименьшим логитом.
    """
    change(
        module,
        "evaluate",
        ("argmax", "argmin"),
    )


@mistake("evaluate", section="l2-train-loop")
def divided_by_the_whole_data_set(module):
    """The sums are divided by the size of the data set. With `drop_last` the loader gives fewer samples.

    ru: Суммы делятся на размер всего набора данных. С `drop_last` загрузчик выдаёт меньше объектов.
    """
    change(
        module,
        "evaluate",
        ("    return total / count", ("    count = len(loader.dataset)\n    return total / count")),
    )


@mistake("evaluate", section="l2-train-loop")
def loss_is_a_tensor(module):
    """The results are tensors. Two Python floats are asked for.

    ru: Результаты — тензоры. Нужны два числа float.
    """
    change(
        module,
        "evaluate",
        (
            "return total / count, right / count",
            (
                "return torch.tensor(total / count, dtype=torch.float64), torch.tensor(right / count, "
                "dtype=torch.float64)"
            ),
        ),
    )


@mistake("evaluate", section="l2-train-loop")
def gradients_cleared(module):
    """The gradients are cleared. An evaluation leaves them alone.

    ru: Градиенты очищены. Проверка их не трогает.
    """
    change(
        module,
        "evaluate",
        ("    model.eval()\n", ("    model.eval()\n    model.zero_grad()\n")),
    )


@mistake("evaluate", section="l2-train-loop")
def the_last_batch_only(module):
    """Loss and accuracy are those of the last batch.

    ru: Потеря и доля верных ответов — только последнего батча.
    """
    change(
        module,
        "evaluate",
        (
            "            total += criterion",
            ("            total, right, count = 0.0, 0, 0\n            total += criterion"),
        ),
    )
