"""Pictures of homework 4: layers in both modes, weights that decay, losses by epoch, when training stops, verdicts."""

import numpy as np
import torch
from torch import nn

from grader.authoring import exhibit

P = 0.3
SIDE = np.linspace(-3.2, 3.2, 25)

# f(w) = w · H w / 2: a valley twelve times as steep across as along, turned by 30 degrees.  Its minimum is at 0.
TURN = np.array([[np.cos(np.pi / 6), -np.sin(np.pi / 6)], [np.sin(np.pi / 6), np.cos(np.pi / 6)]])
H = TURN @ np.diag([1.0, 12.0]) @ TURN.T

# Losses laid down for sixteen epochs: the validation loss has two bumps on its way down, then a plateau, then rises.
TRAIN_LOSS = 0.15 + 1.6 * np.exp(-np.arange(16) / 5)
VAL_LOSS = np.array([1.9, 1.5, 1.2, 1.27, 1.05, 1.12, 1.1, 0.9, 0.9, 1.0, 0.95, 1.04, 1.02, 1.15, 1.22, 1.32])


def fill(module, rng):
    """Random parameters of the module's own dtype, in the order of their names."""
    with torch.no_grad():
        for _, parameter in sorted(module.named_parameters()):
            parameter.copy_(torch.tensor(rng.standard_normal(tuple(parameter.shape))))
    return module


def blobs(rng, per_class):
    """Points of three classes that overlap a little: x (3 * per_class, 2) float64, y int64; in no order of classes."""
    y = rng.permutation(np.repeat(np.arange(3), per_class))
    centers = np.array([[0.0, 1.6], [-1.4, -0.8], [1.4, -0.8]])
    return torch.tensor(centers[y] + 0.8 * rng.standard_normal((y.size, 2))), torch.tensor(y)


@exhibit("dropout", kind="mask")
def mask_of_dropout(student, rng):
    """What the layer with p = 0.3 makes of a matrix of ones in training.

    ru: Что слой с p = 0.3 делает с матрицей из единиц при обучении.
    """
    torch.manual_seed(int(rng.integers(2**31)))
    x = torch.ones(20, 30)
    return {"x": x, "p": P, "out": student.Dropout(P).train()(x.clone())}


@exhibit("dropout", kind="histograms")
def dropout_in_evaluation(student, rng):
    """A feature before and after the layer with p = 0.3 in evaluation mode.

    ru: Признак до и после слоя с p = 0.3 в режиме eval.
    """
    torch.manual_seed(int(rng.integers(2**31)))
    x = torch.tensor(2.0 + rng.gamma(3.0, 1.0, 240))
    return {"before": x, "after": {"layer.eval(); layer(x)": student.Dropout(P).eval()(x.clone())}}


@exhibit("batch_norm", kind="histograms")
def histogram_of_batch_norm(student, rng):
    """A feature before and after the layer: by the batch's own statistics, and by those of 20 batches.

    ru: Признак до и после слоя: по статистикам самого батча и по накопленным за 20 батчей.
    """
    x = torch.tensor(2.0 + rng.gamma(3.0, 1.0, (240, 1)), dtype=torch.float32)
    in_training, in_evaluation = student.BatchNorm1d(1), student.BatchNorm1d(1)
    out = in_training(x.clone())
    for batch in x.split(12):
        in_evaluation(batch.clone())
    later = in_evaluation.eval()(x.clone())
    return {"before": x.ravel(), "after": {"layer(x)": out.ravel(), "layer.eval(); layer(x)": later.ravel()}}


@exhibit("batch_norm", kind="curves")
def running_statistics(student, rng):
    """The running statistics after each of 40 training batches of 8 samples; mean and variance of the data are 5 and 3.

    ru: Скользящие статистики после каждого из 40 обучающих батчей по 8 объектов; у данных среднее 5 и дисперсия 3.
    """
    x = torch.tensor(2.0 + rng.gamma(3.0, 1.0, (320, 1)), dtype=torch.float32)
    layer = student.BatchNorm1d(1)
    seen = [[layer.running_mean.item(), layer.running_var.item()]]
    for batch in x.split(8):
        layer(batch.clone())
        seen.append([layer.running_mean.item(), layer.running_var.item()])
    steps, columns = np.arange(41.0), np.transpose(seen)
    names = ("running_mean", "running_var")
    return {"x": dict.fromkeys(names, steps), "y": dict(zip(names, columns, strict=True))}


