import copy
import math

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(p)
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        if self.p == 1:
            return x * 0
        return x * (torch.rand_like(x) > self.p) / (1 - self.p)


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        if self.training and x.shape[0] < 2:
            raise ValueError("expected more than one sample")
        if self.training:
            var, mean = torch.var_mean(x, dim=0, correction=0)
            self._update(x.detach())
        else:
            var, mean = self.running_var, self.running_mean
        return (x - mean) * torch.rsqrt(var + self.eps) * self.weight + self.bias

    def _update(self, x):
        new_var, new_mean = torch.var_mean(x, dim=0)
        self.running_mean += self.momentum * (new_mean - self.running_mean)
        self.running_var += self.momentum * (new_var - self.running_var)
        self.num_batches_tracked += 1


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers.append(nn.Linear(a, b))
        if batch_norm:
            layers.append(BatchNorm1d(b))
        layers.append(nn.ReLU())
        if dropout > 0:
            layers.append(Dropout(dropout))
    return nn.Sequential(*layers[: -1 - bool(batch_norm) - (dropout > 0)])


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for g in self.param_groups:
            b1, b2 = g["betas"]
            for p in g["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                t = s["t"] = s.get("t", 0) + 1
                s["m"] = b1 * s.get("m", 0) + (1 - b1) * p.grad
                s["v"] = b2 * s.get("v", 0) + (1 - b2) * p.grad**2
                p *= 1 - g["lr"] * g["weight_decay"]
                p -= g["lr"] * (s["m"] / (1 - b1**t)) / ((s["v"] / (1 - b2**t)).sqrt() + g["eps"])
        return loss


class Meter:
    """Взвешенное среднее."""

    def __init__(self):
        self.sum, self.n = 0.0, 0

    def add(self, value, n):
        self.sum += value * n
        self.n += n

    def mean(self):
        return self.sum / self.n


class Trainer:
    def __init__(self, model, criterion, optimizer=None, hooks=()):
        self.model = model
        self.criterion = criterion
        self.optimizer = optimizer
        self.hooks = list(hooks)

    def run(self, loader, training):
        self.model.train(training)
        loss_meter, acc_meter = Meter(), Meter()
        with torch.set_grad_enabled(training):
            for x, y in loader:
                out = self.model(x)
                loss = self.criterion(out, y)
                if training:
                    self.optimizer.zero_grad()
                    loss.backward()
                    self.optimizer.step()
                else:
                    acc_meter.add((out.argmax(1) == y).double().mean().item(), len(y))
                loss_meter.add(loss.item(), len(y))
        return loss_meter, acc_meter

    def fire(self, event, **facts):
        return any([getattr(hook, event)(self, **facts) for hook in self.hooks if hasattr(hook, event)])


class EarlyStopping:
    def __init__(self, patience):
        self.patience, self.best, self.bad, self.weights = patience, math.inf, 0, None

    def epoch_end(self, trainer, val_loss, **_):
        if val_loss < self.best:
            self.best, self.bad = val_loss, 0
            self.weights = copy.deepcopy(trainer.model.state_dict())
        else:
            self.bad += 1
        return self.bad == self.patience

    def fit_end(self, trainer, **_):
        if self.weights is not None:
            trainer.model.load_state_dict(self.weights)


class Schedule:
    """Косинусный шаг обучения: вызывается в конце каждой эпохи."""

    def __init__(self, optimizer, epochs):
        self.scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)

    def epoch_end(self, trainer, **_):
        self.scheduler.step()


def train_one_epoch(model, loader, criterion, optimizer):
    return Trainer(model, criterion, optimizer).run(loader, True)[0].mean()


def evaluate(model, loader, criterion):
    before = model.training
    loss, acc = Trainer(model, criterion).run(loader, False)
    model.train(before)
    return loss.mean(), acc.mean()


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience, hooks=()):
    trainer = Trainer(model, criterion, optimizer, [EarlyStopping(patience), *hooks])
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        history["train_loss"].append(train_one_epoch(model, train_loader, criterion, optimizer))
        loss, acc = evaluate(model, val_loader, criterion)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(acc)
        if trainer.fire("epoch_end", val_loss=loss):
            break
    trainer.fire("fit_end")
    return history


def diagnose(history, target_loss, max_gap):
    t, v = history["train_loss"][-1], history["val_loss"][-1]
    best = min((l, i) for i, l in enumerate(history["val_loss"]) if l == l)[1]
    return "underfitting" if t > target_loss else "overfitting" if v - t > max_gap else "good", best


def train_digits(x_train, y_train, x_val, y_val):
    model = make_mlp([64, 80, 10], batch_norm=True)
    optimizer = AdamW(model.parameters(), lr=0.02)
    loader = DataLoader(TensorDataset(x_train, y_train), batch_size=64, shuffle=True)
    cosine = Schedule(optimizer, 8)
    return model, fit(model, loader, [(x_val, y_val)], nn.CrossEntropyLoss(), optimizer, 8, 8, hooks=[cosine])
