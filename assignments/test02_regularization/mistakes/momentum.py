"""Known slips about momentum."""

from grader.authoring import mistake

SECTION = "l2-sgd-momentum"


@mistake("momentum", section=SECTION)
def moving_average(module):
    """The gradient enters the buffer with weight one here: there is no factor 1−μ.

    ru: Здесь градиент входит в буфер с весом один: множителя 1−μ нет.
    """
    module.next_buffer = lambda buffer, gradient, mu: mu * buffer + (1 - mu) * gradient


@mistake("momentum", section=SECTION)
def step_with_the_old_buffer(module):
    """The buffer is updated first, and the step is made with the new one.

    ru: Сначала обновляется буфер, и шаг делается уже с новым.
    """
    module.momentum_direction = lambda old, new, gradient, mu: old


@mistake("momentum", section=SECTION)
def buffer_forgotten(module):
    """The second step has to remember the first one: you left out μ·b₁.

    ru: Второй шаг должен помнить о первом: пропущено слагаемое μ·b₁.
    """
    module.next_buffer = lambda buffer, gradient, mu: gradient


@mistake("momentum", section=SECTION)
def nesterov(module):
    """That is the step of Nesterov's momentum, g + μb; here the step is made with the buffer itself.

    ru: Это шаг Нестерова, g + μb; здесь шаг делается с самим буфером.
    """
    module.momentum_direction = lambda old, new, gradient, mu: gradient + mu * new


@mistake("momentum", section=SECTION)
def buffer_not_weighed(module):
    """The old buffer enters with the weight μ; you added it whole.

    ru: Старый буфер входит с весом μ, а вы прибавили его целиком.
    """
    module.next_buffer = lambda buffer, gradient, mu: buffer + gradient
