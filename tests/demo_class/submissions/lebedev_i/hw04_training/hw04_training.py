# -*- coding: utf-8 -*-
"""Домашнее задание 4. Обучение в PyTorch: слои, оптимизатор, цикл обучения, ранняя остановка."""

import copy
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

Loader = Iterable[tuple[Tensor, Tensor]]
Criterion = Callable[[Tensor, Tensor], Tensor]
History = dict[str, list[float]]


class Dropout(nn.Module):
    """Инвертированный dropout, как torch.nn.Dropout. `p` — вероятность ОБНУЛИТЬ элемент."""

    def __init__(self, p: float = 0.5) -> None:
        """Хранит `p` в атрибуте `p`; ValueError, если оно не из [0, 1]. Ни параметров, ни буферов."""
        super().__init__()
        self.p = p
        if p > 1 or p < 0:
            raise ValueError("bad p")

    def forward(self, x: Tensor) -> Tensor:
        """Тензор той же формы и того же dtype, что и x; сам x не меняется."""
        if self.training and self.p > 0:
            noise = torch.rand(x.size(), dtype=x.dtype)
            x = torch.where(noise < self.p, 0.0, x)
            if self.p < 1:
                x = x / (1 - self.p)
        return x


class BatchNorm1d(nn.Module):
    """Батч-нормализация x формы (B, D), каждый признак отдельно, как torch.nn.BatchNorm1d."""

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        # обучаемые
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        # не обучаемые
        self.register_buffer('running_mean', torch.zeros(num_features))
        self.register_buffer('running_var', torch.ones(num_features))
        self.register_buffer('num_batches_tracked', torch.zeros((), dtype=torch.long))

    def forward(self, x: Tensor) -> Tensor:
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


def make_mlp(sizes: Sequence[int], dropout: float = 0.0, batch_norm: bool = False) -> nn.Sequential:
    """nn.Sequential из полносвязных слоёв: sizes=[64, 32, 10] даёт 64 → 32 → 10."""
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
    """Adam с отделённым weight decay, как torch.optim.AdamW, с группами параметров."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        """`params`: параметры или словари {"params": [...], "lr": ..., ...} со своими настройками: группы."""
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Один шаг: обновляет параметры на месте с настройками их группы; градиенты не меняются."""
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


def train_one_epoch(model: nn.Module, loader: Loader, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
    """Обучает модель на месте: включает режим обучения и делает по шагу на каждый батч загрузчика."""
    model.train()
    s = n = 0
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        s, n = s + loss.item() * len(x), n + len(x)
    return s / n


def evaluate(model: nn.Module, loader: Loader, criterion: Criterion) -> tuple[float, float]:
    """Средняя потеря модели на объект и доля верных ответов (от 0 до 1): два числа float."""
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


def fit(
    model: nn.Module,
    train_loader: Loader,
    val_loader: Loader,
    criterion: Criterion,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    patience: int,
) -> History:
    """Обучает с ранней остановкой; в конце у модели веса её лучшей эпохи."""
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


def diagnose(history: History, target_loss: float, max_gap: float) -> tuple[str, int]:
    """О чём говорит история `fit`: вывод по последней эпохе и номер лучшей эпохи."""
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


def train_digits(x_train: Tensor, y_train: Tensor, x_val: Tensor, y_val: Tensor) -> tuple[nn.Module, History]:
    """Учит сеть читать цифры не более чем за 15 эпох; возвращает модель и историю `fit`."""
    net = make_mlp([64, 64, 10], batch_norm=True)
    batches = DataLoader(TensorDataset(x_train, y_train), 64, shuffle=True)
    return net, fit(net, batches, [(x_val, y_val)], nn.CrossEntropyLoss(), AdamW(net.parameters(), 0.01), 6, 3)


if __name__ == "__main__":
    torch.manual_seed(0)
    ref, own = nn.BatchNorm1d(4), BatchNorm1d(4)
    data = torch.randn(8, 4)
    print("batch norm:", (ref(data) - own(data)).abs().max().item())
    w1 = torch.randn(5, requires_grad=True)
    w2 = w1.detach().clone().requires_grad_()
    o1, o2 = torch.optim.AdamW([w1], lr=0.1), AdamW([w2], lr=0.1)
    for _ in range(20):
        for w, o in ((w1, o1), (w2, o2)):
            o.zero_grad()
            (w**2).sum().backward()
            o.step()
    print("adamw:", (w1 - w2).abs().max().item())
