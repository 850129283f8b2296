"""Known slips about batch normalization in evaluation."""

import numpy as np

from grader.authoring import mistake

SECTION = "l2-batch-norm"


@mistake("batch_norm_eval", section=SECTION)
def statistics_of_the_batch(module):
    """In evaluation the batch's own mean and variance do not matter: the running ones are used.

    ru: В режиме проверки среднее и дисперсия самого батча не нужны: берутся накопленные.
    """
    right = module.normalize
    module.normalize = lambda x, mean, variance: right(x, x.mean(), x.var())


@mistake("batch_norm_eval", section=SECTION)
def divided_by_the_variance(module):
    """You divided by `running_var`: take its root.

    ru: Вы разделили на `running_var`: извлеките корень.
    """
    module.normalize = lambda x, mean, variance: (x - mean) / variance


@mistake("batch_norm_eval", section=SECTION)
def switched_off(module):
    """In evaluation dropout does nothing; batch normalization still normalizes, by its running statistics.

    ru: В режиме проверки ничего не делает dropout, а batch normalization нормирует и тут — накопленными статистиками.
    """
    module.batch_norm_eval = lambda x, mean, variance, gamma, beta: np.array(x, dtype=float)


@mistake("batch_norm_eval", section=SECTION)
def not_scaled_and_shifted(module):
    """You normalized rightly and stopped there: γ and β are used in evaluation, too.

    ru: Нормировка верна, но на ней вы остановились: γ и β нужны и в режиме проверки.
    """
    module.scale_and_shift = lambda normalized, gamma, beta: np.array(normalized)
