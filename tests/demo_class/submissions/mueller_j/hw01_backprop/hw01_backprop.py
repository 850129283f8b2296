"""Homework 1: from the perceptron to backpropagation, in NumPy.

Shapes: `x` is (B, N_in), one sample a row; `w` is (N_in, N_out); `b` is (N_out,).  Every `…_backward`
function is given `dout`, the gradient of the loss with respect to what the forward function returned, and
returns the gradient with respect to its input: same shape, same dtype.

Results have the dtype of the inputs: float32 in, float32 out; float64 in, float64 out.  Inside you may
compute in another floating precision.  Inputs are never modified.  Allowed: NumPy and the standard library.
"""

from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Labels (B,) of the samples `x` (B, D) for weights `w` (D,) and bias `b`.

    The score of a sample is x_i · w + b.  The label is +1 where the score is >= 0 and -1 where it is < 0.
    The labels may be of any integer or floating dtype.
    """
    scores = np.dot(x, w) + b
    res = []
    for s in scores:
        if s >= 0:
            res.append(1)
        else:
            res.append(-1)
    return np.array(res)


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    """Rosenblatt's rule for samples `x` (B, D) with labels `y` (B,) in {-1, +1}; returns (w, b, mistakes).

    Starts from w = 0, b = 0.  An epoch goes over the samples once, in the given order.  A sample is a
    mistake if y_i (x_i · w + b) <= 0 (a score of 0 is a mistake too), with the `w` and `b` of that moment;
    then, at once, w <- w + y_i x_i and b <- b + y_i.  Other samples change nothing.  Training stops after
    the first epoch without mistakes, or after `max_epochs` epochs.  `w` (D,) has the dtype of `x`, `b` is a
    number, and `mistakes` is a list with the number of mistakes in every epoch that was made (so the list
    of a run that converged ends with 0).
    """
    # Rosenblatt's rule
    w = np.zeros_like(x[0])
    b = 0.0
    mistakes = []
    done = False
    epoch = 0
    while not done and epoch < max_epochs:
        mistakes.append(0)
        for i in range(len(x)):
            margin = y[i] * (np.sum(x[i] * w) + b)
            if margin > 0:
                continue
            w += x[i] * y[i]
            b += y[i]
            mistakes[-1] += 1
        done = mistakes[-1] == 0
        epoch += 1
    return w, float(b), mistakes


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Logistic function 1 / (1 + exp(-z)) of every element; `z` has any shape, the result has the same.

    Right for |z| up to 1000, without overflow in any intermediate value (NumPy's warning counts as an error).
    """
    # avoid overflow
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Gradient with respect to `z`, where `out = sigmoid(z)` is the OUTPUT of the forward function."""
    return dout * out * (1 - out)


def tanh(z: np.ndarray) -> np.ndarray:
    """Hyperbolic tangent (exp(z) - exp(-z)) / (exp(z) + exp(-z)) of every element.

    Right for |z| up to 1000.  `np.tanh` is allowed.
    """
    # tanh(z) = 2 * sigmoid(2z) - 1
    return 2 * sigmoid(2 * z) - 1


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Gradient with respect to `z`, where `out = tanh(z)` is the OUTPUT of the forward function."""
    dt = (1 - out) * (1 + out)
    return dout * dt


