import copy
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset


class Dropout(nn.Module):
  def __init__(self, p: float = 0.5) -> None:
    super().__init__()
    if p < 0 or p > 1:
      raise ValueError("p должно быть от 0 до 1")
    self.p = p

  def forward(self, x: Tensor) -> Tensor:
    if self.training:
      if self.p == 1:
        return torch.zeros_like(x) * x
      mask = torch.empty_like(x).bernoulli_(1 - self.p)
      return x * mask / (1 - self.p)
    return x


class BatchNorm1d(nn.Module):
  def __init__(self, num_features, eps=1e-5, momentum=0.1):
    super().__init__()
    self.eps, self.momentum = eps, momentum
    self.weight = nn.Parameter(torch.ones(num_features))
    self.bias = nn.Parameter(torch.zeros(num_features))
    self.register_buffer("running_mean", torch.zeros(num_features))
    self.register_buffer("running_var", torch.ones(num_features))
    self.register_buffer("num_batches_tracked", torch.tensor(0))

  def forward(self, x):
    if self.training:
      if x.shape[0] == 1:
        raise ValueError("batch of one")
      mu, var = x.mean(0), x.var(0, unbiased=False)
      with torch.no_grad():
        self.running_mean.lerp_(mu, self.momentum)
        self.running_var.lerp_(x.var(0), self.momentum)
        self.num_batches_tracked += 1
    else:
      mu, var = self.running_mean, self.running_var
    return self.weight * (x - mu) / (var + self.eps).sqrt() + self.bias


def make_mlp(sizes: Sequence[int], dropout: float = 0.0, batch_norm: bool = False) -> nn.Sequential:
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
    super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

  @torch.no_grad()
  def step(self, closure=None):
    loss = None
    if closure is not None:
      with torch.enable_grad():
        loss = closure()
    for g in self.param_groups:
      b1, b2 = g["betas"]
      for p in g["params"]:
        if p.grad is None:
          continue
        s = self.state[p]
        t = s["t"] = s.get("t", 0) + 1
        s["m"] = b1 * s.get("m", 0) + (1 - b1) * p.grad
        s["v"] = b2 * s.get("v", 0) + (1 - b2) * p.grad**2
        p *= 1 - g["lr"] * g["weight_decay"]
        p -= g["lr"] * (s["m"] / (1 - b1**t)) / ((s["v"] / (1 - b2**t)).sqrt() + g["eps"])
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
      for i in range(len(y)):
        right += int(answers[i] == y[i])
      count += len(y)
  model.train(old_mode)
  return loss_sum / count, right / count


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


def diagnose(history, target_loss: float, max_gap: float) -> tuple[str, int]:
  losses = [math.inf if math.isnan(loss) else loss for loss in history["val_loss"]]
  best_epoch = losses.index(min(losses))
  train_loss, val_loss = history["train_loss"][-1], history["val_loss"][-1]
  if train_loss > target_loss:
    return "underfitting", best_epoch
  if val_loss - train_loss > max_gap:
    return "overfitting", best_epoch
  return "good", best_epoch


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
