"""Known mistakes in SGD with momentum."""

import numpy as np

from grader.authoring import mistake


def patch(module, **methods):
    """Replaces methods of the module's SGD."""
    module.SGD = type("SGD", (module.SGD,), methods)


def buffers(optimizer, params):
    """The buffer of every parameter, zero before the first step."""
    optimizer.buffers = optimizer.buffers or [np.zeros_like(w) for w in params]
    return optimizer.buffers


def patch_update(module, update):
    """Replaces the step by `update(optimizer, w, g, buf)` for each parameter, its gradient and its buffer."""

    def step(self, params, grads):
        for w, grad, buf in zip(params, grads, buffers(self, params), strict=True):
            update(self, w, grad + self.weight_decay * w, buf)

    patch(module, step=step)


@mistake("momentum", section="l2-sgd-momentum")
def momentum_ignored(module):
    """With momentum 0.9 and without it the weights are the same: does the buffer survive until the next step?

    ru: С моментумом 0.9 и без него веса одинаковы: доживает ли буфер до следующего шага?
    """

    def update(self, w, g, buf):
        w -= self.lr * g

    patch_update(module, update)


@mistake("momentum", section="l2-sgd-momentum")
def moving_average(module):
    """The steps are too short by a factor: in this formula the gradient enters the buffer as it is.

    ru: Шаги короче в постоянное число раз: в этой формуле градиент входит в буфер без множителя.
    """

    def update(self, w, g, buf):
        buf *= self.momentum
        buf += (1 - self.momentum) * g
        w -= self.lr * buf

    patch_update(module, update)


@mistake("momentum", section="l2-sgd-momentum")
def momentum_weighs_the_gradient(module):
    """Which of the two does momentum multiply: what was gathered before, or the new gradient?

    ru: Что умножается на momentum: накопленное раньше или новый градиент?
    """

    def update(self, w, g, buf):
        buf *= 1 - self.momentum
        buf += self.momentum * g
        w -= self.lr * buf

    patch_update(module, update)


@mistake("momentum", section="l2-sgd-momentum")
def damped_after_the_first(module):
    """The first step is right, later gradients enter with a factor: there is no dampening here.

    ru: Первый шаг верный, а дальше градиенты входят с множителем: здесь его нет (dampening = 0).
    """

    def step(self, params, grads):
        first, self.started = not getattr(self, "started", False), True
        for w, grad, buf in zip(params, grads, buffers(self, params), strict=True):
            g = grad + self.weight_decay * w
            buf *= self.momentum
            buf += g if first else (1 - self.momentum) * g
            w -= self.lr * buf

    patch(module, step=step)


@mistake("momentum", section="l2-sgd-momentum")
def step_before_the_buffer(module):
    """The first step moves nothing: update the buffer first, then step along it.

    ru: Первый шаг ничего не сдвинул: сначала обновите буфер, потом шагайте вдоль него.
    """

    def update(self, w, g, buf):
        w -= self.lr * buf
        buf *= self.momentum
        buf += g

    patch_update(module, update)


@mistake("momentum", section="l2-sgd-momentum")
def one_gradient_back(module):
    """Two steps are right, the third is not: the buffer remembers all gradients, not just the last but one.

    ru: Два шага верны, третий нет: буфер помнит все прошлые градиенты, а не только предыдущий.
    """

    def update(self, w, g, buf):
        w -= self.lr * (g + self.momentum * buf)
        buf[...] = g

    patch_update(module, update)


@mistake("momentum", section="l2-sgd-momentum")
def rate_inside_the_buffer(module):
    """While lr is constant all is well, once it changes it is not: lr multiplies the buffer at the step, it
    is not in it.

    ru: Пока lr постоянен, всё сходится, а после смены — нет: lr умножает буфер в момент шага, а не хранится в
    нём.
    """

    def update(self, w, g, buf):
        buf *= self.momentum
        buf += self.lr * g
        w -= buf

    patch_update(module, update)


@mistake("momentum", section="l2-sgd-momentum")
def nesterov(module):
    """This is Nesterov's momentum, which looks one step ahead; the plain one is asked for.

    ru: Это моментум Нестерова, который заглядывает на шаг вперёд; нужен обычный.
    """

    def update(self, w, g, buf):
        buf *= self.momentum
        buf += g
        w -= self.lr * (g + self.momentum * buf)

    patch_update(module, update)


