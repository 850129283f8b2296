# mistake: batch_norm.momentum_weighs_the_old_value
import torch
from torch import nn


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.full((num_features,), 1.0))
        self.bias = nn.Parameter(torch.full((num_features,), 0.0))
        for name, value in (("running_mean", 0.0), ("running_var", 1.0)):
            self.register_buffer(name, torch.full((num_features,), value))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        if not self.training:
            center, spread = self.running_mean, self.running_var
        elif len(x) == 1:
            raise ValueError("one row")
        else:
            center = x.sum(0) / len(x)
            spread = (x - center).pow(2).sum(0) / len(x)
            self.remember(center.detach(), spread.detach() * len(x) / (len(x) - 1))
        return (x - center) / (spread + self.eps).sqrt() * self.weight + self.bias

    def remember(self, center, spread):
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * center
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * spread
        self.num_batches_tracked = self.num_batches_tracked + 1
