# mistake: fit.best_weights_are_the_last
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
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best = {"loss": float("inf"), "epoch": -1}
    for epoch in range(epochs):
        history["train_loss"].append(train_one_epoch(model, train_loader, criterion, optimizer))
        loss, accuracy = evaluate(model, val_loader, criterion)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        if loss < best["loss"]:
            best = {"loss": loss, "epoch": epoch, "weights": dict(model.state_dict())}
        elif epoch - best["epoch"] >= patience:
            break
    if "weights" in best:
        model.load_state_dict(best["weights"])
    return history
