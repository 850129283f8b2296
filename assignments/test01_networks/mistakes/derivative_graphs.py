"""What goes wrong in finding the graph of a derivative."""

import numpy as np

from grader.authoring import mistake


def with_slope(module, **changed):
    """Puts other slopes in place of some; each is a function of (z, alpha)."""
    right = module.slope
    module.slope = lambda name, z, alpha: changed[name](z, alpha) if name in changed else right(name, z, alpha)


@mistake("derivative_graphs", section="l1-activations")
def sigmoid_and_tanh_swapped(module):
    """The two hills are swapped. At z = 0 the slope of the sigmoid is a(1 − a) with a = 1/2.

    ru: Два холма перепутаны. В нуле наклон сигмоиды — это a(1 − a) при a = 1/2.
    """
    right = module.slope
    with_slope(
        module,
        sigmoid=lambda z, alpha: right("tanh", z, alpha),
        tanh=lambda z, alpha: right("sigmoid", z, alpha),
    )


@mistake("derivative_graphs", section="l1-activations")
def relus_swapped(module):
    """The two steps are swapped. To the left of 0 ReLU is constant; it is the leaky one that still has a slope there.

    ru: Две ступеньки перепутаны. Левее нуля ReLU постоянна; наклон там есть у leaky.
    """
    right = module.slope
    with_slope(
        module,
        relu=lambda z, alpha: right("leaky_relu", z, alpha),
        leaky_relu=lambda z, alpha: right("relu", z, alpha),
    )


@mistake("derivative_graphs", section="l1-activations")
def functions_for_derivatives(module):
    """For the sigmoid and ReLU you found the graphs of the functions. Asked are those of the derivatives.

    ru: Для сигмоиды и ReLU вы нашли графики самих функций. Спрашивается о графиках производных.
    """
    with_slope(module, sigmoid=lambda z, alpha: module.sigmoid(z), relu=lambda z, alpha: np.maximum(0, z))


@mistake("derivative_graphs", section="l1-activations")
def sigmoid_for_its_derivative(module):
    """For the sigmoid you found the function itself. Its derivative is largest at 0 and vanishes on both sides.

    ru: Для сигмоиды вы нашли саму функцию. Её производная больше всего в нуле и исчезает с обеих сторон.
    """
    with_slope(module, sigmoid=lambda z, alpha: module.sigmoid(z))


@mistake("derivative_graphs", section="l1-activations")
def relu_for_its_derivative(module):
    """For ReLU you found the function itself. It grows at a constant rate, so its derivative does not grow.

    ru: Для ReLU вы нашли саму функцию. Она растёт с постоянной скоростью, и её производная не растёт.
    """
    with_slope(module, relu=lambda z, alpha: np.maximum(0, z))
