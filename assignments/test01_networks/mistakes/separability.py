"""What goes wrong in saying what a perceptron can separate."""

import numpy as np

from grader.authoring import mistake


@mistake("separability", section="l1-perceptron")
def any_set_with_enough_epochs(module):
    """You named every set. More epochs do not help where no straight line separates the classes, as in XOR.

    ru: Вы назвали все наборы. Если прямой, разделяющей классы, нет — как в XOR, — больше эпох не поможет.
    """
    module.separable = lambda x, y: True


@mistake("separability", section="l1-perceptron")
def only_lines_through_the_origin(module):
    """You named only what a line through the origin separates. The bias lets the line lie anywhere.

    ru: Вы назвали только то, что делит прямая через начало координат. Смещение позволяет прямой лежать где угодно.
    """

    def separable(x, y):
        angles = np.linspace(0, 2 * np.pi, 720, endpoint=False) + 0.001
        return bool((y[:, None] * (x @ np.array([np.cos(angles), np.sin(angles)])) > 0).all(axis=0).any())

    module.separable = separable


@mistake("separability", section="l1-perceptron")
def only_lines_along_the_axes(module):
    """You named only what a single coordinate tells apart. A weighted sum of both gives slanted lines, too.

    ru: Вы назвали только то, что различает одна координата. Взвешенная сумма двух даёт и наклонные прямые.
    """

    def separable(x, y):
        plus, minus = x[y > 0], x[y < 0]
        apart = (plus.min(axis=0) > minus.max(axis=0)) | (plus.max(axis=0) < minus.min(axis=0))
        return bool(apart.any())

    module.separable = separable


@mistake("separability", section="l1-perceptron")
def the_others_named(module):
    """You named exactly the sets that cannot be separated.

    ru: Вы назвали как раз те наборы, которые разделить нельзя.
    """
    right = module.separable
    module.separable = lambda x, y: not right(x, y)
