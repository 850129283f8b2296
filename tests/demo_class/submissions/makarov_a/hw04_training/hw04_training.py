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
        if not (p >= 0 and p <= 1):
            raise ValueError('вероятность не из [0, 1]: ' + str(p))
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        """Тензор той же формы и того же dtype, что и x; сам x не меняется."""
        if not self.training:
            return x
        keep_prob = 1 - self.p
        if keep_prob == 0:
            return 0 * x
        # 1 - оставляем, 0 - зануляем
        mask = (torch.rand(x.shape) < keep_prob).to(x.dtype)
        out = x * mask
        out = out / keep_prob
        return out


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
        x_norm * self.weight + self.bias


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
        # Ваш код
        raise NotImplementedError

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Один шаг: обновляет параметры на месте с настройками их группы; градиенты не меняются."""
        # Ваш код
        raise NotImplementedError


def train_one_epoch(model: nn.Module, loader: Loader, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
    """Обучает модель на месте: включает режим обучения и делает по шагу на каждый батч загрузчика."""
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
    # Ваш код
    raise NotImplementedError


def diagnose(history: History, target_loss: float, max_gap: float) -> tuple[str, int]:
    """О чём говорит история `fit`: вывод по последней эпохе и номер лучшей эпохи."""
    # Ваш код
    raise NotImplementedError


def train_digits(x_train: Tensor, y_train: Tensor, x_val: Tensor, y_val: Tensor) -> tuple[nn.Module, History]:
    """Учит сеть читать цифры не более чем за 15 эпох; возвращает модель и историю `fit`."""
    # Ваш код
    raise NotImplementedError
