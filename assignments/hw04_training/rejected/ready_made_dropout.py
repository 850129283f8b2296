# expect: dropout.* = forbidden
# expect: mlp.* = forbidden
# expect: digits.* = forbidden
# expect: batch_norm.* = passed
# expect: adamw.* = passed
# expect: train.* = passed
# expect: evaluate.* = passed
# expect: fit.* = passed
# expect: diagnose.* = passed
"""A trainer and an early stopper as classes; the functions only call them."""

import io
from dataclasses import dataclass, field

import torch
from torch import nn
from torch.optim import Optimizer
from torch.utils import data


class Dropout(nn.Module):
    def __init__(self, p: float = 0.5):
        super().__init__()
        if not (0.0 <= p <= 1.0):
            raise ValueError("dropout probability has to be between 0 and 1")
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        if self.p == 1:
            return torch.zeros_like(x) * x
        return nn.functional.dropout(x, self.p)

    def extra_repr(self):
        return f"p={self.p}"


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.weight = nn.Parameter(torch.empty(num_features))
        self.bias = nn.Parameter(torch.empty(num_features))
        self.register_buffer("running_mean", torch.empty(num_features))
        self.register_buffer("running_var", torch.empty(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0, dtype=torch.long))
        self.reset_parameters()

    def reset_parameters(self):
        nn.init.ones_(self.weight)
        nn.init.zeros_(self.bias)
        self.running_mean.zero_()
        self.running_var.fill_(1)

    def forward(self, x):
        if self.training:
            mean, var = self._observe(x)
        else:
            mean, var = self.running_mean, self.running_var
        std = (var + self.eps) ** 0.5
        return (x - mean) / std * self.weight + self.bias

    def _observe(self, x):
        count = x.size(0)
        if count < 2:
            raise ValueError("Expected more than 1 value per channel when training")
        var, mean = torch.var_mean(x, dim=0, unbiased=False)
        with torch.no_grad():
            unbiased = var * count / (count - 1)
            self.running_mean.mul_(1 - self.momentum).add_(self.momentum * mean)
            self.running_var.mul_(1 - self.momentum).add_(self.momentum * unbiased)
            self.num_batches_tracked.add_(1)
        return mean, var

    def extra_repr(self):
        return f"{self.num_features}, eps={self.eps}, momentum={self.momentum}"


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    net = nn.Sequential()
    for i in range(len(sizes) - 1):
        net.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            if batch_norm:
                net.append(BatchNorm1d(sizes[i + 1]))
            net.append(nn.ReLU())
            if dropout > 0:
                net.append(Dropout(p=dropout))
    return net


class AdamW(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self._step_one(p, group)
        return loss

    def _step_one(self, p, group):
        state = self.state[p]
        if len(state) == 0:
            state["step"] = torch.tensor(0.0)
            state["exp_avg"] = torch.zeros_like(p)
            state["exp_avg_sq"] = torch.zeros_like(p)
        state["step"] += 1
        t = int(state["step"])
        beta1, beta2 = group["betas"]
        p.mul_(1 - group["lr"] * group["weight_decay"])
        state["exp_avg"].mul_(beta1).add_(p.grad, alpha=1 - beta1)
        state["exp_avg_sq"].mul_(beta2).addcmul_(p.grad, p.grad, value=1 - beta2)
        denom = (state["exp_avg_sq"] / (1 - beta2**t)).sqrt_().add_(group["eps"])
        p.addcdiv_(state["exp_avg"], denom, value=-group["lr"] / (1 - beta1**t))


@dataclass
class Average:
    total: float = 0.0
    count: int = 0

    def add(self, value, n):
        self.total += float(value) * n
        self.count += n

    @property
    def value(self):
        return self.total / self.count


@dataclass
class Trainer:
    model: nn.Module
    criterion: object
    optimizer: Optimizer | None = None
    history: dict = field(default_factory=lambda: {"train_loss": [], "val_loss": [], "val_accuracy": []})

    def train_epoch(self, loader):
        self.model.train(True)
        average = Average()
        for inputs, targets in loader:
            loss = self.criterion(self.model(inputs), targets)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            average.add(loss.detach(), inputs.shape[0])
        return average.value

    @torch.inference_mode()
    def test(self, loader):
        came_in = self.model.training
        self.model.eval()
        try:
            loss, accuracy = Average(), Average()
            for inputs, targets in loader:
                logits = self.model(inputs)
                loss.add(self.criterion(logits, targets), len(targets))
                accuracy.add((logits.argmax(-1) == targets).double().mean(), len(targets))
            return loss.value, accuracy.value
        finally:
            self.model.train(came_in)

    def epoch(self, train_loader, val_loader):
        self.history["train_loss"].append(self.train_epoch(train_loader))
        loss, accuracy = self.test(val_loader)
        self.history["val_loss"].append(loss)
        self.history["val_accuracy"].append(accuracy)
        return loss


class EarlyStopping:
    def __init__(self, patience):
        self.patience, self.bad, self.best, self.file = patience, 0, float("inf"), None

    def stop(self, loss, model):
        if loss < self.best:
            self.best, self.bad, self.file = loss, 0, io.BytesIO()
            torch.save(model.state_dict(), self.file)
        else:
            self.bad += 1
        return self.bad >= self.patience

    def restore(self, model):
        if self.file is not None:
            self.file.seek(0)
            model.load_state_dict(torch.load(self.file))


def train_one_epoch(model, loader, criterion, optimizer):
    return Trainer(model, criterion, optimizer).train_epoch(loader)


def evaluate(model, loader, criterion):
    return Trainer(model, criterion).test(loader)


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    trainer, stopping = Trainer(model, criterion, optimizer), EarlyStopping(patience)
    for _ in range(epochs):
        if stopping.stop(trainer.epoch(train_loader, val_loader), model):
            break
    stopping.restore(model)
    return trainer.history


def diagnose(history, target_loss, max_gap):
    best, best_epoch = float("inf"), 0
    for epoch, loss in enumerate(history["val_loss"]):
        if loss < best:
            best, best_epoch = loss, epoch
    train, val = history["train_loss"][-1], history["val_loss"][-1]
    match (train > target_loss, val - train > max_gap):
        case (True, _):
            return "underfitting", best_epoch
        case (False, True):
            return "overfitting", best_epoch
    return "good", best_epoch


def train_digits(x_train, y_train, x_val, y_val):
    model = make_mlp([64, 96, 10], dropout=0.2)
    loaders = [
        data.DataLoader(data.TensorDataset(x_train, y_train), batch_size=32, shuffle=True),
        data.DataLoader(data.TensorDataset(x_val, y_val), batch_size=300),
    ]
    history = fit(model, *loaders, nn.CrossEntropyLoss(), AdamW(model.parameters(), lr=5e-3), 12, 4)
    return model, history
