"""Known slips about a step with an L2 penalty."""

from grader.authoring import mistake

SECTION = "l2-l2-regularization"


@mistake("l2_step", section=SECTION, credit="1/2")
def buffer_weighed_by_lambda(module):
    """You seem to have followed the notes, which print λ before the buffer by a slip: it decays with μ.

    ru: Похоже, вы шли за конспектом, где перед буфером по описке напечатано λ: буфер затухает с μ.
    """
    right = module.l2_step
    module.l2_step = lambda w, buffer, gradient, rates: right(w, buffer, gradient, (rates[0], rates[1], rates[1]))


@mistake("l2_step", section=SECTION)
def penalty_without_learning_rate(module):
    """The penalty is part of the gradient, so it is multiplied by η as well: the weight shrinks by 1−ηλ, not by 1−λ.

    ru: Штраф — часть градиента, он тоже умножается на η: вес сжимается в 1−ηλ раз, а не в 1−λ.
    """
    module.l2_step = lambda w, buffer, gradient, rates: w * (1 - rates[1]) - rates[0] * (rates[2] * buffer + gradient)


@mistake("l2_step", section=SECTION)
def penalty_twice_as_steep(module):
    """The derivative of (λ/2)w² is λw: the 2 has cancelled out.

    ru: Производная (λ/2)w² — это λw: двойка сократилась.
    """
    module.l2_gradient = lambda w, lam: 2 * lam * w


@mistake("l2_step", section=SECTION)
def penalty_forgotten(module):
    """You made the step without the penalty: its gradient is λw.

    ru: Шаг сделан без штрафа: его градиент — λw.
    """
    module.l2_gradient = lambda w, lam: 0


@mistake("l2_step", section=SECTION)
def buffer_forgotten(module):
    """You left out the buffer: what earlier steps have gathered counts with the weight μ.

    ru: Пропущен буфер: то, что накопили прошлые шаги, входит с весом μ.
    """
    right = module.l2_step
    module.l2_step = lambda w, buffer, gradient, rates: right(w, 0, gradient, rates)
