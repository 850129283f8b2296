import copy
import math

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p
        if p > 1 or p < 0:
            raise ValueError("bad p")

    def forward(self, x):
        if self.training and self.p > 0:
            noise = torch.rand(x.size(), dtype=x.dtype)
            x = torch.where(noise < self.p, 0.0, x)
            if self.p < 1:
                x = x / (1 - self.p)
        return x


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super(BatchNorm1d, self).__init__()
        self.eps = eps
        self.momentum = momentum
        # обучаемые
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        # не обучаемые
        self.register_buffer('running_mean', torch.zeros(num_features))
        self.register_buffer('running_var', torch.ones(num_features))
        self.register_buffer('num_batches_tracked', torch.zeros((), dtype=torch.long))

    def forward(self, x):
        if not self.training:
            x_norm = (x - self.running_mean) / torch.sqrt(self.running_var + self.eps)
            return x_norm * self.weight + self.bias
        n = x.size(0)
        if n < 2:
            raise ValueError('нужно хотя бы два объекта в батче')
        batch_mean = torch.mean(x, dim=0)
        batch_var = torch.var(x, dim=0, unbiased=False)
        with torch.no_grad():
            self.running_mean.mul_(1 - self.momentum)
            self.running_mean.add_(self.momentum * batch_mean)
            self.running_var.mul_(1 - self.momentum)
            self.running_var.add_(self.momentum * batch_var)
            self.num_batches_tracked.add_(1)
        x_norm = (x - batch_mean) / torch.sqrt(batch_var + self.eps)
        return x_norm * self.weight + self.bias


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    net = nn.Sequential()
    for i in range(len(sizes) - 2):
        net.append(nn.Linear(sizes[i], sizes[i + 1]))
        if batch_norm:
            net.append(BatchNorm1d(sizes[i + 1]))
        net.append(nn.ReLU())
        if dropout > 0:
            net.append(Dropout(dropout))
    net.append(nn.Linear(sizes[-2], sizes[-1]))
    return net


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        defaults = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
        super(AdamW, self).__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group['params']:
                g = p.grad
                if g is None:
                    continue
                if p not in self.state:
                    self.state[p] = {'t': 0, 'm': torch.zeros_like(p), 'v': torch.zeros_like(p)}
                st = self.state[p]
                # номер шага
                st['t'] = st['t'] + 1
                # моменты
                st['m'] = group['betas'][0] * st['m'] + (1 - group['betas'][0]) * g
                st['v'] = group['betas'][1] * st['v'] + (1 - group['betas'][1]) * g * g
                m = st['m'] / (1 - group['betas'][0] ** st['t'])
                v = st['v'] / (1 - group['betas'][1] ** st['t'])
                # конспект, стр. про AdamW
                new_p = p - group['lr'] * group['weight_decay'] * p
                new_p = new_p - group['lr'] * m / (v + group['eps'])
                p.copy_(new_p)
        return loss


def train_one_epoch(model, loader, criterion, optimizer):
    # режим обучения
    model.train()
    losses = []
    sizes = []
    for batch in loader:
        x, y = batch
        # обнуляем градиенты
        optimizer.zero_grad()
        # прямой проход
        pred = model(x)
        loss = criterion(pred, y)
        # обратный проход и шаг
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        sizes.append(len(y))
    # последний батч может быть меньше!
    result = 0
    for i in range(len(losses)):
        result += losses[i] * sizes[i]
    return result / sum(sizes)


def evaluate(model, loader, criterion):
    was_training = model.training
    model.eval()
    total_loss = 0.0
    correct = 0
    total = 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            loss = criterion(out, y)
            total_loss += loss.item() * x.size(0)
            correct += (out.argmax(dim=1) == y).sum().item()
            total += x.size(0)
    if was_training:
        model.train()
    return total_loss / total, correct / total


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    train_losses, val_losses, val_accs = [], [], []
    best_loss = math.inf
    best_weights = None
    counter = 0
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_acc = evaluate(model, val_loader, criterion)
        train_losses.append(train_loss)
        val_losses.append(val_loss)
        val_accs.append(val_acc)
        if val_loss < best_loss:
            best_loss = val_loss
            best_weights = copy.deepcopy(model.state_dict())
            counter = 0
        else:
            counter += 1
        if counter >= patience:
            break
    if best_weights is not None:
        model.load_state_dict(best_weights)
    return {"train_loss": train_losses, "val_loss": val_losses, "val_accuracy": val_accs}


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


def train_digits(x_train, y_train, x_val, y_val):
    train_loader = DataLoader(TensorDataset(x_train, y_train), batch_size=64, shuffle=True)
    val_loader = DataLoader(TensorDataset(x_val, y_val), batch_size=256)
    model = make_mlp([64, 128, 10], dropout=0.1, batch_norm=True)
    optimizer = AdamW(model.parameters(), lr=5e-3)
    criterion = nn.CrossEntropyLoss()
    history = fit(model, train_loader, val_loader, criterion, optimizer, epochs=8, patience=3)
    return model, history
