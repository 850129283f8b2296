"""Known mistakes in the mean squared error."""

import numpy as np

from grader.authoring import mistake


@mistake("mse", section="l1-empirical-risk")
def mse_summed(module):
    """Your loss grows with the number of elements: empirical risk is an average.

    ru: Ваша потеря растёт с числом элементов, а эмпирический риск — это среднее.
    """
    module.mse_loss = lambda input, target: float(np.sum((input - target) ** 2))


@mistake("mse", section="l1-empirical-risk")
def mse_halved(module):
    """Your loss is half of the graded one: there is no 1/2 in this formula.

    ru: Ваша потеря вдвое меньше нужной: в этой формуле нет 1/2.
    """
    module.mse_loss = lambda input, target: float(np.mean((input - target) ** 2)) / 2


@mistake("mse", section="l1-empirical-risk")
def mse_averaged_over_samples_only(module):
    """For a table (B, K) you average over its B rows; the formula averages over all B·K elements.

    ru: Для таблицы (B, K) вы усредняете по B строкам, а формула усредняет по всем B·K элементам.
    """
    module.mse_loss = lambda input, target: float(np.sum((input - target) ** 2)) / len(input)


@mistake("mse", section="l1-empirical-risk")
def mse_with_a_root(module):
    """You return the root of the mean squared error.

    ru: Вы возвращаете корень из среднеквадратичной ошибки.
    """
    module.mse_loss = lambda input, target: float(np.sqrt(np.mean((input - target) ** 2)))


@mistake("mse", section="l1-empirical-risk")
def mse_with_absolute_values(module):
    """You average absolute values; the formula averages squares.

    ru: Вы усредняете модули, а в формуле — квадраты.
    """
    module.mse_loss = lambda input, target: float(np.mean(np.abs(input - target)))


@mistake("mse", section="l1-empirical-risk")
def mse_squares_the_mean(module):
    """You average first and square then, so errors of opposite sign cancel.

    ru: Вы сначала усредняете, а потом возводите в квадрат, и ошибки разных знаков сокращаются.
    """
    module.mse_loss = lambda input, target: float(np.mean(input - target) ** 2)


@mistake("mse", section="l1-empirical-risk")
def mse_gradient_without_two(module):
    """Your gradient is half of what it should be. Differentiate the square that stands in the loss.

    ru: Ваш градиент вдвое меньше нужного. Продифференцируйте квадрат, стоящий в функции потерь.
    """
    module.mse_loss_backward = lambda input, target: (input - target) / input.size


@mistake("mse", section="l1-empirical-risk")
def mse_gradient_of_the_sum(module):
    """The loss is an average, the gradient is that of a sum: it has to get smaller as the batch grows.

    ru: Потеря — среднее, а градиент у вас — от суммы: с ростом батча он должен уменьшаться.
    """
    module.mse_loss_backward = lambda input, target: 2 * (input - target)


@mistake("mse", section="l1-empirical-risk")
def mse_gradient_without_two_and_mean(module):
    """Differentiate the whole formula: neither the square nor the average may get lost.

    ru: Дифференцируйте всю формулу: не должны потеряться ни квадрат, ни усреднение.
    """
    module.mse_loss_backward = lambda input, target: input - target


@mistake("mse", section="l1-empirical-risk")
def mse_gradient_averaged_over_samples_only(module):
    """For a table (B, K) you divide by the number of rows; the loss averages over all elements.

    ru: Для таблицы (B, K) вы делите на число строк, а потеря усреднена по всем элементам.
    """
    module.mse_loss_backward = lambda input, target: 2 * (input - target) / len(input)


@mistake("mse", section="l1-empirical-risk")
def mse_gradient_of_the_target(module):
    """Your gradient points the other way: it is the derivative with respect to the target.

    ru: Ваш градиент направлен в другую сторону: это производная по target.
    """
    module.mse_loss_backward = lambda input, target: 2 * (target - input) / input.size


@mistake("mse", section="l1-empirical-risk")
def mse_overwrites_its_input(module):
    """`input -= target` changes the caller's predictions: compute the difference in a new array.

    ru: `input -= target` меняет предсказания вызывающего кода: считайте разность в новом массиве.
    """

    def mse_loss(input, target):
        input -= target
        return float(np.mean(input**2))

    module.mse_loss = mse_loss


@mistake("mse", section="l1-empirical-risk")
def mse_gradient_in_double_precision(module):
    """Your gradient is float64 also where the predictions are float32.

    ru: Ваш градиент — float64 даже там, где предсказания float32.
    """
    module.mse_loss_backward = lambda input, target: 2 * (input - target) / np.float64(input.size)
