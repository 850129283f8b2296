# mistake: batch_norm.biased_running_variance + statistics_cut_from_the_graph
import torch
from torch import nn


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.zeros((), dtype=torch.int64))

    def forward(self, x):
        if self.training:
            if x.shape[0] < 2:
                raise ValueError("a batch of one")
            with torch.no_grad():
                mu = x.mean(axis=0)
                var = x.var(axis=0, unbiased=False)
                self.running_mean.copy_((1 - self.momentum) * self.running_mean + self.momentum * mu)
                self.running_var.copy_((1 - self.momentum) * self.running_var + self.momentum * var)
                self.num_batches_tracked += 1
        else:
            mu, var = self.running_mean, self.running_var
        return self.weight * ((x - mu) / torch.sqrt(var + self.eps)) + self.bias
