# mistake: dropout.rescaled_in_evaluation_instead
import torch
from torch import nn


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p
        if not 0 <= p <= 1:
            raise ValueError("p")

    def forward(self, x):
        q = 1 - self.p
        if self.training:
            coin = torch.rand(x.shape)
            return torch.where(coin < q, x, torch.zeros_like(x))
        return q * x
