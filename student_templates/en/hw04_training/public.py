"""Public cases of homework 4: one ordinary use of everything.

Numbers are compared to the rounding of a hundred terms in their own dtype (about 1e-12 in float64, 1e-4 in float32):
sums may be made in another order or by another formula.  Dropout is judged by its properties, not by the order of its
draws; the digits by the share that is read.
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from grader.authoring import Limits, case, snapshot

PATIENT = Limits(seconds=15)

# Read with the module: while a case runs, no file of the course need be there.
with np.load(Path(__file__).with_name("digits.npz")) as data:
    IMAGES = torch.tensor(data["images"].reshape(-1, 64) / 16.0, dtype=torch.float32)
    LABELS = torch.tensor(data["labels"].astype(np.int64))


def away_from_zero(rng, shape):
    """Sixteenths of both signs, none of them small: so few different numbers that the folder stays small."""
    return rng.integers(8, 33, shape) / 16 * rng.choice([-1.0, 1.0], shape)


def through(module, x, dout):
    """The output for x, the gradient of sum(dout * output) by x, and the tensor that the module was given."""
    leaf = torch.tensor(x, requires_grad=True)
    given = leaf.clone()
    out = module(given)
    if isinstance(out, torch.Tensor):  # of anything else the student is told what it is, not that it has no backward
        out.backward(torch.tensor(dout))
    return out, leaf.grad, given


def loader(x, y, batch_size):
    """The batches of x and y in their order."""
    return DataLoader(TensorDataset(torch.as_tensor(x), torch.as_tensor(y)), batch_size)


def fill(module, rng):
    """Random parameters of the module's own dtype, in the order of their names."""
    with torch.no_grad():
        for _, parameter in sorted(module.named_parameters()):
            parameter.copy_(torch.tensor(rng.standard_normal(tuple(parameter.shape))))
    return module


def seed(rng):
    torch.manual_seed(int(rng.integers(2**31)))


@case("dropout", points=2, checker="inverted_dropout", options={"p": 0.3})
def dropout_in_training(student, rng):
    """Output and gradient in training.

    ru: Выход и градиент при обучении.
    """
    seed(rng)
    x, dout = away_from_zero(rng, (200, 200)), away_from_zero(rng, (200, 200))
    out, dx, given = through(student.Dropout(0.3), x, dout)
    return {"out": out, "dx": dx, "inputs": {"x": given, "dout": dout}}


@case("dropout", points=1, checker="inverted_dropout", options={"p": 0.4})
def dropout_switched_by_its_parent(student, rng):
    """In evaluation mode nothing changes; the mode is switched on the whole network.

    ru: В режиме eval ничего не меняется; режим переключается у всей сети сразу.
    """
    seed(rng)
    x, dout = away_from_zero(rng, (30, 20)), away_from_zero(rng, (30, 20))
    network = nn.Sequential(nn.Identity(), student.Dropout(0.4))
    out, dx, _ = through(network, x, dout)
    network.eval()
    eval_out, eval_dx, given = through(network, x, dout)
    evaluation = {"out": eval_out, "dx": eval_dx}
    return {"out": out, "dx": dx, "evaluation": evaluation, "inputs": {"x": given, "dout": dout}}


@case("batch_norm", points=2)
def a_new_layer(student, rng):
    """What state_dict of a new layer holds, which of it is trained, and its first output.

    ru: Что лежит в state_dict нового слоя, что из этого обучается, и его первый выход.
    """
    x = rng.normal(1.0, 2.0, (6, 4)).astype(np.float32)
    layer = student.BatchNorm1d(4)
    new = snapshot(dict(sorted(layer.state_dict().items())))
    names = {
        "parameters": sorted(name for name, _ in layer.named_parameters()),
        "buffers": sorted(name for name, _ in layer.named_buffers()),
    }
    out, _, given = through(layer, x, x)
    return {"state": new, "names": names, "out": out, "inputs": {"x": given}}


