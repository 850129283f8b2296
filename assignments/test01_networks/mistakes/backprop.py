"""Known mistakes in the gradients of a small network."""

import numpy as np

from grader.authoring import mistake


def found(x, target, hidden, output):
    """z, h and the error of the network, computed as it should be."""
    z = x @ hidden[0] + hidden[1]
    h = np.maximum(0, z)
    return z, h, float(h @ output[0] + output[1] - target)


def with_parts(module, change):
    """Changes some of the results; `change` is a function of (x, w2, z, h, error)."""
    right = module.network_gradients

    def network_gradients(x, target, hidden, output):
        parts = found(x, target, hidden, output)
        return right(x, target, hidden, output) | change(x, output[0], *parts)

    module.network_gradients = network_gradients


@mistake("backprop", section="l1-activations")
def relu_forgotten_on_the_way_back(module):
    """A unit with z < 0 is switched off, and passes no gradient back. You let it through.

    ru: Нейрон с z < 0 выключен и назад градиент не пропускает. У вас он прошёл.
    """
    with_parts(module, lambda x, w2, z, h, error: {"dW1": np.outer(x, error * w2)})


@mistake("backprop", section="l1-activations")
def relu_forgotten_altogether(module):
    """You left ReLU out: a unit with z < 0 gives h = 0, and no gradient.

    ru: Вы пропустили ReLU: нейрон с z < 0 даёт h = 0 и не даёт градиента.
    """

    def network_gradients(x, target, hidden, output):
        z = x @ hidden[0] + hidden[1]
        error = float(z @ output[0] + output[1] - target)
        return {"loss": error**2 / 2, "dw2": error * z, "dW1": np.outer(x, error * output[0])}

    module.network_gradients = network_gradients


@mistake("backprop", section="l1-backpropagation")
def error_forgotten(module):
    """These are the gradients of the output ŷ. The loss multiplies them by its own derivative, ŷ − t.

    ru: Это градиенты выхода ŷ. Функция потерь умножает их на свою производную, ŷ − t.
    """
    with_parts(module, lambda x, w2, z, h, error: {"dw2": h, "dW1": np.outer(x, w2 * (z > 0))})


@mistake("backprop", section="l1-backpropagation")
def factor_two(module):
    """Your gradients are twice too large: the 1/2 before the square cancels the 2 of the derivative.

    ru: Ваши градиенты вдвое больше: 1/2 перед квадратом сокращается с двойкой производной.
    """
    with_parts(module, lambda x, w2, z, h, error: {"dw2": 2 * error * h, "dW1": 2 * error * np.outer(x, w2 * (z > 0))})


@mistake("backprop", section="l1-backpropagation")
def half_forgotten(module):
    """Your loss is twice too large: there is a 1/2 before the square.

    ru: Ваша потеря вдвое больше: перед квадратом стоит 1/2.
    """
    with_parts(module, lambda x, w2, z, h, error: {"loss": error**2})


@mistake("backprop", section="l1-backpropagation")
def output_weights_forgotten(module):
    """On the way to W₁ the gradient goes through w₂: that factor is missing.

    ru: По пути к W₁ градиент проходит через w₂: этого множителя не хватает.
    """
    with_parts(module, lambda x, w2, z, h, error: {"dW1": np.outer(x, error * (z > 0))})


@mistake("backprop", section="l1-fully-connected")
def gradient_of_w1_transposed(module):
    """Your gradient by W₁ is transposed: its rows belong to the inputs, its columns to the hidden units.

    ru: Ваш градиент по W₁ транспонирован: строки отвечают входам, столбцы — скрытым нейронам.
    """
    with_parts(module, lambda x, w2, z, h, error: {"dW1": np.outer(error * w2 * (z > 0), x)})


@mistake("backprop", section="l1-backpropagation")
def downhill_for_the_gradient(module):
    """Your gradients have the opposite sign: the error is ŷ − t, prediction minus target.

    ru: У ваших градиентов обратный знак: ошибка — это ŷ − t, предсказание минус цель.
    """
    with_parts(module, lambda x, w2, z, h, error: {"dw2": -error * h, "dW1": -error * np.outer(x, w2 * (z > 0))})
