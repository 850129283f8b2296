"""Known slips about Adam."""

from grader.authoring import mistake

SECTION = "l2-adam"


@mistake("adam", section=SECTION, credit="1/2")
def no_square_root(module):
    """You seem to have followed the notes, where the root in the denominator got lost: divide by √v̂.

    ru: Похоже, вы шли за конспектом, где в знаменателе потерялся корень: делить надо на √v̂.
    """
    module.adam_direction = lambda m_hat, v_hat: m_hat / (v_hat + module.EPS)


@mistake("adam", section=SECTION)
def no_bias_correction(module):
    """You forgot to correct the bias: the moments start from zero, and at first are too small.

    ru: Забыта поправка на смещение: моменты начинаются с нуля и поначалу слишком малы.
    """
    module.corrected = lambda moment, beta, step: moment


@mistake("adam", section=SECTION)
def correction_without_power(module):
    """You divided by 1−β in the second step, too: there it is 1−β².

    ru: И на втором шаге вы разделили на 1−β: там уже 1−β².
    """
    module.corrected = lambda moment, beta, step: moment / (1 - beta)


@mistake("adam", section=SECTION)
def gradient_not_squared(module):
    """The second moment averages the squares of the gradients.

    ru: Второй момент усредняет квадраты градиентов.
    """
    module.squared = abs


@mistake("adam", section=SECTION)
def gradient_not_weighed(module):
    """A moving average has two weights: you forgot 1−β before the gradient.

    ru: У скользящего среднего два веса: вы забыли 1−β перед градиентом.
    """
    module.average = lambda old, new, beta: beta * old + new
