"""Known mistakes in the gradient of a bias."""

from grader.authoring import mistake


@mistake("bias_gradient", section="l1-fully-connected")
def averaged_over_the_batch(module):
    """You averaged over the batch. The layer sums; an average of the loss is in dz already.

    ru: Вы усреднили по батчу. Слой суммирует; усреднение функции потерь уже внутри dz.
    """
    module.bias_gradient = lambda dz: dz.mean(axis=0)


@mistake("bias_gradient", section="l1-fully-connected")
def summed_over_everything(module):
    """You summed over everything. b has a number for every output: sum over the samples only.

    ru: Вы сложили всё. У b по числу на каждый выход: складывайте только по объектам.
    """
    module.bias_gradient = lambda dz: dz.sum()


@mistake("bias_gradient", section="l1-fully-connected")
def summed_over_the_outputs(module):
    """You summed over the outputs. Samples are rows: which axis is that?

    ru: Вы сложили по выходам. Объекты — строки: какая это ось?
    """
    module.bias_gradient = lambda dz: dz.sum(axis=1)


@mistake("bias_gradient", section="l1-fully-connected")
def not_summed(module):
    """You returned dz. The same b was added to every row, so it collects the gradients of all rows.

    ru: Вы вернули dz. К каждой строке прибавлялся один и тот же b, и он собирает градиенты всех строк.
    """
    module.bias_gradient = lambda dz: dz.copy()


@mistake("bias_gradient", section="l1-fully-connected")
def a_row_for_a_vector(module):
    """Your result is a matrix of one row. b is a vector, and its gradient has its shape.

    ru: У вас получилась матрица из одной строки. b — вектор, и форма градиента такая же.
    """
    module.bias_gradient = lambda dz: dz.sum(axis=0, keepdims=True)
