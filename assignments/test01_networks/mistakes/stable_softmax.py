"""Known mistakes in softmax."""

import numpy as np

from grader.authoring import mistake


@mistake("stable_softmax", section="l1-empirical-risk")
def nothing_subtracted(module):
    """The values are right, but exp overflows for large logits. What may be subtracted from a row and change nothing?

    ru: Значения верны, но при больших логитах exp переполняется. Что можно вычесть из строки, ничего не изменив?
    """
    module.softmax = lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


@mistake("stable_softmax", section="l1-empirical-risk")
def largest_of_all_subtracted(module):
    """You subtracted the largest of all logits. In a row far below it everything becomes 0: each row needs its own.

    ru: Вы вычли наибольший из всех логитов. В строке, которая гораздо ниже, всё обращается в 0: нужен максимум каждой
    строки.
    """

    def softmax(z):
        e = np.exp(z - z.max())
        return e / e.sum(axis=1, keepdims=True)

    module.softmax = softmax


@mistake("stable_softmax", section="l1-empirical-risk")
def whole_array_normalised(module):
    """You divided by the sum of the whole array. Every row is a sample, and must add up to 1 by itself.

    ru: Вы разделили на сумму всего массива. Каждая строка — объект, и в сумме она даёт 1 сама по себе.
    """

    def softmax(z):
        e = np.exp(z - z.max())
        return e / e.sum()

    module.softmax = softmax


@mistake("stable_softmax", section="l1-empirical-risk")
def columns_normalised(module):
    """You normalised the columns. Samples are rows: classes lie along axis 1.

    ru: Вы нормировали столбцы. Объекты — строки: классы лежат вдоль оси 1.
    """

    def softmax(z):
        e = np.exp(z - z.max(axis=0))
        return e / e.sum(axis=0)

    module.softmax = softmax


@mistake("stable_softmax", section="l1-empirical-risk")
def not_normalised(module):
    """You did not divide by the sum: probabilities add up to 1.

    ru: Вы не разделили на сумму: вероятности в сумме дают 1.
    """
    module.softmax = lambda z: np.exp(z - z.max(axis=1, keepdims=True))
