"""Lists of tensors at once (torch._foreach_*), autograd switched by hand, one loop for training and evaluation."""

import operator
from contextlib import nullcontext
from itertools import pairwise

import torch
from torch import nn

KEYS = ("train_loss", "val_loss", "val_accuracy")


class _Mask(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.save_for_backward(factor)
        return x * factor

    @staticmethod
    def backward(ctx, dout):
        return dout * ctx.saved_tensors[0], None


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p
        self.factor = 0.0 if p == 1 else 1.0 / (1.0 - p)
        if not 0 <= p <= 1:
            raise ValueError

    def forward(self, x):
        if not self.training:
            return x * 1
        draws = torch.distributions.Uniform(0.0, 1.0).sample(x.shape)
        return _Mask.apply(x, (draws >= self.p).to(x.dtype) * self.factor)


class BatchNorm1d(nn.Module):
    running_mean: torch.Tensor
    running_var: torch.Tensor

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.weight = nn.Parameter(self.bias.detach() + 1)
        self.register_buffer("num_batches_tracked", torch.tensor(0))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))

    def forward(self, x):
        if self.training:
            if x.size(0) == 1:
                raise ValueError
            mean = x.mean(0)
            var = (x * x).mean(0) - mean * mean if False else (x - mean).square().mean(0)
            self.update(mean.detach(), var.detach() * (len(x) / (len(x) - 1)))
        else:
            mean, var = self.running_mean, self.running_var
        scale = self.weight / (var + self.eps).sqrt()
        return x * scale + (self.bias - mean * scale)

    @torch.no_grad()
    def update(self, mean, var):
        torch._foreach_lerp_([self.running_mean, self.running_var], [mean, var], self.momentum)
        self.num_batches_tracked.add_(1)


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    layers = []
    for n_in, n_out in pairwise(sizes):
        extra = [BatchNorm1d(n_out)] if batch_norm else []
        layers += [nn.Linear(n_in, n_out), *extra, nn.ReLU(), *([Dropout(dropout)] if dropout > 0 else [])]
    return nn.Sequential(*layers[: 1 + max(i for i, layer in enumerate(layers) if isinstance(layer, nn.Linear))])


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        with torch.enable_grad():
            loss = closure and closure()
        for group in self.param_groups:
            b1, b2 = group["betas"]
            params = [w for w in group["params"] if w.grad is not None]
            if not params:
                continue
            for w in params:
                if w not in self.state:
                    self.state[w] = {"n": 0, "moments": torch.zeros(2, *w.shape, dtype=w.dtype)}
            grads = [w.grad for w in params]
            first, second = ([self.state[w]["moments"][i] for w in params] for i in (0, 1))
            torch._foreach_mul_(first, b1)
            torch._foreach_add_(first, grads, alpha=1 - b1)
            torch._foreach_mul_(second, b2)
            torch._foreach_addcmul_(second, grads, grads, value=1 - b2)
            torch._foreach_mul_(params, 1 - group["lr"] * group["weight_decay"])
            for w, m, v in zip(params, first, second):
                self.state[w]["n"] += 1
                n = self.state[w]["n"]
                root = v.sqrt() / (1 - b2**n) ** 0.5
                w.sub_(group["lr"] / (1 - b1**n) * m / (root + group["eps"]))
        return loss


def _pass(model, loader, criterion, optimizer=None):
    """One way through the data, with steps if there is an optimizer: (loss, accuracy)."""
    was = model.training
    model.train(optimizer is not None)
    loss_sum = torch.zeros((), dtype=torch.float64)
    right = seen = 0
    with nullcontext() if optimizer else torch.no_grad():
        for x, y in loader:
            out = model(x)
            loss = criterion(out, y)
            if optimizer:
                loss.backward(inputs=_cleared(optimizer))
                optimizer.step()
                optimizer.zero_grad(set_to_none=False)
            loss_sum += loss.detach() * len(x)
            right += 0 if optimizer else (out.argmax(1) == y).sum().item()
            seen += len(x)
    if optimizer is None:
        model.train(was)
    return loss_sum.item() / seen, right / seen


def _cleared(optimizer):
    params = [w for group in optimizer.param_groups for w in group["params"]]
    for w in params:
        w.grad = None
    return params


def train_one_epoch(model, loader, criterion, optimizer):
    return _pass(model, loader, criterion, optimizer)[0]


def evaluate(model, loader, criterion):
    return _pass(model, loader, criterion)


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    history = {key: [] for key in KEYS}
    checkpoints = []
    while len(history["val_loss"]) < epochs:
        numbers = (
            train_one_epoch(model, train_loader, criterion, optimizer),
            *evaluate(model, val_loader, criterion),
        )
        for key, number in zip(KEYS, numbers):
            history[key].append(number)
        tensors = [*model.parameters(), *model.buffers()]
        if all(map(operator.gt, [loss for loss, *_ in checkpoints[-1:]] or [float("inf")], [numbers[1]])):
            checkpoints.append((numbers[1], len(history["val_loss"]), [tensor.detach().clone() for tensor in tensors]))
        last = checkpoints[-1][1] if checkpoints else 0
        if len(history["val_loss"]) - last == patience:
            break
    if checkpoints:
        for tensor, value in zip(tensors, checkpoints[-1][2]):
            tensor.data.copy_(value)
    return history


def diagnose(history, target_loss, max_gap):
    numbers = [(v, i) for i, v in enumerate(history["val_loss"]) if v == v]
    end = history["train_loss"][-1]
    if end <= target_loss:
        label = "good" if history["val_loss"][-1] - end <= max_gap else "overfitting"
    else:
        label = "underfitting"
    return label, min(numbers)[1]


def train_digits(x_train, y_train, x_val, y_val):
    class Batches:
        def __iter__(self):
            for part in torch.randperm(len(x_train)).split(25):
                yield x_train[part], y_train[part]

    model = make_mlp([64, 32, 10])
    groups = [
        {"params": [w for w in model.parameters() if w.ndim > 1]},
        {"params": [w for w in model.parameters() if w.ndim == 1], "weight_decay": 0.0},
    ]
    optimizer = AdamW(groups, lr=0.006)
    return model, fit(model, Batches(), [(x_val, y_val)], nn.functional.cross_entropy, optimizer, 12, 12)
