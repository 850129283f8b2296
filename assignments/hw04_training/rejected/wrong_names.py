# expect: train.* = missing
# expect: evaluate.* = missing
# expect: dropout.* = passed
# expect: batch_norm.* = passed
# expect: mlp.* = passed
# expect: adamw.* = passed
# expect: fit.* = passed
# expect: diagnose.* = passed
# expect: digits.* = passed
"""fit takes hooks that are called after every epoch; the digits are learned with a scheduler in one of them."""

import copy

import numpy as np
import torch
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR
from torch.utils.data import DataLoader, TensorDataset


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if min(p, 1 - p) < 0:
            raise ValueError(f"p={p}")
        self.p = p

    def forward(self, x):
        if self.training:
            mask = torch.rand(x.shape) < 1 - self.p
            x = x * mask.to(x)
            if self.p < 1:
                x = x / (1 - self.p)
        return x


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        for name, value in {
            "running_mean": torch.zeros(num_features),
            "running_var": torch.ones(num_features),
            "num_batches_tracked": torch.tensor(0),
        }.items():
            self.register_buffer(name, value)

    def forward(self, x):
        if not self.training:
            xhat = (x - self.running_mean) / torch.sqrt(self.running_var + self.eps)
            return xhat * self.weight + self.bias
        if x.shape[0] <= 1:
            raise ValueError("batch too small")
        centered = x - x.mean(0, keepdim=True)
        var = centered.pow(2).mean(0)
        m = self.momentum
        self.running_mean = ((1 - m) * self.running_mean + m * x.mean(0)).detach()
        self.running_var = ((1 - m) * self.running_var + m * x.var(0, unbiased=True)).detach()
        self.num_batches_tracked += 1
        return centered / (var + self.eps).sqrt() * self.weight + self.bias


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    sizes = list(sizes)
    n_out = sizes.pop()
    n_in = sizes.pop(0)
    layers = []
    for n in sizes:
        layers += [nn.Linear(n_in, n)]
        layers += [BatchNorm1d(n)] * batch_norm
        layers += [nn.ReLU()]
        layers += [Dropout(dropout)] if dropout else []
        n_in = n
    return nn.Sequential(*layers, nn.Linear(n_in, n_out))


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, defaults)

    def step(self, closure=None):
        answer = closure() if closure is not None else None
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                s = self.state[w]
                if "t" not in s:
                    s["t"], s["m"], s["v"] = 0, torch.zeros_like(w.data), torch.zeros_like(w.data)
                s["t"] = s["t"] + 1
                s["m"] = b1 * s["m"] + (1 - b1) * w.grad
                s["v"] = b2 * s["v"] + (1 - b2) * w.grad * w.grad
                # a step that is worked out with the corrected rate
                rate = group["lr"] * np.sqrt(1 - b2 ** s["t"]) / (1 - b1 ** s["t"])
                eps = group["eps"] * np.sqrt(1 - b2 ** s["t"])
                w.data = w.data * (1 - group["lr"] * group["weight_decay"])
                w.data -= float(rate) * s["m"] / (s["v"].sqrt() + float(eps))
        return answer


def train_epoch(model, loader, criterion, optimizer, after_batch=None):
    model.train()
    losses = []
    for x, y in loader:
        model.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        if after_batch:
            after_batch()
        losses += [loss.item()] * len(x)
    return float(np.mean(losses))


@torch.no_grad()
def validate(model, loader, criterion):
    training = model.training
    model.eval()
    outputs, targets, losses = [], [], []
    for x, y in loader:
        outputs.append(model(x))
        targets.append(y)
        losses.extend([criterion(outputs[-1], y).item()] * len(y))
    model.train(training)
    right = torch.cat(outputs).argmax(1) == torch.cat(targets)
    return float(np.mean(losses)), right.double().mean().item()


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience, after_batch=None, hooks=()):
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best = None
    since = 0
    for epoch in range(epochs):
        train_loss = train_epoch(model, train_loader, criterion, optimizer, after_batch)
        val_loss, val_accuracy = validate(model, val_loader, criterion)
        for key, value in zip(history, (train_loss, val_loss, val_accuracy)):
            history[key].append(value)
        for hook in hooks:
            hook(epoch, history)
        if not np.isnan(val_loss) and val_loss != np.inf and (best is None or val_loss < best[0]):
            best = val_loss, copy.deepcopy(model).state_dict()
            since = 0
            continue
        since += 1
        if since >= patience:
            break
    if best is not None:
        model.load_state_dict(best[1])
    return history


def diagnose(history, target_loss, max_gap):
    best = int(np.nanargmin(history["val_loss"]))
    train, val = history["train_loss"][-1], history["val_loss"][-1]
    if train > target_loss:
        return ("underfitting", best)
    if val - train > max_gap:
        return ("overfitting", best)
    return ("good", best)


def train_digits(x_train, y_train, x_val, y_val):
    train_loader = DataLoader(TensorDataset(x_train, y_train), batch_size=50, shuffle=True)
    val_loader = DataLoader(TensorDataset(x_val, y_val), batch_size=100)
    model = make_mlp([64, 64, 10], 0.1, True)
    optimizer = AdamW(model.parameters())
    scheduler = OneCycleLR(optimizer, max_lr=0.02, epochs=10, steps_per_epoch=len(train_loader), cycle_momentum=False)
    criterion = nn.CrossEntropyLoss()
    history = fit(model, train_loader, val_loader, criterion, optimizer, 10, 10, after_batch=scheduler.step)
    return model, history
