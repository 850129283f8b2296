"""Known slips about the mean and variance of dropout."""

from grader.authoring import mistake

SECTION = "l2-dropout"


@mistake("dropout_expectation", section=SECTION)
def survivors_not_scaled(module):
    """You forgot the division by 1−p: it is there to keep the expectation as it is without dropout.

    ru: Забыто деление на 1−p: оно для того и нужно, чтобы математическое ожидание осталось таким же, как без dropout.
    """
    module.survivor_scale = lambda p: 1


@mistake("dropout_expectation", section=SECTION)
def p_taken_for_the_probability_to_keep(module):
    """p is the probability to drop here; you took it for the probability to keep.

    ru: Здесь p — вероятность обнулить, а вы приняли её за вероятность уцелеть.
    """
    module.keep_probability = lambda p: p
    module.survivor_scale = lambda p: 1 / p


@mistake("dropout_expectation", section=SECTION)
def factors_not_squared(module):
    """A constant factor comes out of a variance squared: so do the products of weight and input.

    ru: Постоянный множитель выходит из-под дисперсии в квадрате — и произведения весов на входы тоже.
    """
    module.dropout_variance = lambda x, w, p: float((w * x).sum() * p / (1 - p))


@mistake("dropout_expectation", section=SECTION)
def scale_not_squared(module):
    """A constant factor comes out of a variance squared: 1/(1−p), too.

    ru: Постоянный множитель выходит из-под дисперсии в квадрате — и 1/(1−p) тоже.
    """
    module.dropout_variance = lambda x, w, p: float(((w * x) ** 2).sum() * p)
