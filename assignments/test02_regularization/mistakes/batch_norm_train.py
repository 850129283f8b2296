"""Known slips about batch normalization in training."""

import numpy as np

from grader.authoring import mistake

SECTION = "l2-batch-norm"


@mistake("batch_norm_train", section=SECTION)
def normalized_by_the_unbiased_variance(module):
    """A batch is normalized by its biased variance, divided by B; B−1 is for the running variance only.

    ru: Батч нормируют на смещённую дисперсию, с делением на B; B−1 бывает только в накопленной дисперсии.
    """
    module.batch_variance = lambda x: float(x.var(ddof=1))


@mistake("batch_norm_train", section=SECTION)
def divided_by_the_variance(module):
    """You divided by the variance: take its root.

    ru: Вы разделили на дисперсию: извлеките из неё корень.
    """
    module.normalize = lambda x, mean, variance: (x - mean) / variance


@mistake("batch_norm_train", section=SECTION)
def shifted_before_scaled(module):
    """Scale first, then shift: β is not multiplied by γ.

    ru: Сначала масштаб, потом сдвиг: β на γ не умножается.
    """
    module.scale_and_shift = lambda normalized, gamma, beta: gamma * (normalized + beta)


@mistake("batch_norm_train", section=SECTION)
def not_scaled_and_shifted(module):
    """You normalized rightly and stopped there: γ and β are still to come.

    ru: Нормировка верна, но на ней вы остановились: остались γ и β.
    """
    module.scale_and_shift = lambda normalized, gamma, beta: np.array(normalized)
