# mistake: evaluate.no_evaluation_mode
import torch


@torch.no_grad()
def evaluate(model, loader, criterion):
    results = []
    for inputs, targets in loader:
        logits = model(inputs)
        results.append((len(targets), criterion(logits, targets).item(), (logits.argmax(1) == targets).sum().item()))
    n = sum(size for size, _, _ in results)
    return sum(size * loss for size, loss, _ in results) / n, sum(right for _, _, right in results) / n
