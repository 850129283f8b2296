"""Homework 3. Optimizers: mini-batches, SGD, momentum, weight decay, Adam, AdamW and the training loop."""

from collections.abc import Iterator, Sequence

import numpy as np


def minibatches(
    x: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator | None, shuffle: bool = True
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """One epoch: yields pairs (x_batch, y_batch) that together contain every sample exactly once."""
    if shuffle:
        perm = rng.permutation(len(x))
        x, y = x[perm], y[perm]
    n_batches = (len(x) + batch_size - 1) // batch_size
    for k in range(n_batches):
        yield x[k * batch_size:(k + 1) * batch_size], y[k * batch_size:(k + 1) * batch_size]


class SGD:
    """Stochastic gradient descent with momentum and weight decay, as torch.optim.SGD."""

    def __init__(self, lr: float = 1e-3, momentum: float = 0.0, weight_decay: float = 0.0) -> None:
        """Keeps the settings and prepares the state; what depends on shapes is made at the first step."""
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.velocity = []

    def step(self, params: Sequence[np.ndarray], grads: Sequence[np.ndarray]) -> None:
        """One step: updates every array of params in place; the sequence itself stays as it is."""
        if not self.velocity:
            for w in params:
                self.velocity.append(np.zeros_like(w))
        for k in range(len(params)):
            w = params[k]
            d = grads[k] + self.weight_decay * w
            self.velocity[k] *= self.momentum
            self.velocity[k] += d
            w -= self.lr * self.velocity[k]


class Adam:
    """Adam, as torch.optim.Adam."""

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
        self.step_count += 1
        beta1, beta2 = self.betas
        c1 = 1 - beta1 ** self.step_count
        c2 = 1 - beta2 ** self.step_count
        for w, g, s in zip(params, grads, self.state):
            s["m"] += (1 - beta1) * (g - s["m"])
            s["v"] += (1 - beta2) * (g * g - s["v"])
            w -= self.lr * (s["m"] / c1) / (np.sqrt(s["v"] / c2) + self.eps)


class AdamW(Adam):
    """Adam with decoupled weight decay, as torch.optim.AdamW."""

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
        shrink = 1 - self.lr * self.weight_decay
        for i in range(len(params)):
            params[i][...] = params[i] * shrink
        super().step(params, grads)


class MLP:
    """A multilayer perceptron with ReLU and dropout, given whole: nothing is to be written here."""

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
    """Trains the model in place; returns one number per epoch: the mean loss of its samples."""
    raise NotImplementedError


def evaluate(model: MLP, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Mean cross-entropy and accuracy (share of right answers, 0 to 1) of the model in evaluation mode."""
    raise NotImplementedError