@case("batch_norm", points=2)
def one_step_of_batch_norm(student, rng):
    """Output, running statistics and gradients of one training batch.

    ru: Выход, скользящие статистики и градиенты одного батча при обучении.
    """
    x, dout = rng.normal(2.0, 3.0, (8, 5)).astype(np.float32), rng.standard_normal((8, 5)).astype(np.float32)
    layer = fill(student.BatchNorm1d(5, eps=0.1), rng)
    out, dx, given = through(layer, x, dout)
    statistics = {"running_mean": layer.running_mean, "running_var": layer.running_var}
    return {"out": out, **statistics, "dx": dx, "dweight": layer.weight.grad, "inputs": {"x": given}}


@case("mlp", points=2)
def two_small_networks(student, rng):
    """Layers, shapes and output of a plain network, and of one with batch norm in training.

    ru: Слои, формы и выход простой сети и сети с батч-нормализацией при обучении.
    """
    sizes, seen = [4, 7, 3], {}
    x = torch.tensor(rng.standard_normal((5, 4)))
    for name, batch_norm in (("plain", False), ("with_batch_norm", True)):
        network = student.make_mlp(sizes, batch_norm=batch_norm)
        shapes = {key: list(value.shape) for key, value in sorted(network.state_dict().items())}
        layers = ", ".join(type(layer).__name__ for layer in network)
        seen[name] = {"layers": layers, "shapes": shapes, "out": snapshot(fill(network.double(), rng)(x))}
    return {**seen, "inputs": {"sizes": sizes, "x": x}}


def parameters(rng, *shapes):
    return [torch.tensor(rng.standard_normal(shape), requires_grad=True) for shape in shapes]


def descend(optimizer, params, grads):
    """The parameters after each step, and the gradients, which must stay as they were."""
    seen = {}
    for number, step in enumerate(grads, start=1):
        for parameter, grad in zip(params, step, strict=True):
            parameter.grad = torch.tensor(grad)
        optimizer.step()
        seen[f"params_after_step_{number}"] = snapshot(params)
    return {**seen, "inputs": {"last_grads": [parameter.grad for parameter in params]}}


@case("adamw", points=2)
def three_steps_of_adamw(student, rng):
    """Three steps for two parameters.

    ru: Три шага для двух параметров.
    """
    params = parameters(rng, (3, 2), (4,))
    grads = [[rng.standard_normal((3, 2)), rng.standard_normal(4)] for _ in range(3)]
    return descend(student.AdamW(params, lr=0.05, weight_decay=0.2), params, grads)


@case("adamw", points=2)
def decay_of_adamw(student, rng):
    """What is left of a parameter whose gradient is zero.

    ru: Что остаётся от параметра, градиент которого равен нулю.
    """
    params = parameters(rng, (2, 5))
    optimizer = student.AdamW(params, lr=0.1, weight_decay=0.5)
    return descend(optimizer, params, [[np.zeros((2, 5))] for _ in range(3)])


@case("train", points=3)
def an_epoch_of_equal_batches(student, rng):
    """Weights and loss after an epoch of a linear model with torch.optim.SGD.

    ru: Веса и потеря после эпохи линейной модели с torch.optim.SGD.
    """
    x, y = rng.standard_normal((12, 3)), rng.integers(0, 4, 12)
    model = fill(nn.Linear(3, 4).double(), rng)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    loss = student.train_one_epoch(model, loader(x, y, 4), nn.CrossEntropyLoss(), optimizer)
    return {"params": list(model.parameters()), "loss": loss, "training": model.training}