@exhibit("mlp", kind="curves")
def function_of_a_network(student, rng):
    """The first output of networks with one input, six hidden units and given weights: a kink for each ReLU.

    ru: Первый выход сетей с одним входом, шестью скрытыми нейронами и заданными весами: по излому на каждый ReLU.
    """
    x, y = np.linspace(-3.0, 3.0, 121), {}
    for name, batch_norm in (("make_mlp([1, 6, 2])", False), ("batch_norm=True", True)):
        network = fill(student.make_mlp([1, 6, 2], batch_norm=batch_norm).double(), rng)
        y[name] = network(torch.tensor(x[:, None]))[:, 0]
    return {"x": dict.fromkeys(y, x), "y": y}


@exhibit("adamw", kind="curves")
def weights_that_decay(student, rng):
    """A weight in 45 steps: gradients change sign, small and large, with weight_decay = 0.5; then lr on a schedule.

    ru: Вес за 45 шагов: градиенты, меняющие знак, малые и большие, при weight_decay = 0.5; затем lr по расписанию.
    """
    y = {}
    for size in (0.01, 10.0):
        w = torch.ones(1, dtype=torch.float64, requires_grad=True)
        optimizer = student.AdamW([w], lr=0.05, weight_decay=0.5)
        y[f"w, grad = ±{size:g}"] = walk(optimizer, w, lambda step, size=size: size * (-1) ** step)
    w = torch.ones(1, dtype=torch.float64, requires_grad=True)
    optimizer = student.AdamW([w], lr=0.05, weight_decay=0.0)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=15, gamma=0.2)
    y["w, grad = 1, StepLR"] = walk(optimizer, w, lambda step: 1.0, scheduler)
    return {"x": dict.fromkeys(y, np.arange(46.0)), "y": y}


def walk(optimizer, w, gradient, scheduler=None):
    """The only entry of `w` before the first and after each of 45 steps."""
    seen = [w.item()]
    for step in range(45):
        w.grad = torch.full_like(w, gradient(step))
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        seen.append(w.item())
    return np.array(seen)


@exhibit("adamw", kind="path")
def path_of_adamw(student, rng):
    """Thirty steps with lr = 0.4, betas = (0.8, 0.95), a large eps = 1 and weight_decay = 0.5.

    ru: Тридцать шагов при lr = 0.4, betas = (0.8, 0.95), большом eps = 1 и weight_decay = 0.5.
    """
    w = torch.tensor([-2.6, 1.6], dtype=torch.float64, requires_grad=True)
    optimizer = student.AdamW([w], lr=0.4, betas=(0.8, 0.95), eps=1.0, weight_decay=0.5)
    path = [w.detach().numpy().copy()]
    for _ in range(30):
        w.grad = torch.tensor(H @ w.detach().numpy())
        optimizer.step()
        path.append(w.detach().numpy().copy())
    x, y = np.meshgrid(SIDE, SIDE)
    z = (H[0, 0] * x**2 + 2 * H[0, 1] * x * y + H[1, 1] * y**2) / 2
    return {"path": np.array(path), "surface": {"x": SIDE, "y": SIDE, "z": z}}


@exhibit("train", kind="curves")
def loss_by_epoch(student, rng):
    """A small network with batch norm, epoch by epoch: the loss that is returned, and that of the weights left then.

    ru: Небольшая сеть с батч-нормализацией, эпоха за эпохой: какая потеря возвращена и какова она у весов после эпохи.
    """
    x, y = blobs(rng, 22)
    x = 5 + 3 * x  # not scaled by anybody: without batch norm's own statistics it learns badly
    batches = list(zip(x.split(16), y.split(16), strict=True))
    model = nn.Sequential(nn.Linear(2, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 3)).double()
    fill(model[:2], rng)
    fill(model[3], rng)
    optimizer, criterion = torch.optim.SGD(model.parameters(), lr=0.3), nn.CrossEntropyLoss()
    returned, left = [], []
    for _ in range(12):
        model.eval()  # as an evaluation leaves it; the last batch is of two samples
        returned.append(float(student.train_one_epoch(model, batches, criterion, optimizer)))
        with torch.no_grad():
            left.append(criterion(model.eval()(x), y).item())
    names = ("train_one_epoch(...)", "criterion(model.eval()(x), y)")
    return {
        "x": dict.fromkeys(names, np.arange(1.0, 13.0)),
        "y": dict(zip(names, map(np.array, (returned, left)), strict=True)),
    }


