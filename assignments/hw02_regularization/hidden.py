"""Homework 2, the cases that decide: other sizes, edges, state, precision."""

import numpy as np

from grader.authoring import case, raised, snapshot


def generator(rng):
    """A generator to be handed to a student's code: what it draws does not move the inputs of the case."""
    return np.random.default_rng(rng.integers(2**32))


def away_from_zero(rng, shape):
    """Numbers of both signs, none of them small."""
    return rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


# --------------------------------------------------------------------------------------------------- dropout


@case("dropout", points=2, checker="inverted_dropout", options={"p": 0.15})
def rare_drops(student, rng):
    """A small p on inputs of both signs.

    ru: Маленькое p на входах обоих знаков.
    """
    x = away_from_zero(rng, (410, 250))
    out, _ = student.dropout_forward(x, 0.15, True, generator(rng))
    return {"out": out, "inputs": {"x": x}}


@case("dropout", points=1, checker="inverted_dropout", options={"p": 0.8})
def frequent_drops_in_float32(student, rng):
    """A large p on float32 inputs.

    ru: Большое p на входах float32.
    """
    x, dout = (away_from_zero(rng, (230, 440)).astype(np.float32) for _ in range(2))
    out, cache = student.dropout_forward(x, 0.8, True, generator(rng))
    dx = student.dropout_backward(dout, cache)
    return {"out": out, "dx": dx, "inputs": {"x": x, "dout": dout}}


@case("dropout", points=4, checker="inverted_dropout", options={"p": 0.4})
def gradient_where_the_input_is_zero(student, rng):
    """Backward on inputs that contain many zeros, as after ReLU.

    ru: Обратный проход на входах, где много нулей, как после ReLU.
    """
    x, dout = away_from_zero(rng, (170, 300)), away_from_zero(rng, (170, 300))
    x[rng.random(x.shape) < 0.5] = 0.0
    out, cache = student.dropout_forward(x, 0.4, True, generator(rng))
    dx = student.dropout_backward(dout, cache)
    return {"out": out, "dx": dx, "inputs": {"x": x, "dout": dout}}


@case("dropout", points=3, checker="fresh_masks", options={"p": 0.35})
def every_call_draws_anew(student, rng):
    """A dozen training calls, one after another, on the same input.

    ru: Дюжина вызовов подряд при обучении на одном и том же входе.
    """
    x, draws = away_from_zero(rng, (40, 25)), generator(rng)
    outs = [student.dropout_forward(x, 0.35, True, draws)[0] for _ in range(12)]
    return {"outs": outs, "inputs": {"x": x}}


@case("dropout", points=2, checker="reproducible", options={"p": 0.5})
def randomness_comes_from_the_generator(student, rng):
    """Equal generators give equal results, different generators different ones.

    ru: Одинаковые генераторы дают одинаковый результат, разные — разный.
    """
    x = away_from_zero(rng, (30, 21))
    one, other = (int(seed) for seed in rng.choice(2**31, 2, replace=False))
    seeds = {"first": one, "again": one, "other": other}
    outs = {name: student.dropout_forward(x, 0.5, True, np.random.default_rng(seed))[0] for name, seed in seeds.items()}
    return {**outs, "inputs": {"x": x}}


@case("dropout", points=2, checker="inverted_dropout", options={"p": 0.3})
def each_backward_has_its_own_forward(student, rng):
    """Two layers' forward passes, then their backward passes in the opposite order; 3-d arrays.

    ru: Прямые проходы двух слоёв, затем их обратные проходы в обратном порядке; трёхмерные массивы.
    """
    x, dout, draws = away_from_zero(rng, (9, 14, 11)), away_from_zero(rng, (9, 14, 11)), generator(rng)
    first, first_cache = student.dropout_forward(x, 0.3, True, draws)
    second, second_cache = student.dropout_forward(x, 0.3, True, draws)
    second_dx = student.dropout_backward(dout, second_cache)
    first_dx = student.dropout_backward(dout, first_cache)
    calls = [{"out": first, "dx": first_dx}, {"out": second, "dx": second_dx}]
    return {"calls": calls, "inputs": {"x": x, "dout": dout}}


