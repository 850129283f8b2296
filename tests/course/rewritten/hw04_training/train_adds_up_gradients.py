# mistake: train.gradients_never_cleared
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    weighted, seen = [], 0
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        weighted.append(loss.item() * len(inputs))
        seen += len(inputs)
    return sum(weighted) / seen
