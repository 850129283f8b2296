"""Known slips about AdamW."""

from grader.authoring import mistake

SECTION = "l2-adamw"


@mistake("adamw", section=SECTION)
def decay_after_the_step(module):
    """AdamW shrinks the old weight, before the step; you have shrunk the new one.

    ru: AdamW сжимает старый вес, до шага, а вы сжали новый.
    """

    def adamw_first_step(w, gradient, lr, lam):
        return module.shrunk(w - lr * module.adam_direction(gradient, module.squared(gradient)), lr, lam)

    module.adamw_first_step = adamw_first_step


@mistake("adamw", section=SECTION)
def decay_without_learning_rate(module):
    """The decay of AdamW is ηλ: you forgot η.

    ru: Затухание в AdamW равно ηλ: вы забыли η.
    """
    module.shrunk = lambda w, lr, lam: w * (1 - lam)


@mistake("adamw", section=SECTION)
def decay_inside_the_gradient(module):
    """In AdamW the decay does not enter the gradient: it acts on the weight alone.

    ru: В AdamW затухание в градиент не входит: оно действует только на вес.
    """
    module.adamw_first_step = module.adam_l2_first_step


@mistake("adamw", section=SECTION)
def penalty_beside_the_step(module):
    """With the penalty in the loss λw is part of the gradient, and is divided by √v̂ with it: hardly anything is left.

    ru: Если штраф стоит в потере, λw входит в градиент и вместе с ним делится на √v̂: от него почти ничего не остаётся.
    """
    module.adam_l2_first_step = module.adamw_first_step


@mistake("adamw", section=SECTION, credit="1/2")
def no_square_root(module):
    """You seem to have followed the notes, where the root in the denominator got lost: divide by √v̂.

    ru: Похоже, вы шли за конспектом, где в знаменателе потерялся корень: делить надо на √v̂.
    """
    module.adam_direction = lambda m_hat, v_hat: m_hat / (v_hat + module.EPS)


@mistake("adamw", section=SECTION)
def no_bias_correction(module):
    """You forgot to correct the bias: in the first step m̂ is the whole gradient, not its tenth.

    ru: Забыта поправка на смещение: на первом шаге m̂ — это весь градиент, а не его десятая доля.
    """
    right = module.adam_direction
    module.adam_direction = lambda m_hat, v_hat: right(0.1 * m_hat, 0.001 * v_hat)
