"""Known mistakes in the hyperbolic tangent."""

import numpy as np

from grader.authoring import mistake


@mistake("tanh", section="l1-activations")
def tanh_from_sigmoid_of_z(module):
    """tanh is a stretched sigmoid indeed, but it is also twice as steep: the argument has to be scaled too.

    ru: tanh — это действительно растянутая сигмоида, но она ещё и вдвое круче: аргумент тоже надо изменить.
    """
    module.tanh = lambda z: 2 * module.sigmoid(z) - 1


@mistake("tanh", section="l1-activations")
def tanh_nan_for_large_numbers(module):
    """exp(1000) is infinite, and infinity over infinity is NaN: find a form without growing exponents, or
    `np.tanh`.

    ru: exp(1000) — бесконечность, а бесконечность на бесконечность — NaN: найдите форму без растущих
    экспонент или возьмите `np.tanh`.
    """
    module.tanh = lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@mistake("tanh", section="l1-activations")
def tanh_nan_on_the_positive_side(module):
    """Your form is fine for large negative z and NaN for large positive ones: mirror it where z > 0.

    ru: Ваша форма хороша при больших отрицательных z и даёт NaN при больших положительных: отразите её там,
    где z > 0.
    """
    module.tanh = lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)


@mistake("tanh", section="l1-activations")
def tanh_derivative_taken_twice(module):
    """`out` is already tanh(z): your backward function applies tanh once more.

    ru: `out` — это уже tanh(z), а ваша обратная функция применяет tanh ещё раз.
    """
    module.tanh_backward = lambda dout, out: dout * (1 - np.tanh(out) ** 2)


@mistake("tanh", section="l1-activations")
def tanh_upstream_forgotten(module):
    """This is the derivative of tanh alone. The chain rule also needs what came from above.

    ru: Это производная одного tanh. Правилу цепочки нужно ещё то, что пришло сверху.
    """
    module.tanh_backward = lambda dout, out: 1 - out**2


@mistake("tanh", section="l1-activations")
def tanh_output_doubled_not_squared(module):
    """Where the output should be squared, you double it (`*` for `**`?).

    ru: Там, где выход надо возвести в квадрат, вы его удваиваете (`*` вместо `**`?).
    """
    module.tanh_backward = lambda dout, out: dout * (1 - out * 2)


@mistake("tanh", section="l1-activations")
def tanh_squares_the_difference(module):
    """The derivative of tanh is an even function; yours is not. What exactly is squared?

    ru: Производная tanh — чётная функция, а ваша — нет. Что именно возводится в квадрат?
    """
    module.tanh_backward = lambda dout, out: dout * (1 - out) ** 2


@mistake("tanh", section="l1-activations")
def tanh_output_not_squared(module):
    """The derivative of tanh is an even function; yours falls with the output. Is a power missing?

    ru: Производная tanh — чётная функция, а ваша убывает с ростом выхода. Не потерялась ли степень?
    """
    module.tanh_backward = lambda dout, out: dout * (1 - out)


@mistake("tanh", section="l1-activations")
def tanh_with_the_derivative_of_sigmoid(module):
    """At z = 0 the slope of tanh is 1, yours is 0: that formula belongs to another activation.

    ru: В нуле наклон tanh равен 1, а у вас 0: эта формула от другой активации.
    """
    module.tanh_backward = lambda dout, out: dout * out * (1 - out)


@mistake("tanh", section="l1-activations")
def tanh_with_the_derivative_of_tan(module):
    """Your slope grows where tanh gets flat: check the sign (the plus belongs to the tangent of
    trigonometry).

    ru: Ваш наклон растёт там, где tanh становится пологим: проверьте знак (плюс — у обычного тангенса).
    """
    module.tanh_backward = lambda dout, out: dout * (1 + out**2)


@mistake("tanh", section="l1-activations")
def tanh_overwrites_its_input(module):
    """You wrote the result into z. The caller still needs z: return a new array.

    ru: Вы записали результат прямо в z. Вызывающему коду z ещё нужен: верните новый массив.
    """
    module.tanh = lambda z: np.tanh(z, out=z)


@mistake("tanh", section="l1-activations")
def tanh_gradient_overwrites_out(module):
    """You square `out` in place: whoever gave it to you finds another array.

    ru: Вы возводите `out` в квадрат на месте: тот, кто вам его передал, найдёт там другой массив.
    """

    def tanh_backward(dout, out):
        out *= out
        return dout * (1 - out)

    module.tanh_backward = tanh_backward


@mistake("tanh", section="l1-activations")
def tanh_in_double_precision(module):
    """Your result is float64 whatever z is: keep the dtype of the input.

    ru: Ваш результат всегда float64, каким бы ни был z: сохраняйте dtype входа.
    """
    module.tanh = lambda z: np.tanh(z).astype(np.float64)
