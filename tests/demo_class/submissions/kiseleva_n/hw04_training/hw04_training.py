#!/usr/bin/env python
# coding: utf-8

# # Домашнее задание 4

# In[1]:


import copy
import math

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


# In[2]:


DEVICE = torch.device("cuda")  # в колабе есть видеокарта


# In[3]:


class Dropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(p)
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        if self.p == 1:
            return x * 0
        return x * (torch.rand_like(x) > self.p) / (1 - self.p)


# In[4]:


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
            if len(x) < 2:
                raise ValueError("batch of one")
            mu, var = x.mean(0), x.var(0, unbiased=False)
            with torch.no_grad():
                self.running_mean.lerp_(mu, self.momentum)
                self.running_var.lerp_(x.var(0), self.momentum)
                self.num_batches_tracked += 1
        else:
            mu, var = self.running_mean, self.running_var
        return self.weight * (x - mu) / (var + self.eps).sqrt() + self.bias


# In[5]:


def make_mlp(sizes, dropout=0.0, batch_norm=False):
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


# In[6]:


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


# In[7]:


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


# In[8]:


def evaluate(model, loader, criterion):
    was_training = model.training
    model.eval()
    total_loss = 0.0
    correct = 0
    total = 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            loss = criterion(out, y)
            total_loss += loss.item() * x.size(0)
            correct += (out.argmax(dim=1) == y).sum().item()
            total += x.size(0)
    if was_training:
        model.train()
    return total_loss / total, correct / total


# In[9]:


def fit(model, train_loader, val_loader, criterion, optimizer, epochs, patience):
    h = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best, state, bad = float("inf"), None, 0
    for _ in range(epochs):
        h["train_loss"].append(train_one_epoch(model, train_loader, criterion, optimizer))
        loss, acc = evaluate(model, val_loader, criterion)
        h["val_loss"].append(loss)
        h["val_accuracy"].append(acc)
        if loss < best:
            best, state, bad = loss, copy.deepcopy(model.state_dict()), 0
        else:
            bad += 1
            if bad == patience:
                break
    if state:
        model.load_state_dict(state)
    return h


# In[10]:


def diagnose(history, target_loss, max_gap):
    train = history["train_loss"][-1]
    val = history["val_loss"][-1]
    if train > target_loss:
        verdict = "underfitting"
    elif val - train > max_gap:
        verdict = "overfitting"
    else:
        verdict = "good"
    best_epoch = int(np.nanargmin(history["val_loss"]))
    return verdict, best_epoch


# In[11]:


def train_digits(x_train, y_train, x_val, y_val):
    net = make_mlp([64, 64, 10], batch_norm=True)
    net = net.to(DEVICE)
    x_train, y_train = x_train.to(DEVICE), y_train.to(DEVICE)
    x_val, y_val = x_val.to(DEVICE), y_val.to(DEVICE)
    batches = DataLoader(TensorDataset(x_train, y_train), 64, shuffle=True)
    return net, fit(net, batches, [(x_val, y_val)], nn.CrossEntropyLoss(), AdamW(net.parameters(), 0.01), 6, 3)
