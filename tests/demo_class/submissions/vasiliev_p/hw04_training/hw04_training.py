import copy
import math

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super(Dropout, self).__init__()
        if not (p >= 0 and p <= 1):
            raise ValueError('вероятность не из [0, 1]: ' + str(p))
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        keep_prob = 1 - self.p
        if keep_prob == 0:
            return 0 * x
        # 1 - оставляем, 0 - зануляем
        mask = (torch.rand(x.shape) < keep_prob).to(x.dtype)
        out = x * mask
        return out


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
        # вероятности
        out = torch.softmax(out, dim=1)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * x.size(0)
        total += x.size(0)
    return total_loss / total


def evaluate(model, loader, criterion):
    # запоминаем режим, чтобы потом вернуть
    old_mode = model.training
    model.eval()
    loss_sum = 0
    right = 0
    count = 0
    with torch.no_grad():
        for batch in loader:
            x, y = batch
            logits = model(x)
            loss_sum += float(criterion(logits, y)) * len(y)
            # softmax не нужен: argmax тот же
            _, answers = torch.max(logits, dim=1)
            for a, b in zip(answers, y):
                if a == b:
                    right += 1
            count += len(y)
    model.train(old_mode)
    return loss_sum / count, right / count


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    history = {'train_loss': [], 'val_loss': [], 'val_accuracy': []}
    best_val = None
    best_state = {}
    epochs_without_improvement = 0
    epoch = 0
    while epoch < epochs and epochs_without_improvement < patience:
        history['train_loss'].append(train_one_epoch(model, train_loader, criterion, optimizer))
        val_loss, val_acc = evaluate(model, val_loader, criterion)
        history['val_loss'].append(val_loss)
        history['val_accuracy'].append(val_acc)
        # nan и inf не считаем улучшением
        is_number = not math.isnan(val_loss) and not math.isinf(val_loss)
        if is_number and (best_val is None or val_loss < best_val):
            best_val = val_loss
            # важно: копия, а не ссылка
            for name, tensor in model.state_dict().items():
                best_state[name] = tensor.clone()
            epochs_without_improvement = 0
        else:
            epochs_without_improvement += 1
        epoch += 1
    if best_val is not None:
        model.load_state_dict(best_state)
    return history


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
