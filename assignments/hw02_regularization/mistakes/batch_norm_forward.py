"""What goes wrong in the forward pass of batch normalization."""

import numpy as np

from grader.authoring import mistake

SECTION = "l2-batch-norm"


class Parts:
    """The layer's forward, taken apart into methods that can be replaced one by one."""

    def batch_statistics(self, x):
        return x.mean(axis=0), x.var(axis=0)

    def evaluation_statistics(self, x):
        return self.running_mean, self.running_var

    def new_values(self, mean, var, size):
        return mean, var * (size / (size - 1))

    def mixed(self, old, new):
        return (1.0 - self.momentum) * old + self.momentum * new

    def update(self, x, mean, var):
        new_mean, new_var = self.new_values(mean, var, len(x))
        self.running_mean = self.mixed(self.running_mean, new_mean)
        self.running_var = self.mixed(self.running_var, new_var)

    def check(self, x):
        if self.training and len(x) < 2:
            raise ValueError("a batch of one")

    def deviations(self, x, mean):
        return x - mean

    def inverse(self, var):
        return 1.0 / np.sqrt(var + self.eps)

    def output(self, normalized):
        return self.gamma * normalized + self.beta

    def forward(self, x):
        self.check(x)
        mean, var = self.batch_statistics(x) if self.training else self.evaluation_statistics(x)
        if self.training:
            self.update(x, mean, var)
        self._inverse_std = self.inverse(var)
        self._normalized = self.deviations(x, mean) * self._inverse_std
        self._from_batch = self.training
        return self.output(self._normalized)


def change(module, **parts):
    """The module's layer with some parts of its forward replaced."""
    right = module.BatchNorm1d
    bases = (right,) if issubclass(right, Parts) else (Parts, right)
    module.BatchNorm1d = type("BatchNorm1d", bases, parts)


def initially(module, spoil):
    """The layer, to which `spoil(layer)` is done as soon as it is made."""
    right = module.BatchNorm1d

    class BatchNorm1d(right):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            spoil(self)

    module.BatchNorm1d = BatchNorm1d


# ---------------------------------------------------------------------------------------------- the buffers


@mistake("batch_norm_forward", section=SECTION)
def running_variance_biased(module):
    """The running variance takes in the variance that divides by B. Its estimate should be unbiased.

    ru: В скользящую дисперсию попадает дисперсия с делением на B, а оценка должна быть несмещённой.
    """
    change(module, new_values=lambda self, mean, var, size: (mean, var))


@mistake("batch_norm_forward", section=SECTION)
def running_mean_corrected_too(module):
    """The correction B / (B - 1) belongs to the variance alone; the mean needs none.

    ru: Поправка B / (B - 1) нужна только дисперсии; среднему поправка не нужна.
    """
    change(
        module,
        new_values=lambda self, mean, var, size: (mean * size / (size - 1), var * size / (size - 1)),
    )


@mistake("batch_norm_forward", section=SECTION)
def momentum_weighs_the_old_value(module):
    """Momentum stands at the old value. Here, as in PyTorch, it is the weight of the new batch.

    ru: momentum стоит при старом значении. Здесь, как и в PyTorch, это вес нового батча.
    """
    change(module, mixed=lambda self, old, new: self.momentum * old + (1.0 - self.momentum) * new)


@mistake("batch_norm_forward", section=SECTION)
def momentum_fixed(module):
    """Momentum is always 0.1, whatever the constructor was told.

    ru: momentum всегда равен 0.1, что бы ни передали в конструктор.
    """
    change(module, mixed=lambda self, old, new: 0.9 * old + 0.1 * new)


@mistake("batch_norm_forward", section=SECTION)
def only_the_last_batch_remembered(module):
    """The buffers hold the statistics of the last batch. They should average over many.

    ru: В буферах лежат статистики последнего батча, а должно быть усреднение по многим.
    """
    change(module, mixed=lambda self, old, new: new)


@mistake("batch_norm_forward", section=SECTION)
def running_variance_with_eps(module):
    """eps is stored in the running variance. It is added when dividing, not when storing.

    ru: В скользящую дисперсию попал eps. Он прибавляется при делении, а не при накоплении.
    """
    change(module, new_values=lambda self, mean, var, size: (mean, var * (size / (size - 1)) + self.eps))


@mistake("batch_norm_forward", section=SECTION)
def standard_deviation_stored(module):
    """The buffer takes in the standard deviation, and evaluation takes it for a variance.

    ru: В буфер попадает стандартное отклонение, а в режиме eval оно принимается за дисперсию.
    """
    change(module, new_values=lambda self, mean, var, size: (mean, np.sqrt(var * (size / (size - 1)))))


