"""What goes wrong in dropout."""

import numpy as np

from grader.authoring import mistake

SECTION = "l2-dropout"


def check(p):
    if not 0.0 <= p <= 1.0:
        raise ValueError("p is not a probability")


def right_mask(x, p, training, rng):
    """The mask of the reference, drawn in the same order."""
    check(p)
    if not training:
        return np.ones_like(x)
    return (1.0 / (1.0 - p) if p < 1.0 else 0.0) * (rng.random(x.shape) >= p).astype(x.dtype)


def draw(module, mask_of):
    """The module's forward becomes a product with `mask_of(x, p, training, rng)`; its backward stays."""

    def dropout_forward(x, p, training, rng):
        check(p)
        mask = np.asarray(mask_of(x, p, training, rng), dtype=x.dtype)
        return x * mask, mask

    module.dropout_forward = dropout_forward


# ----------------------------------------------------------------------------------------- p and the factor


@mistake("dropout", section=SECTION)
def p_taken_for_the_probability_to_keep(module):
    """Elements survive with probability p. Here, as in PyTorch, p is the probability to drop.

    ru: Элементы выживают с вероятностью p. Здесь, как и в PyTorch, p — это вероятность обнулить.
    """
    draw(module, lambda x, p, training, rng: right_mask(x, 1.0 - p, training, rng))


@mistake("dropout", section=SECTION)
def survivors_not_rescaled(module):
    """Survivors pass as they are, so in training the mean of the output shrinks. What restores it?

    ru: Уцелевшие элементы проходят без изменений, и среднее выхода при обучении уменьшается. Что его
    вернёт?
    """
    draw(module, lambda x, p, training, rng: rng.random(x.shape) >= p if training else np.ones_like(x))


@mistake("dropout", section=SECTION)
def rescaled_in_evaluation_instead(module):
    """Multiplying by 1 - p in evaluation is the classic dropout, and done right. Here the inverted one is
    asked for: all scaling happens in training, evaluation is the identity.

    ru: Умножать на 1 - p в режиме eval — это классический dropout, и он сделан верно. Но здесь нужен
    инвертированный: всё масштабирование происходит при обучении, а eval ничего не меняет.
    """
    draw(module, lambda x, p, training, rng: rng.random(x.shape) >= p if training else np.full_like(x, 1 - p))


@mistake("dropout", section=SECTION)
def rescaled_in_both_modes(module):
    """The scale is corrected twice: in training and again in evaluation. Once is enough.

    ru: Масштаб поправлен дважды: при обучении и ещё раз в режиме eval. Достаточно одного раза.
    """
    draw(
        module,
        lambda x, p, training, rng: right_mask(x, p, True, rng) if training else np.full_like(x, 1 - p),
    )


@mistake("dropout", section=SECTION)
def divided_by_p(module):
    """Survivors are divided by p. Work out the mean of the output: by which share do elements survive?

    ru: Уцелевшие элементы делятся на p. Посчитайте среднее выхода: какая доля элементов уцелела?
    """

    def mask_of(x, p, training, rng):
        if not training:
            return np.ones_like(x)
        return (rng.random(x.shape) >= p) / p if p > 0.0 else np.ones_like(x)

    draw(module, mask_of)


@mistake("dropout", section=SECTION)
def division_by_zero_at_p_one(module):
    """At p = 1 this divides zero by zero. What should be left when everything is dropped?

    ru: При p = 1 ноль делится на ноль. Что должно остаться, если обнулено всё?
    """
    draw(
        module,
        lambda x, p, training, rng: (rng.random(x.shape) >= p) / np.float64(1 - p) if training else np.ones_like(x),
    )


@mistake("dropout", section=SECTION)
def any_p_accepted(module):
    """A p outside [0, 1] makes no sense and must be turned down with ValueError.

    ru: p вне отрезка [0, 1] не имеет смысла: такое значение нужно отвергнуть с помощью ValueError.
    """
    right = module.dropout_forward

    def dropout_forward(x, p, training, rng):
        return right(x, min(max(p, 0.0), 1.0), training, rng)

    module.dropout_forward = dropout_forward


# --------------------------------------------------------------------------------------------- how it draws


