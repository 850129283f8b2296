"""Known slips in the formula of a step with an L2 penalty."""

from grader.authoring import mistake

SECTION = "l2-l2-regularization"


@mistake("l2_formula", section=SECTION, credit="1/2")
def buffer_weighed_by_lambda(module):
    """You seem to have followed the notes, which print λ before the buffer by a slip: it decays with μ.

    ru: Похоже, вы шли за конспектом, где перед буфером по описке напечатано λ: буфер затухает с μ.
    """
    right = module.l2_step_formula
    module.l2_step_formula = lambda coefficient: right(coefficient).replace("mu*b", "lam*b")


@mistake("l2_formula", section=SECTION, credit="1/4")
def square_not_differentiated(module):
    """The derivative of the square gives a factor 2: it cancels only where the penalty has λ/2.

    ru: Производная квадрата даёт множитель 2: он сокращается, только если в штрафе стоит λ/2.
    """
    module.penalty_slope = lambda coefficient: coefficient


@mistake("l2_formula", section=SECTION, credit="1/4")
def taken_for_half_lambda(module):
    """That is the step for the penalty (λ/2)‖w‖²; here the factor before it is another one.

    ru: Это шаг для штрафа (λ/2)‖w‖²; здесь множитель перед ним другой.
    """
    module.penalty_slope = lambda coefficient: 1


@mistake("l2_formula", section=SECTION)
def decay_without_learning_rate(module):
    """The penalty is part of the gradient: it is multiplied by η as well.

    ru: Штраф — часть градиента: он тоже умножается на η.
    """
    right = module.l2_step_formula
    module.l2_step_formula = lambda coefficient: right(coefficient).replace("*eta*lam", "*lam")


@mistake("l2_formula", section=SECTION)
def penalty_forgotten(module):
    """The gradient of the penalty is missing.

    ru: Нет градиента штрафа.
    """
    module.penalty_slope = lambda coefficient: 0
