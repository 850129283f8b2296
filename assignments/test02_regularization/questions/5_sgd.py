"""SGD, momentum, the L2 penalty."""

from fractions import Fraction

from grader.questions import (
    Variant,
    code,
    formula,
    number,
    pick,
    question,
    redrawn,
    shown,
    shuffled,
    signs,
    unseen,
)


@question("momentum", fields={"buffer": number(points=1), "weight": number(points=2)})
def momentum(reference, rng):
    lr, mu = pick(rng, [0.1, 0.2]), pick(rng, [0.6, 0.8, 0.9])
    w, gradients = redrawn(
        lambda: (int(rng.integers(5, 10)), [value * signs(rng, 1)[0] for value in shuffled(rng, range(2, 7), 2)]),
        lambda w, gradients: (
            abs(mu * gradients[0] + gradients[1]) > 1
            and unseen(
                [mu * gradients[0] + gradients[1], w - lr * ((1 + mu) * gradients[0] + gradients[1])],
                [w, *gradients, 1, 2],
            )
        ),
    )
    buffer, weight = reference.momentum_steps(w, gradients, lr, mu)
    return Variant(
        prompt={
            "en": rf"SGD with momentum: $b_t = \mu\, b_{{t-1}} + g_t$, $\;w_t = w_{{t-1}} - \eta\, b_t$, $\;b_0 = 0$ "
            rf"(as in PyTorch, without the factor $1-\mu$). Given are $\eta = {shown(lr)}$, $\mu = {shown(mu)}$, "
            rf"$w_0 = {w}$ and the gradients $g_1 = {gradients[0]}$, $g_2 = {gradients[1]}$. Make two steps.",
            "ru": rf"SGD с моментумом: $b_t = \mu\, b_{{t-1}} + g_t$, $\;w_t = w_{{t-1}} - \eta\, b_t$, $\;b_0 = 0$ "
            rf"(как в PyTorch, без множителя $1-\mu$). Даны $\eta = {shown(lr)}$, $\mu = {shown(mu)}$, $w_0 = {w}$ и "
            rf"градиенты $g_1 = {gradients[0]}$, $g_2 = {gradients[1]}$. Сделайте два шага.",
        },
        answers={"buffer": buffer, "weight": weight},
        labels={"buffer": {"en": "$b_2$", "ru": "$b_2$"}, "weight": {"en": "$w_2$", "ru": "$w_2$"}},
    )


SKELETON_OF_MOMENTUM = '''\
import numpy as np


def momentum_step(w, g, b, lr, mu):
    """One step of SGD with momentum; b is the buffer of the step before. Returns the new weights and buffer."""
    {answer}
    return w, b
'''


@question("momentum_code", fields={"lines": code(skeleton=SKELETON_OF_MOMENTUM)})
def momentum_code(reference, rng):
    return Variant(
        prompt={
            "en": r"Write the missing lines (two are enough): $b_t = \mu\, b_{t-1} + g_t$, $\;w_t = w_{t-1} - \eta\, "
            r"b_t$. `w`, `g`, `b` are arrays of one shape, `lr` is $\eta$, `mu` is $\mu$. The array `g` must not "
            r"change.",
            "ru": r"Напишите недостающие строки (хватит двух): $b_t = \mu\, b_{t-1} + g_t$, $\;w_t = w_{t-1} - \eta\, "
            r"b_t$. `w`, `g`, `b` — массивы одной формы, `lr` — это $\eta$, `mu` — это $\mu$. Массив `g` меняться не "
            r"должен.",
        },
        answers={"lines": None},
    )


