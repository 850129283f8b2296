"""Known mistakes in the sigmoid."""

import math

import numpy as np

from grader.authoring import mistake


@mistake("sigmoid", section="l1-activations")
def sigmoid_derivative_taken_twice(module):
    """`out` is already the sigmoid of z: your backward function applies the sigmoid once more.

    ru: `out` — уже сигмоида от z, а ваша обратная функция применяет сигмоиду ещё раз.
    """

    def sigmoid_backward(dout, out):
        again = module.sigmoid(out)
        return dout * again * (1 - again)

    module.sigmoid_backward = sigmoid_backward


@mistake("sigmoid", section="l1-activations")
def sigmoid_of_the_gradient(module):
    """You differentiate at `dout`. The derivative is taken where forward was; `dout` only multiplies it.

    ru: Вы берёте производную в точке `dout`. Производная берётся там, где был прямой проход, а `dout` —
    множитель.
    """

    def sigmoid_backward(dout, out):
        gate = module.sigmoid(dout)
        return gate * (1 - gate)

    module.sigmoid_backward = sigmoid_backward


@mistake("sigmoid", section="l1-activations")
def sigmoid_upstream_forgotten(module):
    """This is the derivative of the sigmoid alone. The chain rule also needs what came from above.

    ru: Это производная одной сигмоиды. Правилу цепочки нужно ещё то, что пришло сверху.
    """
    module.sigmoid_backward = lambda dout, out: out * (1 - out)


@mistake("sigmoid", section="l1-activations")
def sigmoid_derivative_half_done(module):
    """Your derivative does not vanish for large negative z. Differentiate 1 / (1 + exp(-z)) once more on
    paper.

    ru: Ваша производная не исчезает при больших отрицательных z. Продифференцируйте 1 / (1 + exp(-z)) на
    бумаге ещё раз.
    """
    module.sigmoid_backward = lambda dout, out: dout * (1 - out)


@mistake("sigmoid", section="l1-activations")
def sigmoid_with_the_derivative_of_tanh(module):
    """At z = 0 the slope of the sigmoid is 1/4, yours is 3/4: that formula belongs to another activation.

    ru: В нуле наклон сигмоиды равен 1/4, а у вас 3/4: эта формула от другой активации.
    """
    module.sigmoid_backward = lambda dout, out: dout * (1 - out**2)


@mistake("sigmoid", section="l1-activations")
def sigmoid_infinity_over_infinity(module):
    """For large positive z both numerator and denominator become infinite: NaN. Choose a form by the sign
    of z.

    ru: При больших положительных z и числитель, и знаменатель бесконечны, получается NaN. Выбирайте форму
    по знаку z.
    """
    module.sigmoid = lambda z: np.exp(z) / (1 + np.exp(z))


@mistake("sigmoid", section="l1-activations")
def sigmoid_overflows_on_the_way(module):
    """The values are right, but exp overflows on the way. Which exponent never grows? (`np.where` computes
    both branches.)

    ru: Значения верны, но по дороге exp переполняется. Какая экспонента никогда не растёт? (`np.where`
    считает обе ветви.)
    """
    module.sigmoid = lambda z: 1 / (1 + np.exp(-z))


@mistake("sigmoid", section="l1-activations")
def sigmoid_clipped_too_early(module):
    """You cut z off so early that it shows in the result. There is a form that needs no cutting.

    ru: Вы обрезаете z так рано, что это видно в результате. Есть форма, которой обрезка не нужна.
    """
    module.sigmoid = lambda z: 1 / (1 + np.exp(-np.clip(z, -20, 20)))


@mistake("sigmoid", section="l1-activations")
def sigmoid_mirrored(module):
    """Your function falls where the sigmoid rises: look at the sign in the exponent.

    ru: Ваша функция убывает там, где сигмоида растёт: посмотрите на знак в экспоненте.
    """
    module.sigmoid = lambda z: 1 / (1 + np.exp(np.minimum(z, 700)))


@mistake("sigmoid", section="l1-activations")
def sigmoid_of_a_single_number(module):
    """`math.exp` takes one number; for arrays there is a function of the same name in NumPy.

    ru: `math.exp` принимает одно число; для массивов в NumPy есть функция с тем же именем.
    """
    module.sigmoid = lambda z: 1 / (1 + math.exp(-z))


@mistake("sigmoid", section="l1-activations")
def sigmoid_overwrites_its_input(module):
    """You wrote the result into z. The caller still needs z: return a new array.

    ru: Вы записали результат прямо в z. Вызывающему коду z ещё нужен: верните новый массив.
    """
    right = module.sigmoid

    def sigmoid(z):
        z[...] = right(z)
        return z

    module.sigmoid = sigmoid


@mistake("sigmoid", section="l1-activations")
def sigmoid_gradient_overwrites_dout(module):
    """You multiply `dout` in place (`dout *= …`): the caller's gradient is gone.

    ru: Вы умножаете `dout` на месте (`dout *= …`): градиент вызывающего кода испорчен.
    """

    def sigmoid_backward(dout, out):
        dout *= out * (1 - out)
        return dout

    module.sigmoid_backward = sigmoid_backward


@mistake("sigmoid", section="l1-activations")
def sigmoid_in_double_precision(module):
    """`np.zeros(z.shape)` is float64 by default, whatever z is: keep the dtype of the input.

    ru: `np.zeros(z.shape)` — это float64 по умолчанию, каким бы ни был z: сохраняйте dtype входа.
    """
    right = module.sigmoid
    module.sigmoid = lambda z: right(z).astype(np.float64)
