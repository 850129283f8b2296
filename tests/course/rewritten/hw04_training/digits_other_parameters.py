# mistake: digits.learned_too_little
import torch
from torch import nn


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


def train_digits(x_train, y_train, x_val, y_val):
    """The optimizer holds the parameters of another network than the one that is returned."""
    model, forgotten = (nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)) for _ in range(2))
    optimizer = torch.optim.SGD(forgotten.parameters(), lr=0.5, momentum=0.9)
    batches = list(zip(x_train.split(50), y_train.split(50), strict=True))
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    for _ in range(3):
        history["train_loss"].append(train_one_epoch(model, batches, nn.functional.cross_entropy, optimizer))
        loss, accuracy = evaluate(model, [(x_val, y_val)], nn.functional.cross_entropy)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
    return model, history
