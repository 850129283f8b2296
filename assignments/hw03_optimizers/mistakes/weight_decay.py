"""Known mistakes in SGD with weight decay."""

import numpy as np

from grader.authoring import mistake


def buffers(optimizer, params):
    """The buffer of every parameter, zero before the first step."""
    optimizer.buffers = optimizer.buffers or [np.zeros_like(w) for w in params]
    return optimizer.buffers


def patch_update(module, update):
    """Replaces the step by `update(optimizer, w, grad, buf)` for each parameter, gradient and buffer."""

    def step(self, params, grads):
        for w, grad, buf in zip(params, grads, buffers(self, params), strict=True):
            update(self, w, grad, buf)

    module.SGD = type("SGD", (module.SGD,), {"step": step})


def patch_gradient(module, penalised):
    """Replaces the gradient that enters the buffer by `penalised(optimizer, w, grad)`."""

    def update(self, w, grad, buf):
        g = penalised(self, w, grad)
        buf *= self.momentum
        buf += g
        w -= self.lr * buf

    patch_update(module, update)


@mistake("weight_decay", section="l2-l2-regularization", credit="1/2")
def buffer_decays_with_lambda(module):
    """You seem to have followed the expanded formula of the lecture notes: λ before the old buffer is a
    misprint there. The old buffer is multiplied by the momentum.

    ru: Похоже, вы шли за развёрнутой формулой из конспекта: λ перед прошлым буфером там — опечатка. Прошлый
    буфер умножается на momentum.
    """

    def update(self, w, grad, buf):
        buf *= self.weight_decay
        buf += grad + self.weight_decay * w
        w -= self.lr * buf

    patch_update(module, update)


@mistake("weight_decay", section="l2-l2-regularization")
def decay_ignored(module):
    """With `weight_decay` and without it the weights are the same.

    ru: С `weight_decay` и без него веса одинаковы.
    """
    patch_gradient(module, lambda self, w, grad: grad)


@mistake("weight_decay", section="l2-l2-regularization")
def halved(module):
    """The penalty is half of what it should be: differentiate (λ/2)·w² once more.

    ru: Штраф вдвое меньше нужного: продифференцируйте (λ/2)·w² ещё раз.
    """
    patch_gradient(module, lambda self, w, grad: grad + 0.5 * self.weight_decay * w)


@mistake("weight_decay", section="l2-l2-regularization")
def doubled(module):
    """The penalty is twice what it should be: look at the factor before w² that its derivative cancels.

    ru: Штраф вдвое больше нужного: посмотрите на множитель перед w², который сокращается с производной.
    """
    patch_gradient(module, lambda self, w, grad: grad + 2 * self.weight_decay * w)


@mistake("weight_decay", section="l2-l2-regularization")
def past_the_buffer(module):
    """Without momentum all is well, with it it is not: in SGD the penalty is part of the gradient, so it
    enters the buffer.

    ru: Без моментума всё сходится, а с ним нет: в SGD штраф — часть градиента, поэтому он попадает и в буфер.
    """

    def update(self, w, grad, buf):
        buf *= self.momentum
        buf += grad
        w -= self.lr * (buf + self.weight_decay * w)

    patch_update(module, update)


@mistake("weight_decay", section="l2-l2-regularization")
def after_the_step(module):
    """You shrink the weight after the step; the penalty is taken from the weight before it.

    ru: Вы сжимаете вес после шага; штраф же берётся от веса до шага.
    """

    def update(self, w, grad, buf):
        buf *= self.momentum
        buf += grad
        w -= self.lr * buf
        w *= 1 - self.lr * self.weight_decay

    patch_update(module, update)


@mistake("weight_decay", section="l2-l2-regularization")
def without_rate(module):
    """The weights shrink too fast, and lr does not matter to that: the penalty is part of the gradient.

    ru: Веса убывают слишком быстро, и lr на это не влияет: штраф — часть градиента.
    """

    def update(self, w, grad, buf):
        w *= 1 - self.weight_decay
        buf *= self.momentum
        buf += grad
        w -= self.lr * buf

    patch_update(module, update)


@mistake("weight_decay", section="l2-l2-regularization")
def gradient_overwritten(module):
    """The step is right, but `grad += …` writes into the caller's array: the gradients are not what they
    were.

    ru: Шаг верный, но `grad += …` пишет в чужой массив: градиенты после шага уже не те.
    """

    def penalised(self, w, grad):
        grad += self.weight_decay * w
        return grad

    patch_gradient(module, penalised)


@mistake("weight_decay", section="l2-l2-regularization")
def absolute_value(module):
    """A penalty that pulls all weights equally hard, large or small, is L1.

    ru: Штраф, который тянет все веса с одной силой, и большие, и малые, — это L1.
    """
    patch_gradient(module, lambda self, w, grad: grad + self.weight_decay * np.sign(w))


@mistake("weight_decay", section="l2-l2-regularization")
def weights_grow(module):
    """With zero gradients the weights should shrink; yours grow.

    ru: При нулевых градиентах веса должны убывать; у вас они растут.
    """
    patch_gradient(module, lambda self, w, grad: grad - self.weight_decay * w)


@mistake("weight_decay", section="l2-l2-regularization")
def biases_spared(module):
    """Vectors are not decayed; here every parameter handed in is.

    ru: Векторы у вас не штрафуются; здесь штрафуется каждый переданный параметр.
    """
    patch_gradient(module, lambda self, w, grad: grad + self.weight_decay * w * (w.ndim > 1))


@mistake("weight_decay", section="l2-l2-regularization")
def penalty_averaged(module):
    """The penalty was divided by the number of weights: it is a sum over them, not a mean.

    ru: Штраф поделён на число весов: это сумма по весам, а не среднее.
    """
    patch_gradient(module, lambda self, w, grad: grad + self.weight_decay * w / w.size)


@mistake("weight_decay", section="l2-l2-regularization")
def first_weights(module):
    """The first step is right, later ones are not: the penalty is taken from the current weights, not from
    the first ones.

    ru: Первый шаг верный, следующие нет: штраф берётся от текущих весов, а не от начальных.
    """

    def step(self, params, grads):
        self.first = getattr(self, "first", None) or [w.copy() for w in params]
        for w, grad, buf, first in zip(params, grads, buffers(self, params), self.first, strict=True):
            buf *= self.momentum
            buf += grad + self.weight_decay * first
            w -= self.lr * buf

    module.SGD = type("SGD", (module.SGD,), {"step": step})
