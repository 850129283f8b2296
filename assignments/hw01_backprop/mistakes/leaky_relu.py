"""Known mistakes in leaky ReLU."""

import numpy as np

from grader.authoring import mistake


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_constant_on_the_left(module):
    """On the negative side your function is flat. It should be a line: a slope times what?

    ru: На отрицательной стороне ваша функция постоянна. Там должна быть прямая: наклон, умноженный на что?
    """
    module.leaky_relu = lambda z, negative_slope=0.01: np.where(z > 0, z, z.dtype.type(negative_slope))


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_gradient_of_relu(module):
    """Your gradient vanishes on the negative side, but that side leaks forward: so it does on the way back.

    ru: На отрицательной стороне ваш градиент исчезает. Но вперёд эта сторона протекает — значит, и назад.
    """
    module.leaky_relu_backward = lambda dout, z, negative_slope=0.01: dout * (z > 0)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_as_a_maximum(module):
    """max(z, s·z) is leaky ReLU only for 0 <= s <= 1. Choose by the sign of z instead.

    ru: max(z, s·z) — это Leaky ReLU только при 0 <= s <= 1. Выбирайте по знаку z.
    """
    module.leaky_relu = lambda z, negative_slope=0.01: np.maximum(z, negative_slope * z)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_chooses_by_the_gradient(module):
    """You scale negative gradients. What decides is the sign of the forward input.

    ru: Вы масштабируете отрицательные градиенты. Решает же знак входа прямого прохода.
    """
    module.leaky_relu_backward = lambda dout, z, negative_slope=0.01: np.where(dout > 0, dout, negative_slope * dout)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_chooses_by_the_output(module):
    """You choose by the sign of the output. It is the sign of the input only while the slope is positive.

    ru: Вы выбираете по знаку выхода. Он совпадает со знаком входа, только пока наклон положителен.
    """
    module.leaky_relu_backward = lambda dout, z, negative_slope=0.01: np.where(
        module.leaky_relu(z, negative_slope) > 0, dout, negative_slope * dout
    )


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_default_of_another_library(module):
    """Libraries differ in the default slope; look at the signature in the task.

    ru: В разных библиотеках наклон по умолчанию разный; посмотрите на сигнатуру в условии.
    """
    forward, backward = module.leaky_relu, module.leaky_relu_backward
    module.leaky_relu = lambda z, negative_slope=0.3: forward(z, negative_slope)
    module.leaky_relu_backward = lambda dout, z, negative_slope=0.3: backward(dout, z, negative_slope)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_ignores_the_slope(module):
    """Your function is the same for every slope that it is given.

    ru: Ваша функция одинакова при любом переданном наклоне.
    """
    right = module.leaky_relu
    module.leaky_relu = lambda z, negative_slope=0.01: right(z, 0.01)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_gradient_ignores_the_slope(module):
    """The forward function uses the slope that it is given, the backward function always the same one.

    ru: Прямая функция использует переданный наклон, а обратная — всегда один и тот же.
    """
    right = module.leaky_relu_backward
    module.leaky_relu_backward = lambda dout, z, negative_slope=0.01: right(dout, z, 0.01)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_overwrites_its_input(module):
    """`out = z` is no copy: you changed the caller's z.

    ru: `out = z` — не копия: вы изменили z вызывающего кода.
    """

    def leaky_relu(z, negative_slope=0.01):
        z[z < 0] *= negative_slope
        return z

    module.leaky_relu = leaky_relu


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_gradient_overwrites_dout(module):
    """`dz = dout` is no copy: you changed the caller's gradient.

    ru: `dz = dout` — не копия: вы изменили градиент вызывающего кода.
    """

    def leaky_relu_backward(dout, z, negative_slope=0.01):
        dout[z < 0] *= negative_slope
        return dout

    module.leaky_relu_backward = leaky_relu_backward


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_upstream_forgotten(module):
    """This is the derivative of leaky ReLU alone. The chain rule also needs what came from above.

    ru: Это производная одной Leaky ReLU. Правилу цепочки нужно ещё то, что пришло сверху.
    """
    right = module.leaky_relu_backward
    module.leaky_relu_backward = lambda dout, z, negative_slope=0.01: right(np.ones_like(z), z, negative_slope)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_value_for_derivative(module):
    """You multiply by the value of the function. What is the slope of each of its two lines?

    ru: Вы умножаете на значение функции. А чему равен наклон каждой из двух её прямых?
    """
    module.leaky_relu_backward = lambda dout, z, negative_slope=0.01: dout * module.leaky_relu(z, negative_slope)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_branches_swapped(module):
    """The slope is applied to the positive side.

    ru: Наклон применён к положительной стороне.
    """
    module.leaky_relu = lambda z, negative_slope=0.01: np.where(z > 0, negative_slope * z, z)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_turned_upwards(module):
    """With a positive slope, negative numbers should stay negative; yours come out positive.

    ru: При положительном наклоне отрицательные числа остаются отрицательными, а у вас становятся
    положительными.
    """
    module.leaky_relu = lambda z, negative_slope=0.01: np.where(z > 0, z, -negative_slope * z)


@mistake("leaky_relu", section="l1-activations")
def leaky_relu_gradient_in_double_precision(module):
    """`np.where(z > 0, 1.0, slope)` is float64 and makes your float32 gradient float64 too.

    ru: `np.where(z > 0, 1.0, slope)` — это float64, и ваш градиент float32 тоже становится float64.
    """
    module.leaky_relu_backward = lambda dout, z, negative_slope=0.01: dout * np.where(z > 0, 1.0, negative_slope)
