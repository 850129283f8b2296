"""Everything is spelled out, and printed."""

import math

import torch
import torch.nn as nn


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super(Dropout, self).__init__()
        if p < 0:
            raise ValueError("p must not be negative")
        if p > 1:
            raise ValueError("p must not be greater than one")
        self.p = p

    def forward(self, x):
        if self.training == False:
            return x
        random_numbers = torch.rand(x.shape, dtype=x.dtype)
        mask = torch.ones(x.shape, dtype=x.dtype)
        mask[random_numbers < self.p] = 0
        if self.p == 1:
            return x * torch.zeros(x.shape, dtype=x.dtype)
        result = x * mask
        result = result / (1 - self.p)
        return result


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super(BatchNorm1d, self).__init__()
        self.eps = eps
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        if self.training:
            batch_size = x.shape[0]
            if batch_size == 1:
                raise ValueError("batch norm cannot train on one sample")
            mean = torch.sum(x, dim=0) / batch_size
            difference = x - mean
            biased = torch.sum(difference * difference, dim=0) / batch_size
            unbiased = torch.sum(difference * difference, dim=0) / (batch_size - 1)
            new_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean.detach()
            new_var = (1 - self.momentum) * self.running_var + self.momentum * unbiased.detach()
            self.running_mean.copy_(new_mean)
            self.running_var.copy_(new_var)
            self.num_batches_tracked.copy_(self.num_batches_tracked + 1)
            normalized = difference / torch.sqrt(biased + self.eps)
        else:
            normalized = (x - self.running_mean) / torch.sqrt(self.running_var + self.eps)
        return normalized * self.weight + self.bias


def make_mlp(sizes, dropout=0.0, batch_norm=False):
    layers = []
    number_of_layers = len(sizes) - 1
    for i in range(number_of_layers):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        is_last = i == number_of_layers - 1
        if is_last:
            break
        if batch_norm == True:
            layers.append(BatchNorm1d(sizes[i + 1]))
        layers.append(nn.ReLU())
        if dropout != 0:
            layers.append(Dropout(dropout))
    model = nn.Sequential(*layers)
    print("made", model)
    return model


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        defaults = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
        super(AdamW, self).__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            torch.set_grad_enabled(True)
            loss = closure()
            torch.set_grad_enabled(False)
        for group in self.param_groups:
            lr = group["lr"]
            beta1 = group["betas"][0]
            beta2 = group["betas"][1]
            for parameter in group["params"]:
                gradient = parameter.grad
                if gradient is None:
                    continue
                state = self.state[parameter]
                if "step" not in state:
                    state["step"] = 0
                    state["m"] = torch.zeros(parameter.shape, dtype=parameter.dtype)
                    state["v"] = torch.zeros(parameter.shape, dtype=parameter.dtype)
                state["step"] = state["step"] + 1
                state["m"] = beta1 * state["m"] + (1 - beta1) * gradient
                state["v"] = beta2 * state["v"] + (1 - beta2) * gradient * gradient
                m_hat = state["m"] / (1 - math.pow(beta1, state["step"]))
                v_hat = state["v"] / (1 - math.pow(beta2, state["step"]))
                decayed = parameter - lr * group["weight_decay"] * parameter
                new_value = decayed - lr * m_hat / (torch.sqrt(v_hat) + group["eps"])
                parameter.copy_(new_value)
        return loss


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    sum_of_losses = 0
    number_of_samples = 0
    for batch in loader:
        x = batch[0]
        y = batch[1]
        optimizer.zero_grad()
        prediction = model(x)
        loss = criterion(prediction, y)
        loss.backward()
        optimizer.step()
        sum_of_losses = sum_of_losses + loss.item() * len(x)
        number_of_samples = number_of_samples + len(x)
        print("batch of", len(x), "loss", loss.item())
    return sum_of_losses / number_of_samples


def evaluate(model, loader, criterion):
    mode_before = model.training
    model.eval()
    sum_of_losses = 0
    right_answers = 0
    number_of_samples = 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            loss = criterion(logits, y)
            sum_of_losses += loss.item() * len(x)
            answers = torch.argmax(logits, dim=1)
            for i in range(len(y)):
                if answers[i].item() == y[i].item():
                    right_answers += 1
            number_of_samples += len(x)
    if mode_before:
        model.train()
    else:
        model.eval()
    return sum_of_losses / number_of_samples, right_answers / number_of_samples


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    train_losses = []
    val_losses = []
    val_accuracies = []
    best_loss = float("inf")
    best_weights = None
    epochs_without_improvement = 0
    for epoch in range(epochs):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer)
        val_loss, val_accuracy = evaluate(model, val_loader, criterion)
        print("epoch", epoch, "train", train_loss, "val", val_loss, val_accuracy)
        train_losses.append(train_loss)
        val_losses.append(val_loss)
        val_accuracies.append(val_accuracy)
        if val_loss < best_loss:
            best_loss = val_loss
            best_weights = {}
            for name, value in model.state_dict().items():
                best_weights[name] = value.clone()
            epochs_without_improvement = 0
        else:
            epochs_without_improvement += 1
        if epochs_without_improvement == patience:
            print("no patience left")
            break
    if best_weights is not None:
        model.load_state_dict(best_weights)
    return {"train_loss": train_losses, "val_loss": val_losses, "val_accuracy": val_accuracies}


def diagnose(history, target_loss, max_gap):
    best_epoch = None
    for i in range(len(history["val_loss"])):
        loss = history["val_loss"][i]
        if math.isnan(loss):
            continue
        if best_epoch is None or loss < history["val_loss"][best_epoch]:
            best_epoch = i
    if history["train_loss"][-1] > target_loss:
        return "underfitting", best_epoch
    elif history["val_loss"][-1] - history["train_loss"][-1] > max_gap:
        return "overfitting", best_epoch
    else:
        return "good", best_epoch


def train_digits(x_train, y_train, x_val, y_val):
    model = make_mlp([64, 100, 50, 10])
    optimizer = AdamW(model.parameters(), lr=0.003)
    loss_function = nn.CrossEntropyLoss()
    order = torch.randperm(len(x_train))
    train_batches = []
    for start in range(0, len(order), 40):
        part = order[start : start + 40]
        train_batches.append((x_train[part], y_train[part]))
    val_batches = [(x_val, y_val)]
    history = fit(model, train_batches, val_batches, loss_function, optimizer, epochs=15, patience=5)
    return model, history
