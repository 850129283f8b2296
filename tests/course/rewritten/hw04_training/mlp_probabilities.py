# mistake: mlp.softmax_at_the_end
import torch
from torch import nn


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        return x * (torch.rand_like(x) >= self.p) / (1 - self.p)


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight, self.bias = nn.Parameter(torch.ones(num_features)), nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            var, mean = torch.var_mean(x, 0, unbiased=False)
            self.running_mean.lerp_(mean.detach(), self.momentum)
            self.running_var.lerp_(x.detach().var(0), self.momentum)
            self.num_batches_tracked += 1
        return self.weight * (x - mean) * (var + self.eps).rsqrt() + self.bias


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    blocks = []
    for index, width in enumerate(sizes[1:], start=1):
        blocks.append(nn.Linear(sizes[index - 1], width))
        if index == len(sizes) - 1:
            blocks.append(nn.Softmax(dim=-1))
        else:
            blocks.extend([BatchNorm1d(width)] * bool(batch_norm))
            blocks.append(nn.ReLU())
            blocks.extend([Dropout(dropout)] * (dropout > 0))
    return nn.Sequential(*blocks)
