"""Known mistakes in Adam."""

import numpy as np

from grader.authoring import mistake


def patch(module, **methods):
    """Replaces methods of the module's Adam."""
    module.Adam = type("Adam", (module.Adam,), methods)


def state(optimizer, params):
    """The two running averages of every parameter, zero before the first step."""
    optimizer.m = optimizer.m or [np.zeros_like(w) for w in params]
    optimizer.v = optimizer.v or [np.zeros_like(w) for w in params]
    return optimizer.m, optimizer.v


def moments(m, v, g, betas):
    """Updates the two running averages as the reference does."""
    m += (1 - betas[0]) * (g - m)
    v += (1 - betas[1]) * (g**2 - v)


def patch_direction(module, direction):
    """Replaces what lr multiplies by `direction(m, v, t, betas, eps)`; the moments are right."""

    def step(self, params, grads):
        self.t += 1
        for w, g, m, v in zip(params, grads, *state(self, params), strict=True):
            moments(m, v, g, self.betas)
            w -= self.lr * direction(m, v, self.t, self.betas, self.eps)

    patch(module, step=step)


def patch_moments(module, update):
    """Replaces the update of the moments by `update(m, v, g, betas)`; the step is right."""

    def step(self, params, grads):
        self.t += 1
        for w, g, m, v in zip(params, grads, *state(self, params), strict=True):
            update(m, v, g, self.betas)
            w -= self.lr * right_direction(m, v, self.t, self.betas, self.eps)

    patch(module, step=step)


def right_direction(m, v, t, betas, eps):
    """What lr multiplies in the reference."""
    return m / (1 - betas[0] ** t) / (np.sqrt(v / (1 - betas[1] ** t)) + eps)


@mistake("adam", section="l2-adam", credit="1/2")
def no_square_root(module):
    """You seem to have followed the lecture notes, where the square root of the second moment got lost: the
    formula with the root is graded.

    ru: Похоже, вы шли за конспектом, где потерялся корень из второго момента: проверяется формула с корнем.
    """
    patch_direction(module, lambda m, v, t, b, eps: m / (1 - b[0] ** t) / (v / (1 - b[1] ** t) + eps))


@mistake("adam", section="l2-adam")
def no_bias_correction(module):
    """The moments start from zero and are too small at first: is their correction used in the step?

    ru: Моменты начинаются с нуля и поначалу слишком малы: участвует ли в шаге их поправка?
    """
    patch_direction(module, lambda m, v, t, b, eps: m / (np.sqrt(v) + eps))


@mistake("adam", section="l2-adam")
def only_the_first_corrected(module):
    """One moment is corrected, the other is not.

    ru: Поправка сделана только для одного из моментов.
    """
    patch_direction(module, lambda m, v, t, b, eps: m / (1 - b[0] ** t) / (np.sqrt(v) + eps))


@mistake("adam", section="l2-adam")
def correction_without_power(module):
    """The first step is right, later ones are not: the correction must fade away as t grows.

    ru: Первый шаг верный, следующие нет: с ростом t поправка должна сходить на нет.
    """
    patch_direction(module, lambda m, v, t, b, eps: right_direction(m, v, 1, b, eps))


@mistake("adam", section="l2-adam")
def one_beta_for_both_corrections(module):
    """Each moment is corrected with its own beta.

    ru: Каждый момент исправляется со своей beta.
    """
    patch_direction(module, lambda m, v, t, b, eps: right_direction(m, v, t, (b[0], b[0]), eps))


@mistake("adam", section="l2-adam")
def steps_counted_from_zero(module):
    """There is a division by zero on the first step: which number does the first step have?

    ru: На первом шаге получается деление на ноль: какой номер у первого шага?
    """
    patch_direction(module, lambda m, v, t, b, eps: right_direction(m, v, t - 1, b, eps))


@mistake("adam", section="l2-adam")
def steps_counted_from_two(module):
    """The first step is made as if it were the second: when does t grow?

    ru: Первый шаг сделан так, будто он второй: когда растёт t?
    """
    patch_direction(module, lambda m, v, t, b, eps: right_direction(m, v, t + 1, b, eps))


@mistake("adam", section="l2-adam")
def steps_counted_by_parameter(module):
    """The first parameter is right, the others are not: t counts calls of step, not parameters.

    ru: Первый параметр верный, остальные нет: t считает вызовы step, а не параметры.
    """

    def step(self, params, grads):
        for w, g, m, v in zip(params, grads, *state(self, params), strict=True):
            self.t += 1
            moments(m, v, g, self.betas)
            w -= self.lr * right_direction(m, v, self.t, self.betas, self.eps)

    patch(module, step=step)