def relu(z: np.ndarray) -> np.ndarray:
    """max(z, 0) of every element, in a new array."""
    res = z.copy()
    res[res < 0] = 0
    return res


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Gradient with respect to `z`, the INPUT of the forward function; the derivative at 0 is 0 (not graded)."""
    return dout * (z > 0)


def leaky_relu(z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """z where z > 0, and negative_slope · z elsewhere, in a new array; the slope may be above 1 or below 0."""
    return np.where(z > 0, z, negative_slope * z)


def leaky_relu_backward(dout: np.ndarray, z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """Gradient with respect to `z`, the INPUT of the forward function.

    The derivative at 0 is `negative_slope` (not graded).
    """
    return np.where(z > 0, dout, negative_slope * dout)


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    """Mean of (input - target)² over all elements; both have one shape, of one or two dimensions."""
    err = (input - target).ravel()
    return float(np.dot(err, err)) / len(err)


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Gradient of `mse_loss(input, target)` with respect to `input`."""
    n = input.size
    return (2 / n) * (input - target)


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    """Mean of -[t ln σ(z) + (1 - t) ln(1 - σ(z))] over all elements.

    z comes from `input` (logits), t from `target`; σ is the sigmoid; both arrays have one shape, of one or
    two dimensions, and one dtype; 0 <= t <= 1, fractions are possible.  Right (finite, not clipped) for |z|
    up to 10000.
    """
    loss = np.logaddexp(0, input) - target * input
    return float(loss.sum() / loss.size)


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Gradient of `binary_cross_entropy_with_logits(input, target)` with respect to `input` (the logits)."""
    return (sigmoid(input) - target) / input.size


def log_softmax(input: np.ndarray) -> np.ndarray:
    """Logarithm of softmax, row by row: z_k - ln Σ_j exp(z_j) for each row z of `input` (B, C).

    Right for |z| up to 10000, also when the rows are of very different size.
    """
    # log-sum-exp trick
    return input - np.logaddexp.reduce(input, axis=1, keepdims=True)


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    """Mean over the samples of -log_softmax(input)[i, target[i]].

    `input` (B, C) holds logits, `target` (B,) class indices: integers from 0 to C - 1.
    """
    logp = log_softmax(input)
    one_hot = np.eye(input.shape[1])[target]
    return float(-(one_hot * logp).sum() / len(input))


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Gradient (B, C) of `cross_entropy(input, target)` with respect to `input` (the logits)."""
    p = np.exp(log_softmax(input))
    p[np.arange(len(target)), target] -= 1
    return p / len(target)


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Fully connected layer x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), result (B, N_out)."""
    z = x.dot(w)
    z += b
    return z


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients (dx, dw, db) of the loss, each of the shape of its variable.

    `dout` (B, N_out) is the gradient with respect to the layer's result; `x` and `w` are what the forward
    function was given.
    """
    grad_w = np.einsum("bi,bj->ij", x, dout)
    dB = np.einsum("bj->j", dout)
    dx = np.einsum("bj,ij->bi", dout, w)
    return dx, grad_w, dB


Forward = Callable[[np.ndarray], np.ndarray]
Backward = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def activation(name: str) -> tuple[Forward, Backward]:
    """Given: the functions `forward(z)` and `backward(dout, z, out)` of the activation of that name."""
    return {
        "sigmoid": (sigmoid, lambda dout, z, out: sigmoid_backward(dout, out)),
        "tanh": (tanh, lambda dout, z, out: tanh_backward(dout, out)),
        "relu": (relu, lambda dout, z, out: relu_backward(dout, z)),
        "leaky_relu": (leaky_relu, lambda dout, z, out: leaky_relu_backward(dout, z)),
    }[name]


class MLP:
    """Fully connected network of any depth; `sizes` are the widths of input, hidden layers and output.

    After every layer but the last comes the activation; the last layer is linear.  Attributes, lists with
    one array a layer, from the first layer to the last: `weights[l]` (sizes[l], sizes[l+1]), `biases[l]`
    (sizes[l+1],) and, after `backward`, the gradients `dweights[l]`, `dbiases[l]` of the same shapes.
    `weights` and `biases` may be replaced from outside by other lists at any time before a forward pass.
    """

    def __init__(self, sizes: Sequence[int], activation: str, rng: np.random.Generator) -> None:
        """Given: random weights, zero biases; `activation` is "sigmoid", "tanh", "relu" or "leaky_relu"."""
        shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.activation = activation
        self.weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in shapes]
        self.biases = [np.zeros(shape[1]) for shape in shapes]
        self.dweights: list[np.ndarray] = []
        self.dbiases: list[np.ndarray] = []

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Output (B, sizes[-1]) for the samples `x` (B, sizes[0]); keeps what `backward` will need."""
        act = activation(self.activation)[0]
        self.zs = []
        self.activations = [x]
        *hidden, last = list(zip(self.weights, self.biases))
        for w, b in hidden:
            self.zs.append(linear_forward(self.activations[-1], w, b))
            self.activations.append(act(self.zs[-1]))
        return linear_forward(self.activations[-1], last[0], last[1])

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Gradient (B, sizes[0]) with respect to the `x` of the latest `forward`.

        `dout` is the gradient with respect to the result of that `forward`.
        Sets `dweights` and `dbiases` anew (never adds to the old ones); the parameters stay as they are.
        `backward` may be called several times after one `forward`.
        """
        # chain rule, last layer first
        dact = activation(self.activation)[1]
        dx, grad_w, dB = linear_backward(dout, self.activations[-1], self.weights[-1])
        self.dweights, self.dbiases = [grad_w], [dB]
        for l in range(len(self.zs) - 1, -1, -1):
            dz = dact(dx, self.zs[l], self.activations[l + 1])
            dx, grad_w, dB = linear_backward(dz, self.activations[l], self.weights[l])
            self.dweights.insert(0, grad_w)
            self.dbiases.insert(0, dB)
        return dx
