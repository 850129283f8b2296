# mistake: dropout.p_taken_for_the_probability_to_keep
import torch


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p > 1.0 or p < 0.0:
            raise ValueError(f"p = {p}")
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        if self.p == 0.0:
            return x * 0.0
        survives = torch.bernoulli(torch.full_like(x, self.p))
        return x * survives / self.p
