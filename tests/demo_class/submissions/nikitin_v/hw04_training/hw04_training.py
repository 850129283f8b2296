import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError
        self.p = p

    def forward(self, x):
        mask = torch.rand_like(x) > self.p
        return x * mask / (1 - self.p)


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        pass

    def forward(self, x):
        pass


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure=None):
        pass


def train_one_epoch(model, loader, criterion, optimizer):
    total = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)


def evaluate(model, loader, criterion):
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            loss = criterion(out, y).item()
            acc = (out.argmax(1) == y).float().mean().item()
    return loss, acc


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    pass


def diagnose(history, target_loss, max_gap):
    train = history["train_loss"][-1]
    val = history["val_loss"][-1]
    if train > target_loss:
        verdict = "underfitting"
    elif val - train > max_gap:
        verdict = "overfitting"
    else:
        verdict = "good"
    best_epoch = int(np.nanargmin(history["val_loss"]))
    return verdict, best_epoch
