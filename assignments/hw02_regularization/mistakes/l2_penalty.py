"""What goes wrong in L2 regularization."""

import numpy as np

from grader.authoring import mistake

SECTION = "l2-l2-regularization"


def weights(params):
    return [w for w in params if w.ndim >= 2]


def penalty(module, function):
    """The module's penalty becomes lam times the sum of `function` over all weight arrays."""
    module.l2_penalty = lambda params, lam: lam * sum(float(function(w)) for w in weights(params))


def gradient(module, function):
    """The module's gradient becomes lam times `function` of each weight array, zeros for the others."""
    module.l2_penalty_grad = lambda params, lam: [
        lam * function(w) if w.ndim >= 2 else np.zeros_like(w) for w in params
    ]


# ---------------------------------------------------------------------------------------------- the formula


@mistake("l2_penalty", section=SECTION)
def penalty_without_the_half(module):
    """The penalty is twice too large, while its gradient is right: differentiate your own penalty.

    ru: Штраф вдвое больше нужного, хотя градиент верен: продифференцируйте свой собственный штраф.
    """
    penalty(module, lambda w: np.sum(w * w))


@mistake("l2_penalty", section=SECTION)
def gradient_twice_too_large(module):
    """The gradient is twice too large: where did the factor in front of the sum go?

    ru: Градиент вдвое больше нужного: куда делся множитель перед суммой?
    """
    gradient(module, lambda w: 2 * w)


@mistake("l2_penalty", section=SECTION)
def factor_two_in_both(module):
    """Penalty and gradient agree with each other, but lam is multiplied by another number than the
    statement says.

    ru: Штраф и градиент согласованы друг с другом, но lam умножена не на то число, что в условии.
    """
    penalty(module, lambda w: np.sum(w * w))
    gradient(module, lambda w: 2 * w)


@mistake("l2_penalty", section=SECTION)
def gradient_halved(module):
    """The gradient is half of what it should be: differentiate w^2 once more.

    ru: Градиент вдвое меньше нужного: продифференцируйте w^2 ещё раз.
    """
    gradient(module, lambda w: 0.5 * w)


@mistake("l2_penalty", section=SECTION)
def norm_instead_of_its_square(module):
    """The norm of the weights is penalized where its square should be.

    ru: Штрафуется норма весов, а должен — её квадрат.
    """
    penalty(module, lambda w: 0.5 * np.linalg.norm(w))


@mistake("l2_penalty", section=SECTION)
def absolute_values(module):
    """Absolute values instead of squares: that is L1.

    ru: Модули вместо квадратов: это L1.
    """
    penalty(module, lambda w: np.abs(w).sum())
    gradient(module, np.sign)


@mistake("l2_penalty", section=SECTION)
def averaged_over_the_weights(module):
    """The penalty is a mean over the elements of each array. It is a sum; only the loss is an average.

    ru: Штраф усреднён по элементам каждого массива. Это сумма; усредняется только функция потерь.
    """
    penalty(module, lambda w: 0.5 * np.mean(w * w))
    gradient(module, lambda w: w / w.size)


# ---------------------------------------------------------------------------------------- what is penalized


@mistake("l2_penalty", section=SECTION)
def biases_penalized(module):
    """Biases are penalized too. Look at how weights are told apart here.

    ru: Смещения тоже штрафуются. Посмотрите, как здесь отличают веса.
    """
    module.l2_penalty = lambda params, lam: 0.5 * lam * sum(float(np.sum(w * w)) for w in params)
    module.l2_penalty_grad = lambda params, lam: [lam * w for w in params]


@mistake("l2_penalty", section=SECTION)
def biases_penalized_in_the_gradient(module):
    """The penalty spares the biases, its gradient does not.

    ru: Штраф не трогает смещения, а его градиент трогает.
    """
    module.l2_penalty_grad = lambda params, lam: [lam * w for w in params]


@mistake("l2_penalty", section=SECTION)
def biases_penalized_in_the_loss(module):
    """The gradient spares the biases, the penalty itself does not.

    ru: Градиент не трогает смещения, а сам штраф трогает.
    """
    module.l2_penalty = lambda params, lam: 0.5 * lam * sum(float(np.sum(w * w)) for w in params)


@mistake("l2_penalty", section=SECTION)
def only_matrices_penalized(module):
    """Arrays of more than two dimensions are left out. A convolution kernel holds weights too.

    ru: Массивы, у которых больше двух измерений, пропущены. Ядро свёртки — тоже веса.
    """
    module.l2_penalty = lambda params, lam: 0.5 * lam * sum(float(np.sum(w * w)) for w in params if w.ndim == 2)
    module.l2_penalty_grad = lambda params, lam: [lam * w if w.ndim == 2 else np.zeros_like(w) for w in params]


