# mistake: train.graphs_kept
def train_one_epoch(model, loader, criterion, optimizer):
    model.train(True)
    losses, sizes = [], []
    for inputs, targets in loader:
        optimizer.zero_grad()
        losses.append(criterion(model(inputs), targets))
        losses[-1].backward()
        optimizer.step()
        sizes.append(len(targets))
    return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)