@case("dropout", points=2)
def nothing_or_everything_is_dropped(student, rng):
    """The edges p = 0 and p = 1 in training, forward and backward.

    ru: Крайние случаи p = 0 и p = 1 при обучении, вперёд и назад.
    """
    x, dout, draws = away_from_zero(rng, (7,)), away_from_zero(rng, (7,)), generator(rng)
    kept, kept_cache = student.dropout_forward(x, 0.0, True, draws)
    dropped, dropped_cache = student.dropout_forward(x, 1.0, True, draws)
    return {
        "kept": {"out": kept, "dx": student.dropout_backward(dout, kept_cache)},
        "dropped": {"out": dropped, "dx": student.dropout_backward(dout, dropped_cache)},
        "inputs": {"x": x, "dout": dout},
    }


@case("dropout", points=2, checker="inverted_dropout", options={"p": 0.6})
def evaluation_between_training_calls(student, rng):
    """Evaluation after training on the same input, and the gradients of both.

    ru: Режим eval после обучения на том же входе, и градиенты обоих вызовов.
    """
    x, dout, draws = away_from_zero(rng, (41, 23)), away_from_zero(rng, (41, 23)), generator(rng)
    out, cache = student.dropout_forward(x, 0.6, True, draws)
    eval_out, eval_cache = student.dropout_forward(x, 0.6, False, draws)
    eval_dx = student.dropout_backward(dout, eval_cache)
    dx = student.dropout_backward(dout, cache)
    evaluation = {"out": eval_out, "dx": eval_dx}
    return {"out": out, "dx": dx, "evaluation": evaluation, "inputs": {"x": x, "dout": dout}}


@case("dropout", points=1)
def impossible_probability(student, rng):
    """A p outside [0, 1] raises ValueError, and only such a p.

    ru: p вне отрезка [0, 1] вызывает ValueError, и только такое p.
    """
    x = away_from_zero(rng, (3, 4))
    # Just outside: a comparison with a rounded or shifted edge lets these pass.
    below, above = (float(10.0 ** -rng.uniform(3.0, 6.0)) for _ in range(2))
    probabilities = (-below, 0.5, 1.0 + above)
    errors = [raised(student.dropout_forward, x, p, True, generator(rng)) for p in probabilities]
    return {"errors": errors, "inputs": {"x": x}}


# ---------------------------------------------------------------------------------------- batch norm, forward


@case("batch_norm_forward", points=2)
def a_new_layer(student, rng):
    """Parameters, buffers and mode of a float32 layer that was just made, and its first output.

    ru: Параметры, буферы и режим только что созданного слоя float32 и его первый выход.
    """
    features = int(rng.integers(3, 9))
    layer = student.BatchNorm1d(features, dtype=np.float32)
    names = ("gamma", "beta", "running_mean", "running_var", "dgamma", "dbeta", "eps", "momentum", "training")
    new = snapshot({name: getattr(layer, name) for name in names})
    x = rng.normal(1.0, 2.0, (6, features)).astype(np.float32)
    out = layer.forward(x)
    return {"new": new, "out": out, "running_mean": layer.running_mean, "inputs": {"x": x}}


@case("batch_norm_forward", points=3)
def running_statistics_of_one_batch(student, rng):
    """Running mean and variance after one small batch, with the default momentum.

    ru: Скользящие среднее и дисперсия после одного маленького батча, с momentum по умолчанию.
    """
    x = rng.normal(rng.uniform(2.0, 4.0, 4), 2.0, (6, 4))
    layer = student.BatchNorm1d(4)
    layer.forward(x)
    return {"running_mean": layer.running_mean, "running_var": layer.running_var, "inputs": {"x": x}}


@case("batch_norm_forward", points=3)
def running_statistics_of_many_batches(student, rng):
    """Buffers after each of several batches of different sizes; the parameters stay as they are.

    ru: Буферы после каждого из нескольких батчей разного размера; параметры не меняются.
    """
    layer = student.BatchNorm1d(3, momentum=0.3)
    gamma, beta = rng.uniform(0.5, 2.0, 3), rng.standard_normal(3)
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    batches = [rng.normal(center, 1.0 + center, (size, 3)) for center, size in ((0.5, 5), (2, 2), (4, 7), (1, 3))]
    steps = []
    for x in batches:
        layer.forward(x)
        steps.append(snapshot({"running_mean": layer.running_mean, "running_var": layer.running_var}))
    return {"steps": steps, "gamma": layer.gamma, "beta": layer.beta, "inputs": {"batches": batches}}


