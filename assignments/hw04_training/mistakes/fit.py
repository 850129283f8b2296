"""What goes wrong in training with early stopping."""

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


@mistake("fit", section="l2-early-stopping")
def best_weights_are_the_last(module):
    """The model ends with its last weights, not with the best. Are the best ones put back, and were
    they copied? `state_dict` gives the model's own tensors, which training goes on changing.

    ru: У модели остаются последние веса, а не лучшие. Возвращаются ли лучшие и были ли они скопированы?
    `state_dict` отдаёт сами тензоры модели, и обучение продолжает их менять.
    """
    change(
        module,
        "fit",
        ("copy.deepcopy(model.state_dict())", "model.state_dict()"),
    )


@mistake("fit", section="l2-early-stopping")
def restored_only_when_stopped(module):
    """The best weights are restored only when patience runs out. If it does not, they are wanted too.

    ru: Лучшие веса возвращаются, только если кончилось терпение. Но они нужны и тогда, когда его
    хватило.
    """
    change(
        module,
        "fit",
        (("    if best_state is not None:\n        model.load_state_dict(best_state)\n"), ""),
        (
            "            break\n",
            (
                "            if best_state is not None:\n"
                "                model.load_state_dict(best_state)\n"
                "            break\n"
            ),
        ),
    )


@mistake("fit", section="l2-early-stopping")
def parameters_without_buffers(module):
    """The best parameters are restored, but not the buffers (such as the running statistics of batch
    norm).

    ru: Возвращены лучшие параметры, но не буферы (например, скользящие статистики батч-нормализации).
    """
    change(
        module,
        "fit",
        (
            "copy.deepcopy(model.state_dict())",
            "{name: value.detach().clone() for name, value in model.named_parameters()}",
        ),
        ("model.load_state_dict(best_state)", "model.load_state_dict(best_state, strict=False)"),
    )


@mistake("fit", section="l2-early-stopping")
def watches_the_training_loss(module):
    """The training loss decides. Overfitting shows in the validation loss.

    ru: Решает потеря на обучении. Переобучение видно по потере на валидации.
    """
    change(
        module,
        "fit",
        (
            (
                "        waited += 1\n"
                "        if val_loss < best_loss:\n"
                "            best_loss, best_state, waited = val_loss,"
            ),
            (
                "        waited += 1\n"
                '        train_loss = history["train_loss"][-1]\n'
                "        if train_loss < best_loss:\n"
                "            best_loss, best_state, waited = train_loss,"
            ),
        ),
    )


@mistake("fit", section="l2-early-stopping")
def patience_not_reset(module):
    """Epochs without improvement are counted over all of training. They count in a row.

    ru: Эпохи без улучшения считаются за всё обучение. Считаются только идущие подряд.
    """
    change(
        module,
        "fit",
        (
            "best_loss, best_state, waited = val_loss, copy.deepcopy(model.state_dict()), 0",
            "best_loss, best_state, waited = val_loss, copy.deepcopy(model.state_dict()), waited - 1",
        ),
    )


@mistake("fit", section="l2-early-stopping")
def one_epoch_too_late(module):
    """It stops one epoch too late.

    ru: Остановка на одну эпоху позже, чем надо.
    """
    change(
        module,
        "fit",
        ("waited == patience", "waited == patience + 1"),
    )


@mistake("fit", section="l2-early-stopping")
def one_epoch_too_early(module):
    """It stops one epoch too early.

    ru: Остановка на одну эпоху раньше, чем надо.
    """
    change(
        module,
        "fit",
        ("waited == patience", "waited == max(patience - 1, 1)"),
    )


@mistake("fit", section="l2-early-stopping")
def equal_is_an_improvement(module):
    """A loss that is equal to the best one is taken for an improvement.

    ru: Потеря, равная лучшей, принята за улучшение.
    """
    change(
        module,
        "fit",
        ("val_loss < best_loss", "val_loss <= best_loss and val_loss != math.inf"),
    )


@mistake("fit", section="l2-early-stopping")
def nan_is_an_improvement(module):
    """NaN is taken for an improvement: every comparison with it is false, so see which one you negate.

    ru: NaN принят за улучшение: любое сравнение с ним ложно, посмотрите, какое вы отрицаете.
    """
    change(
        module,
        "fit",
        ("if val_loss < best_loss:", "if not val_loss >= best_loss:"),
    )


@mistake("fit", section="l2-early-stopping")
def compared_with_the_epoch_before(module):
    """The loss is compared with that of the epoch before, not with the best one.

    ru: Потеря сравнивается с прошлой эпохой, а не с лучшей.
    """
    change(
        module,
        "fit",
        (
            ("        waited += 1\n        if val"),
            (
                "        waited += 1\n"
                '        best_loss = history["val_loss"][-2] if len(history["val_loss"]) > 1 else math.inf\n'
                "        if val"
            ),
        ),
    )


@mistake("fit", section="l2-early-stopping")
def accuracy_decides(module):
    """The accuracy decides which epoch is best. The statement goes by the validation loss.

    ru: Лучшую эпоху выбирает доля верных ответов. В условии её выбирает потеря на валидации.
    """
    change(
        module,
        "fit",
        (
            ("if val_loss < best_loss:\n            best_loss, best_state, waited = val_loss,"),
            ("if -val_accuracy < best_loss:\n            best_loss, best_state, waited = -val_accuracy,"),
        ),
    )


@mistake("fit", section="l2-early-stopping")
def validated_on_the_training_data(module):
    """The validation goes over the training data.

    ru: Валидация идёт по обучающим данным.
    """
    change(
        module,
        "fit",
        ("evaluate(model, val_loader, criterion)", "evaluate(model, train_loader, criterion)"),
    )


@mistake("fit", section="l2-early-stopping")
def last_epoch_not_recorded(module):
    """The epoch after which it stops is missing in the history.

    ru: В истории нет эпохи, после которой обучение остановилось.
    """
    change(
        module,
        "fit",
        (
            "            break\n",
            ("            for values in history.values():\n                values.pop()\n            break\n"),
        ),
    )


@mistake("fit", section="l2-early-stopping")
def patience_ignored(module):
    """All epochs are made whatever happens.

    ru: Делаются все эпохи, что бы ни происходило.
    """
    change(
        module,
        "fit",
        ("waited == patience", "False"),
    )


@mistake("fit", section="l2-early-stopping")
def first_nan_spoils_the_rest(module):
    """A NaN in the first epoch becomes the best loss, and nothing is less than that.

    ru: NaN первой эпохи становится лучшей потерей, и меньше него ничего не бывает.
    """
    change(
        module,
        "fit",
        (
            "if val_loss < best_loss:",
            'if len(history["val_loss"]) == 1 and val_loss != math.inf or val_loss < best_loss:',
        ),
    )
