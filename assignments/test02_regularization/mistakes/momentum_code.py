"""Known slips in the lines of momentum."""

from grader.authoring import mistake

SECTION = "l2-sgd-momentum"


@mistake("momentum_code", section=SECTION)
def moving_average(module):
    """The gradient enters the buffer with weight one here: there is no factor 1−μ.

    ru: Здесь градиент входит в буфер с весом один: множителя 1−μ нет.
    """

    def momentum_step(w, g, b, lr, mu):
        b = mu * b + (1 - mu) * g
        return w - lr * b, b

    module.momentum_step = momentum_step


@mistake("momentum_code", section=SECTION)
def step_with_the_old_buffer(module):
    """The buffer is updated first, and the step is made with the new one.

    ru: Сначала обновляется буфер, и шаг делается уже с новым.
    """
    module.momentum_step = lambda w, g, b, lr, mu: (w - lr * b, mu * b + g)


@mistake("momentum_code", section=SECTION)
def buffer_forgotten(module):
    """The old buffer is left out: that is SGD without momentum.

    ru: Старый буфер пропущен: это SGD без моментума.
    """
    module.momentum_step = lambda w, g, b, lr, mu: (w - lr * g, g)


@mistake("momentum_code", section=SECTION)
def learning_rate_inside_the_buffer(module):
    """η does not belong into the buffer: it multiplies the buffer in the step.

    ru: В буфере не место η: на неё буфер умножается на шаге.
    """

    def momentum_step(w, g, b, lr, mu):
        b = mu * b + lr * g
        return w - b, b

    module.momentum_step = momentum_step


@mistake("momentum_code", section=SECTION)
def uphill(module):
    """The step goes against the buffer: subtract.

    ru: Шаг делается против буфера: вычитайте.
    """

    def momentum_step(w, g, b, lr, mu):
        b = mu * b + g
        return w + lr * b, b

    module.momentum_step = momentum_step