@case("batch_norm_forward", points=2)
def features_that_hardly_vary(student, rng):
    """A constant feature and a feature of very small variance, with a noticeable eps.

    ru: Постоянный признак и признак с очень маленькой дисперсией при заметном eps.
    """
    x = rng.normal(1.0, (1.0, 0.05, 1.0, 0.2, 3.0), (7, 5))
    x[:, 2] = 0.75
    layer = student.BatchNorm1d(5, eps=0.02)
    layer.gamma, layer.beta = rng.uniform(0.5, 2.0, 5), rng.standard_normal(5)
    return {"out": layer.forward(x), "inputs": {"x": x}}


@case("batch_norm_forward", points=3)
def evaluation_after_training(student, rng):
    """Evaluation after some steps of training, for one sample too; then training goes on.

    ru: Режим eval после нескольких шагов обучения, в том числе для одного объекта; затем снова обучение.
    """
    layer = student.BatchNorm1d(4, eps=0.01, momentum=0.2)
    layer.gamma, layer.beta = rng.uniform(0.5, 2.0, 4), rng.standard_normal(4)
    batches = [rng.normal(center, 2.0, (6, 4)) for center in (1.0, 3.0, 2.0)]
    few, one = rng.normal(2.0, 2.0, (3, 4)), rng.normal(2.0, 2.0, (1, 4))
    for x in batches:
        layer.forward(x)
    # This buffer is given, so that a slip in its update does not cost points here too.
    layer.running_var = rng.uniform(1.0, 5.0, 4)
    layer.eval()
    seen = {"few": snapshot(layer.forward(few)), "one": snapshot(layer.forward(one))}
    seen["buffers"] = snapshot([layer.running_mean, layer.running_var])
    layer.train()
    seen["training_again"] = layer.forward(batches[0])
    return {**seen, "inputs": {"batches": batches, "few": few, "one": one}}


@case("batch_norm_forward", points=2)
def evaluation_with_noticeable_eps(student, rng):
    """Evaluation with given buffers and a noticeable eps.

    ru: Режим eval с заданными буферами и заметным eps.
    """
    x = rng.normal(0.0, 2.0, (2, 6))
    layer = student.BatchNorm1d(6, eps=0.5)
    layer.gamma, layer.beta = rng.uniform(0.5, 2.0, 6), rng.standard_normal(6)
    layer.running_mean, layer.running_var = rng.standard_normal(6), rng.uniform(0.1, 2.0, 6)
    layer.eval()
    return {"out": layer.forward(x), "inputs": {"x": x}}


@case("batch_norm_forward", points=1)
def batch_of_one_in_training(student, rng):
    """A batch of one in training raises ValueError and leaves the buffers alone; a batch of two is fine.

    ru: Батч из одного объекта при обучении вызывает ValueError и не трогает буферы; батч из двух допустим.
    """
    one, two = rng.normal(1.0, 2.0, (1, 3)), rng.normal(1.0, 2.0, (2, 3))
    layer = student.BatchNorm1d(3, eps=0.1)
    error = raised(layer.forward, one)
    buffers = snapshot([layer.running_mean, layer.running_var])
    return {"error": error, "buffers": buffers, "two": layer.forward(two), "inputs": {"one": one, "two": two}}


@case("batch_norm_forward", points=1, options={"terms": 10**12})
def features_far_from_zero(student, rng):
    """Features whose mean is a million times their spread.

    ru: Признаки, у которых среднее в миллион раз больше разброса.
    """
    x = rng.uniform(1e6, 2e6, 4) + rng.standard_normal((12, 4))
    layer = student.BatchNorm1d(4)
    return {"out": layer.forward(x), "inputs": {"x": x}}


# --------------------------------------------------------------------------------------- batch norm, backward


def prepared(student, rng, features, **options):
    """A layer whose parameters are not ones and zeros."""
    layer = student.BatchNorm1d(features, **options)
    layer.gamma, layer.beta = rng.uniform(0.5, 2.0, features), rng.standard_normal(features)
    return layer


def gradients(layer, dout):
    """What one backward pass gives, parameters first."""
    dx = layer.backward(dout)
    return snapshot({"dbeta": layer.dbeta, "dgamma": layer.dgamma, "dx": dx})


