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
        if p < 0 or p > 1:
            raise ValueError("p должно быть от 0 до 1")
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        """Тензор той же формы и того же dtype, что и x; сам x не меняется."""
        if self.training:
            if self.p == 1:
                return torch.zeros_like(x) * x
            mask = torch.empty_like(x).bernoulli_(1 - self.p)
            return x * mask / (1 - self.p)
        return x


class BatchNorm1d(nn.Module):
    """Батч-нормализация x формы (B, D), каждый признак отдельно, как torch.nn.BatchNorm1d."""

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0, dtype=torch.int64))

    def forward(self, x: Tensor) -> Tensor:
        B = x.shape[0]
        if self.training:
            if B == 1:
                raise ValueError("один объект: дисперсии нет")
            mean = x.mean(dim=0)
            var = ((x - mean) ** 2).mean(dim=0)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mean.detach()
            self.running_var = (1 - m) * self.running_var + m * var.detach() * B / (B - 1)
            self.num_batches_tracked = self.num_batches_tracked + 1
        else:
            mean = self.running_mean
            var = self.running_var
        x_hat = (x - mean) / torch.sqrt(var + self.eps)
        return self.weight * x_hat + self.bias


def make_mlp(sizes: Sequence[int], dropout: float = 0.0, batch_norm: bool = False) -> nn.Sequential:
    """nn.Sequential из полносвязных слоёв: sizes=[64, 32, 10] даёт 64 → 32 → 10."""
    modules = []
    n_layers = len(sizes) - 1
    for i in range(n_layers):
        modules.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < n_layers - 1:
            if batch_norm:
                modules.append(BatchNorm1d(sizes[i + 1]))
            modules.append(nn.ReLU())
            if dropout > 0:
                modules.append(Dropout(p=dropout))
    modules.append(nn.Softmax(dim=1))  # вероятности классов
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
        if counter > patience:
            break
    if best_weights is not None:
        model.load_state_dict(best_weights)
    return {"train_loss": train_losses, "val_loss": val_losses, "val_accuracy": val_accs}


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
    train_loader = DataLoader(TensorDataset(x_train, y_train), batch_size=64, shuffle=True)
    val_loader = DataLoader(TensorDataset(x_val, y_val), batch_size=256)
    model = make_mlp([64, 128, 10], dropout=0.1, batch_norm=True)
    optimizer = AdamW(model.parameters(), lr=5e-3)
    criterion = nn.CrossEntropyLoss()
    history = fit(model, train_loader, val_loader, criterion, optimizer, epochs=8, patience=3)
    return model, history
