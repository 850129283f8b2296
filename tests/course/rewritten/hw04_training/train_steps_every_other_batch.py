# mistake: none
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total, seen = 0.0, 0
    optimizer.zero_grad()
    for number, (inputs, targets) in enumerate(loader, start=1):
        loss = criterion(model(inputs), targets)
        loss.backward()
        if number % 2 == 0:
            optimizer.step()
            optimizer.zero_grad()
        total += loss.item() * len(inputs)
        seen += len(inputs)
    return total / seen