@case("batch_norm_backward", points=4)
def batches_of_several_sizes(student, rng):
    """Gradients in training for batches of several sizes, one of them of two samples.

    ru: Градиенты при обучении для батчей нескольких размеров, в том числе из двух объектов.
    """
    layer, seen, inputs = prepared(student, rng, 5, eps=0.2), {}, {}
    for name, size in (("seven", 7), ("two", 2), ("twelve", 12)):
        x, dout = rng.normal(1.0, 1.5, (size, 5)), rng.normal(0.5, 1.0, (size, 5))
        layer.forward(x)
        seen[name] = gradients(layer, dout)
        inputs[name] = {"x": x, "dout": dout}
    return {**seen, "inputs": inputs}


@case("batch_norm_backward", points=2)
def gradients_of_features_that_hardly_vary(student, rng):
    """Gradients for a constant feature and one of very small variance, with a noticeable eps.

    ru: Градиенты для постоянного признака и признака с очень маленькой дисперсией при заметном eps.
    """
    x, dout = rng.normal(1.0, (0.05, 1.0, 0.2, 2.0), (6, 4)), rng.normal(0.5, 1.0, (6, 4))
    x[:, 1] = -1.25
    layer = prepared(student, rng, 4, eps=0.02)
    layer.forward(x)
    return {**gradients(layer, dout), "inputs": {"x": x, "dout": dout}}


@case("batch_norm_backward", points=3)
def backward_after_evaluation(student, rng):
    """Gradients in evaluation mode after training, for a batch and for one sample.

    ru: Градиенты в режиме eval после обучения, для батча и для одного объекта.
    """
    layer, seen = prepared(student, rng, 3, eps=0.05, momentum=0.4), {}
    inputs = {"train": rng.normal(1.0, 2.0, (8, 3))}
    layer.forward(inputs["train"])
    # The buffers are given: a slip in their update has cost its points in the forward task.
    layer.running_mean, layer.running_var = rng.normal(1.0, 1.0, 3), rng.uniform(0.3, 3.0, 3)
    layer.eval()
    for name, size in (("batch", 4), ("one", 1)):
        x, dout = rng.normal(1.0, 2.0, (size, 3)), rng.normal(0.5, 1.0, (size, 3))
        layer.forward(x)
        seen[name] = gradients(layer, dout)
        inputs[name] = {"x": x, "dout": dout}
    return {**seen, "inputs": inputs}


@case("batch_norm_backward", points=3)
def repeated_passes(student, rng):
    """Two forward passes before a backward one, and two backward passes in a row.

    ru: Два прямых прохода перед обратным и два обратных прохода подряд.
    """
    layer = prepared(student, rng, 4)
    first, last = rng.normal(1.0, 2.0, (6, 4)), rng.normal(2.0, 3.0, (6, 4))
    dout, other = rng.standard_normal((6, 4)), rng.standard_normal((6, 4))
    layer.forward(first)
    layer.forward(last)
    once, different, again = gradients(layer, dout), gradients(layer, other), gradients(layer, dout)
    inputs = {"first": first, "last": last, "dout": dout, "other": other}
    return {"once": once, "different": different, "again": again, "inputs": inputs}


@case("batch_norm_backward", points=2)
def mode_switched_after_forward(student, rng):
    """The mode is switched between forward and backward.

    ru: Режим переключается между forward и backward.
    """
    layer, seen = prepared(student, rng, 3), {}
    x, dout = rng.normal(1.0, 2.0, (5, 3)), rng.normal(0.5, 1.0, (5, 3))
    layer.forward(x)
    layer.eval()
    seen["forward_in_training"] = gradients(layer, dout)
    layer.running_mean, layer.running_var = rng.normal(1.0, 1.0, 3), rng.uniform(1.0, 3.0, 3)
    layer.forward(x)
    layer.train()
    seen["forward_in_evaluation"] = gradients(layer, dout)
    return {**seen, "inputs": {"x": x, "dout": dout}}


@case("batch_norm_backward", points=1)
def gradients_in_float32(student, rng):
    """A layer, inputs and gradients in float32.

    ru: Слой, входы и градиенты во float32.
    """
    x, dout = (rng.normal(0.5, 1.5, (7, 4)).astype(np.float32) for _ in range(2))
    layer = student.BatchNorm1d(4, dtype=np.float32)
    layer.gamma = rng.uniform(0.5, 2.0, 4).astype(np.float32)
    out = layer.forward(x)
    return {"out": out, **gradients(layer, dout), "inputs": {"x": x, "dout": dout}}


