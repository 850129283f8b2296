"""Known slips about the running statistics of batch normalization."""

from grader.authoring import mistake

SECTION = "l2-batch-norm"


@mistake("running_statistics", section=SECTION)
def biased_variance_in_the_buffer(module):
    """The buffer gathers the unbiased variance: you forgot the factor B/(B−1).

    ru: В буфер идёт несмещённая дисперсия: вы забыли множитель B/(B−1).
    """
    module.variance_for_the_buffer = lambda biased, size: biased


@mistake("running_statistics", section=SECTION)
def momentum_weighs_the_old_value(module):
    """Here, as in PyTorch, `momentum` is the weight of the new batch; you gave it to the old value.

    ru: Здесь, как в PyTorch, `momentum` — вес нового батча, а вы отдали его старому значению.
    """
    module.running = lambda old, new, momentum: momentum * old + (1 - momentum) * new


@mistake("running_statistics", section=SECTION)
def mean_corrected_as_well(module):
    """B/(B−1) belongs to the variance only: the mean goes into the buffer as it is.

    ru: Множитель B/(B−1) относится только к дисперсии: среднее идёт в буфер как есть.
    """
    module.mean_for_the_buffer = lambda mean, size: mean * size / (size - 1)


@mistake("running_statistics", section=SECTION)
def variance_starts_at_zero(module):
    """The running variance starts at 1, not at 0; what is left of it counts.

    ru: Накопленная дисперсия начинается с 1, а не с 0; остаток этой единицы тоже входит.
    """
    module.first_buffers = lambda: (0.0, 0.0)


@mistake("running_statistics", section=SECTION)
def plain_average_of_the_batches(module):
    """That is the plain mean over the batches: a moving average forgets the older ones little by little.

    ru: Это обычное среднее по батчам, а скользящее среднее понемногу забывает старые.
    """

    def running_statistics(means, variances, size, momentum):
        unbiased = [module.variance_for_the_buffer(variance, size) for variance in variances]
        return sum(means) / len(means), sum(unbiased) / len(unbiased)

    module.running_statistics = running_statistics
