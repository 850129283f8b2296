import copy
import math

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p
        if p > 1 or p < 0:
            raise ValueError("bad p")

    def forward(self, x):
        if self.training and self.p > 0:
            noise = torch.rand(x.size(), dtype=x.dtype)
            x = torch.where(noise < self.p, 0.0, x)
            if self.p < 1:
                x = x / (1 - self.p)
        return x


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super(BatchNorm1d, self).__init__()
        self.eps = eps
        self.momentum = momentum
        # обучаемые
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        # не обучаемые
        self.register_buffer('running_mean', torch.zeros(num_features))
        self.register_buffer('running_var', torch.ones(num_features))
        self.register_buffer('num_batches_tracked', torch.zeros((), dtype=torch.long))

    def forward(self, x):
        if not self.training:
            x_norm = (x - self.running_mean) / torch.sqrt(self.running_var + self.eps)
            return x_norm * self.weight + self.bias
        n = x.size(0)
        if n < 2:
            raise ValueError('нужно хотя бы два объекта в батче')
        batch_mean = torch.mean(x, dim=0)
        batch_var = torch.var(x, dim=0, unbiased=False)
        batch_var_unbiased = batch_var * n / (n - 1)
        with torch.no_grad():
            self.running_mean.mul_(1 - self.momentum)
            self.running_mean.add_(self.momentum * batch_mean)
            self.running_var.mul_(1 - self.momentum)
            self.running_var.add_(self.momentum * batch_var_unbiased)
            self.num_batches_tracked.add_(1)
        x_norm = (x - batch_mean) / torch.sqrt(batch_var + self.eps)
        return x_norm * self.weight + self.bias


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    modules = []
    n_layers = len(sizes) - 1
    for i in range(n_layers):
        modules.append(nn.Linear(sizes[i], sizes[i + 1]))
        # после последнего слоя ничего не надо
        if i < n_layers - 1:
            if batch_norm:
                modules.append(BatchNorm1d(sizes[i + 1]))
            modules.append(nn.ReLU())
            if dropout > 0:
                modules.append(Dropout(p=dropout))
    return nn.Sequential(*modules)


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


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    s = n = 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        s, n = s + loss.item() * len(x), n + len(x)
    return s / n


@torch.no_grad()
def evaluate(model, loader, criterion):
    mode = model.training
    model.eval()
    s = r = n = 0
    for x, y in loader:
        out = model(x)
        s += criterion(out, y).item() * len(x)
        r += (out.argmax(1) == y).sum().item()
        n += len(x)
    model.train(mode)
    return s / n, r / n


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best = math.inf
    bad = 0
    weights = None
    # пока хватает терпения
    while bad < patience:
        history["train_loss"].append(train_one_epoch(model, train_loader, criterion, optimizer))
        loss, acc = evaluate(model, val_loader, criterion)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(acc)
        bad += 1
        if loss < best:
            best, bad = loss, 0
            weights = copy.deepcopy(model.state_dict())
    if weights is not None:
        model.load_state_dict(weights)
    return history


def diagnose(history, target_loss, max_gap):
    best_loss = float('inf')
    best_epoch = 0
    # nan < что угодно - всегда False, так что он сам отсеется
    for i, loss in enumerate(history['val_loss']):
        if loss < best_loss:
            best_loss = loss
            best_epoch = i
    if history['train_loss'][-1] > target_loss:
        return 'underfitting', best_epoch
    gap = history['val_loss'][-1] - history['train_loss'][-1]
    if gap > max_gap:
        return 'overfitting', best_epoch
    return 'good', best_epoch


def train_digits(x_train, y_train, x_val, y_val):
    net = make_mlp([64, 64, 10], batch_norm=True)
    batches = DataLoader(TensorDataset(x_train, y_train), 64, shuffle=True)
    return net, fit(net, batches, [(x_val, y_val)], nn.CrossEntropyLoss(), AdamW(net.parameters(), 0.01), 10, 1)