@question("l2_step", fields={"weight": number(points=2)})
def l2_step(reference, rng):
    lr, lam, mu = pick(rng, [0.2, 0.4]), pick(rng, [0.1, 0.2]), pick(rng, [0.6, 0.8, 0.9])
    w, buffer, gradient = redrawn(
        lambda: (int(rng.integers(4, 9)), int(rng.integers(2, 5)), int(rng.integers(1, 4)) * signs(rng, 1)[0]),
        lambda w, buffer, gradient: (
            unseen([w - lr * (mu * buffer + gradient + lam * w)], [w, buffer, gradient, lr, lam, mu, 1, 2])
            and abs(mu * buffer - lam * (buffer + w)) > 0.2  # or two slips would meet in one answer
            and abs(mu * buffer - lam * w) > 0.2
        ),
    )
    weight = reference.l2_step(w, buffer, gradient, (lr, lam, mu))
    return Variant(
        prompt={
            "en": rf"To the loss is added $\frac{{\lambda}}{{2}} \lVert w \rVert^2$; it is minimized by SGD with "
            rf"momentum "
            rf"(the penalty is part of the gradient, and so of the buffer, as in PyTorch). One of the weights is now "
            rf"$w_{{t-1}} = {w}$, its buffer is $b_{{t-1}} = {buffer}$, and the gradient of the loss **without** the "
            rf"penalty is $g_t = {gradient}$. With $\eta = {shown(lr)}$, $\lambda = {shown(lam)}$, $\mu = "
            rf"{shown(mu)}$, what "
            rf"is $w_t$?",
            "ru": rf"К потере прибавлено $\frac{{\lambda}}{{2}} \lVert w \rVert^2$; минимизирует её SGD с моментумом "
            rf"(штраф входит в градиент, а значит и в буфер, как в PyTorch). Сейчас один из весов "
            rf"$w_{{t-1}} = {w}$, его буфер $b_{{t-1}} = {buffer}$, а градиент потери **без** штрафа $g_t = "
            rf"{gradient}$. "
            rf"Чему равно $w_t$ при $\eta = {shown(lr)}$, $\lambda = {shown(lam)}$, $\mu = {shown(mu)}$?",
        },
        answers={"weight": weight},
    )


@question("l2_formula", fields={"next": formula(points=3, symbols=("w", "b", "g", "eta", "lam", "mu"))})
def l2_formula(reference, rng):
    coefficient = pick(rng, [Fraction(text) for text in ("2", "3", "4", "5", "1/4", "3/4", "3/2", "5/2")])
    above, below = coefficient.numerator, coefficient.denominator
    text = str(above) if below == 1 else rf"\frac{{{above}}}{{{below}}}"
    penalty = rf"{text}\lambda \lVert w \rVert^2"
    return Variant(
        prompt={
            "en": rf"To the loss is added ${penalty}$. It is minimized by SGD with momentum: $b_t = \mu\, b_{{t-1}} + "
            rf"\nabla_t$, $\;w_t = w_{{t-1}} - \eta\, b_t$, where $\nabla_t$ is the gradient of the **whole** sum at "
            rf"$w_{{t-1}}$." + "\n\n"
            r"Express $w_t$ by $w = w_{t-1}$, $b = b_{t-1}$, the gradient $g$ of the loss without the penalty, and the "
            r"numbers $\eta, \lambda, \mu$. Write `eta`, `lam`, `mu` for them.",
            "ru": rf"К потере прибавлено ${penalty}$. Минимизирует её SGD с моментумом: $b_t = \mu\, b_{{t-1}} + "
            rf"\nabla_t$, $\;w_t = w_{{t-1}} - \eta\, b_t$, где $\nabla_t$ — градиент **всей** суммы в точке "
            rf"$w_{{t-1}}$." + "\n\n"
            r"Выразите $w_t$ через $w = w_{t-1}$, $b = b_{t-1}$, градиент $g$ потери без штрафа и числа "
            r"$\eta, \lambda, \mu$. Пишите их как `eta`, `lam`, `mu`.",
        },
        answers={"next": reference.l2_step_formula(coefficient)},
    )


@question("decay_schedule", fields={"weight": number(points=2, significant=4)})
def decay_schedule(reference, rng):
    w, lam = pick(rng, [10, 20, 40, 50]), pick(rng, [0.1, 0.2, 0.5])
    first, second = pick(rng, [(0.5, 0.1), (0.5, 0.2), (0.4, 0.1), (0.4, 0.2)])
    weight = reference.decayed(w, lam, [(2, first), (2, second)])
    return Variant(
        prompt={
            "en": rf"AdamW with decay $\lambda = {shown(lam)}$, as in PyTorch: at every step the old weight is first "
            rf"multiplied by $1 - \eta\lambda$, then Adam makes its step. To one of the weights no gradient ever comes "
            rf"($g = 0$, Adam does not move it). It is $w = {w}$; two steps are made with $\eta = "
            rf"{shown(first)}$, then "
            rf"the schedule sets $\eta = {shown(second)}$ and two more are made. What is $w$ in the end?",
            "ru": rf"AdamW с затуханием $\lambda = {shown(lam)}$, как в PyTorch: на каждом шаге старый вес сначала "
            rf"умножается на $1 - \eta\lambda$, затем делает свой шаг Adam. До одного из весов градиент не доходит "
            rf"($g = 0$, Adam его не двигает). Сейчас $w = {w}$; сделали два шага с $\eta = {shown(first)}$, затем "
            rf"расписание поставило $\eta = {shown(second)}$, и сделали ещё два. Чему равно $w$ в конце?",
        },
        answers={"weight": weight},
    )
