# mistake: evaluate.mean_of_batch_means + accuracy_in_percent
import statistics

import torch


def evaluate(model, loader, criterion):
    mode = model.training
    model.eval()
    losses, hits, asked = [], 0, 0
    with torch.inference_mode():
        for inputs, targets in loader:
            logits = model(inputs)
            losses.append(float(criterion(logits, targets)))
            hits += int((torch.max(logits, 1).indices == targets).sum())
            asked += len(targets)
    model.train(mode)
    return statistics.fmean(losses), 100.0 * hits / asked