@mistake("dropout", section=SECTION)
def whole_rows_dropped(module):
    """Whole rows are zeroed. The lecture notes do say "vectors", but each element is to be drawn on its
    own.

    ru: Обнуляются строки целиком. В конспекте действительно сказано «векторы», но разыгрывать нужно
    каждый элемент отдельно.
    """

    def mask_of(x, p, training, rng):
        rows = np.empty((len(x),) + (1,) * (x.ndim - 1))
        return np.broadcast_to(right_mask(rows, p, training, rng), x.shape)

    draw(module, mask_of)


@mistake("dropout", section=SECTION)
def one_mask_for_the_whole_batch(module):
    """All samples of the batch lose the same features. Every sample needs a mask of its own.

    ru: Все объекты батча теряют одни и те же признаки. У каждого объекта должна быть своя маска.
    """
    draw(
        module,
        lambda x, p, training, rng: np.broadcast_to(right_mask(np.empty(x.shape[1:]), p, training, rng), x.shape),
    )


@mistake("dropout", section=SECTION)
def same_mask_every_time(module):
    """Every call gives the same mask: it was drawn once and kept, or a seed stands inside the function. The
    lecture notes say "each epoch"; it is to be drawn anew in each training pass, from the generator passed in.

    ru: Все вызовы дают одну и ту же маску: она разыграна один раз или внутри функции стоит seed. В конспекте
    сказано «на каждой эпохе», а разыгрывать нужно при каждом прямом проходе обучения, с переданным генератором.
    """
    masks = {}

    def mask_of(x, p, training, rng):
        if not training:
            return np.ones_like(x)
        key = (x.shape, p)
        if key not in masks:
            masks[key] = right_mask(x, p, training, rng)
        return masks[key]

    draw(module, mask_of)


@mistake("dropout", section=SECTION)
def generator_ignored(module):
    """The numbers come from `np.random`, so the same rng does not give the same result twice.

    ru: Числа берутся из `np.random`, поэтому один и тот же rng не даёт дважды одинаковый результат.
    """
    draw(module, lambda x, p, training, rng: right_mask(x, p, training, np.random))


@mistake("dropout", section=SECTION)
def exact_number_dropped(module):
    """Exactly the share p is dropped every time. If each element is drawn on its own, their number
    varies.

    ru: Каждый раз обнуляется ровно доля p. Если разыгрывать каждый элемент отдельно, их число будет
    меняться.
    """

    def mask_of(x, p, training, rng):
        if not training or p == 1.0:
            return np.full_like(x, 0.0 if training else 1.0)
        keep = rng.permutation(x.size) >= int(p * x.size)
        return keep.reshape(x.shape) / (1.0 - p)

    draw(module, mask_of)


@mistake("dropout", section=SECTION)
def only_two_dimensions(module):
    """The code takes it for granted that x has two dimensions. Any shape may come: what does x.shape hold?

    ru: Код считает, что у x всегда два измерения. Форма может быть любой: что хранится в x.shape?
    """
    right = module.dropout_forward

    def dropout_forward(x, p, training, rng):
        check(p)
        batch, features = x.shape
        return right(x, p, training, rng)

    module.dropout_forward = dropout_forward


# ------------------------------------------------------------------------------------------------- backward


@mistake("dropout", section=SECTION)
def backward_not_rescaled(module):
    """Backward multiplies by a mask of zeros and ones; forward multiplied survivors by something else.

    ru: Backward умножает на маску из нулей и единиц, а forward умножал уцелевшие элементы на другое
    число.
    """
    module.dropout_backward = lambda dout, cache: dout * (cache != 0)


@mistake("dropout", section=SECTION)
def backward_without_mask(module):
    """Backward rescales every gradient, also where forward returned zero. Can such an x change the loss?

    ru: Backward масштабирует все градиенты, даже там, где forward вернул ноль. Влияет ли такой x на
    функцию потерь?
    """
    module.dropout_backward = lambda dout, cache: dout * (cache.max() if cache.size else 1.0)


@mistake("dropout", section=SECTION)
def backward_changes_nothing(module):
    """Backward passes dout on as it is. By what number was each x multiplied in forward?

    ru: Backward передаёт dout без изменений. На какое число forward умножил каждый x?
    """
    module.dropout_backward = lambda dout, cache: dout.copy()


