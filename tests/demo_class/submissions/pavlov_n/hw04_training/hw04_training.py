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
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        if self.training:
            if len(x) < 2:
                raise ValueError("batch of one")
            mu, var = x.mean(0), x.var(0, unbiased=False)
            with torch.no_grad():
                self.running_mean.lerp_(mu, self.momentum)
                self.running_var.lerp_(x.var(0), self.momentum)
                self.num_batches_tracked += 1
        else:
            mu, var = self.running_mean, self.running_var
        return self.weight * (x - mu) / (var + self.eps).sqrt() + self.bias


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


def evaluate(model, loader, criterion):
    was_training = model.training
    model.eval()
    total_loss = 0.0
    correct = 0
    total = 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            loss = criterion(out, y)
            total_loss += loss.item() * x.size(0)
            correct += (out.argmax(dim=1) == y).sum().item()
            total += x.size(0)
    if was_training:
        model.train()
    return total_loss / total, correct / total


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    train_losses, val_losses, val_accs = [], [], []
    best_loss = math.inf
    best_weights = None
    counter = 0
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = evaluate(model, val_loader, criterion)
        train_losses.append(train_loss)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if val_loss < best_loss:
            best_loss = val_loss
            best_weights = model.state_dict()
            counter = 0
        else:
            counter += 1
        if counter >= patience:
            break
    if best_weights is not None:
        model.load_state_dict(best_weights)
    return {"train_loss": train_losses, "val_loss": val_losses, "val_accuracy": val_accs}


def diagnose(history, target_loss, max_gap):
    t, v = history["train_loss"][-1], history["val_loss"][-1]
    best = min((l, i) for i, l in enumerate(history["val_loss"]) if l == l)[1]
    return "underfitting" if t > target_loss else "overfitting" if v - t > max_gap else "good", best


def train_digits(x_train, y_train, x_val, y_val):
    model = make_mlp([64, 50, 10], batch_norm=True)
    # с lr=1e-3 не успевает за 15 эпох
    optimizer = AdamW(model.parameters(), lr=0.02)
    # батчи руками, перемешиваем один раз
    order = torch.randperm(len(x_train))
    batches = []
    for i in range(0, len(order), 50):
        ids = order[i:i + 50]
        batches.append((x_train[ids], y_train[ids]))
    history = fit(model, batches, [(x_val, y_val)], nn.CrossEntropyLoss(), optimizer, 7, 3)
    return model, history