@case("evaluate", points=2)
def evaluation_of_a_linear_model(student, rng):
    """Loss and accuracy of a linear model, and what is left of its mode and gradients.

    ru: Потеря и доля верных ответов линейной модели; режим и градиенты после проверки.
    """
    x, y = rng.standard_normal((20, 4)), rng.integers(0, 3, 20)
    model = fill(nn.Linear(4, 3).double(), rng)
    y[:10] = model(torch.tensor(x[:10])).argmax(dim=1).numpy()
    loss, accuracy = student.evaluate(model, loader(x, y, 5), nn.CrossEntropyLoss())
    untouched = [parameter.grad is None for parameter in model.parameters()]
    seen = {
        "loss": loss,
        "accuracy": accuracy,
        "training_afterwards": model.training,
        "no_gradients": untouched,
    }
    return {**seen, "inputs": {"params": list(model.parameters())}}


class Scripted(torch.optim.SGD):
    """An "optimizer" that writes down the given values, one a step, whatever the gradients are."""

    def __init__(self, model, values):
        super().__init__(model.parameters(), lr=0.0)
        self.weight, self.values = next(model.parameters()), list(values)

    def step(self, closure=None):
        with torch.no_grad():
            self.weight.copy_(torch.tensor([self.values.pop(0)]))


def first_output(out, y):
    return out[:, 0].mean()


@case("fit", points=3)
def stops_and_goes_back(student, rng):
    """The validation loss falls, then rises: when fit stops, its history, and which weights are left.

    ru: Потеря на валидации падает, потом растёт: когда fit останавливается, история и какие веса остались.
    """
    val = np.concatenate([np.sort(rng.uniform(1.0, 3.0, 4))[::-1], np.sort(rng.uniform(4.0, 5.0, 6))])
    model = fill(nn.Linear(2, 1, bias=False).double(), rng)
    optimizer = Scripted(model, [(v, -v) for v in val])
    labels = np.zeros(1, dtype=np.int64)
    train, validation = (loader(np.array([x]), labels, 1) for x in ([0.0, 1.0], [1.0, 0.0]))
    history = student.fit(model, train, validation, first_output, optimizer, epochs=10, patience=2)
    return {"history": history, "weights": list(model.parameters())}


@case("diagnose", points=1)
def three_histories(student, rng):
    """Verdict and best epoch of three ordinary histories.

    ru: Вывод и лучшая эпоха трёх обычных историй.
    """
    high, low = rng.uniform(0.8, 1.0), rng.uniform(0.1, 0.2)
    curves = {
        "one": ([1.5, 1.2, high], [1.6, 1.3, high + 0.1]),
        "two": ([0.9, 0.4, low], [0.8, 0.6, low + 0.9]),
        "three": ([0.9, 0.5, low], [1.0, 0.6, low + 0.05]),
    }
    histories = {
        name: {"train_loss": train, "val_loss": val, "val_accuracy": [0.5, 0.6, 0.7]}
        for name, (train, val) in curves.items()
    }
    seen = {name: student.diagnose(history, 0.5, 0.3) for name, history in histories.items()}
    return {**seen, "inputs": histories}


@case(
    "digits",
    points=2,
    checker="learned_digits",
    options={"accuracy": 0.85, "epochs": 15},
    limits=PATIENT,
    fresh=False,
)
def digits_to_eighty_five_percent(student, rng):
    """After at most 15 epochs the network reads at least 85 % of the held-out digits.

    ru: Не более чем за 15 эпох сеть узнаёт не меньше 85 % отложенных цифр.
    """
    seed(rng)
    order = rng.permutation(len(IMAGES))
    train, val, held_out = order[:900], order[900:1100], order[1100:]
    given = [IMAGES[train], LABELS[train], IMAGES[val], LABELS[val]]
    model, history = student.train_digits(*given)
    model.eval()
    with torch.no_grad():
        logits = model(IMAGES[held_out])
        again = torch.cat([model(IMAGES[held_out[:200]]), model(IMAGES[held_out[200:]])])
    lists = [history[name] for name in ("train_loss", "val_loss", "val_accuracy")]
    seen = {"logits": logits, "eval_logits_again": again, "history": lists}
    return {**seen, "held_out": held_out, "inputs": {"labels": [given[1], given[3]]}}