@mistake("momentum", section="l2-sgd-momentum")
def rate_misses_the_past(module):
    """lr multiplies the whole step, also the part that comes from the past.

    ru: lr умножает весь шаг, включая ту часть, что пришла из прошлого.
    """

    def update(self, w, g, buf):
        w -= self.lr * g + self.momentum * buf
        buf *= self.momentum
        buf += g

    patch_update(module, update)


@mistake("momentum", section="l2-sgd-momentum")
def gradient_as_buffer(module):
    """On the first step the buffer became the very array of the gradient, and both change together: copy it.

    ru: На первом шаге буфером стал сам массив градиента, и дальше они меняются вместе: нужна копия.
    """

    def step(self, params, grads):
        started = hasattr(self, "aliases")
        self.aliases = self.aliases if started else list(grads)
        for w, grad, buf in zip(params, grads, self.aliases, strict=True):
            if started:
                buf *= self.momentum
                buf += grad
            w -= self.lr * buf

    patch(module, step=step)


@mistake("momentum", section="l2-sgd-momentum")
def one_buffer_for_all(module):
    """All parameters write into one buffer: each needs its own.

    ru: Все параметры пишут в один буфер: нужен отдельный для каждого.
    """

    def step(self, params, grads):
        for w, grad in zip(params, grads, strict=True):
            self.buffer = self.momentum * getattr(self, "buffer", 0) + grad
            w -= self.lr * self.buffer

    patch(module, step=step)


@mistake("momentum", section="l2-sgd-momentum")
def buffer_by_shape(module):
    """Two parameters of the same shape share one buffer: tell parameters apart by their place, not by their
    shape.

    ru: У двух параметров одной формы общий буфер: различайте параметры по номеру, а не по форме.
    """

    def step(self, params, grads):
        self.by_shape = getattr(self, "by_shape", {})
        for w, grad in zip(params, grads, strict=True):
            buf = self.by_shape.setdefault(w.shape, np.zeros_like(w))
            buf *= self.momentum
            buf += grad
            w -= self.lr * buf

    patch(module, step=step)


@mistake("momentum", section="l2-sgd-momentum")
def state_keyed_by_identity(module):
    """Your buffer belongs to the array object, but the same parameter may come in another object: tell
    parameters apart by their place in the list.

    ru: Буфер у вас привязан к объекту массива, а тот же параметр может прийти другим объектом: различайте
    параметры по номеру в списке.
    """

    def step(self, params, grads):
        self.by_id = getattr(self, "by_id", {})
        for w, grad in zip(params, grads, strict=True):
            buf = self.by_id.setdefault(id(w), np.zeros_like(w))
            buf *= self.momentum
            buf += grad
            w -= self.lr * buf

    patch(module, step=step)


@mistake("momentum", section="l2-sgd-momentum")
def arrays_of_the_first_step(module):
    """Your steps go on changing the arrays of the first one: each step must update the arrays handed to it.

    ru: Ваши шаги продолжают менять массивы самого первого: каждый шаг должен обновлять то, что передали ему.
    """

    def step(self, params, grads, right=module.SGD.step):
        self.params = getattr(self, "params", params)
        right(self, self.params, grads)

    patch(module, step=step)


@mistake("momentum", section="l2-sgd-momentum")
def state_of_the_class(module):
    """Two optimizers disturb each other: their state must be attributes of `self`, not of the class or the
    module.

    ru: Два оптимизатора мешают друг другу: состояние должно быть в `self`, а не в классе и не в модуле.
    """
    right = module.SGD

    class SGD(right):
        shared = []

        def __init__(self, lr=1e-3, momentum=0.0, weight_decay=0.0):
            super().__init__(lr, momentum, weight_decay)
            SGD.shared = self.buffers

        def step(self, params, grads):
            SGD.shared = self.buffers = SGD.shared or [np.zeros_like(w) for w in params]
            super().step(params, grads)

    module.SGD = SGD


@mistake("momentum", section="l2-sgd-momentum")
def zero_gradient_skipped(module):
    """A parameter with a zero gradient stands still; but it still has its momentum.

    ru: Параметр с нулевым градиентом стоит на месте; но ведь разгон у него остался.
    """

    def update(self, w, g, buf):
        if g.any():
            buf *= self.momentum
            buf += g
            w -= self.lr * buf

    patch_update(module, update)
