"""Known mistakes in a plain step of SGD."""

import numpy as np

from grader.authoring import mistake


def patch(module, **methods):
    """Replaces methods of the module's SGD."""
    module.SGD = type("SGD", (module.SGD,), methods)


def patch_update(module, update):
    """Replaces the step by `update(optimizer, w, grad)` for each parameter."""

    def step(self, params, grads):
        for w, grad in zip(params, grads, strict=True):
            update(self, w, grad)

    patch(module, step=step)


@mistake("sgd", section="l2-sgd-momentum")
def climbs(module):
    """The loss grows with every step: which way does a gradient point?

    ru: Потеря с каждым шагом растёт: куда направлен градиент?
    """

    def update(self, w, grad):
        w += self.lr * grad

    patch_update(module, update)


@mistake("sgd", section="l2-sgd-momentum")
def new_arrays(module):
    """The caller's arrays stay as they were: `w = w - …`, `params[i] = …` and `.copy()` bring new arrays, and
    nobody outside sees them.

    ru: Массивы снаружи не изменились: `w = w - …`, `params[i] = …` и `.copy()` дают новые массивы, и никто
    снаружи их не видит.
    """

    def step(self, params, grads):
        params = [w - self.lr * grad for w, grad in zip(params, grads, strict=True)]

    patch(module, step=step)


@mistake("sgd", section="l2-sgd-momentum")
def first_rate_forever(module):
    """lr was changed between two steps, but your steps keep the old one: read `self.lr` at each step.

    ru: Между шагами lr изменили, а шаги остались прежними: читайте `self.lr` на каждом шаге.
    """

    def init(self, lr=1e-3, momentum=0.0, weight_decay=0.0, right=module.SGD.__init__):
        right(self, lr, momentum, weight_decay)
        self.first_lr = lr

    def step(self, params, grads):
        for w, grad in zip(params, grads, strict=True):
            w -= self.first_lr * grad

    patch(module, __init__=init, step=step)


@mistake("sgd", section="l2-sgd-momentum")
def gradient_overwritten(module):
    """The step is right, but after it the gradients are not what they were: `grad *= lr` writes into the
    caller's array.

    ru: Шаг верный, но градиенты после него уже не те: `grad *= lr` пишет в чужой массив.
    """

    def update(self, w, grad):
        grad *= self.lr
        w -= grad

    patch_update(module, update)


@mistake("sgd", section="l2-sgd-momentum")
def rate_ignored(module):
    """The length of the step does not depend on lr.

    ru: Длина шага не зависит от lr.
    """

    def update(self, w, grad):
        w -= grad

    patch_update(module, update)


@mistake("sgd", section="l2-sgd-momentum")
def only_the_first(module):
    """Only the first parameter is updated: look for a `return` or an index inside the loop.

    ru: Обновляется только первый параметр: поищите `return` или индекс внутри цикла.
    """

    def step(self, params, grads):
        params[0] -= self.lr * grads[0]

    patch(module, step=step)


@mistake("sgd", section="l2-sgd-momentum")
def gradient_normalised(module):
    """The gradient was divided by its length; plain SGD keeps it as it is.

    ru: Градиент поделён на свою длину; в обычном SGD он берётся как есть.
    """

    def update(self, w, grad):
        w -= self.lr * grad / np.linalg.norm(grad)

    patch_update(module, update)


@mistake("sgd", section="l2-sgd-momentum")
def gradient_averaged_again(module):
    """The mean over the batch has been taken in the loss already; do not divide the gradient by its number of
    rows.

    ru: Среднее по батчу уже взято в функции потерь; делить градиент на число его строк не нужно.
    """

    def update(self, w, grad):
        w -= self.lr * grad / len(grad)

    patch_update(module, update)


@mistake("sgd", section="l2-sgd-momentum")
def one_step_late(module):
    """Each step uses the gradient of the step before.

    ru: Каждый шаг делается по градиенту предыдущего шага.
    """

    def step(self, params, grads):
        for w, grad in zip(params, getattr(self, "late", grads), strict=True):
            w -= self.lr * grad
        self.late = [grad.copy() for grad in grads]

    patch(module, step=step)


@mistake("sgd", section="l2-sgd-momentum")
def rate_decays_by_itself(module):
    """lr changes only when somebody changes it: there is no schedule in the formula.

    ru: lr меняется, только когда его кто-то меняет: никакого расписания в формуле нет.
    """

    def step(self, params, grads):
        self.t = getattr(self, "t", 0) + 1
        for w, grad in zip(params, grads, strict=True):
            w -= self.lr / self.t * grad

    patch(module, step=step)


@mistake("sgd", section="l2-sgd-momentum")
def flattened_copy(module):
    """A parameter that is part of a larger array is not always updated: reshape, ravel and flatten may return
    a copy.

    ru: Параметр, лежащий внутри большего массива, обновляется не всегда: reshape, ravel и flatten могут
    вернуть копию.
    """

    def update(self, w, grad):
        flat = w.reshape(-1)
        flat -= self.lr * grad.reshape(-1)

    patch_update(module, update)
