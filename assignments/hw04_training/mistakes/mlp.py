"""What goes wrong in the network."""

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


@mistake("mlp", section="l1-fully-connected")
def activation_after_the_last_layer(module):
    """There is an activation after the last layer. Logits are left as they are.

    ru: После последнего слоя стоит активация. Логиты остаются как есть.
    """
    change(
        module,
        "make_mlp",
        (
            "return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))",
            "return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]), nn.ReLU())",
        ),
    )


@mistake("mlp", section="l1-fully-connected")
def softmax_at_the_end(module):
    """The network ends with a softmax. CrossEntropyLoss wants logits and does it itself.

    ru: Сеть заканчивается softmax. CrossEntropyLoss ждёт логиты и делает его сама.
    """
    change(
        module,
        "make_mlp",
        ("nn.Linear(sizes[-2], sizes[-1]))", "nn.Linear(sizes[-2], sizes[-1]), nn.Softmax(dim=1))"),
    )


@mistake("mlp", section="l1-fully-connected")
def activation_before_batch_norm(module):
    """The activation stands before batch norm. See the order in the statement.

    ru: Активация стоит до батч-нормализации. Посмотрите порядок в условии.
    """
    change(
        module,
        "make_mlp",
        (
            (
                "        if batch_norm:\n"
                "            layers.append(BatchNorm1d(n_out))\n"
                "        layers.append(nn.ReLU())\n"
            ),
            (
                "        layers.append(nn.ReLU())\n"
                "        if batch_norm:\n"
                "            layers.append(BatchNorm1d(n_out))\n"
            ),
        ),
    )


@mistake("mlp", section="l1-fully-connected")
def dropout_before_the_activation(module):
    """Dropout stands before the activation. See the order in the statement.

    ru: Dropout стоит до активации. Посмотрите порядок в условии.
    """
    change(
        module,
        "make_mlp",
        (
            (
                "        layers.append(nn.ReLU())\n"
                "        if dropout > 0:\n"
                "            layers.append(Dropout(dropout))\n"
            ),
            (
                "        if dropout > 0:\n"
                "            layers.append(Dropout(dropout))\n"
                "        layers.append(nn.ReLU())\n"
            ),
        ),
    )


@mistake("mlp", section="l1-fully-connected")
def dropout_probability_forgotten(module):
    """The dropout layers have the default p instead of the one that was asked for.

    ru: У слоёв dropout p по умолчанию, а не то, которое просили.
    """
    change(
        module,
        "make_mlp",
        ("Dropout(dropout)", "Dropout()"),
    )


@mistake("mlp", section="l1-fully-connected")
def dropout_of_the_complement(module):
    """The dropout layers got 1 - dropout. p is the probability to drop.

    ru: Слои dropout получили 1 - dropout. p — это вероятность обнулить.
    """
    change(
        module,
        "make_mlp",
        ("Dropout(dropout)", "Dropout(1 - dropout)"),
    )


@mistake("mlp", section="l1-fully-connected")
def no_activations(module):
    """There is no activation between the linear layers: together they are one linear layer.

    ru: Между линейными слоями нет активаций: все вместе они — один линейный слой.
    """
    change(
        module,
        "make_mlp",
        ("        layers.append(nn.ReLU())\n", ""),
    )


@mistake("mlp", section="l1-fully-connected")
def batch_norm_always(module):
    """Batch norm is there although nobody asked for it.

    ru: Батч-нормализация есть, хотя её не просили.
    """
    change(
        module,
        "make_mlp",
        ("if batch_norm:", "if True:"),
    )


@mistake("mlp", section="l1-fully-connected")
def dropout_always(module):
    """A dropout layer is there although dropout is 0.

    ru: Слой dropout есть, хотя dropout равен 0.
    """
    change(
        module,
        "make_mlp",
        ("if dropout > 0:", "if True:"),
    )


@mistake("mlp", section="l1-fully-connected")
def extras_after_the_last_layer(module):
    """Dropout or batch norm comes after the last layer too. Only the hidden layers have them.

    ru: Dropout или батч-нормализация стоят и после последнего слоя. Они есть только у скрытых.
    """
    change(
        module,
        "make_mlp",
        (
            "return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))",
            (
                "last = [Dropout(dropout)] if dropout > 0 else []\n"
                "    return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]), *last)"
            ),
        ),
    )


@mistake("mlp", section="l1-fully-connected")
def zero_weights(module):
    """All weights start at zero, so all units of a layer learn the same. Leave what nn.Linear gives.

    ru: Все веса начинаются с нуля, и все нейроны слоя учатся одинаково. Оставьте то, что даёт
    nn.Linear.
    """
    change(
        module,
        "make_mlp",
        (
            "return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))",
            (
                "model = nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))\n"
                "    for parameter in model.parameters():\n"
                "        nn.init.zeros_(parameter)\n"
                "    return model"
            ),
        ),
    )
