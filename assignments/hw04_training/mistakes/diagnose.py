"""What goes wrong in telling underfitting from overfitting."""

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


@mistake("diagnose", section="l2-overfitting")
def the_two_swapped(module):
    """The two words are swapped. Underfitting is a high training loss, overfitting a large gap.

    ru: Два слова перепутаны. Недообучение — высокая потеря на обучении, переобучение — большой разрыв.
    """
    change(
        module,
        "diagnose",
        ('return "underfitting", best_epoch', 'return "overfitting", best_epoch'),
        ('return "overfitting" if', 'return "underfitting" if'),
    )


@mistake("diagnose", section="l2-overfitting")
def gap_asked_first(module):
    """The gap is asked about first. With a high training loss it says little: the statement asks about
    that first.

    ru: Сначала проверяется разрыв. При высокой потере на обучении он мало о чём говорит: условие
    начинает с неё.
    """
    change(
        module,
        "diagnose",
        ("if train_loss > target_loss:", "if train_loss > target_loss and not val_loss - train_loss > max_gap:"),
    )


@mistake("diagnose", section="l2-overfitting")
def underfitting_by_validation_loss(module):
    """Underfitting is read off the validation loss. It shows in the training loss.

    ru: Недообучение определяется по потере на валидации. Оно видно по потере на обучении.
    """
    change(
        module,
        "diagnose",
        ("if train_loss > target_loss:", "if val_loss > target_loss:"),
    )


@mistake("diagnose", section="l2-overfitting")
def overfitting_by_validation_loss(module):
    """Overfitting is read off the validation loss alone. It is the gap that counts.

    ru: Переобучение определяется по одной потере на валидации. Важен разрыв.
    """
    change(
        module,
        "diagnose",
        ('return "overfitting" if val_loss - train_loss', 'return "overfitting" if val_loss'),
    )


@mistake("diagnose", section="l2-overfitting")
def gap_without_sign(module):
    """The gap is taken without its sign. A validation loss below the training loss is no overfitting.

    ru: Разрыв взят по модулю. Потеря на валидации меньше потери на обучении — не переобучение.
    """
    change(
        module,
        "diagnose",
        ('return "overfitting" if val_loss - train_loss', 'return "overfitting" if abs(val_loss - train_loss)'),
    )


@mistake("diagnose", section="l2-overfitting")
def verdict_at_the_best_epoch(module):
    """The verdict is by the best epoch. The statement takes the last one.

    ru: Вывод сделан по лучшей эпохе. В условии — по последней.
    """
    change(
        module,
        "diagnose",
        (
            "    if train_loss > target_loss:",
            (
                '    train_loss, val_loss = history["train_loss"][best_epoch], history["val_loss"][best_epoch]\n'
                "    if train_loss > target_loss:"
            ),
        ),
    )


@mistake("diagnose", section="l2-overfitting")
def best_epoch_counted_from_one(module):
    """The epochs are counted from 1.

    ru: Эпохи считаются с 1.
    """
    change(
        module,
        "diagnose",
        ('history["val_loss"].index(best)', 'history["val_loss"].index(best) + 1'),
    )


@mistake("diagnose", section="l2-overfitting")
def last_of_equal_epochs(module):
    """Of equal epochs the last one is taken. Early stopping would keep the first.

    ru: Из равных эпох взята последняя. Ранняя остановка сохранила бы первую.
    """
    change(
        module,
        "diagnose",
        (
            'best_epoch = history["val_loss"].index(best)',
            'best_epoch = max(i for i, loss in enumerate(history["val_loss"]) if loss == best)',
        ),
    )


@mistake("diagnose", section="l2-overfitting")
def best_epoch_by_training_loss(module):
    """The best epoch is chosen by the training loss.

    ru: Лучшая эпоха выбрана по потере на обучении.
    """
    change(
        module,
        "diagnose",
        ('history["val_loss"].index(best)', 'history["train_loss"].index(min(history["train_loss"]))'),
    )


@mistake("diagnose", section="l2-overfitting")
def nan_is_the_least(module):
    """NaN is taken for the least loss: min keeps it when it comes first.

    ru: NaN принят за наименьшую потерю: min оставляет его, если он стоит первым.
    """
    change(
        module,
        "diagnose",
        (" if not math.isnan(loss))", ")"),
    )


@mistake("diagnose", section="l2-overfitting")
def not_strict(module):
    """A loss exactly at the target, or a gap exactly at the limit, is taken for too much.

    ru: Потеря ровно на уровне цели или разрыв ровно на границе приняты за превышение.
    """
    change(
        module,
        "diagnose",
        ("train_loss > target_loss:", "train_loss >= target_loss:"),
        ('return "overfitting" if val_loss - train_loss >', 'return "overfitting" if val_loss - train_loss >='),
    )
