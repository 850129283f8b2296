"""Homework 4. Training in PyTorch: layers, an optimizer, the training loop, early stopping.

Layers are `nn.Module`, the optimizer is a `torch.optim.Optimizer`: what you write must work wherever PyTorch's own
would. Gradients are autograd's business, no backward pass is to be written. A loader is anything that yields
batches (x, y) and can be gone through again: use it in `for x, y in loader` only.
"""

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
    """Inverted dropout, as torch.nn.Dropout. `p` is the probability to DROP an element."""

    def __init__(self, p: float = 0.5) -> None:
        """Keeps `p` in the attribute `p`; ValueError if it is not in [0, 1]. Neither parameters nor buffers."""
        super().__init__()
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"p must be in [0, 1], got {p}")
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        """A tensor of x's shape and dtype; x itself is not modified.

        In training each element is, independently of the others, 0 with probability p and x / (1 - p) otherwise;
        p = 1 gives zeros. In evaluation the result is x. Randomness comes from torch's global generator.
        """
        if not self.training:
            return x
        if self.p == 1.0:
            return torch.zeros_like(x) * x
        dropped = torch.rand_like(x) < self.p
        return x.masked_fill(dropped, 0.0) / (1.0 - self.p)


class BatchNorm1d(nn.Module):
    """Batch normalization of x of shape (B, D), each feature by itself, as torch.nn.BatchNorm1d.

        y = weight * (x - mean) / sqrt(var + eps) + bias

    Training: mean and var (biased, divided by B) are those of the batch; the running statistics r become
    (1 - momentum) * r + momentum * new, where the new variance is divided by B - 1.
    Evaluation: mean and var are the running statistics, which stay as they are.
    """

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        """Parameters weight (ones), bias (zeros); buffers running_mean (zeros), running_var (ones), all of shape
        (num_features,), and the buffer num_batches_tracked, an int64 tensor without axes, at first 0.
        """
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x: Tensor) -> Tensor:
        """(B, D) → (B, D). In training: ValueError if B < 2, and the running statistics stay; otherwise updates
        them (no gradient flows through them) and adds 1 to num_batches_tracked. x is not modified.
        """
        if self.training and x.shape[0] < 2:
            raise ValueError("expected more than one sample")
        if self.training:
            var, mean = torch.var_mean(x, dim=0, correction=0)
            with torch.no_grad():
                unbiased = x.var(dim=0)
                self.running_mean += self.momentum * (mean - self.running_mean)
                self.running_var += self.momentum * (unbiased - self.running_var)
                self.num_batches_tracked += 1
        else:
            var, mean = self.running_var, self.running_mean
        return (x - mean) * torch.rsqrt(var + self.eps) * self.weight + self.bias


def make_mlp(sizes: Sequence[int], dropout: float = 0.0, batch_norm: bool = False) -> nn.Sequential:
    """An nn.Sequential of fully connected layers: sizes=[64, 32, 10] gives 64 → 32 → 10.

    After every nn.Linear but the last come, in this order: your BatchNorm1d if batch_norm, nn.ReLU, your Dropout
    with p=dropout if dropout > 0. The last nn.Linear gives the logits. Initial weights are those of nn.Linear.
    """
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
    """Adam with decoupled weight decay, as torch.optim.AdamW, with parameter groups.

    For every parameter w with gradient g, at its step t = 1, 2, ... (m = v = 0 before the first one):

        w = w * (1 - lr * weight_decay)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g ** 2
        w = w - lr * (m / (1 - beta1 ** t)) / (sqrt(v / (1 - beta2 ** t)) + eps)
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        """`params`: parameters, or dicts {"params": [...], "lr": ..., ...} with settings of their own: groups."""
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """One step: updates the parameters in place with the settings of their group; gradients stay as they are.

        A parameter whose grad is None is left alone, and its t does not grow. The state is kept in self.state, so
        that state_dict and load_state_dict work. With a closure: calls it first, with gradients enabled, and
        returns what it returned; without one returns None.
        """
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
                denom = (state["exp_avg_sq"] / (1 - beta2**step)).sqrt() + group["eps"]
                param.mul_(1 - group["lr"] * group["weight_decay"])
                param.addcdiv_(state["exp_avg"] / (1 - beta1**step), denom, value=-group["lr"])
        return loss


def train_one_epoch(model: nn.Module, loader: Loader, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
    """Trains the model in place: puts it into training mode and makes one step per batch of the loader.

    Each step follows the gradient of criterion(model(x), y) of this batch alone; there may be old gradients when
    the function is called. Returns a Python float: the mean loss per sample over all samples that the loader gave;
    a batch's loss (a mean over its samples) is the one computed before its step. No batch's graph is kept.
    """
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
    """The model's mean loss per sample and accuracy (share of right answers, 0 to 1): two Python floats.

    The model runs in evaluation mode and without autograd; afterwards it is in the mode in which it came, and
    autograd is as it was. Nothing is trained: parameters, buffers and gradients stay as they are.
    model(x) are logits (B, C), y: (B,) class indices; the answer is the class with the largest logit.
    """
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
    """Trains with early stopping; the model ends with the weights of its best epoch.

    An epoch is train_one_epoch on train_loader, then evaluate on val_loader. It improves if its validation loss is
    less than that of all epochs before (equal is not less; NaN and infinity are never an improvement and spoil no
    later one).
    Stops after `patience` epochs in a row without improvement, or after `epochs`. In either case the model gets
    back its parameters and buffers of the best epoch (of the last one if none improved).
    Returns {"train_loss": [...], "val_loss": [...], "val_accuracy": [...]}, one float per epoch that was made.
    """
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
    """What a history of `fit` tells: a verdict by its last epoch, and the number of its best epoch.

    The verdict is, by the first line that holds for the losses of the last epoch:
    "underfitting" if train_loss > target_loss; "overfitting" if val_loss - train_loss > max_gap; else "good".
    The best epoch, counted from 0, is the first one with the least val_loss; NaN is never the least.
    There is at least one epoch whose val_loss is a number; the last epoch's losses are numbers.
    """
    losses = [math.inf if math.isnan(loss) else loss for loss in history["val_loss"]]
    best_epoch = losses.index(min(losses))
    train_loss, val_loss = history["train_loss"][-1], history["val_loss"][-1]
    if train_loss > target_loss:
        return "underfitting", best_epoch
    if val_loss - train_loss > max_gap:
        return "overfitting", best_epoch
    return "good", best_epoch


def train_digits(x_train: Tensor, y_train: Tensor, x_val: Tensor, y_val: Tensor) -> tuple[nn.Module, History]:
    """Trains a network to read digits in at most 15 epochs; returns the model and the history of `fit`.

    x: (N, 64) float32, brightness from 0 to 1; y: (N,) int64, 0 to 9. model(x) are logits (N, 10). Everything
    else is yours to choose: sizes, dropout, batch_norm, batch size, optimizer's settings, patience.
    """
    model = make_mlp((64, 96, 10), batch_norm=True)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim == 1]
    optimizer = AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}], lr=1e-2)
    train_loader = DataLoader(TensorDataset(x_train, y_train), batch_size=100, shuffle=True)
    history = fit(model, train_loader, [(x_val, y_val)], nn.CrossEntropyLoss(), optimizer, epochs=9, patience=4)
    return model, history
