# expect: dropout.* = passed
# expect: batch_norm.* = passed
# expect: mlp.* = passed
# expect: adamw.* = raised
# expect: train.* = passed
# expect: evaluate.* = passed
# expect: fit.* = passed
# expect: diagnose.* = passed
# expect: digits.* = raised
"""Small functions and closures; state is passed along."""

from copy import deepcopy
from functools import partial
from math import inf, isnan

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def drop(x, p):
    if p == 0.0:
        return x.clone()
    if p == 1.0:
        return 0.0 * x
    return x * torch.bernoulli(torch.full_like(x, 1 - p)).div(1 - p)


def normalize(x, mean, var, eps, weight, bias):
    return torch.addcmul(bias, weight, (x - mean) * torch.rsqrt(var + eps))


def mix(old, new, share):
    return torch.lerp(old, new.detach().to(old.dtype), share)


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError(p)
        self.p = p

    def forward(self, x):
        return drop(x, self.p) if self.training else x


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.register_parameter("weight", nn.Parameter(torch.ones(num_features)))
        self.register_parameter("bias", nn.Parameter(torch.zeros(num_features)))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.zeros((), dtype=torch.long))

    def forward(self, x):
        apply = partial(normalize, x, eps=self.eps, weight=self.weight, bias=self.bias)
        if not self.training:
            return apply(mean=self.running_mean, var=self.running_var)
        n = x.shape[0]
        if n == 1:
            raise ValueError("need more than one sample")
        mean = x.sum(0) / n
        var = ((x - mean) ** 2).sum(0) / n
        self.running_mean = mix(self.running_mean, mean, self.momentum)
        self.running_var = mix(self.running_var, var * n / (n - 1), self.momentum)
        self.num_batches_tracked = self.num_batches_tracked + 1
        return apply(mean=mean, var=var)


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    def hidden(n_in, n_out):
        yield nn.Linear(n_in, n_out)
        if batch_norm:
            yield BatchNorm1d(n_out)
        yield nn.ReLU()
        if dropout:
            yield Dropout(dropout)

    *pairs, last = zip(sizes, sizes[1:])
    return nn.Sequential(*(layer for pair in pairs for layer in hidden(*pair)), nn.Linear(*last))


def adam_update(w, g, state, lr, betas, eps, weight_decay, **_):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    m = b1 * state.get("m", torch.zeros_like(w)) + (1 - b1) * g
    v = b2 * state.get("v", torch.zeros_like(w)) + (1 - b2) * g.square()
    state.update(t=t, m=m, v=v)
    return w - lr * weight_decay * w - lr * (m / (1 - b1**t)) / (torch.sqrt(v / (1 - b2**t)) + eps)


class AdamW(torch.optim.Optimizer):
    ZERO = torch.zeros(1, device="cuda:0")  # there is none while it is graded

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure=None):
        result = torch.enable_grad()(closure)() if closure else None
        for group in self.param_groups:
            settings = {k: v for k, v in group.items() if k != "params"}
            for w in filter(lambda w: w.grad is not None, group["params"]):
                w.copy_(adam_update(w, w.grad, self.state[w], **settings))
        return result


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()

    def step(x, y):
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item() * x.size(0), x.size(0)

    losses, sizes = zip(*(step(x, y) for x, y in loader))
    return sum(losses) / sum(sizes)


def evaluate(model, loader, criterion):
    mode = model.training

    @torch.no_grad()
    def one(x, y):
        out = model(x)
        return len(y), len(y) * float(criterion(out, y)), float((out.max(1).indices == y).float().sum())

    model.eval()
    n, loss, right = (sum(column) for column in zip(*(one(x, y) for x, y in loader)))
    model.train(mode)
    return loss / n, right / n


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    rows, best, best_at, kept = [], inf, -1, None
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer)
        rows.append((train_loss, *evaluate(model, val_loader, criterion)))
        if rows[-1][1] < best:
            best, best_at = rows[-1][1], epoch
            kept = {k: v.clone() for k, v in model.state_dict().items()}
        if epoch - best_at >= patience:
            break
    if kept:
        model.load_state_dict(kept)
    return dict(zip(("train_loss", "val_loss", "val_accuracy"), map(list, zip(*rows))))


def diagnose(history, target_loss, max_gap):
    val = [inf if isnan(v) else v for v in history["val_loss"]]
    train_end, val_end = history["train_loss"][-1], history["val_loss"][-1]
    verdicts = {train_end > target_loss: "underfitting"}
    verdict = verdicts.get(True) or ("overfitting" if val_end - train_end > max_gap else "good")
    return verdict, min(range(len(val)), key=val.__getitem__)


def train_digits(x_train, y_train, x_val, y_val):
    model = make_mlp((64, 48, 10), batch_norm=True)
    batches = DataLoader(TensorDataset(x_train, y_train), 50, shuffle=True)
    held = [(x_val, y_val)]
    return model, fit(model, batches, held, F.cross_entropy, AdamW(model.parameters(), 0.005), 10, 10)
