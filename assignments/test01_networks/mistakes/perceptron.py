"""Known mistakes in a pass of the perceptron."""

import numpy as np

from grader.authoring import mistake


def passing(*, is_mistake=lambda y, score: y * score <= 0, step=lambda y: y, bias=True):
    """A pass over the samples with something else in it: when to update, by how much, and whether the bias too."""

    def perceptron_pass(x, y):
        w, b, mistakes = np.zeros(x.shape[1], dtype=x.dtype), 0, [0] * len(x)
        for i, (x_i, y_i) in enumerate(zip(x, y, strict=True)):
            if is_mistake(y_i, x_i @ w + b):
                w, b, mistakes[i] = w + step(y_i) * x_i, b + bias * int(step(y_i)), 1
        return w, b, mistakes

    return perceptron_pass


@mistake("perceptron", section="l1-perceptron")
def zero_taken_for_right(module):
    """With w = 0 and b = 0 every score is 0. That counts as a mistake, or learning would never begin.

    ru: При w = 0 и b = 0 любой счёт равен 0. Это считается ошибкой, иначе обучение никогда не начнётся.
    """
    module.perceptron_pass = passing(is_mistake=lambda y, score: y * score < 0)


@mistake("perceptron", section="l1-perceptron")
def updated_on_every_sample(module):
    """You updated on every sample. The perceptron learns from mistakes only, judged by the current w and b.

    ru: Вы обновили веса на каждом объекте. Перцептрон учится только на ошибках — при текущих w и b.
    """
    module.perceptron_pass = passing(is_mistake=lambda y, score: True)


@mistake("perceptron", section="l1-perceptron")
def label_left_out_of_the_step(module):
    """You added x itself on a mistake. The step goes towards the label: what is missing is the factor y.

    ru: На ошибке вы прибавили сам x. Шаг делается в сторону метки: не хватает множителя y.
    """
    module.perceptron_pass = passing(step=abs)


@mistake("perceptron", section="l1-perceptron")
def bias_not_updated(module):
    """You left b where it was. On a mistake the bias moves too, by y.

    ru: Вы не трогали b. На ошибке смещение тоже меняется — на y.
    """
    module.perceptron_pass = passing(bias=False)
