"""Homework 2. Regularization: dropout, batch normalization, the L2 penalty, early stopping.

Allowed: Python and NumPy. Samples are rows: `x` is (B, D). Arrays that are passed in are never modified,
unless a docstring says so. Results have the dtype of the inputs: float32 in, float32 out; float64 in,
float64 out.
"""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike


def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> tuple[np.ndarray, Any]:
    """Inverted dropout; returns `(out, cache)`, where `out` has the shape and dtype of `x`.

    p         probability to DROP an element, 0 <= p <= 1; otherwise ValueError is raised
    training  True: each element on its own becomes 0 with probability p and x / (1 - p) with
              probability 1 - p (at p = 1 everything becomes 0). Each call draws anew.
              False: out = x
    rng       the only source of randomness: equal generators give equal results
    cache     anything you like: it is handed to `dropout_backward` as it is

    `x` may have any shape and is not modified.
    """
    # Your code here
    raise NotImplementedError


def dropout_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Gradient dL/dx of the `dropout_forward` call that returned `cache`; `dout` is dL/dout of that call.

    The gradient is right for elements with x = 0 too. Its shape and dtype are those of `dout`, which is
    not modified.
    """
    # Your code here
    raise NotImplementedError


class BatchNorm1d:
    """Batch normalization of features: `x` is (B, D), and every column is normalized.

    gamma, beta                  parameters, (D,)
    running_mean, running_var    buffers, (D,): estimates for evaluation, not trained by gradient
    dgamma, dbeta                (D,): gradients of the parameters, set by the last `backward`
    training                     True: statistics of the batch; False: the buffers

    The attributes may be assigned from outside between calls: `layer.gamma = ...`.
    """

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, dtype: DTypeLike = np.float64
    ) -> None:
        """Sets the attributes named above, `eps` and `momentum`; the layer starts in training mode.

        gamma and running_var are ones; beta, running_mean, dgamma and dbeta are zeros; all are of `dtype`.
        """
        # Your code here
        raise NotImplementedError

    def train(self) -> None:
        """Switches to training mode."""
        self.training = True

    def eval(self) -> None:
        """Switches to evaluation mode."""
        self.training = False

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Returns out = gamma * (x - mean) / sqrt(var + eps) + beta, shape (B, D), dtype of `x`.

        Training: mean and var are those of the batch, var = sum((x - mean)^2) / B. The buffers are updated:
        running = (1 - momentum) * running + momentum * new, where the new mean is `mean`, and the new
        variance is sum((x - mean)^2) / (B - 1). A batch of one raises ValueError and changes nothing.
        Evaluation: mean and var are the buffers, which stay as they are; B = 1 is fine.
        `x`, gamma and beta are not modified.
        """
        # Your code here
        raise NotImplementedError

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Returns dL/dx of the last `forward`, shape (B, D); sets (does not add to) `dgamma` and `dbeta`.

        `dout` is dL/dout. The mode that counts is the one in which the last `forward` ran: in training the
        batch mean and variance depend on `x`, in evaluation the buffers are constants.
        `dout` is not modified, and calling `backward` again gives the same.
        """
        # Your code here
        raise NotImplementedError


def l2_penalty(params: list[np.ndarray], lam: float) -> float:
    """Returns lam / 2 * (sum of w^2 over all elements of all weight arrays in `params`), a number.

    An array with two or more dimensions holds weights. An array with fewer dimensions (a bias, gamma, beta)
    is not penalized. An empty list gives 0.0.
    """
    # Your code here
    raise NotImplementedError


def l2_penalty_grad(params: list[np.ndarray], lam: float) -> list[np.ndarray]:
    """Gradient of `l2_penalty` by every array of `params`: a list of new arrays, same shapes and dtypes."""
    # Your code here
    raise NotImplementedError


def add_l2(
    loss: float, grads: list[np.ndarray], params: list[np.ndarray], lam: float
) -> tuple[float, list[np.ndarray]]:
    """The loss with the penalty, and its gradients: `(new_loss, new_grads)`.

    loss      average loss over the batch
    grads     its gradients, one array for each of `params`, of the same shape and dtype

    `grads` and `params` are not modified: neither the lists nor the arrays in them.
    """
    # Your code here
    raise NotImplementedError


class EarlyStopping:
    """Watches the validation loss, says when to stop, and keeps the best weights.

    best_loss       loss of the best epoch; +inf before there is one
    best_epoch      its number: the first call of `step` is epoch 0; None before there is one
    best_weights    list of copies of the weights of that epoch; None before there is one
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        """Raises ValueError if patience < 1 or min_delta < 0."""
        # Your code here
        raise NotImplementedError

    def step(self, val_loss: float, weights: list[np.ndarray]) -> bool:
        """Takes in one epoch: its validation loss and the current weights; returns whether to stop.

        The epoch is an improvement if best_loss - val_loss > min_delta (strictly). NaN and +inf never are.
        An improvement sets the three attributes. The answer is True when this epoch is the `patience`-th
        in a row without improvement (or later), else False. `weights` are not modified; the training loop
        will go on changing these arrays in place, and that must not change `best_weights`.
        """
        # Your code here
        raise NotImplementedError

    def restore(self, weights: list[np.ndarray]) -> None:
        """Writes the best weights into the arrays of `weights`, in place; without a best epoch does nothing."""
        # Your code here
        raise NotImplementedError
