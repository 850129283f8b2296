"""Known mistakes in AdamW."""

import numpy as np

from grader.authoring import mistake


def moments(optimizer, params):
    """The two running averages of every parameter, zero before the first step."""
    optimizer.m = optimizer.m or [np.zeros_like(w) for w in params]
    optimizer.v = optimizer.v or [np.zeros_like(w) for w in params]
    return optimizer.m, optimizer.v


def patch_update(module, update):
    """Replaces the step by `update(optimizer, w, g, m, v)` for each parameter; `t` has grown already."""

    def step(self, params, grads):
        self.t += 1
        for w, g, m, v in zip(params, grads, *moments(self, params), strict=True):
            update(self, w, g, m, v)

    module.AdamW = type("AdamW", (module.AdamW,), {"step": step})


def patch_decay(module, shrink):
    """Replaces the decay by `shrink(optimizer, w)` before a right step of Adam."""

    def step(self, params, grads, adam=module.Adam.step):
        for w in params:
            shrink(self, w)
        adam(self, params, grads)

    module.AdamW = type("AdamW", (module.AdamW,), {"step": step})


def corrected(self, g, m, v):
    """Updates the moments as the reference does and returns them corrected."""
    beta1, beta2 = self.betas
    m += (1 - beta1) * (g - m)
    v += (1 - beta2) * (g**2 - v)
    return m / (1 - beta1**self.t), v / (1 - beta2**self.t)


@mistake("adamw", section="l2-adamw", credit="1/2")
def no_square_root(module):
    """You seem to have followed the lecture notes, where the square root of the second moment got lost: the
    formula with the root is graded, as in Adam.

    ru: Похоже, вы шли за конспектом, где потерялся корень из второго момента: проверяется формула с корнем,
    как в Adam.
    """

    def update(self, w, g, m, v):
        w *= 1 - self.lr * self.weight_decay
        m_hat, v_hat = corrected(self, g, m, v)
        w -= self.lr * m_hat / (v_hat + self.eps)

    patch_update(module, update)


@mistake("adamw", section="l2-adamw")
def eps_inside_the_root(module):
    """The error is of the size of eps, and grows when gradients are small: is eps added before or after the
    root is taken?

    ru: Ошибка размером с eps и растёт, когда градиенты малы: eps прибавляется до корня или после?
    """

    def update(self, w, g, m, v):
        w *= 1 - self.lr * self.weight_decay
        m_hat, v_hat = corrected(self, g, m, v)
        w -= self.lr * m_hat / np.sqrt(v_hat + self.eps)

    patch_update(module, update)


@mistake("adamw", section="l2-adamw")
def penalty_in_the_gradient(module):
    """This is Adam with L2: the penalty went through the moments. In AdamW the decay is apart from them.

    ru: Это Adam с L2: штраф прошёл через моменты. В AdamW затухание от них отделено.
    """

    def update(self, w, g, m, v):
        m_hat, v_hat = corrected(self, g + self.weight_decay * w, m, v)
        w -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)

    patch_update(module, update)


@mistake("adamw", section="l2-adamw")
def penalty_in_the_first_moment(module):
    """The decay was divided by the root of the second moment: it is apart from the adaptive step.

    ru: Затухание поделено на корень из второго момента: от адаптивного шага оно отделено.
    """

    def update(self, w, g, m, v):
        m_hat, v_hat = corrected(self, g, m, v)
        w -= self.lr * (m_hat + self.weight_decay * w) / (np.sqrt(v_hat) + self.eps)

    patch_update(module, update)


@mistake("adamw", section="l2-adamw")
def decay_after_the_step(module):
    """The weight shrinks after the step; it is the old weight that must shrink, before the step.

    ru: Вес сжимается после шага; сжиматься должен старый вес, до шага.
    """

    def step(self, params, grads, adam=module.Adam.step):
        adam(self, params, grads)
        for w in params:
            w *= 1 - self.lr * self.weight_decay

    module.AdamW = type("AdamW", (module.AdamW,), {"step": step})


