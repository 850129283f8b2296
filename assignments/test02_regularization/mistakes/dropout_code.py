"""Known slips in the line of dropout."""

import numpy as np

from grader.authoring import mistake

SECTION = "l2-dropout"


def line(module, write):
    """The function with another line: `write(x, dropped, p)` → out."""
    module.dropout = lambda x, p, rng: write(x, rng.random(x.shape) < p, p)


@mistake("dropout_code", section=SECTION, credit="1/4")
def survivors_not_scaled(module):
    """You forgot to divide what is kept by 1−p.

    ru: Вы забыли разделить уцелевшие элементы на 1−p.
    """
    line(module, lambda x, dropped, p: np.where(dropped, 0, x))


@mistake("dropout_code", section=SECTION)
def multiplied_by_the_probability_to_keep(module):
    """What is kept has to grow: it is divided by 1−p, not multiplied.

    ru: Уцелевшие должны вырасти: их делят на 1−p, а не умножают.
    """
    line(module, lambda x, dropped, p: np.where(dropped, 0, x) * (1 - p))


@mistake("dropout_code", section=SECTION)
def kept_what_was_dropped(module):
    """`dropped` is True for what becomes zero; you kept just these elements.

    ru: `dropped` равно True там, где надо обнулить, а вы оставили как раз эти элементы.
    """
    line(module, lambda x, dropped, p: x * dropped / (1 - p))


@mistake("dropout_code", section=SECTION)
def input_overwritten(module):
    """The output is right, but x has been overwritten: the layer before it still needs its values.

    ru: Выход верный, но x испорчен: его значения ещё понадобятся предыдущему слою.
    """

    def write(x, dropped, p):
        x[dropped] = 0
        return x / (1 - p)

    line(module, write)
