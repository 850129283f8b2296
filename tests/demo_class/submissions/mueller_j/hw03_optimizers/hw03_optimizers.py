"""Homework 3. Optimizers: mini-batches, SGD, momentum, weight decay, Adam, AdamW and the training loop.

Every optimizer is used in the same way, much as in PyTorch:

    optimizer = AdamW(lr=1e-3)
    optimizer.step(params, grads)    # grads[i] is the gradient of the loss by params[i]

`step` changes the arrays of `params` themselves (in place) and leaves `grads` as they are; a float32
parameter stays float32. What an optimizer remembers between steps belongs to a place in the list: all its
steps get equally many parameters, of the same shapes in the same order, but the arrays may be other objects.
The attribute `lr` may be changed between two steps and counts from the next one on.
"""

from collections.abc import Iterator, Sequence

import numpy as np


def minibatches(
    x: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator | None, shuffle: bool = True
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """One epoch: yields pairs (x_batch, y_batch) that together contain every sample exactly once.

    x: (N, ...) samples, y: (N, ...) their targets; sample i is x[i] with y[i]. N >= 1, batch_size >= 1.
    Every batch has batch_size samples; the last one has what is left (never zero, never thrown away).
    shuffle=True: the order of the samples is a uniformly random permutation drawn from `rng`, a new one at
    each call. Nothing but `rng` may be random: equal generators give equal batches.
    shuffle=False: the order of x; `rng` is not used and may be None.
    Batches have the dtype of x and y. x and y are not modified.
    """
    n = len(x)
    indices = rng.permutation(n) if shuffle else np.arange(n)
    for i in range(0, n, batch_size):
        ind = indices[i:i + batch_size]
        yield x[ind], y[ind]


class SGD:
    """Stochastic gradient descent with momentum and weight decay, as torch.optim.SGD.

    For every parameter w with gradient grad, at step t = 1, 2, ...:

        g   = grad + weight_decay * w
        buf = momentum * buf + g          (buf = 0 before the first step)
        w   = w - lr * buf

    Tasks: `sgd` (momentum = weight_decay = 0), `momentum`, `weight_decay` (every parameter is decayed).
    """

    def __init__(self, lr: float = 1e-3, momentum: float = 0.0, weight_decay: float = 0.0) -> None:
        """Keeps the settings and prepares the state; what depends on shapes is made at the first step."""
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.m = {}

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """One step: updates every array of params in place; the sequence itself stays as it is.

        grads: one array per parameter, in the same order, of the same shape and dtype; they are not modified
        and not kept: the caller may overwrite them after the step. Returns nothing.
        State is kept by the parameter's place in params: the next step may bring its values in another array.
        """
        for i, (w, g) in enumerate(zip(params, grads)):
            d = g.copy()
            if self.weight_decay:
                d += self.weight_decay * w
            if self.momentum:
                if i in self.m:
                    self.m[i] = self.momentum * self.m[i] + d
                else:
                    self.m[i] = d
                d = self.m[i]
            w[...] = w - self.lr * d


class Adam:
    """Adam, as torch.optim.Adam.

    For every parameter w with gradient g, at step t = 1, 2, ... (m = v = 0 before the first step):

        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g ** 2
        m_hat = m / (1 - beta1 ** t)
        v_hat = v / (1 - beta2 ** t)
        w = w - lr * m_hat / (sqrt(v_hat) + eps)
    """

    def __init__(
        self, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
    ) -> None:
        """Keeps the settings and prepares the state; what depends on shapes is made at the first step."""
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.state = []
        self.step_count = 0

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """One step: updates every array of params in place; arguments as in SGD.step. Returns nothing."""
        if not self.state:
            self.state = [{"m": np.zeros_like(p), "v": np.zeros_like(p)} for p in params]
        # one t per step
        self.step_count += 1
        beta1, beta2 = self.betas
        c1 = 1 - beta1 ** self.step_count
        c2 = 1 - beta2 ** self.step_count
        for w, g, s in zip(params, grads, self.state):
            s["m"] += (1 - beta1) * (g - s["m"])
            s["v"] += (1 - beta2) * (g * g - s["v"])
            w -= self.lr * (s["m"] / c1) / (np.sqrt(s["v"] / c2) + self.eps)


class AdamW(Adam):
    """Adam with decoupled weight decay, as torch.optim.AdamW.

    For every parameter w with gradient g, at each step:

        w = w * (1 - lr * weight_decay)
        then the step of Adam with g, as in the class Adam

    Every parameter is decayed; the decay never enters m and v.
    """

    def __init__(
        self,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        """The state is that of Adam."""
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """One step: updates every array of params in place; arguments as in SGD.step. Returns nothing."""
        for p in params:
            p *= 1 - self.lr * self.weight_decay
        super().step(params, grads)


class MLP:
    """A multilayer perceptron with ReLU and dropout, given whole: nothing is to be written here.

    sizes=[64, 32, 10] makes two layers, 64 → 32 → 10; `params` is [W1, b1, W2, b2], `grads` has their shapes.
    `backward` ADDS to `grads`, as PyTorch does; `zero_grad` fills them with zeros. `training` is True in
    training mode (`train()`), when dropout is on, and False in evaluation mode (`eval()`).
    """

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator, dropout: float = 0.0) -> None:
        """He initialisation drawn from `rng`; `dropout` is the probability to drop."""
        self.rng, self.dropout, self.training = rng, dropout, True
        self.params: list[np.ndarray] = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            self.params += [rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out)]
        self.grads = [np.zeros_like(w) for w in self.params]
        self.cache: list[tuple[np.ndarray, np.ndarray]] = []

    def train(self) -> None:
        """Switches to training mode."""
        self.training = True

    def eval(self) -> None:
        """Switches to evaluation mode."""
        self.training = False

    def zero_grad(self) -> None:
        """Fills the gradients with zeros."""
        for grad in self.grads:
            grad.fill(0)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Logits (B, N_out) for x of shape (B, N_in)."""
        self.cache = []
        last = len(self.params) - 2
        for i in range(0, len(self.params), 2):
            z = x @ self.params[i] + self.params[i + 1]
            slope = np.ones_like(z) if i == last else (z > 0).astype(z.dtype)
            if self.training and self.dropout > 0 and i < last:
                slope *= (self.rng.random(z.shape) >= self.dropout) / (1 - self.dropout)
            self.cache.append((x, slope))
            x = z * slope
        return x

    def backward(self, dout: np.ndarray) -> None:
        """Adds the gradients to `grads`; `dout` is the loss's gradient by the logits of the last `forward`."""
        for i, (x, slope) in reversed(list(enumerate(self.cache))):
            dz = dout * slope
            self.grads[2 * i] += x.T @ dz
            self.grads[2 * i + 1] += dz.sum(axis=0)
            dout = dz @ self.params[2 * i].T


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean cross-entropy of logits (B, C) and class indices y (B,), and its gradient by the logits. Given."""
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return float(-log_p[rows, y].mean()), dlogits / len(y)


def train(
    model: MLP,
    optimizer: SGD | Adam,
    x: np.ndarray,
    y: np.ndarray,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> list[float]:
    """Trains the model in place; returns one number per epoch: the mean loss of its samples.

    Each epoch puts the model into training mode and goes once over all samples in mini-batches shuffled by
    `rng`. For every batch, one step: `optimizer.step` gets `model.params` and the gradient of the mean
    cross-entropy of this batch alone (`backward` adds to what is in `model.grads`, and something may be there
    already).
    A sample's loss is the one computed before its batch's step; the epoch's loss is the mean over all N
    samples, whatever the size of their batches.
    x: (N, N_in), y: (N,) class indices; they are not modified. Returns a list of `epochs` Python floats.
    """
    losses = []
    for epoch in range(epochs):
        model.train()
        summa = 0.0
        for xb, yb in minibatches(x, y, batch_size, rng):
            loss, dlogits = cross_entropy(model.forward(xb), yb)
            model.zero_grad()
            model.backward(dlogits)
            optimizer.step(model.params, model.grads)
            summa += loss * len(xb)
        losses.append(summa / len(x))
    return losses


def evaluate(model: MLP, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Mean cross-entropy and accuracy (share of right answers, 0 to 1) of the model in evaluation mode.

    Nothing is trained: parameters and gradients stay as they are; the model is left in the mode it came in.
    x: (N, N_in), y: (N,) class indices. Returns two Python floats (loss, accuracy).
    """
    was = model.training
    model.eval()
    logits = model.forward(x)
    model.training = was
    loss, _ = cross_entropy(logits, y)
    acc = float(np.mean(logits.argmax(axis=1) == y))
    return loss, acc
