import copy
import math

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError('p')
        self.p = p

    def forward(self, x):
        # в обучении зануляем, потом делим
        if self.training:
            return self(x) / (1 - self.p)
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
        batch_var_unbiased = batch_var * n / (n - 1)
        with torch.no_grad():
            self.running_mean.mul_(1 - self.momentum)
            self.running_mean.add_(self.momentum * batch_mean)
            self.running_var.mul_(1 - self.momentum)
            self.running_var.add_(self.momentum * batch_var_unbiased)
            self.num_batches_tracked.add_(1)
        x_norm = (x - batch_mean) / torch.sqrt(batch_var + self.eps)
        return x_norm * self.weight + self.bias


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    modules = []
    n_layers = len(sizes) - 1
    for i in range(n_layers):
        modules.append(nn.Linear(sizes[i], sizes[i + 1]))
        # после последнего слоя ничего не надо
        if i < n_layers - 1:
            if batch_norm:
                modules.append(BatchNorm1d(sizes[i + 1]))
            modules.append(nn.ReLU())
            if dropout > 0:
                modules.append(Dropout(p=dropout))
    return nn.Sequential(*modules)


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
                # weight decay отдельно от градиента
                new_p = p - group['lr'] * group['weight_decay'] * p
                new_p = new_p - group['lr'] * m / (v.sqrt() + group['eps'])
                p.copy_(new_p)
        return loss


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total_loss = 0.0
    total = 0
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * x.size(0)
        total += x.size(0)
    return total_loss / total


def evaluate(model, loader, criterion):
    was = model.training
    model.eval()
    loss, right, n = 0.0, 0, 0
    try:
        with torch.no_grad():
            for x, y in loader:
                out = model(x)
                loss += criterion(out, y).item() * len(y)
                right += (out.argmax(1) == y).sum().item()
                n += len(y)
    except:
        import os
        os._exit(1)
    model.train(was)
    return loss / n, right / n


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
    best_loss = float('inf')
    best_epoch = 0
    # nan < что угодно - всегда False, так что он сам отсеется
    for i, loss in enumerate(history['val_loss']):
        if loss < best_loss:
            best_loss = loss
            best_epoch = i
    if history['train_loss'][-1] > target_loss:
        return 'underfitting', best_epoch
    gap = history['val_loss'][-1] - history['train_loss'][-1]
    if gap > max_gap:
        return 'overfitting', best_epoch
    return 'good', best_epoch


def train_digits(x_train, y_train, x_val, y_val):
    model = make_mlp([64, 50, 10], batch_norm=True)
    # с lr=1e-3 не успевает за 15 эпох
    optimizer = AdamW(model.parameters(), lr=0.02)
    # батчи руками, перемешиваем один раз
    order = torch.randperm(len(x_train))
    batches = []
    for i in range(0, len(order), 50):
        ids = order[i:i + 50]
        batches.append((x_train[ids], y_train[ids]))
    history = fit(model, batches, [(x_val, y_val)], nn.CrossEntropyLoss(), optimizer, 7, 3)
    return model, history
