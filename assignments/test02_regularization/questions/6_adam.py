"""Adam and AdamW."""

import numpy as np

from grader.questions import Variant, number, pick, question, redrawn, shown, shuffled, signs, unseen


def two_steps(w, gradients, lr, betas):
    """What two steps of Adam come to, with ε = 0: corrected moments and weight."""
    (first, second), (beta_1, beta_2) = gradients, betas
    m_hat, v_hat = (beta_1 * first + second) / (1 + beta_1), (beta_2 * first**2 + second**2) / (1 + beta_2)
    return m_hat, v_hat, w - lr * (np.sign(first) + m_hat / np.sqrt(v_hat))


@question("adam", fields={"m_hat": number(points=1), "v_hat": number(points=1), "weight": number(points=2)})
def adam(reference, rng):
    betas = pick(rng, [(0.5, 0.75), (0.6, 0.8), (0.8, 0.9), (0.9, 0.99)])
    lr, sign = pick(rng, [0.5, 0.2]), signs(rng, 1)[0]
    w, gradients = redrawn(
        lambda: (int(rng.integers(3, 9)), [sign * value for value in shuffled(rng, range(2, 7), 2)]),
        lambda w, gradients: unseen(two_steps(w, gradients, lr, betas), [w, lr, *gradients, *betas, 1, 2, 8, 10]),
    )
    m_hat, v_hat, weight = reference.adam_steps(w, gradients, lr, betas)
    moments = (
        r"$$m_t = \beta_1 m_{t-1} + (1-\beta_1)\, g_t,\quad v_t = \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2,$$"
        "\n\n"
        r"$$\hat m_t = \frac{m_t}{1-\beta_1^t},\quad \hat v_t = \frac{v_t}{1-\beta_2^t},\quad "
        r"w_t = w_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}.$$"
    )
    given = (
        rf"$\beta_1 = {shown(betas[0])}$, $\beta_2 = {shown(betas[1])}$, $\eta = {shown(lr)}$, $w_0 = {w}$, "
        rf"$g_1 = {gradients[0]}$, $g_2 = {gradients[1]}$"
    )
    return Variant(
        prompt={
            "en": f"Adam, with $m_0 = v_0 = 0$:\n\n{moments}\n\nMake two steps for {given}. The constant "
            f"$\\varepsilon = "
            f"10^{{-8}}$ does not matter here. Three significant digits are enough.",
            "ru": f"Adam, $m_0 = v_0 = 0$:\n\n{moments}\n\nСделайте два шага: {given}. Постоянная $\\varepsilon = "
            f"10^{{-8}}$ здесь ни на что не влияет. Достаточно трёх значащих цифр.",
        },
        answers={"m_hat": m_hat, "v_hat": v_hat, "weight": weight},
        labels={
            "m_hat": {"en": r"$\hat m_2$", "ru": r"$\hat m_2$"},
            "v_hat": {"en": r"$\hat v_2$", "ru": r"$\hat v_2$"},
            "weight": {"en": "$w_2$", "ru": "$w_2$"},
        },
    )


@question("adamw", fields={"decoupled": number(points=2, significant=4), "coupled": number(points=1, significant=4)})
def adamw(reference, rng):
    lr, lam = pick(rng, [0.4, 0.5]), pick(rng, [0.1, 0.2])
    w, gradient = redrawn(
        lambda: (int(rng.integers(31, 90)) / 10, int(rng.integers(2, 6)) * signs(rng, 1)[0]),
        lambda w, gradient: unseen(
            [w * (1 - lr * lam) - lr * np.sign(gradient), w - lr * np.sign(gradient)],
            [w, gradient, lr, lam, 0.9, 0.999, 1, 2],
        ),
    )
    return Variant(
        prompt={
            "en": rf"The very first step ($t = 1$, all moments are zero before it) for a weight $w_0 = "
            rf"{shown(w)}$ with "
            rf"the "
            rf"gradient of the loss $g_1 = {gradient}$. Given are $\eta = {shown(lr)}$, the decay $\lambda = "
            rf"{shown(lam)}$, "
            rf"$\beta_1 = 0.9$, $\beta_2 = 0.999$; bias is corrected, $\varepsilon$ can be neglected.",
            "ru": rf"Самый первый шаг ($t = 1$, до него все моменты нулевые) для веса $w_0 = {shown(w)}$, градиент "
            rf"потери "
            rf"$g_1 = {gradient}$. Даны $\eta = {shown(lr)}$, затухание $\lambda = {shown(lam)}$, $\beta_1 = 0.9$, "
            rf"$\beta_2 = 0.999$; поправка на смещение делается, $\varepsilon$ можно пренебречь.",
        },
        answers={
            "decoupled": reference.adamw_first_step(w, gradient, lr, lam),
            "coupled": reference.adam_l2_first_step(w, gradient, lr, lam),
        },
        labels={
            "decoupled": {
                "en": "$w_1$ by AdamW (the decay acts on the old weight, before the step)",
                "ru": "$w_1$ по AdamW (затухание действует на старый вес, до шага)",
            },
            "coupled": {
                "en": r"$w_1$ by Adam with the penalty $\frac{\lambda}{2} w^2$ in the loss",
                "ru": r"$w_1$ по Adam со штрафом $\frac{\lambda}{2} w^2$ в потере",
            },
        },
    )
