"""Known mistakes in the fully connected layer."""

import numpy as np

from grader.authoring import mistake


def replace_gradients(module, **changed):
    """Sets some of the gradients to functions of (dout, x, w)."""
    right = module.linear_backward

    def linear_backward(dout, x, w):
        gradients = dict(zip(("dx", "dw", "db"), right(dout, x, w), strict=True))
        gradients |= {name: function(dout, x, w) for name, function in changed.items()}
        return gradients["dx"], gradients["dw"], gradients["db"]

    module.linear_backward = linear_backward


@mistake("linear", section="l1-fully-connected")
def bias_forgotten(module):
    """The bias does not reach the output.

    ru: Сдвиг не доходит до выхода.
    """
    module.linear_forward = lambda x, w, b: x @ w


@mistake("linear", section="l1-fully-connected")
def bias_added_to_the_weights(module):
    """You add b to W before multiplying, so the bias is multiplied by x too.

    ru: Вы прибавляете b к W до умножения, и сдвиг тоже умножается на x.
    """
    module.linear_forward = lambda x, w, b: x @ (w + b)


@mistake("linear", section="l1-fully-connected")
def samples_as_columns(module):
    """You multiply W and x as if samples were columns. Here they are rows: which product has the shape
    `(B, N_out)`?

    ru: Вы умножаете W и x так, как будто объекты — столбцы. Здесь они строки: у какого произведения размер
    `(B, N_out)`?
    """
    module.linear_forward = lambda x, w, b: (w.T @ x.T).T.T + b[:, None]


@mistake("linear", section="l1-fully-connected")
def gradient_of_weights_transposed(module):
    """The gradient of the weights comes out transposed: it should have the shape of W.

    ru: Градиент по весам получился транспонированным, а его размер должен быть как у W.
    """
    replace_gradients(module, dw=lambda dout, x, w: dout.T @ x)


@mistake("linear", section="l1-fully-connected")
def gradient_of_weights_without_upstream(module):
    """Your dW does not depend on `dout`: the chain rule multiplies by what came from above.

    ru: Ваш dW не зависит от `dout`: правило цепочки умножает на то, что пришло сверху.
    """
    replace_gradients(module, dw=lambda dout, x, w: x.T @ np.ones_like(dout))


@mistake("linear", section="l1-fully-connected")
def gradient_of_weights_averaged(module):
    """Your dW is divided by the batch size. The loss has done that already: the layer only sums over the
    batch.

    ru: Ваш dW разделён на размер батча. Это уже сделала функция потерь: слой только суммирует по батчу.
    """
    replace_gradients(module, dw=lambda dout, x, w: x.T @ dout / len(x))


@mistake("linear", section="l1-fully-connected")
def gradient_of_weights_of_the_last_sample(module):
    """Your dW is that of one sample. Every sample of the batch contributes: add, do not overwrite.

    ru: Ваш dW — от одного объекта. Вклад вносит каждый объект батча: прибавляйте, а не перезаписывайте.
    """
    replace_gradients(module, dw=lambda dout, x, w: np.outer(x[-1], dout[-1]))


@mistake("linear", section="l1-fully-connected")
def gradient_of_bias_a_single_number(module):
    """Your db is one number. Every output has a bias of its own: over which axis was b broadcast?

    ru: Ваш db — одно число. У каждого выхода свой сдвиг: вдоль какой оси b был размножен?
    """
    replace_gradients(module, db=lambda dout, x, w: dout.sum())


@mistake("linear", section="l1-fully-connected")
def gradient_of_bias_not_summed(module):
    """Your db has a row for every sample. One b served the whole batch, so its gradient collects from all
    of it.

    ru: В вашем db по строке на объект. Один b служил всему батчу, и его градиент собирается со всего батча.
    """
    replace_gradients(module, db=lambda dout, x, w: dout.copy())