@mistake("batch_norm_forward", section=SECTION)
def running_variance_starts_at_zero(module):
    """The running variance starts at zero. What would a fresh layer do in evaluation mode?

    ru: Скользящая дисперсия начинается с нуля. Что сделает новый слой в режиме eval?
    """

    def spoil(layer):
        layer.running_var = np.zeros_like(layer.running_var)

    initially(module, spoil)


@mistake("batch_norm_forward", section=SECTION)
def evaluation_updates_the_buffers(module):
    """Evaluation changes the buffers. Only training may.

    ru: В режиме eval буферы меняются, а меняться они должны только при обучении.
    """

    def evaluation_statistics(self, x):
        mean, var = self.running_mean, self.running_var
        size = len(x)
        self.running_mean = self.mixed(mean, x.mean(axis=0))
        self.running_var = self.mixed(var, x.var(axis=0) * (size / max(size - 1, 1)))
        return mean, var

    change(module, evaluation_statistics=evaluation_statistics)


# -------------------------------------------------------------------------------------------- normalization


@mistake("batch_norm_forward", section=SECTION)
def normalized_by_the_unbiased_variance(module):
    """The batch is normalized by a variance that divides by B - 1. That one is for the buffer only.

    ru: Батч нормируется на дисперсию с делением на B - 1. Она нужна только буферу.
    """
    change(
        module,
        batch_statistics=lambda self, x: (x.mean(axis=0), x.var(axis=0, ddof=1)),
        new_values=lambda self, mean, var, size: (mean, var),
    )


@mistake("batch_norm_forward", section=SECTION)
def eps_outside_the_root(module):
    """eps is added to the standard deviation. Look in the formula at what stands under the root.

    ru: eps прибавляется к стандартному отклонению. Посмотрите в формуле, что стоит под корнем.
    """
    change(module, inverse=lambda self, var: 1.0 / (np.sqrt(var) + self.eps))


@mistake("batch_norm_forward", section=SECTION)
def eps_fixed(module):
    """eps is always 1e-5, whatever the constructor was told.

    ru: eps всегда равен 1e-5, что бы ни передали в конструктор.
    """
    change(module, inverse=lambda self, var: 1.0 / np.sqrt(var + 1e-5))


@mistake("batch_norm_forward", section=SECTION)
def divided_by_the_variance(module):
    """The deviations are divided by the variance: something is missing before the division.

    ru: Отклонения делятся на дисперсию: перед делением чего-то не хватает.
    """
    change(module, inverse=lambda self, var: 1.0 / (var + self.eps))


@mistake("batch_norm_forward", section=SECTION)
def rows_normalized(module):
    """The statistics go along the features of one sample. Every feature is normalized over the batch:
    which axis?

    ru: Статистики считаются вдоль признаков одного объекта. Нормируется каждый признак по батчу: какая
    это ось?
    """

    def batch_statistics(self, x):
        return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)

    def update(self, x, mean, var):
        size = len(x)
        self.running_mean = self.mixed(self.running_mean, x.mean(axis=0))
        self.running_var = self.mixed(self.running_var, x.var(axis=0) * (size / (size - 1)))

    change(module, batch_statistics=batch_statistics, update=update)


@mistake("batch_norm_forward", section=SECTION)
def one_mean_for_all_features(module):
    """One mean and one variance are taken over the whole array. Every feature has its own.

    ru: Среднее и дисперсия взяты одни на весь массив, а у каждого признака они свои.
    """
    change(module, batch_statistics=lambda self, x: (np.full_like(x[0], x.mean()), np.full_like(x[0], x.var())))


@mistake("batch_norm_forward", section=SECTION)
def trained_on_running_statistics(module):
    """Training normalizes by the running statistics. There the statistics of the batch itself are wanted.

    ru: При обучении нормировка идёт по скользящим статистикам, а нужны статистики самого батча.
    """

    def batch_statistics(self, x):
        self._batch = x.mean(axis=0), x.var(axis=0)
        new_mean, new_var = self.new_values(*self._batch, len(x))
        return self.mixed(self.running_mean, new_mean), self.mixed(self.running_var, new_var)

    def update(self, x, mean, var):
        self.running_mean, self.running_var = mean, var

    change(module, batch_statistics=batch_statistics, update=update)


