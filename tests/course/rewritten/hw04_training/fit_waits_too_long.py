# mistake: fit.one_epoch_too_late
import copy

import torch


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total = seen = 0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total, seen = total + len(inputs) * loss.item(), seen + len(inputs)
    return total / seen


@torch.no_grad()
def evaluate(model, loader, criterion):
    mode = model.training
    model.eval()
    total = right = seen = 0
    for inputs, targets in loader:
        logits = model(inputs)
        total += len(inputs) * criterion(logits, targets).item()
        right += (logits.argmax(1) == targets).sum().item()
        seen += len(inputs)
    model.train(mode)
    return total / seen, right / seen


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):  # noqa: PLR0913
    rows, best, waiting, kept = [], float("inf"), 0, None
    while len(rows) < epochs and waiting <= patience:
        row = [train_one_epoch(model, train_loader, criterion, optimizer), *evaluate(model, val_loader, criterion)]
        rows.append(row)
        waiting += 1
        if row[1] < best:
            best, waiting, kept = row[1], 0, copy.deepcopy(model.state_dict())
    if kept:
        model.load_state_dict(kept)
    return {name: [row[i] for row in rows] for i, name in enumerate(("train_loss", "val_loss", "val_accuracy"))}
