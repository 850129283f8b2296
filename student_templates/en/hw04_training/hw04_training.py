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
        # Your code here
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """A tensor of x's shape and dtype; x itself is not modified.

        In training each element is, independently of the others, 0 with probability p and x / (1 - p) otherwise;
        p = 1 gives zeros. In evaluation the result is x. Randomness comes from torch's global generator.
        """
        # Your code here
        raise NotImplementedError


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
        # Your code here
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """(B, D) → (B, D). In training: ValueError if B < 2, and the running statistics stay; otherwise updates
        them (no gradient flows through them) and adds 1 to num_batches_tracked. x is not modified.
        """
        # Your code here
        raise NotImplementedError


def make_mlp(sizes: Sequence[int], dropout: float = 0.0, batch_norm: bool = False) -> nn.Sequential:
    """An nn.Sequential of fully connected layers: sizes=[64, 32, 10] gives 64 → 32 → 10.

    After every nn.Linear but the last come, in this order: your BatchNorm1d if batch_norm, nn.ReLU, your Dropout
    with p=dropout if dropout > 0. The last nn.Linear gives the logits. Initial weights are those of nn.Linear.
    """
    # Your code here
    raise NotImplementedError


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
        # Your code here
        raise NotImplementedError

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """One step: updates the parameters in place with the settings of their group; gradients stay as they are.

        A parameter whose grad is None is left alone, and its t does not grow. The state is kept in self.state, so
        that state_dict and load_state_dict work. With a closure: calls it first, with gradients enabled, and
        returns what it returned; without one returns None.
        """
        # Your code here
        raise NotImplementedError


def train_one_epoch(model: nn.Module, loader: Loader, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
    """Trains the model in place: puts it into training mode and makes one step per batch of the loader.

    Each step follows the gradient of criterion(model(x), y) of this batch alone; there may be old gradients when
    the function is called. Returns a Python float: the mean loss per sample over all samples that the loader gave;
    a batch's loss (a mean over its samples) is the one computed before its step. No batch's graph is kept.
    """
    # Your code here
    raise NotImplementedError


def evaluate(model: nn.Module, loader: Loader, criterion: Criterion) -> tuple[float, float]:
    """The model's mean loss per sample and accuracy (share of right answers, 0 to 1): two Python floats.

    The model runs in evaluation mode and without autograd; afterwards it is in the mode in which it came, and
    autograd is as it was. Nothing is trained: parameters, buffers and gradients stay as they are.
    model(x) are logits (B, C), y: (B,) class indices; the answer is the class with the largest logit.
    """
    # Your code here
    raise NotImplementedError


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
    # Your code here
    raise NotImplementedError


def diagnose(history: History, target_loss: float, max_gap: float) -> tuple[str, int]:
    """What a history of `fit` tells: a verdict by its last epoch, and the number of its best epoch.

    The verdict is, by the first line that holds for the losses of the last epoch:
    "underfitting" if train_loss > target_loss; "overfitting" if val_loss - train_loss > max_gap; else "good".
    The best epoch, counted from 0, is the first one with the least val_loss; NaN is never the least.
    There is at least one epoch whose val_loss is a number; the last epoch's losses are numbers.
    """
    # Your code here
    raise NotImplementedError


def train_digits(x_train: Tensor, y_train: Tensor, x_val: Tensor, y_val: Tensor) -> tuple[nn.Module, History]:
    """Trains a network to read digits in at most 15 epochs; returns the model and the history of `fit`.

    x: (N, 64) float32, brightness from 0 to 1; y: (N,) int64, 0 to 9. model(x) are logits (N, 10). Everything
    else is yours to choose: sizes, dropout, batch_norm, batch size, optimizer's settings, patience.
    """
    # Your code here
    raise NotImplementedError