@mistake("adamw", section="l2-adamw")
def decay_without_rate(module):
    """The weights shrink too fast, and lr does not matter to that.

    ru: Веса убывают слишком быстро, и lr на это не влияет.
    """

    def shrink(self, w):
        w *= 1 - self.weight_decay

    patch_decay(module, shrink)


@mistake("adamw", section="l2-adamw")
def decay_ignored(module):
    """With `weight_decay` and without it the weights are the same: this is plain Adam.

    ru: С `weight_decay` и без него веса одинаковы: это обычный Adam.
    """
    patch_decay(module, lambda self, w: None)


@mistake("adamw", section="l2-adamw")
def decay_halved(module):
    """The decay is half of what it should be: there is no factor 1/2 in it.

    ru: Затухание вдвое меньше нужного: множителя 1/2 в нём нет.
    """

    def shrink(self, w):
        w *= 1 - 0.5 * self.lr * self.weight_decay

    patch_decay(module, shrink)


@mistake("adamw", section="l2-adamw")
def decay_twice(module):
    """The weights shrink twice in a step: once before Adam's step and once inside or after it.

    ru: За один шаг веса сжимаются дважды: до шага Adam и ещё раз внутри него или после.
    """

    def shrink(self, w):
        w *= (1 - self.lr * self.weight_decay) ** 2

    patch_decay(module, shrink)


@mistake("adamw", section="l2-adamw")
def weights_grow(module):
    """With zero gradients the weights should shrink; yours grow.

    ru: При нулевых градиентах веса должны убывать; у вас они растут.
    """

    def shrink(self, w):
        w *= 1 + self.lr * self.weight_decay

    patch_decay(module, shrink)


@mistake("adamw", section="l2-adamw")
def biases_spared(module):
    """Vectors are not decayed; here every parameter handed in is.

    ru: Векторы у вас не затухают; здесь затухает каждый переданный параметр.
    """

    def shrink(self, w):
        if w.ndim > 1:
            w *= 1 - self.lr * self.weight_decay

    patch_decay(module, shrink)


@mistake("adamw", section="l2-adamw")
def decay_is_corrected_too(module):
    """The bias correction is for the moments; the decay needs none.

    ru: Поправка на смещение нужна моментам; затуханию она не нужна.
    """

    def shrink(self, w):
        w *= 1 - self.lr * self.weight_decay / (1 - self.betas[0] ** (self.t + 1))

    patch_decay(module, shrink)


@mistake("adamw", section="l2-adamw")
def decay_scaled_by_the_step(module):
    """The decay depends on the gradient: only lr and `weight_decay` may scale it, not the adaptive step.

    ru: Затухание зависит от градиента: его определяют только lr и `weight_decay`, а не адаптивный шаг.
    """

    def update(self, w, g, m, v):
        m_hat, v_hat = corrected(self, g, m, v)
        step = self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        w *= 1 - self.weight_decay * step
        w -= step

    patch_update(module, update)


@mistake("adamw", section="l2-adamw")
def no_decay_by_default(module):
    """With `weight_decay` given all is well, without it it is not: what is its default?

    ru: Если `weight_decay` задан, всё сходится, а если нет — нет: какое у него значение по умолчанию?
    """
    right = module.AdamW

    class AdamW(right):
        def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
            super().__init__(lr, betas, eps, weight_decay)

    module.AdamW = AdamW


@mistake("adamw", section="l2-adamw")
def decay_with_the_first_rate(module):
    """After lr is changed the step is right, the decay is not: it depends on the current lr as well.

    ru: После смены lr шаг верный, а затухание нет: оно тоже зависит от текущего lr.
    """
    right = module.AdamW

    class AdamW(right):
        def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
            super().__init__(lr, betas, eps, weight_decay)
            self.first_lr = lr

        def step(self, params, grads):
            for w in params:
                w *= 1 - self.first_lr * self.weight_decay
            module.Adam.step(self, params, grads)

    module.AdamW = AdamW
