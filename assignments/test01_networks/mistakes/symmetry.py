"""What goes wrong in thinking of initialisation."""

from grader.authoring import mistake


@mistake("symmetry", section="l1-backpropagation")
def everything_learns(module):
    """You named all parameters. A gradient is a product: follow it back, and see where a factor is zero.

    ru: Вы назвали все параметры. Градиент — произведение: пройдите назад и посмотрите, где множитель равен нулю.
    """
    module.learning = lambda w1_zero, w2_zero, name: ["W1", "W2", "b1", "b2"]


@mistake("symmetry", section="l1-backpropagation")
def zero_weights_do_not_learn(module):
    """You judged by the weights themselves. What counts is what comes to them: the gradient from above and the input.

    ru: Вы судили по самим весам. Важно то, что к ним приходит: градиент сверху и вход.
    """
    module.learning = lambda w1_zero, w2_zero, name: [
        "b1",
        "b2",
        *(key for key, zero in (("W1", w1_zero), ("W2", w2_zero)) if not zero),
    ]


@mistake("symmetry", section="l1-backpropagation")
def biases_forgotten(module):
    """You forgot the output bias b₂. Whatever the weights are, the error reaches it unchanged.

    ru: Вы забыли смещение выхода b₂. Каковы бы ни были веса, ошибка доходит до него без изменений.
    """
    right = module.learning
    module.learning = lambda *start: [key for key in right(*start) if key != "b2"] or ["W2"]


@mistake("symmetry", section="l1-backpropagation")
def training_tells_them_apart(module):
    """You expect training to tell equal units apart. They get equal gradients at every step, and stay equal.

    ru: Вы ждёте, что обучение различит одинаковые нейроны. На каждом шаге у них одинаковый градиент, и они остаются
    одинаковыми.
    """
    module.distinct_units = lambda units, alike: units


@mistake("symmetry", section="l1-backpropagation")
def equal_ones_not_counted(module):
    """You left the equal units out altogether. Together they are still one unit.

    ru: Вы не посчитали одинаковые нейроны вовсе. Все вместе они — ещё один нейрон.
    """
    module.distinct_units = lambda units, alike: units - alike


@mistake("symmetry", section="l1-backpropagation")
def all_become_equal(module):
    """You expect all units to become equal. Only those stay equal that began so; a random start keeps the rest apart.

    ru: Вы ждёте, что все нейроны станут одинаковыми. Одинаковы лишь те, что были такими сначала; остальных различает
    случайное начало.
    """
    module.distinct_units = lambda units, alike: 1