@mistake("dropout", section=SECTION)
def backward_draws_anew(module):
    """Backward draws a mask of its own. It has to use that of the forward pass.

    ru: Backward разыгрывает собственную маску, а должен использовать маску прямого прохода.
    """
    right = module.dropout_forward

    def dropout_forward(x, p, training, rng):
        out, _ = right(x, p, training, rng)
        return out, (p, training, rng)

    module.dropout_forward = dropout_forward
    module.dropout_backward = lambda dout, cache: dout * right_mask(dout, *cache)


@mistake("dropout", section=SECTION)
def mask_guessed_from_the_output(module):
    """Backward looks for zeros in the output. An element with x = 0 gives zero too, even if it survived.

    ru: Backward ищет нули на выходе. Но элемент, у которого x = 0, тоже даёт ноль, даже если он уцелел.
    """
    right = module.dropout_forward

    def dropout_forward(x, p, training, rng):
        out, mask = right(x, p, training, rng)
        return out, np.where(out != 0, mask, 0) if training else mask

    module.dropout_forward = dropout_forward


@mistake("dropout", section=SECTION)
def backward_of_the_last_call(module):
    """Backward uses the mask of the most recent forward, not of the one whose cache it was given.

    ru: Backward берёт маску самого последнего forward, а не того, чей cache ему передали.
    """
    right, last = module.dropout_forward, {}

    def dropout_forward(x, p, training, rng):
        out, last["mask"] = right(x, p, training, rng)
        return out, None

    module.dropout_forward = dropout_forward
    module.dropout_backward = lambda dout, cache: dout * last["mask"]


# ------------------------------------------------------------------------------------ modes, copies, dtypes


@mistake("dropout", section=SECTION)
def active_in_evaluation(module):
    """Elements are dropped in evaluation mode too: look at the argument `training`.

    ru: Элементы обнуляются и в режиме eval: обратите внимание на аргумент `training`.
    """
    draw(module, lambda x, p, training, rng: right_mask(x, p, True, rng))


@mistake("dropout", section=SECTION)
def evaluation_gradient_masked(module):
    """In evaluation forward changes nothing, but backward still applies the mask of an earlier training
    call.

    ru: В режиме eval forward ничего не меняет, а backward всё ещё применяет маску прошлого вызова при
    обучении.
    """
    right, last = module.dropout_forward, {}

    def dropout_forward(x, p, training, rng):
        out, mask = right(x, p, training, rng)
        if training:
            last["mask"] = mask
        return out, last.get("mask", mask)

    module.dropout_forward = dropout_forward


@mistake("dropout", section=SECTION)
def input_overwritten(module):
    """The result is written into x itself, which the caller still needs. Make a new array.

    ru: Результат записан прямо в x, который ещё понадобится тому, кто вызвал функцию. Создайте новый
    массив.
    """

    def dropout_forward(x, p, training, rng):
        mask = right_mask(x, p, training, rng)
        x *= mask
        return x, mask

    module.dropout_forward = dropout_forward


@mistake("dropout", section=SECTION)
def gradient_overwritten(module):
    """Backward writes its result into dout itself. Make a new array.

    ru: Backward записывает результат прямо в dout. Создайте новый массив.
    """

    def dropout_backward(dout, cache):
        dout *= cache
        return dout

    module.dropout_backward = dropout_backward


@mistake("dropout", section=SECTION)
def input_returned(module):
    """The masked array is computed, but it is not what the function returns.

    ru: Массив с маской посчитан, но функция возвращает не его.
    """
    right = module.dropout_forward
    module.dropout_forward = lambda x, p, training, rng: (x, right(x, p, training, rng)[1])


@mistake("dropout", section=SECTION)
def result_in_float64(module):
    """From float32 inputs come float64 results: the mask was made in float64 and drew everything after it.

    ru: Из входов float32 получается результат float64: маска создана во float64 и утянула всё за собой.
    """

    def dropout_forward(x, p, training, rng):
        mask = right_mask(x, p, training, rng).astype(np.float64)
        return x * mask, mask

    module.dropout_forward = dropout_forward