@mistake("adam", section="l2-adam")
def eps_inside_the_root(module):
    """The error is of the size of eps, and grows when gradients are small: is eps added before or after the
    root is taken?

    ru: Ошибка размером с eps и растёт, когда градиенты малы: eps прибавляется до корня или после?
    """
    patch_direction(module, lambda m, v, t, b, eps: m / (1 - b[0] ** t) / np.sqrt(v / (1 - b[1] ** t) + eps))


@mistake("adam", section="l2-adam")
def eps_before_the_correction(module):
    """The error is of the size of eps, and grows when gradients are small: with the correction moved into lr,
    eps is scaled by it too.

    ru: Ошибка размером с eps и растёт, когда градиенты малы: поправка перенесена в lr, и вместе со всем
    умножила и eps.
    """
    patch_direction(
        module,
        lambda m, v, t, b, eps: np.sqrt(1 - b[1] ** t) / (1 - b[0] ** t) * m / (np.sqrt(v) + eps),
    )


@mistake("adam", section="l2-adam")
def betas_swapped(module):
    """Which beta belongs to the gradient, and which to its square?

    ru: Какая beta относится к градиенту, а какая — к его квадрату?
    """
    right = module.Adam

    class Adam(right):
        def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
            super().__init__(lr, betas[::-1], eps)

    module.Adam = Adam


@mistake("adam", section="l2-adam")
def absolute_gradient(module):
    """The second moment averages the squares of the gradient, not its absolute values.

    ru: Второй момент усредняет квадраты градиента, а не его модули.
    """

    def update(m, v, g, betas):
        m += (1 - betas[0]) * (g - m)
        v += (1 - betas[1]) * (np.abs(g) - v)

    patch_moments(module, update)


@mistake("adam", section="l2-adam")
def gradient_not_weighed(module):
    """A running average has two weights that add up to one; your gradient enters with weight one.

    ru: У скользящего среднего два веса, в сумме единица; у вас градиент входит с весом один.
    """

    def update(m, v, g, betas):
        m *= betas[0]
        m += g
        v *= betas[1]
        v += g**2

    patch_moments(module, update)


@mistake("adam", section="l2-adam")
def square_of_the_average(module):
    """The second moment averages the squares of the gradients themselves, not those of their average.

    ru: Второй момент усредняет квадраты самих градиентов, а не их среднего.
    """

    def update(m, v, g, betas):
        m += (1 - betas[0]) * (g - m)
        v += (1 - betas[1]) * (m**2 - v)

    patch_moments(module, update)


@mistake("adam", section="l2-adam")
def corrected_moments_kept(module):
    """The first step is right, later ones are not: keep m and v as they are, their corrected values are for
    one step only.

    ru: Первый шаг верный, следующие нет: храните m и v как есть, а исправленные значения нужны лишь на один
    шаг.
    """

    def step(self, params, grads):
        self.t += 1
        for w, g, m, v in zip(params, grads, *state(self, params), strict=True):
            moments(m, v, g, self.betas)
            m /= 1 - self.betas[0] ** self.t
            v /= 1 - self.betas[1] ** self.t
            w -= self.lr * m / (np.sqrt(v) + self.eps)

    patch(module, step=step)


@mistake("adam", section="l2-adam")
def first_gradient_lost(module):
    """The first step moves nothing: the first gradient must enter the moments as well.

    ru: Первый шаг ничего не сдвинул: первый градиент тоже должен попасть в моменты.
    """

    def step(self, params, grads, right=module.Adam.step):
        if self.t == 0:
            self.t = 1
        else:
            right(self, params, grads)

    patch(module, step=step)


@mistake("adam", section="l2-adam")
def sign_of_the_gradient(module):
    """The first step is right; later ones must remember the gradients that came before.

    ru: Первый шаг верный; следующие должны помнить прошлые градиенты.
    """

    def step(self, params, grads):
        for w, g in zip(params, grads, strict=True):
            w -= self.lr * g / (np.abs(g) + self.eps)

    patch(module, step=step)