# ------------------------------------------------------------------------------------------------ L2 penalty


def network(rng, dtype=np.float64):
    """Parameters of a small network: weights and biases by turns, a kernel, then gamma and beta."""
    shapes = ((4, 7), (7,), (7, 3), (3,), (2, 3, 2, 2), (2,), (2,))
    return [rng.normal(0.5, 1.0, shape).astype(dtype) for shape in shapes]


@case("l2_penalty", points=3)
def only_weights_are_penalized(student, rng):
    """The penalty of a network's parameters, biases among them.

    ru: Штраф для параметров сети, среди которых есть и смещения.
    """
    params, lam = network(rng), float(rng.uniform(0.1, 0.7))
    return {"penalty": student.l2_penalty(params, lam), "inputs": {"params": params}}


@case("l2_penalty", points=3)
def gradient_by_every_parameter(student, rng):
    """The gradient of the penalty by every parameter of a network, twice in a row.

    ru: Градиент штрафа по каждому параметру сети, два раза подряд.
    """
    params, lam = network(rng), float(rng.uniform(0.1, 0.7))
    once = snapshot(student.l2_penalty_grad(params, lam))
    return {"once": once, "again": student.l2_penalty_grad(params, 3 * lam), "inputs": {"params": params}}


@case("l2_penalty", points=3)
def loss_and_gradients_of_a_network(student, rng):
    """The penalized loss of a network and all its gradients; nothing that was passed in is changed.

    ru: Функция потерь сети со штрафом и все её градиенты; ничего из переданного не меняется.
    """
    params, grads, lam = network(rng), network(rng), float(rng.uniform(0.1, 0.7))
    loss, new_grads = student.add_l2(float(rng.uniform(0.5, 2.0)), grads, params, lam)
    return {"loss": loss, "grads": new_grads, "inputs": {"grads": grads, "params": params}}


@case("l2_penalty", points=1)
def gradients_keep_float32(student, rng):
    """The gradients of float32 parameters.

    ru: Градиенты по параметрам float32.
    """
    params, grads = network(rng, np.float32), network(rng, np.float32)
    _, new_grads = student.add_l2(0.5, grads, params, 0.3)
    return {"penalty": student.l2_penalty_grad(params, 0.3), "grads": new_grads}


@case("l2_penalty", points=1)
def no_weights_or_no_penalty(student, rng):
    """The edges: no parameters, biases alone, lam = 0; and an ordinary network beside them.

    ru: Крайние случаи: нет параметров, одни смещения, lam = 0; и рядом обычная сеть.
    """
    params = network(rng)
    penalties = [
        student.l2_penalty([], 0.5),
        student.l2_penalty([params[1], params[3]], 0.5),
        student.l2_penalty(params, 0.0),
        student.l2_penalty(params, 0.5),
    ]
    grads = [student.l2_penalty_grad([], 0.5), student.l2_penalty_grad(params, 0.0)]
    return {"penalties": penalties, "grads": grads, "inputs": {"params": params}}


# -------------------------------------------------------------------------------------------- early stopping


def weights_of(rng):
    """A fresh set of weights of two shapes."""
    return [rng.standard_normal((3, 4)), rng.standard_normal(4)]


def watch(stopper, losses):
    """What a stopper says at each of the losses; the weights are of no matter."""
    return [stopper.step(loss, [np.full((2, 2), float(epoch))]) for epoch, loss in enumerate(losses)]


def facts(stopper):
    """What a stopper knows of the best epoch."""
    return snapshot({"epoch": stopper.best_epoch, "loss": stopper.best_loss, "weights": stopper.best_weights})


@case("early_stopping", points=4)
def patience_starts_again(student, rng):
    """An improvement makes the count of bad epochs start again; several values of patience.

    ru: Улучшение начинает отсчёт плохих эпох заново; несколько значений patience.
    """
    steps = rng.uniform(0.1, 0.2, 12)
    # Signs: down is an improvement on everything before it; up stays above the best.
    pattern = {1: "dddu", 2: "duddudduu", 3: "duudduuduuu", 4: "uduuuduuuu"}
    seen = {}
    for patience, moves in pattern.items():
        best, losses = 5.0, [5.0]
        for move, size in zip(moves, steps, strict=False):
            best -= float(size) * (move == "d")
            losses.append(best if move == "d" else best + float(size))
        stopper = student.EarlyStopping(patience=patience)
        seen[f"patience_{patience}"] = {"stops": watch(stopper, losses), **facts(stopper)}
    return seen


