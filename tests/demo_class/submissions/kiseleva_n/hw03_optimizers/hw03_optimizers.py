#!/usr/bin/env python
# coding: utf-8

# # Домашнее задание 3

# In[1]:


import numpy as np


# In[2]:


get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().run_line_magic('timeit', 'np.ones(10)')


# In[3]:


def minibatches(x, y, batch_size, rng, shuffle=True):
    # генератор
    n = len(x)
    perm_ = rng.permutation(n) if shuffle else np.arange(n)
    for i in range(0, n, batch_size):
        idx = perm_[i:i + batch_size]
        yield x[idx], y[idx]


# In[4]:


class SGD:

    def __init__(self, lr=0.001, momentum=0.0, weight_decay=0.0):
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.buf = None

    def step(self, params, grads):
        if self.buf is None:
            self.buf = [np.zeros_like(p) for p in params]
        for i, (p, g) in enumerate(zip(params, grads)):
            g = g + self.weight_decay * p
            self.buf[i] = self.momentum * self.buf[i] + g
            p -= self.lr * self.buf[i]


# In[5]:


class Adam:

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-08):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.steps = 0
        self.first = []
        self.second = []

    def step(self, params, grads):
        if not self.first:
            for w in params:
                self.first.append(np.zeros(w.shape, dtype=w.dtype))
                self.second.append(np.zeros(w.shape, dtype=w.dtype))
        self.steps = self.steps + 1
        beta1 = self.betas[0]
        beta2 = self.betas[1]
        for i in range(len(params)):
            g = grads[i]
            self.first[i] = beta1 * self.first[i] + (1 - beta1) * g
            self.second[i] = beta2 * self.second[i] + (1 - beta2) * g * g
            # поправка на то, что в начале моменты равны нулю
            mhat = self.first[i] / (1 - beta1 ** self.steps)
            vhat = self.second[i] / (1 - beta2 ** self.steps)
            params[i][:] = params[i] - self.lr * mhat / (np.sqrt(vhat) + self.eps)


# In[6]:


class AdamW(Adam):

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01):
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params, grads):
        # сначала затухание старых весов, потом обычный Adam
        for w in params:
            w -= self.lr * self.weight_decay * w
        Adam.step(self, params, grads)


# In[7]:


class MLP:

    def __init__(self, sizes, rng, dropout=0.0):
        self.rng, self.dropout, self.training = (rng, dropout, True)
        self.params = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            self.params += [rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out)]
        self.grads = [np.zeros_like(w) for w in self.params]
        self.cache = []

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def zero_grad(self):
        for grad in self.grads:
            grad.fill(0)

    def forward(self, x):
        self.cache = []
        last = len(self.params) - 2
        for i in range(0, len(self.params), 2):
            z = x @ self.params[i] + self.params[i + 1]
            slope = np.ones_like(z) if i == last else (z > 0).astype(z.dtype)
            if self.training and self.dropout > 0 and (i < last):
                slope *= (self.rng.random(z.shape) >= self.dropout) / (1 - self.dropout)
            self.cache.append((x, slope))
            x = z * slope
        return x

    def backward(self, dout):
        for i, (x, slope) in reversed(list(enumerate(self.cache))):
            dz = dout * slope
            self.grads[2 * i] += x.T @ dz
            self.grads[2 * i + 1] += dz.sum(axis=0)
            dout = dz @ self.params[2 * i].T


# In[8]:


def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return (float(-log_p[rows, y].mean()), dlogits / len(y))


# In[9]:


def train(model, optimizer, x, y, epochs, batch_size, rng):
    losses = []
    for epoch in range(epochs):
        model.train()
        acc = 0.0
        for xb, yb in minibatches(x, y, batch_size, rng):
            loss, dlogits = cross_entropy(model.forward(xb), yb)
            model.zero_grad()
            model.backward(dlogits)
            optimizer.step(model.params, model.grads)
            acc += loss * len(xb)
        losses.append(acc / len(x))
    return losses


# In[10]:


def evaluate(model, x, y):
    mode = model.training
    model.eval()
    z = model.forward(x)
    if mode:
        model.train()
    pred = np.argmax(z, axis=1)
    correct = 0
    for a, b in zip(pred, y):
        if a == b:
            correct += 1
    return cross_entropy(z, y)[0], correct / len(y)