@mistake("adam", section="l2-adam")
def moments_by_shape(module):
    """Two parameters of the same shape share their moments: tell parameters apart by their place.

    ru: У двух параметров одной формы общие моменты: различайте параметры по номеру.
    """

    def step(self, params, grads):
        self.t += 1
        self.by_shape = getattr(self, "by_shape", {})
        for w, g in zip(params, grads, strict=True):
            m, v = self.by_shape.setdefault(w.shape, (np.zeros_like(w), np.zeros_like(w)))
            moments(m, v, g, self.betas)
            w -= self.lr * right_direction(m, v, self.t, self.betas, self.eps)

    patch(module, step=step)


@mistake("adam", section="l2-adam")
def steps_counted_by_the_class(module):
    """Two optimizers disturb each other: their state must be attributes of `self`, not of the class or the
    module.

    ru: Два оптимизатора мешают друг другу: состояние должно быть в `self`, а не в классе и не в модуле.
    """
    right = module.Adam

    class Adam(right):
        steps = 0

        def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
            super().__init__(lr, betas, eps)
            Adam.steps = 0

        def step(self, params, grads):
            self.t = Adam.steps
            super().step(params, grads)
            Adam.steps = self.t

    module.Adam = Adam


@mistake("adam", section="l2-adam")
def gradient_squared_in_place(module):
    """The step is right, but afterwards the gradients are not what they were: `g **= 2` writes into the
    caller's array.

    ru: Шаг верный, но градиенты после него уже не те: `g **= 2` пишет в чужой массив.
    """

    def update(m, v, g, betas):
        m += (1 - betas[0]) * (g - m)
        np.square(g, out=g)
        v += (1 - betas[1]) * (g - v)

    patch_moments(module, update)


@mistake("adam", section="l2-adam")
def first_rate_forever(module):
    """lr was changed between two steps, but your steps keep the old one: read `self.lr` at each step.

    ru: Между шагами lr изменили, а шаги остались прежними: читайте `self.lr` на каждом шаге.
    """

    def step(self, params, grads, right=module.Adam.step):
        self.first_lr = getattr(self, "first_lr", self.lr_at_start)
        now, self.lr = self.lr, self.first_lr
        right(self, params, grads)
        self.lr = now

    def init(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, right=module.Adam.__init__):
        right(self, lr, betas, eps)
        self.lr_at_start = lr

    patch(module, __init__=init, step=step)


@mistake("adam", section="l2-adam")
def new_arrays(module):
    """The caller's arrays stay as they were: `w = w - …`, `params[i] = …` and `.copy()` bring new arrays, and
    nobody outside sees them.

    ru: Массивы снаружи не изменились: `w = w - …`, `params[i] = …` и `.copy()` дают новые массивы, и никто
    снаружи их не видит.
    """

    def step(self, params, grads, right=module.Adam.step):
        self.own = getattr(self, "own", None) or [w.copy() for w in params]
        right(self, self.own, grads)

    patch(module, step=step)


@mistake("adam", section="l2-adam")
def arrays_of_the_first_step(module):
    """Your steps go on changing the arrays of the first one: each step must update the arrays handed to it.

    ru: Ваши шаги продолжают менять массивы самого первого: каждый шаг должен обновлять то, что передали ему.
    """

    def step(self, params, grads, right=module.Adam.step):
        self.params = getattr(self, "params", params)
        right(self, self.params, grads)

    patch(module, step=step)


@mistake("adam", section="l2-adam")
def moments_made_anew(module):
    """Each step begins with zero moments: make them once, and let them live until the next step.

    ru: Каждый шаг начинается с нулевых моментов: создайте их один раз, и пусть доживают до следующего шага.
    """

    def step(self, params, grads, right=module.Adam.step):
        self.m, self.v = [], []
        right(self, params, grads)

    patch(module, step=step)


@mistake("adam", section="l2-adam")
def state_keyed_by_identity(module):
    """Your state belongs to the array object, but the same parameter may come in another object: tell
    parameters apart by their place in the list.

    ru: Состояние у вас привязано к объекту массива, а тот же параметр может прийти другим объектом:
    различайте параметры по номеру в списке.
    """

    def step(self, params, grads):
        self.t += 1
        self.by_id = getattr(self, "by_id", {})
        for w, g in zip(params, grads, strict=True):
            m, v = self.by_id.setdefault(id(w), (np.zeros_like(w), np.zeros_like(w)))
            moments(m, v, g, self.betas)
            w -= self.lr * right_direction(m, v, self.t, self.betas, self.eps)

    patch(module, step=step)
