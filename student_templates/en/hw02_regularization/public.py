"""Homework 2, the cases that students run themselves: one honest look at every task."""

import numpy as np

from grader.authoring import case, snapshot

# --------------------------------------------------------------------------------------------------- dropout


def sixteenths(rng, shape):
    """Numbers from 0.5 to 2, so few different ones that the folder of the student stays small."""
    return rng.integers(8, 33, shape) / 16


@case("dropout", points=3, checker="inverted_dropout", options={"p": 0.3})
def training_drops_and_rescales(student, rng):
    """In training elements are zeroed at random, the others rescaled; backward follows forward.

    ru: При обучении элементы случайно обнуляются, остальные перемасштабируются; backward следует за forward.
    """
    x, dout = sixteenths(rng, (40, 50)), sixteenths(rng, (40, 50))
    out, cache = student.dropout_forward(x, 0.3, True, np.random.default_rng(rng.integers(2**32)))
    dx = student.dropout_backward(dout, cache)
    return {"out": out, "dx": dx, "inputs": {"x": x, "dout": dout}}


@case("dropout", points=2, checker="inverted_dropout", options={"p": 0.5})
def evaluation_changes_nothing(student, rng):
    """Evaluation mode passes everything through, forward and backward; training mode does not.

    ru: В режиме eval всё проходит без изменений, вперёд и назад; в режиме обучения — нет.
    """
    x, dout = rng.standard_normal((20, 15)), rng.standard_normal((20, 15))
    draws = np.random.default_rng(rng.integers(2**32))
    out, _ = student.dropout_forward(x, 0.5, True, draws)
    eval_out, cache = student.dropout_forward(x, 0.5, False, draws)
    eval_dx = student.dropout_backward(dout, cache)
    return {"out": out, "evaluation": {"out": eval_out, "dx": eval_dx}, "inputs": {"x": x, "dout": dout}}


# ------------------------------------------------------------------------------------------------ batch norm


@case("batch_norm_forward", points=3)
def training_normalizes_features(student, rng):
    """In training every feature is normalized over the batch, then scaled and shifted.

    ru: При обучении каждый признак нормируется по батчу, затем масштабируется и сдвигается.
    """
    x = rng.normal(3.0, 2.0, (8, 5))
    gamma, beta = rng.uniform(0.5, 2.0, 5), rng.uniform(-1.0, 1.0, 5)
    layer = student.BatchNorm1d(5)
    plain = layer.forward(x)
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    return {"plain": plain, "scaled": layer.forward(x), "inputs": {"x": x}}


@case("batch_norm_forward", points=2)
def running_statistics_serve_evaluation(student, rng):
    """Training moves the running mean, and evaluation normalizes with the running statistics.

    ru: Обучение сдвигает скользящее среднее, а в режиме eval нормировка идёт по накопленным статистикам.
    """
    x, later = rng.normal(2.0, 1.5, (10, 3)), rng.normal(2.0, 1.5, (4, 3))
    layer = student.BatchNorm1d(3)
    layer.forward(x)
    running_mean = snapshot(layer.running_mean)
    layer.running_mean, layer.running_var = rng.normal(2.0, 1.0, 3), rng.uniform(1.0, 3.0, 3)
    layer.eval()
    return {"running_mean": running_mean, "out": layer.forward(later), "inputs": {"x": x, "later": later}}


@case("batch_norm_backward", points=3)
def gradients_in_training(student, rng):
    """Gradients of gamma, beta and x in training.

    ru: Градиенты по gamma, beta и x при обучении.
    """
    x, dout = rng.normal(1.0, 2.0, (9, 4)), rng.standard_normal((9, 4))
    layer = student.BatchNorm1d(4)
    layer.gamma, layer.beta = rng.uniform(0.5, 2.0, 4), rng.standard_normal(4)
    layer.forward(x)
    dx = layer.backward(dout)
    return {"dbeta": layer.dbeta, "dgamma": layer.dgamma, "dx": dx, "inputs": {"x": x, "dout": dout}}


@case("batch_norm_backward", points=2)
def gradients_in_evaluation(student, rng):
    """Gradients of gamma, beta and x in evaluation mode.

    ru: Градиенты по gamma, beta и x в режиме eval.
    """
    x, dout = rng.normal(1.0, 2.0, (6, 5)), rng.standard_normal((6, 5))
    layer = student.BatchNorm1d(5)
    layer.gamma, layer.running_mean = rng.uniform(0.5, 2.0, 5), rng.standard_normal(5)
    layer.running_var = rng.uniform(1.5, 3.0, 5)
    layer.eval()
    layer.forward(x)
    dx = layer.backward(dout)
    return {"dbeta": layer.dbeta, "dgamma": layer.dgamma, "dx": dx, "inputs": {"x": x, "dout": dout}}


# ------------------------------------------------------------------------------------------------ L2 penalty


@case("l2_penalty", points=2)
def penalty_and_its_gradient(student, rng):
    """The penalty of two weight matrices and its gradient.

    ru: Штраф для двух матриц весов и его градиент.
    """
    params = [rng.standard_normal((5, 3)), rng.standard_normal((3, 2))]
    return {
        "penalty": student.l2_penalty(params, 0.6),
        "grads": student.l2_penalty_grad(params, 0.6),
        "inputs": {"params": params},
    }


@case("l2_penalty", points=1)
def penalty_joins_the_loss(student, rng):
    """The penalty is added to the loss and to its gradients.

    ru: Штраф прибавляется к функции потерь и к её градиентам.
    """
    params = [rng.standard_normal((4, 6))]
    grads = [rng.standard_normal((4, 6))]
    loss, new_grads = student.add_l2(1.5, grads, params, 0.2)
    return {"loss": loss, "grads": new_grads, "inputs": {"grads": grads, "params": params}}


# -------------------------------------------------------------------------------------------- early stopping


@case("early_stopping", points=3)
def stops_when_patience_is_spent(student, rng):
    """Training stops after `patience` epochs without improvement; the best epoch is remembered.

    ru: Обучение останавливается после `patience` эпох без улучшения; лучшая эпоха запоминается.
    """
    falling = np.sort(rng.uniform(0.5, 1.0, 4))[::-1] - 0.1 * np.arange(4)
    worse = falling[-1] + np.sort(rng.uniform(0.1, 0.5, 3))[::-1]
    losses = [*falling.tolist(), *worse.tolist()]
    stopper = student.EarlyStopping(patience=3)
    stops = [stopper.step(loss, [np.full((2, 3), loss)]) for loss in losses]
    return {"stops": stops, "best_epoch": stopper.best_epoch, "best_loss": stopper.best_loss}


@case("early_stopping", points=2)
def best_weights_come_back(student, rng):
    """After training the weights of the best epoch are put back.

    ru: После обучения возвращаются веса лучшей эпохи.
    """
    history = [[rng.standard_normal((3, 2)), rng.standard_normal(2)] for _ in range(4)]
    stopper = student.EarlyStopping(patience=5)
    for loss, weights in zip((0.9, 0.4, 0.6, 0.7), history, strict=True):
        stopper.step(loss, weights)
    final = [np.zeros((3, 2)), np.zeros(2)]
    stopper.restore(final)
    return {"restored": final, "inputs": {"history": history}}