@mistake("linear", section="l1-fully-connected")
def gradient_of_bias_averaged(module):
    """Your db is an average over the batch. The loss has averaged already: the layer only sums.

    ru: Ваш db — среднее по батчу. Усреднила уже функция потерь: слой только суммирует.
    """
    replace_gradients(module, db=lambda dout, x, w: dout.mean(axis=0))


@mistake("linear", section="l1-fully-connected")
def gradients_of_parameters_averaged(module):
    """Your dW and db are divided by the batch size. The loss has done that already: the layer only sums.

    ru: Ваши dW и db разделены на размер батча. Это уже сделала функция потерь: слой только суммирует.
    """
    replace_gradients(module, dw=lambda dout, x, w: x.T @ dout / len(x), db=lambda dout, x, w: dout.mean(axis=0))


@mistake("linear", section="l1-fully-connected")
def gradient_of_bias_as_a_row(module):
    """Your db is a table of one row `(1, N_out)`; a gradient has exactly the shape of its variable.

    ru: Ваш db — таблица из одной строки `(1, N_out)`, а размер градиента в точности такой, как у переменной.
    """
    replace_gradients(module, db=lambda dout, x, w: dout.sum(axis=0, keepdims=True))


@mistake("linear", section="l1-fully-connected")
def gradient_of_bias_over_the_outputs(module):
    """You sum `dout` along the wrong axis: db has one entry an output, not one a sample.

    ru: Вы суммируете `dout` не вдоль той оси: в db по числу на выход, а не на объект.
    """
    replace_gradients(module, db=lambda dout, x, w: dout.sum(axis=1))


@mistake("linear", section="l1-fully-connected")
def gradient_of_input_without_transposing(module):
    """Back through the layer the gradient goes from `N_out` numbers to `N_in`: which form of W does that?

    ru: Назад через слой градиент идёт от `N_out` чисел к `N_in`: какая форма W это делает?
    """
    replace_gradients(module, dx=lambda dout, x, w: dout @ w)


@mistake("linear", section="l1-fully-connected")
def gradient_of_input_averaged(module):
    """Your dx is divided by the batch size. Samples do not mix in dx, there is nothing to average.

    ru: Ваш dx разделён на размер батча. В dx объекты не смешиваются, усреднять нечего.
    """
    replace_gradients(module, dx=lambda dout, x, w: dout @ w.T / len(x))


@mistake("linear", section="l1-fully-connected")
def gradient_of_input_ignores_upstream(module):
    """Your dx is the same for every `dout`: the chain rule multiplies by what came from above.

    ru: Ваш dx одинаков при любом `dout`: правило цепочки умножает на то, что пришло сверху.
    """
    replace_gradients(module, dx=lambda dout, x, w: np.ones_like(dout) @ w.T)


@mistake("linear", section="l1-fully-connected")
def gradients_in_another_order(module):
    """The gradients are right, but their order is not the one that the task asks for.

    ru: Градиенты верны, но порядок не тот, который требуется в условии.
    """

    def linear_backward(dout, x, w):
        return x.T @ dout, dout.sum(axis=0), dout @ w.T

    module.linear_backward = linear_backward


@mistake("linear", section="l1-backpropagation")
def weights_updated_before_the_gradient_of_input(module):
    """You make a step with W inside the layer, and dx sees the new W. Gradients first; steps are not the
    layer's business.

    ru: Вы делаете шаг по W внутри слоя, и dx видит уже новый W. Сначала градиенты, а шаги — не дело слоя.
    """

    def linear_backward(dout, x, w):
        dw = x.T @ dout
        w -= 0.01 * dw
        return dout @ w.T, dw, dout.sum(axis=0)

    module.linear_backward = linear_backward


@mistake("linear", section="l1-fully-connected")
def gradient_of_bias_in_double_precision(module):
    """`np.zeros` is float64 by default: your db is float64 also where all the inputs are float32.

    ru: `np.zeros` по умолчанию float64: ваш db — float64 даже там, где все входы float32.
    """
    replace_gradients(module, db=lambda dout, x, w: np.zeros(w.shape[1]) + dout.sum(axis=0))
