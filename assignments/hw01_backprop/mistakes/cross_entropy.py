"""Known mistakes in the cross-entropy."""

import numpy as np

from grader.authoring import mistake


def softmax(z):
    """A stable softmax of every row."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def one_hot(target, like):
    """Rows with a 1 in the place of the class."""
    return np.eye(like.shape[1], dtype=like.dtype)[target]


def replace_gradient(module, gradient):
    """Sets the gradient to `gradient(p, hot)` for the probabilities and the one-hot classes."""
    module.cross_entropy_backward = lambda input, target: gradient(softmax(input), one_hot(target, input))


@mistake("cross_entropy", section="l1-empirical-risk")
def softmax_over_the_whole_batch(module):
    """Your probabilities sum to 1 over the whole batch: every row should have a sum of its own.

    ru: Ваши вероятности дают в сумме 1 по всему батчу, а сумма должна быть своя у каждой строки.
    """

    def log_softmax(input):
        shifted = input - input.max()
        return shifted - np.log(np.exp(shifted).sum())

    module.log_softmax = log_softmax


@mistake("cross_entropy", section="l1-empirical-risk")
def softmax_over_the_samples(module):
    """You sum over the samples: classes lie along axis 1.

    ru: Вы суммируете по объектам, а классы лежат вдоль оси 1.
    """

    def log_softmax(input):
        shifted = input - input.max(axis=0)
        return shifted - np.log(np.exp(shifted).sum(axis=0))

    module.log_softmax = log_softmax


@mistake("cross_entropy", section="l1-empirical-risk")
def largest_logit_of_the_batch(module):
    """You subtract the largest logit of the whole batch: rows far below it lose all their exponents. Which
    maximum is safe?

    ru: Вы вычитаете наибольший логит всего батча, и в строках намного ниже все экспоненты обнуляются. Какой
    максимум безопасен?
    """

    def log_softmax(input):
        shifted = input - input.max()
        return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    module.log_softmax = log_softmax


@mistake("cross_entropy", section="l1-empirical-risk")
def logarithm_of_softmax(module):
    """A probability can be exactly 0 in floating point; its logarithm is infinite. Take the logarithm of
    the formula on paper.

    ru: Вероятность в числах с плавающей точкой бывает ровно 0, и логарифм бесконечен. Прологарифмируйте
    формулу на бумаге.
    """
    module.log_softmax = lambda input: np.log(softmax(input))


@mistake("cross_entropy", section="l1-empirical-risk")
def logits_without_a_shift(module):
    """exp of a large logit is infinite. What may be subtracted from a row without changing its softmax?

    ru: Экспонента большого логита бесконечна. Что можно вычесть из строки, не меняя её softmax?
    """
    module.log_softmax = lambda input: input - np.log(np.exp(input).sum(axis=1, keepdims=True))


@mistake("cross_entropy", section="l1-empirical-risk")
def small_number_under_the_logarithm(module):
    """The small number that you add under the logarithm shifts every value and caps large losses. It is not
    needed.

    ru: Малое число под логарифмом сдвигает каждое значение и обрезает большие потери. Без него можно
    обойтись.
    """
    module.log_softmax = lambda input: np.log(softmax(input) + input.dtype.type(1e-7))


@mistake("cross_entropy", section="l1-empirical-risk")
def logarithm_forgotten(module):
    """Your `log_softmax` returns probabilities: the logarithm is missing.

    ru: Ваша `log_softmax` возвращает вероятности: потерян логарифм.
    """
    module.log_softmax = softmax


@mistake("cross_entropy", section="l1-empirical-risk")
def softmax_applied_twice(module):
    """You feed probabilities where logits belong: the softmax is inside the loss already.

    ru: Вы подаёте вероятности туда, где нужны логиты: softmax уже есть внутри функции потерь.
    """
    right = module.cross_entropy
    module.cross_entropy = lambda input, target: right(softmax(input), target)


@mistake("cross_entropy", section="l1-empirical-risk")
def cross_entropy_summed(module):
    """Your loss grows with the batch: empirical risk is an average.

    ru: Ваша потеря растёт с размером батча, а эмпирический риск — это среднее.
    """
    right = module.cross_entropy
    module.cross_entropy = lambda input, target: right(input, target) * len(target)


@mistake("cross_entropy", section="l1-empirical-risk")
def cross_entropy_averaged_over_classes(module):
    """You average over samples and classes; the formula divides by the number of samples only.

    ru: Вы усредняете по объектам и по классам, а формула делит только на число объектов.
    """
    right = module.cross_entropy
    module.cross_entropy = lambda input, target: right(input, target) / input.shape[1]


@mistake("cross_entropy", section="l1-empirical-risk")
def cross_entropy_without_the_minus(module):
    """Your loss is negative: logarithms of probabilities are, a loss is not.

    ru: Ваша потеря отрицательна: таковы логарифмы вероятностей, но не потеря.
    """
    right = module.cross_entropy
    module.cross_entropy = lambda input, target: -right(input, target)


@mistake("cross_entropy", section="l1-empirical-risk")
def every_row_with_every_target(module):
    """`a[:, target]` takes every target from every row, a table B × B. You need one element a row.

    ru: `a[:, target]` берёт из каждой строки все классы батча, таблицу B × B. Нужен один элемент на строку.
    """
    module.cross_entropy = lambda input, target: float(-np.mean(module.log_softmax(input)[:, target]))


@mistake("cross_entropy", section="l1-empirical-risk")
def rows_chosen_by_the_target(module):
    """`a[target]` chooses whole rows. You need from row i the element with the index target[i].

    ru: `a[target]` выбирает целые строки. Нужен элемент с номером target[i] из строки i.
    """
    module.cross_entropy = lambda input, target: float(-np.mean(module.log_softmax(input)[target]))


@mistake("cross_entropy", section="l1-empirical-risk")
def gradient_not_averaged(module):
    """The loss is an average over the batch, the gradient is that of a sum.

    ru: Потеря усреднена по батчу, а градиент у вас — от суммы.
    """
    replace_gradient(module, lambda p, hot: p - hot)


@mistake("cross_entropy", section="l1-empirical-risk")
def gradient_averaged_over_classes(module):
    """Your gradient is divided by the number of classes as well: the loss is not.

    ru: Ваш градиент разделён ещё и на число классов, а потеря — нет.
    """
    replace_gradient(module, lambda p, hot: (p - hot) / p.size)


@mistake("cross_entropy", section="l1-empirical-risk")
def gradient_for_a_batch_of_two(module):
    """Your gradient is right for a batch of two only: is a number written down where the batch size belongs?

    ru: Ваш градиент верен только для батча из двух объектов: не стоит ли число там, где должен быть размер
    батча?
    """
    replace_gradient(module, lambda p, hot: (p - hot) / 2)


@mistake("cross_entropy", section="l1-empirical-risk")
def gradient_in_the_wrong_direction(module):
    """Your gradient points the other way: a step against it would make the loss larger.

    ru: Ваш градиент направлен в другую сторону: шаг против него увеличил бы потерю.
    """
    replace_gradient(module, lambda p, hot: (hot - p) / len(p))


@mistake("cross_entropy", section="l1-empirical-risk")
def gradient_without_the_target(module):
    """Your gradient does not depend on the right class. A row of the gradient should sum to 0.

    ru: Ваш градиент не зависит от верного класса. Строка градиента должна давать в сумме 0.
    """
    replace_gradient(module, lambda p, hot: p / len(p))


@mistake("cross_entropy", section="l1-empirical-risk")
def gradient_as_of_a_sigmoid(module):
    """p(1 - p) would be right for one sigmoid. In a softmax every probability depends on every logit of its
    row.

    ru: p(1 - p) подошло бы для отдельной сигмоиды. В softmax каждая вероятность зависит от каждого логита
    строки.
    """
    replace_gradient(module, lambda p, hot: (p - hot) * p * (1 - p) / len(p))


@mistake("cross_entropy", section="l1-empirical-risk")
def gradient_of_the_right_class_only(module):
    """Only the right class gets a gradient from you. The sum in the denominator contains all the logits.

    ru: Градиент у вас получает только верный класс. В сумме знаменателя участвуют все логиты.
    """
    replace_gradient(module, lambda p, hot: (p - hot) * hot / len(p))


@mistake("cross_entropy", section="l1-empirical-risk")
def logits_are_overwritten(module):
    """You subtract the maximum in place (`input -= …`): the caller's logits have changed.

    ru: Вы вычитаете максимум на месте (`input -= …`): логиты вызывающего кода изменились.
    """
    right = module.log_softmax

    def log_softmax(input):
        input -= input.max(axis=1, keepdims=True)
        return right(input)

    module.log_softmax = log_softmax


@mistake("cross_entropy", section="l1-empirical-risk")
def one_hot_in_double_precision(module):
    """`np.eye` and `np.zeros` are float64 by default and turn your float32 gradient into float64.

    ru: `np.eye` и `np.zeros` по умолчанию float64 и превращают ваш градиент float32 в float64.
    """
    replace_gradient(module, lambda p, hot: (p - hot.astype(np.float64)) / len(p))
