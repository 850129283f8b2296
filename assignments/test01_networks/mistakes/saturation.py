"""What goes wrong with gradients through saturated units."""

import math

import numpy as np

from grader.authoring import mistake


@mistake("saturation", section="l1-backpropagation")
def weights_between_forgotten(module):
    """You multiplied the slopes of the sigmoids only. Between them the gradient also goes through the weights.

    ru: Вы перемножили только наклоны сигмоид. Между ними градиент проходит ещё и через веса.
    """
    right = module.through_sigmoids
    module.through_sigmoids = lambda outputs, weights: right(outputs, [])


@mistake("saturation", section="l1-activations")
def outputs_for_slopes(module):
    """You multiplied outputs. Each sigmoid contributes its slope, a(1 − a).

    ru: Вы перемножили выходы. От каждой сигмоиды входит её наклон, a(1 − a).
    """
    module.through_sigmoids = lambda outputs, weights: math.prod(outputs) * math.prod(weights)


@mistake("saturation", section="l1-backpropagation")
def one_sigmoid_forgotten(module):
    """One slope is missing: from a₃ to z₁ the way leads through all three sigmoids, the third included.

    ru: Не хватает одного наклона: путь от a₃ к z₁ проходит через все три сигмоиды, и третью тоже.
    """
    right = module.through_sigmoids
    module.through_sigmoids = lambda outputs, weights: right(outputs[:-1], weights)


@mistake("saturation", section="l1-activations")
def slopes_of_tanh(module):
    """You took 1 − a², the slope of tanh. These units are sigmoids.

    ru: Вы взяли 1 − a² — наклон гиперболического тангенса. Здесь сигмоиды.
    """
    module.through_sigmoids = lambda outputs, weights: math.prod(1 - a**2 for a in outputs) * math.prod(weights)


@mistake("saturation", section="l1-activations")
def farthest_from_zero(module):
    """You chose the unit that is farthest from 0. A piecewise linear unit keeps its slope however large z is.

    ru: Вы выбрали нейрон, который дальше всех от нуля. У кусочно-линейного наклон не меняется, как ни велико z.
    """
    module.most_saturated = lambda units, alpha: int(np.argmax([abs(z) for _, z in units]))


@mistake("saturation", section="l1-activations")
def largest_share(module):
    """You chose the unit with the largest slope. Asked is the smallest.

    ru: Вы выбрали нейрон с наибольшим наклоном. Спрашивается наименьший.
    """
    slope = module.slope
    module.most_saturated = lambda units, alpha: int(
        np.argmax([slope(name, np.asarray(z), alpha) for name, z in units])
    )