@mistake("batch_norm_forward", section=SECTION)
def variance_as_a_difference(module):
    """The variance is computed as mean(x^2) - mean(x)^2. When the mean is large, nearly all digits cancel
    out.

    ru: Дисперсия считается как mean(x^2) - mean(x)^2. При большом среднем почти все верные знаки
    сокращаются.
    """
    change(
        module,
        batch_statistics=lambda self, x: (x.mean(axis=0), (x * x).mean(axis=0) - x.mean(axis=0) ** 2),
    )


@mistake("batch_norm_forward", section=SECTION)
def evaluation_uses_the_batch(module):
    """Evaluation normalizes by the statistics of the batch. What would it give for a single sample?

    ru: В режиме eval нормировка идёт по статистикам батча. Что получится для единственного объекта?
    """
    change(module, evaluation_statistics=lambda self, x: (x.mean(axis=0), x.var(axis=0)))


@mistake("batch_norm_forward", section=SECTION)
def evaluation_returns_the_input(module):
    """Evaluation returns x itself. That is right for dropout; batch norm normalizes in both modes.

    ru: В режиме eval возвращается сам x. Для dropout это верно, но batch norm нормирует в обоих режимах.
    """
    right = module.BatchNorm1d

    class BatchNorm1d(right):
        def forward(self, x):
            out = super().forward(x)
            return out if self.training else x.copy()

    module.BatchNorm1d = BatchNorm1d


# ------------------------------------------------------------------------- parameters, copies, types, edges


@mistake("batch_norm_forward", section=SECTION)
def gamma_and_beta_left_out(module):
    """gamma and beta do not take part. The lecture notes call the running statistics "trainable", which
    is a slip: gamma and beta are what is trained, the running statistics are buffers.

    ru: gamma и beta не участвуют. В конспекте «обучаемыми» названы скользящие статистики, и это оговорка:
    обучаются gamma и beta, а скользящие статистики — буферы.
    """
    change(module, output=lambda self, normalized: normalized)


@mistake("batch_norm_forward", section=SECTION)
def beta_scaled_by_gamma(module):
    """beta is added before gamma multiplies. Mind the order in the formula.

    ru: beta прибавляется раньше, чем умножается gamma. Следите за порядком в формуле.
    """
    change(module, output=lambda self, normalized: self.gamma * (normalized + self.beta))


@mistake("batch_norm_forward", section=SECTION)
def gamma_starts_at_zero(module):
    """gamma starts at zero, so a new layer returns zeros. What should a new layer leave as it is?

    ru: gamma начинается с нуля, и новый слой возвращает нули. Что новый слой должен оставлять без
    изменений?
    """

    def spoil(layer):
        layer.gamma = np.zeros_like(layer.gamma)

    initially(module, spoil)


@mistake("batch_norm_forward", section=SECTION)
def batch_of_one_accepted(module):
    """A batch of one in training is taken. There is no variance in it, and B - 1 is zero.

    ru: Батч из одного объекта при обучении принимается. В нём нет дисперсии, а B - 1 равно нулю.
    """
    change(
        module,
        check=lambda self, x: None,
        new_values=lambda self, mean, var, size: (mean, var * (size / max(size - 1, 1))),
    )


@mistake("batch_norm_forward", section=SECTION)
def batch_of_one_spoils_the_buffers(module):
    """ValueError comes after the buffers were changed already. Check first, then compute.

    ru: ValueError возникает, когда буферы уже изменены. Сначала проверка, потом вычисления.
    """

    def check(self, x):
        if self.training and len(x) < 2:
            self.running_mean = self.mixed(self.running_mean, x[0])
            raise ValueError("a batch of one")

    change(module, check=check)


@mistake("batch_norm_forward", section=SECTION)
def input_centered_in_place(module):
    """The mean is subtracted from x itself, which the caller still needs. Make a new array.

    ru: Среднее вычитается прямо из x, который ещё понадобится тому, кто вызвал метод. Создайте новый
    массив.
    """

    def deviations(self, x, mean):
        x -= mean
        return x

    change(module, deviations=deviations)


@mistake("batch_norm_forward", section=SECTION)
def arrays_always_in_float64(module):
    """The layer's arrays are float64 whatever dtype the constructor was given.

    ru: Массивы слоя имеют тип float64, какой бы dtype ни передали в конструктор.
    """
    right = module.BatchNorm1d

    class BatchNorm1d(right):
        def __init__(self, num_features, eps=1e-5, momentum=0.1, dtype=np.float64):
            super().__init__(num_features, eps, momentum)

    module.BatchNorm1d = BatchNorm1d
