"""Known mistakes in softmax and cross-entropy."""

import math

import numpy as np

from grader.authoring import mistake


@mistake("cross_entropy", section="l1-empirical-risk")
def exponentials_not_normalised(module):
    """You took exponentials and left it at that. Probabilities add up to 1: divide by their sum.

    ru: Вы взяли экспоненты и остановились. Вероятности в сумме дают 1: разделите на сумму экспонент.
    """
    module.softmax = lambda z: np.exp(z)


@mistake("cross_entropy", section="l1-empirical-risk")
def sigmoid_of_every_class(module):
    """You took a sigmoid of every logit. The probabilities of exclusive classes come from softmax, and add up to 1.

    ru: Вы взяли сигмоиду каждого логита. Вероятности взаимоисключающих классов даёт softmax, в сумме они равны 1.
    """
    module.softmax = lambda z: np.exp(z) / (1 + np.exp(z))


@mistake("cross_entropy", section="l1-empirical-risk")
def decimal_logarithm(module):
    """Your logarithm is to base 10. The loss is defined with the natural one.

    ru: У вас десятичный логарифм. Потеря определена через натуральный.
    """
    module.cross_entropy = lambda p, label: -math.log10(p[label])


@mistake("cross_entropy", section="l1-empirical-risk")
def binary_logarithm(module):
    """Your logarithm is to base 2. The loss is defined with the natural one.

    ru: У вас двоичный логарифм. Потеря определена через натуральный.
    """
    module.cross_entropy = lambda p, label: -math.log2(p[label])


@mistake("cross_entropy", section="l1-empirical-risk")
def sign_of_the_loss(module):
    """Your loss is negative. The logarithm of a probability is at most 0, the loss is minus that.

    ru: Ваша потеря отрицательна. Логарифм вероятности не больше 0, потеря — минус логарифм.
    """
    module.cross_entropy = lambda p, label: math.log(p[label])


@mistake("cross_entropy", section="l1-empirical-risk")
def true_class_not_subtracted(module):
    """Your gradient is p itself. The true class must pull its logit up: something is subtracted there.

    ru: Ваш градиент — сами p. Верный класс должен тянуть свой логит вверх: там что-то вычитается.
    """
    module.cross_entropy_backward = lambda p, label: p.copy()


@mistake("cross_entropy", section="l1-empirical-risk")
def gradient_negated(module):
    """All signs of your gradient are reversed: a step against it would make the true class less likely.

    ru: У вашего градиента обратные знаки: шаг против него сделал бы верный класс менее вероятным.
    """
    right = module.cross_entropy_backward
    module.cross_entropy_backward = lambda p, label: -right(p, label)


@mistake("cross_entropy", section="l1-empirical-risk")
def gradient_by_probabilities(module):
    """This is the gradient by p. It still has to go back through softmax, to the logits.

    ru: Это градиент по p. Его ещё нужно провести назад через softmax, к логитам.
    """
    module.cross_entropy_backward = lambda p, label: -np.eye(len(p))[label] / p
