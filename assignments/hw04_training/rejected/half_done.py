# expect: dropout.* = passed
# expect: batch_norm.* = passed
# expect: mlp.* = passed
# expect: adamw.* = missing
# expect: train.* = missing
# expect: evaluate.* = missing
# expect: fit.* = missing
# expect: diagnose.* = missing
# expect: digits.* = missing
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


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        raise NotImplementedError


def train_one_epoch(model, loader, criterion, optimizer):
    raise NotImplementedError


def evaluate(model, loader, criterion):
    raise NotImplementedError
