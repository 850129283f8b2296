"""Losses: risk, cross-entropy, and a softmax that does not overflow."""

import numpy as np

from grader.questions import Variant, array, code, filled, number, pick, question, short, shown, shuffled


@question("risk", fields={"zero_one": number(points=1), "hinge": number(points=1)})
def risk(reference, rng):
    beyond, within, wrong = pick(rng, [(2, 2, 1), (1, 2, 2), (1, 1, 3)])
    margin = np.array(
        shuffled(
            rng,
            [
                *shuffled(rng, [1.5, 1.8, 2, 2.5, 3], beyond),
                *shuffled(rng, [0.1, 0.3, 0.5, 0.7, 0.9], within),
                *shuffled(rng, [-0.3, -0.5, -0.7, -1, -1.5], wrong),
            ],
        )
    )
    y = np.array(shuffled(rng, [-1, -1, 1, 1, pick(rng, [-1, 1])]))
    rows = [" & ".join(["i", *"12345"]), " & ".join(["y_i", *(f"{label:+d}" for label in y)])]
    rows.append(" & ".join(["s_i", *map(shown, margin * y)]))
    return Variant(
        prompt=filled(
            en=r"""
                A classifier gave five samples with labels $y_i \in \{-1, +1\}$ these scores $s_i$:

                $$\begin{array}{c|ccccc} <rows> \end{array}$$

                Find the empirical risk with the 0/1 loss, $\ell = [\,y s \le 0\,]$, and with its surrogate, the hinge
                loss $\ell = \max(0,\; 1 - y s)$.
            """,
            ru=r"""
                Классификатор выдал пяти объектам с метками $y_i \in \{-1, +1\}$ такие оценки $s_i$:

                $$\begin{array}{c|ccccc} <rows> \end{array}$$

                Найдите эмпирический риск для потери 0/1, $\ell = [\,y s \le 0\,]$, и для её суррогата — hinge-потери
                $\ell = \max(0,\; 1 - y s)$.
            """,
            rows=r" \\ ".join(rows),
        ),
        labels={
            "zero_one": {"en": "Risk with the 0/1 loss", "ru": "Риск для потери 0/1"},
            "hinge": {"en": "Risk with the hinge loss", "ru": "Риск для hinge-потери"},
        },
        answers={
            "zero_one": short(reference.empirical_risk(reference.zero_one_loss(margin))),
            "hinge": short(reference.empirical_risk(reference.hinge_loss(margin))),
        },
    )


@question(
    "cross_entropy",
    fields={"p": array(points=1, shape=(3,)), "loss": number(points=1), "dz": array(points=1, shape=(3,))},
)
def cross_entropy(reference, rng):
    parts = shuffled(
        rng, pick(rng, [(1, 2, 5), (1, 3, 4), (1, 2, 7), (1, 3, 6), (2, 3, 5), (1, 4, 5), (2, 3, 15), (3, 4, 13)])
    )
    label = pick(rng, [0, 1, 2])
    logits = r",\;\, ".join("0" if part == 1 else rf"\ln {part}" for part in parts)
    p = reference.softmax(np.log(np.array([parts], dtype=float)))[0]
    return Variant(
        prompt=filled(
            en=r"""
                For one sample a network gave the logits $z = (<logits>)$ of three classes. The true class is number
                <label>, counted from 1. Find the probabilities $p = \operatorname{softmax}(z)$, the cross-entropy $L
                = -\ln p_{<label>}$ (to three significant digits), and the gradient $\partial L/\partial z$.
            """,
            ru=r"""
                Для одного объекта сеть выдала логиты $z = (<logits>)$ трёх классов. Верный класс — номер <label>,
                считая с 1. Найдите вероятности $p = \operatorname{softmax}(z)$, кросс-энтропию $L = -\ln p_{<label>}$
                (с тремя значащими цифрами) и градиент $\partial L/\partial z$.
            """,
            logits=logits,
            label=label + 1,
        ),
        labels={
            name: {"en": text, "ru": text}
            for name, text in (("p", "$p$"), ("loss", "$L$"), ("dz", r"$\partial L/\partial z$"))
        },
        answers={
            "p": short(p),
            "loss": reference.cross_entropy(p, label),
            "dz": short(reference.cross_entropy_backward(p, label)),
        },
    )


@question("stable_softmax", fields={"lines": code(skeleton="import numpy as np\n\n\ndef softmax(z):\n    {answer}\n")})
def stable_softmax(reference, rng):
    return Variant(
        prompt=filled(
            en=r"""
                The function gets logits `z`, an array $(B, C)$: a row for every sample. It must return the array $(B,
                C)$ of $\operatorname{softmax}$ of **each row**, for logits up to 1000 in absolute value: NumPy must
                not warn of an overflow on the way, nor may NaN come out. Write its body (one to three lines),
                `return` included. `z` must not change.
            """,
            ru=r"""
                Функция получает логиты `z`, массив $(B, C)$: по строке на объект. Она должна вернуть массив $(B, C)$
                — $\operatorname{softmax}$ **каждой строки** — для логитов до 1000 по модулю: NumPy не должен
                предупреждать о переполнении по дороге, и NaN получаться не должно. Напишите её тело (одна–три строки)
                вместе с `return`. Изменять `z` нельзя.
            """,
        ),
        answers={"lines": None},
    )