@exhibit("evaluate", kind="curves")
def one_network_ten_times(student, rng):
    """One network with dropout and batch norm, evaluated ten times in a row: nothing is trained, so nothing changes.

    ru: Одна сеть с dropout и батч-нормализацией, проверенная десять раз подряд: ничего не обучается, и меняться нечему.
    """
    x, y = blobs(rng, 14)
    y[-2:] = (y[-2:] + 1) % 3  # the small last batch has other losses than the rest
    batches = list(zip(x.split(8), y.split(8), strict=True))
    model = nn.Sequential(nn.BatchNorm1d(2), nn.Dropout(0.3), nn.Linear(2, 3)).double()
    with torch.no_grad():
        model[2].weight.copy_(torch.tensor([[0.0, 1.6], [-1.4, -0.8], [1.4, -0.8]]))
    torch.manual_seed(int(rng.integers(2**31)))
    seen = [student.evaluate(model, batches, nn.CrossEntropyLoss()) for _ in range(10)]
    columns = np.array([[float(loss), float(accuracy)] for loss, accuracy in seen]).T
    return {
        "x": dict.fromkeys(("loss", "accuracy"), np.arange(1.0, 11.0)),
        "y": dict(zip(("loss", "accuracy"), columns, strict=True)),
    }


class Scripted(torch.optim.SGD):
    """An "optimizer" that writes down the losses of the next epoch as the weights, whatever the gradients are."""

    def __init__(self, model):
        super().__init__(model.parameters(), lr=0.0)
        self.weight, self.epochs = model.weight, 0

    def step(self, closure=None):
        with torch.no_grad():
            self.weight.copy_(torch.tensor([[VAL_LOSS[self.epochs], TRAIN_LOSS[self.epochs]]]))
        self.epochs += 1


@exhibit("fit", kind="history")
def where_training_stops(student, rng):
    """Losses laid down for 16 epochs: where training stops, and which epoch's weights the model is left with.

    ru: Потери, заданные заранее на 16 эпох: где останавливается обучение и веса какой эпохи остаются у модели.
    """
    runs = {}
    for patience in (3, 16):
        model = nn.Linear(2, 1, bias=False).double()
        optimizer, labels = Scripted(model), torch.zeros(1, dtype=torch.int64)
        train, val = ([(torch.tensor([x], dtype=torch.float64), labels)] for x in ([0.0, 1.0], [1.0, 0.0]))
        history = student.fit(
            model, train, val, lambda out, y: out[:, 0].mean(), optimizer, epochs=16, patience=patience
        )
        left = model.weight.detach().numpy()[0] == np.stack([VAL_LOSS, TRAIN_LOSS], axis=1)
        kept = np.flatnonzero(left.all(axis=1))
        epoch = int(kept[0]) + 1 if kept.size else 0
        runs[f"patience={patience}"] = np.array([optimizer.epochs, len(history["val_loss"]), epoch])
    return {"train_loss": TRAIN_LOSS, "val_loss": VAL_LOSS, "runs": runs}


@exhibit("diagnose", kind="regions")
def map_of_verdicts(student, rng):
    """The verdict by the losses of the last epoch, for target_loss = 0.5 and max_gap = 0.25; the epoch before was good.

    ru: Вывод по потерям последней эпохи при target_loss = 0.5 и max_gap = 0.25; эпоха перед ней была хорошей.
    """
    names = {"good": 0, "overfitting": 1, "underfitting": 2}
    losses = np.linspace(0.05, 1.25, 21) + 0.01  # no loss is at the target, no gap at the limit
    regions = np.full((losses.size, losses.size), -1)
    for row, val_loss in enumerate(losses):
        for column, train_loss in enumerate(losses):
            losses_of = {"train_loss": [0.04, float(train_loss)], "val_loss": [0.05, float(val_loss)]}
            history = {**losses_of, "val_accuracy": [0.9, 0.5]}
            verdict, _ = student.diagnose(history, 0.5, 0.25)
            regions[row, column] = names.get(verdict, -1) if isinstance(verdict, str) else -1
    return {"x": {"train_loss": losses}, "y": {"val_loss": losses}, "names": names, "regions": regions}
