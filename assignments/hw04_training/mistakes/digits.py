"""What goes wrong on the digits."""

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


@mistake("digits", section="l2-train-loop")
def too_many_epochs(module):
    """More epochs are made than the statement allows.

    ru: Эпох больше, чем позволяет условие.
    """
    change(
        module,
        "train_digits",
        (
            ("history = fit(model, train_loader, val_loader, nn.CrossEntropyLoss(), optimizer, epochs=10, patience=3)"),
            (
                "history = fit(model, train_loader, val_loader, nn.CrossEntropyLoss(), optimizer, epochs=17, "
                "patience=17)"
            ),
        ),
    )


@mistake("digits", section="l2-train-loop")
def learned_too_little(module):
    """The network learned too little. If earlier tasks have lost points, mend them first. Then see: is
    it the trained network that is returned, does the optimizer hold its parameters, is the rate a usual
    one?

    ru: Сеть выучила слишком мало. Если баллы потеряны и в прежних задачах, начните с них. Затем
    проверьте: возвращается ли обученная сеть, её ли параметры у оптимизатора, обычный ли у него шаг
    обучения?
    """
    change(
        module,
        "train_digits",
        ("lr=1e-2", "lr=1e-5"),
    )