@mistake("l2_penalty", section=SECTION)
def only_the_first_array(module):
    """The penalty stops after the first array of weights: where does your return stand?

    ru: Штраф обрывается на первом массиве весов: где стоит ваш return?
    """
    module.l2_penalty = lambda params, lam: 0.5 * lam * sum(float(np.sum(w * w)) for w in weights(params)[:1])


@mistake("l2_penalty", section=SECTION)
def only_the_last_array(module):
    """The penalty of the last array of weights replaces all before it. They should add up.

    ru: Штраф последнего массива весов заменяет все предыдущие, а они должны складываться.
    """
    module.l2_penalty = lambda params, lam: 0.5 * lam * sum(float(np.sum(w * w)) for w in weights(params)[-1:])


@mistake("l2_penalty", section=SECTION)
def no_gradient_for_biases(module):
    """The list of gradients is shorter than the list of parameters. A bias has a gradient too: which one?

    ru: Список градиентов короче списка параметров. У смещения тоже есть градиент: какой?
    """

    def add_l2(loss, grads, params, lam):
        new = [g + lam * w if w.ndim >= 2 else g.copy() for g, w in zip(grads, params, strict=True)]
        return loss + module.l2_penalty(params, lam), new

    module.l2_penalty_grad = lambda params, lam: [lam * w for w in weights(params)]
    module.add_l2 = add_l2


@mistake("l2_penalty", section=SECTION)
def number_for_the_gradient_of_a_bias(module):
    """The gradient of a bias is a plain number 0. A gradient has the shape of its parameter.

    ru: Градиент смещения — просто число 0. Градиент имеет форму своего параметра.
    """
    module.l2_penalty_grad = lambda params, lam: [lam * w if w.ndim >= 2 else 0.0 for w in params]


# ------------------------------------------------------------------------------- adding to the loss, copies


@mistake("l2_penalty", section=SECTION)
def loss_without_the_penalty(module):
    """The gradients get the penalty, the loss does not.

    ru: Градиенты получают штраф, а функция потерь — нет.
    """
    right = module.add_l2
    module.add_l2 = lambda loss, grads, params, lam: (loss, right(loss, grads, params, lam)[1])


@mistake("l2_penalty", section=SECTION)
def gradients_without_the_penalty(module):
    """The loss gets the penalty, the gradients do not: the training would not notice it.

    ru: Функция потерь получает штраф, а градиенты — нет: обучение этого не заметит.
    """
    module.add_l2 = lambda loss, grads, params, lam: (loss + module.l2_penalty(params, lam), list(grads))


@mistake("l2_penalty", section=SECTION)
def penalty_subtracted_from_the_gradients(module):
    """The gradient of the penalty is subtracted. A step goes against the gradient; the gradient itself is
    a sum.

    ru: Градиент штрафа вычитается. Против градиента идёт шаг, а сам градиент — это сумма.
    """

    def add_l2(loss, grads, params, lam):
        new = [g - extra for g, extra in zip(grads, module.l2_penalty_grad(params, lam), strict=True)]
        return loss + module.l2_penalty(params, lam), new

    module.add_l2 = add_l2


@mistake("l2_penalty", section=SECTION)
def gradients_changed_in_place(module):
    """The penalty is added into the arrays of `grads` themselves. Put the sums into new arrays.

    ru: Штраф прибавляется прямо к массивам из `grads`. Складывайте в новые массивы.
    """

    def add_l2(loss, grads, params, lam):
        for g, extra in zip(grads, module.l2_penalty_grad(params, lam), strict=True):
            g += extra
        return loss + module.l2_penalty(params, lam), grads

    module.add_l2 = add_l2


@mistake("l2_penalty", section=SECTION)
def weights_changed_in_place(module):
    """The weights themselves are multiplied by lam. The gradient needs an array of its own.

    ru: На lam умножаются сами веса. Градиенту нужен собственный массив.
    """

    def l2_penalty_grad(params, lam):
        for w in weights(params):
            w *= lam
        return [w if w.ndim >= 2 else np.zeros_like(w) for w in params]

    module.l2_penalty_grad = l2_penalty_grad


@mistake("l2_penalty", section=SECTION)
def zeros_in_float64(module):
    """The zeros for a float32 bias are float64: `np.zeros` needs to be told the dtype.

    ru: Нули для смещения float32 имеют тип float64: функции `np.zeros` нужно сообщить dtype.
    """
    module.l2_penalty_grad = lambda params, lam: [lam * w if w.ndim >= 2 else np.zeros(w.shape) for w in params]
