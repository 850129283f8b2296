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
        x *= mask
        x /= keep_prob
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
            self.running_mean.mul_(self.momentum)
            self.running_mean.add_((1 - self.momentum) * batch_mean)
            self.running_var.mul_(self.momentum)
            self.running_var.add_((1 - self.momentum) * batch_var_unbiased)
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
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            lr = group["lr"]
            beta1, beta2 = group["betas"]
            eps = group["eps"]
            wd = group["weight_decay"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                grad = w.grad
                state = self.state[w]
                if len(state) == 0:
                    state["step"] = 0
                    state["m"] = torch.zeros_like(w)
                    state["v"] = torch.zeros_like(w)
                state["step"] += 1
                t = state["step"]
                w.mul_(1 - lr * wd)
                state["m"].mul_(beta1).add_(grad, alpha=1 - beta1)
                state["v"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
                m_hat = state["m"] / (1 - beta1**t)
                v_hat = state["v"] / (1 - beta2**t)
                w.sub_(lr * m_hat / (torch.sqrt(v_hat) + eps))
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
    net = make_mlp([64, 64, 10], batch_norm=True)
    batches = DataLoader(TensorDataset(x_train, y_train), 64, shuffle=True)
    return net, fit(net, batches, [(x_val, y_val)], nn.CrossEntropyLoss(), AdamW(net.parameters(), 0.01), 6, 3)
