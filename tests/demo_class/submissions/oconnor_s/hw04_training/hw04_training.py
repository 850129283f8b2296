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
    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"p must be in [0, 1], got {p}")
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        if self.p == 1.0:
            return torch.zeros_like(x) * x
        dropped = torch.rand_like(x) < self.p
        return x.masked_fill(dropped, 0.0) / (1.0 - self.p)


class BatchNorm1d(nn.Module):
    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x: Tensor) -> Tensor:
        if self.training and x.shape[0] < 2:
            raise ValueError("expected more than one sample")
        if self.training:
            var, mean = torch.var_mean(x, dim=0, correction=0)
            self._update(x.detach())
        else:
            var, mean = self.running_var, self.running_mean
        return (x - mean) * torch.rsqrt(var + self.eps) * self.weight + self.bias

    def _update(self, x: Tensor) -> None:
        new_var, new_mean = torch.var_mean(x, dim=0)
        self.running_mean += self.momentum * (new_mean - self.running_mean)
        self.running_var += self.momentum * (new_var - self.running_var)
        self.num_batches_tracked += 1


def make_mlp(sizes: Sequence[int], dropout: float = 0.0, batch_norm: bool = False) -> nn.Sequential:
    *hidden, last = [(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]
    layers: list[nn.Module] = []
    for n_in, n_out in hidden:
        layers += [nn.Linear(n_in, n_out)]
        layers += [BatchNorm1d(n_out)] if batch_norm else []
        layers += [nn.ReLU()]
        layers += [Dropout(dropout)] if dropout > 0 else []
    layers += [nn.Linear(*last)]
    return nn.Sequential(*layers)


class AdamW(torch.optim.Optimizer):
    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for param in group["params"]:
                if param.grad is None:
                    continue
                state = self.state[param]
                if not state:
                    state["step"] = torch.tensor(0.0)
                    state["exp_avg"] = torch.zeros_like(param)
                    state["exp_avg_sq"] = torch.zeros_like(param)
                state["step"] += 1
                step = state["step"].item()
                state["exp_avg"].lerp_(param.grad, 1 - beta1)
                state["exp_avg_sq"].mul_(beta2).addcmul_(param.grad, param.grad, value=1 - beta2)
                denom = (state["exp_avg_sq"] / (1 - beta2**step) + group["eps"]).sqrt()
                param.mul_(1 - group["lr"] * group["weight_decay"])
                param.addcdiv_(state["exp_avg"] / (1 - beta1**step), denom, value=-group["lr"])
        return loss


def train_one_epoch(model: nn.Module, loader: Loader, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += float(loss.detach()) * len(y)
        count += len(y)
    return total / count


def evaluate(model: nn.Module, loader: Loader, criterion: Criterion) -> tuple[float, float]:
    mode = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.inference_mode():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(y)
            right += int(torch.eq(logits.argmax(dim=-1), y).sum())
            count += len(y)
    model.train(mode)
    return total / count, right / count


def fit(
    model: nn.Module,
    train_loader: Loader,
    val_loader: Loader,
    criterion: Criterion,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    patience: int,
) -> History:
    history: History = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best_loss, best_epoch, best_state = math.inf, -1, None
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_accuracy = evaluate(model, val_loader, criterion)
        for name, value in zip(history, (train_loss, val_loss, val_accuracy), strict=True):
            history[name].append(value)
        if val_loss < best_loss:
            best_loss, best_epoch = val_loss, epoch
            best_state = {name: value.detach().clone() for name, value in model.state_dict().items()}
        if epoch - best_epoch == patience:
            break
    if best_state is not None:
        model.load_state_dict(best_state)
    return history


def diagnose(history: History, target_loss: float, max_gap: float) -> tuple[str, int]:
    losses = [math.inf if math.isnan(loss) else loss for loss in history["val_loss"]]
    best_epoch = losses.index(min(losses))
    train_loss, val_loss = history["train_loss"][-1], history["val_loss"][-1]
    if train_loss > target_loss:
        return "underfitting", best_epoch
    if val_loss - train_loss > max_gap:
        return "overfitting", best_epoch
    return "good", best_epoch


def train_digits(x_train: Tensor, y_train: Tensor, x_val: Tensor, y_val: Tensor) -> tuple[nn.Module, History]:
    model = make_mlp((64, 96, 10), batch_norm=True)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim == 1]
    optimizer = AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}], lr=1e-2)
    train_loader = DataLoader(TensorDataset(x_train, y_train), batch_size=100, shuffle=True)
    history = fit(model, train_loader, [(x_val, y_val)], nn.CrossEntropyLoss(), optimizer, epochs=9, patience=4)
    return model, history
