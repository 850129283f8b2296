"""Known mistakes in ReLU."""

import numpy as np

from grader.authoring import mistake


@mistake("relu", section="l1-activations")
def relu_overwrites_its_input(module):
    """`out = z` is no copy: setting entries of out to 0 changed the caller's z.

    ru: `out = z` — не копия: обнуляя элементы out, вы изменили z вызывающего кода.
    """

    def relu(z):
        z[z < 0] = 0
        return z

    module.relu = relu


@mistake("relu", section="l1-activations")
def relu_gradient_overwrites_dout(module):
    """`dz = dout` is no copy: setting entries of dz to 0 changed the caller's gradient.

    ru: `dz = dout` — не копия: обнуляя элементы dz, вы изменили градиент вызывающего кода.
    """

    def relu_backward(dout, z):
        dout[z < 0] = 0
        return dout

    module.relu_backward = relu_backward


@mistake("relu", section="l1-activations")
def relu_gradient_passes_everywhere(module):
    """Nothing is stopped on the way back. Note that the output of ReLU is >= 0 everywhere: it cannot serve
    as the condition.

    ru: На обратном пути ничего не останавливается. Заметьте: выход ReLU всюду >= 0, условием он служить не
    может.
    """
    module.relu_backward = lambda dout, z: dout * (module.relu(z) >= 0)


@mistake("relu", section="l1-activations")
def relu_upstream_forgotten(module):
    """This is the derivative of ReLU alone, zeros and ones. The chain rule also needs what came from above.

    ru: Это производная одной ReLU, нули и единицы. Правилу цепочки нужно ещё то, что пришло сверху.
    """
    module.relu_backward = lambda dout, z: (z > 0).astype(dout.dtype)


@mistake("relu", section="l1-activations")
def relu_mask_of_the_gradient(module):
    """You stop negative gradients. What decides is where the forward input was negative.

    ru: Вы останавливаете отрицательные градиенты. Решает же то, где был отрицательным вход прямого прохода.
    """
    module.relu_backward = lambda dout, z: dout * (dout > 0)


@mistake("relu", section="l1-activations")
def relu_mask_of_both(module):
    """You stop the gradient where the input was negative, rightly, but also where the gradient itself is.

    ru: Вы останавливаете градиент там, где вход был отрицателен (верно), но ещё и там, где отрицателен сам
    градиент.
    """
    module.relu_backward = lambda dout, z: dout * ((z > 0) & (dout > 0))


@mistake("relu", section="l1-activations")
def relu_value_for_derivative(module):
    """You multiply by the value of ReLU. What is the slope of a straight line?

    ru: Вы умножаете на значение ReLU. А чему равен наклон прямой?
    """
    module.relu_backward = lambda dout, z: dout * np.maximum(z, 0)


@mistake("relu", section="l1-activations")
def relu_gradient_truncated_to_integers(module):
    """Your gradients have lost their fractions: an integer array cannot hold them.

    ru: Ваши градиенты потеряли дробную часть: массив целых чисел не может её хранить.
    """
    module.relu_backward = lambda dout, z: np.trunc(dout * (z > 0)).astype(int)


@mistake("relu", section="l1-activations")
def relu_mask_inverted(module):
    """The gradient passes exactly where it should be stopped.

    ru: Градиент проходит как раз там, где его надо остановить.
    """
    module.relu_backward = lambda dout, z: dout * (z < 0)


@mistake("relu", section="l1-activations")
def relu_keeps_the_negative_side(module):
    """You kept the negative part and dropped the positive one: minimum for maximum?

    ru: Вы оставили отрицательную часть и отбросили положительную: минимум вместо максимума?
    """
    module.relu = lambda z: np.minimum(z, 0)


@mistake("relu", section="l1-activations")
def relu_of_the_absolute_value(module):
    """Negative numbers come out positive: ReLU cuts them off, it does not mirror them.

    ru: Отрицательные числа становятся положительными: ReLU их обрезает, а не отражает.
    """
    module.relu = lambda z: np.abs(z)


@mistake("relu", section="l1-activations")
def relu_maximum_over_the_batch(module):
    """`np.max(z, 0)` is the largest entry along axis 0. The maximum of two numbers in each place has
    another name.

    ru: `np.max(z, 0)` — наибольший элемент вдоль оси 0. Поэлементный максимум двух чисел называется иначе.
    """
    module.relu = lambda z: np.max(z, 0)


@mistake("relu", section="l1-activations")
def relu_by_the_maximum_of_python(module):
    """Python's `max` asks which of two arrays is larger as a whole, and there is no answer. NumPy compares
    in each place.

    ru: `max` из Python спрашивает, какой из двух массивов больше целиком, и ответа нет. Поэлементно
    сравнивает NumPy.
    """
    module.relu = lambda z: max(z, np.zeros_like(z))


@mistake("relu", section="l1-activations")
def relu_saturates(module):
    """Your ReLU has a ceiling; it should grow without bound.

    ru: У вашей ReLU есть потолок, а она должна расти неограниченно.
    """
    module.relu = lambda z: np.clip(z, 0, 6)


@mistake("relu", section="l1-activations")
def relu_leaks(module):
    """A little of the negative side comes through: that is the next task.

    ru: Отрицательная сторона немного просачивается: это уже следующая задача.
    """
    module.relu = lambda z: np.where(z > 0, z, 0.01 * z)


@mistake("relu", section="l1-activations")
def relu_gradient_in_double_precision(module):
    """`np.where(z > 0, 1.0, 0.0)` is float64 and makes your float32 gradient float64 too.

    ru: `np.where(z > 0, 1.0, 0.0)` — это float64, и ваш градиент float32 тоже становится float64.
    """
    module.relu_backward = lambda dout, z: dout * np.where(z > 0, 1.0, 0.0)