@case("early_stopping", points=3)
def small_gains_do_not_count(student, rng):
    """Gains up to min_delta are not improvements, but they add up; an equal loss is none either.

    ru: Выигрыш не больше min_delta — не улучшение, но малые выигрыши складываются; равенство — тоже нет.
    """
    top = float(rng.integers(8, 40))
    seen = {}
    for name, min_delta, losses in (
        ("exactly", 0.5, [top, top - 0.5, top - 0.5, top - 0.5]),
        ("adding_up", 0.5, [top, top - 0.25, top - 0.75, top - 1.0, top - 1.125, top - 1.1875]),
        ("equal", 0.0, [top, top - 1.0, top - 1.0, top - 1.0, top - 1.0]),
        ("tiny", 0.0, [top, top - 1e-9, top - 2e-9, top, top, top]),
    ):
        stopper = student.EarlyStopping(patience=3, min_delta=min_delta)
        seen[name] = {"stops": watch(stopper, losses), **facts(stopper)}
    return seen


@case("early_stopping", points=3)
def weights_that_go_on_changing(student, rng):
    """The weights are updated in place, as optimizers do; the best ones must be those of the best epoch.

    ru: Веса обновляются на месте, как это делают оптимизаторы; лучшими должны остаться веса лучшей эпохи.
    """
    weights, stopper, kept = weights_of(rng), student.EarlyStopping(patience=2), []
    weights.append(rng.standard_normal(2).astype(np.float32))
    for loss in (0.9, 0.5, 0.7, 0.3, 0.6):
        stopper.step(loss, weights)
        kept.append(snapshot(stopper.best_weights))
        for w in weights:
            w += rng.uniform(0.1, 0.5)
    return {"kept": kept, "at_the_end": stopper.best_weights, "current": weights}


@case("early_stopping", points=2)
def losses_that_are_not_numbers(student, rng):
    """NaN and infinite losses, at the start and later.

    ru: Значения NaN и бесконечность, в начале и потом.
    """
    low = float(rng.uniform(0.1, 0.5))
    seen = {}
    for name, losses in (
        ("nan_first", [np.nan, low + 1, low, np.nan, low + 0.5, np.nan]),
        ("infinite_first", [np.inf, np.nan, low, np.inf, low - 0.05, np.nan, np.nan, np.inf]),
        ("nothing_good", [np.nan, np.inf, np.nan]),
    ):
        stopper = student.EarlyStopping(patience=3)
        seen[name] = {"stops": watch(stopper, [float(loss) for loss in losses]), **facts(stopper)}
    return seen


@case("early_stopping", points=2)
def restored_in_place(student, rng):
    """Restoring writes into the very arrays of the model, though patience never ran out, and can be repeated.

    ru: Восстановление пишет в сами массивы модели, даже если терпение не кончилось, и его можно повторить.
    """
    weights, stopper, moves = weights_of(rng), student.EarlyStopping(patience=9), rng.uniform(0.1, 0.5, 6)
    whole, seen = list(weights), {}
    stopper.restore(weights)
    seen["before_any_epoch"] = snapshot(weights)
    for loss, move in zip((0.8, 0.4, 0.5), moves, strict=False):
        stopper.step(loss, weights)
        for w in whole:
            w += move
    for name, move in (("once", moves[3]), ("again", moves[4])):
        stopper.restore(weights)
        seen[name] = snapshot(whole)
        for w in whole:
            w *= move
    return {**seen, "best": stopper.best_weights, "current": weights}


@case("early_stopping", points=1)
def impossible_settings(student, rng):
    """Impossible settings raise ValueError; the smallest possible ones work.

    ru: Невозможные настройки вызывают ValueError; самые маленькие из возможных работают.
    """
    settings = [
        (0, 0.0),
        (-int(rng.integers(1, 9)), 0.0),
        (3, -float(rng.uniform(0.01, 1.0))),
        (1, 0.0),
        (5, 0.1),
    ]
    errors = [raised(student.EarlyStopping, patience, min_delta) for patience, min_delta in settings]
    return {"errors": errors, "stops": watch(student.EarlyStopping(1, 0.0), [2.0, 1.0, 3.0])}
