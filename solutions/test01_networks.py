"""Test 1, networks: what computes the answers of its questions, in NumPy.

Shapes and signs are those of the lectures (`assignments/lectures.*.md`): `x` is (B, N_in), a row is a sample; `w` is
(N_in, N_out); `b` is (N_out,); `d…` is the gradient of the loss with respect to `…`.  Every function names the section
that its formula is from.  `bias_gradient` and `softmax` are also what students write themselves.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_pass(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, int, list[int]]:
    """One pass of Rosenblatt's rule over `x` (N, D), labels `y` in {-1, +1}, from zeros → w (D,), b, 0 or 1 each.

    A sample with y (w·x + b) <= 0 is a mistake: w += y x and b += y, at once (l1-perceptron).
    """
    w, b, mistakes = np.zeros(x.shape[1], dtype=x.dtype), 0, [0] * len(x)
    for i, (x_i, y_i) in enumerate(zip(x, y, strict=True)):
        if y_i * (x_i @ w + b) <= 0:
            w, b, mistakes[i] = w + y_i * x_i, b + int(y_i), 1
    return w, b, mistakes


def separable(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether some line has the points `x` (N, 2) labelled +1 strictly on one side and those labelled -1 on the other.

    The widest strip between two hulls is perpendicular to the line of two of their corners, one of each class, or
    parallel to a side of one of them: no other directions need trying (l1-perceptron).
    """
    plus, minus = x[y > 0], x[y < 0]
    across = (plus[:, None] - minus[None]).reshape(-1, 2)
    sides = np.concatenate([(some[:, None] - some[None]).reshape(-1, 2) for some in (plus, minus)])
    normals = np.concatenate([across, sides @ np.array([[0, 1], [-1, 0]])])
    normals = np.concatenate([normals, -normals])
    return bool(((plus @ normals.T).min(axis=0) > (minus @ normals.T).max(axis=0)).any())


# ------------------------------------------------------------------------------------------- layers, shapes


def parameter_count(sizes: Sequence[int]) -> int:
    """Weights and biases of a fully connected network: a layer N_in → N_out has N_in N_out + N_out."""
    return sum(n_in * n_out + n_out for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True))


def weight_shape(sizes: Sequence[int], layer: int) -> tuple[int, int]:
    """The shape (N_in, N_out) of the weights of a layer, counted from 1 (l1-fully-connected)."""
    return sizes[layer - 1], sizes[layer]


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """z = x w + b, the bias added to every row (l1-fully-connected)."""
    return x @ w + b


def bias_gradient(dz: np.ndarray) -> np.ndarray:
    """db (N_out,) of `dz` (B, N_out): the sum over the batch, of the dtype of `dz` (l1-fully-connected)."""
    return dz.sum(axis=0)


def linear_backward(dz: np.ndarray, x: np.ndarray, w: np.ndarray) -> dict[str, np.ndarray]:
    """The gradients of z = x w + b: dw = xᵀ dz, db = Σ dz, dx = dz wᵀ (l1-fully-connected)."""
    return {"dw": x.T @ dz, "db": bias_gradient(dz), "dx": dz @ w.T}


def layer_shapes(batch: int, n_in: int, n_out: int) -> dict[str, tuple[int, ...]]:
    """The shapes of z, dw, db and dx of a layer, as a pass forward and back through it has them."""
    x, w, b = np.ones((batch, n_in)), np.ones((n_in, n_out)), np.ones(n_out)
    z = linear_forward(x, w, b)
    return {"z": z.shape} | {name: gradient.shape for name, gradient in linear_backward(z, x, w).items()}


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-z)) (l1-activations)."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def sigmoid_backward(da: float, a: float) -> float:
    """dz = da · a (1 - a), where `a` is the sigmoid's output (l1-activations)."""
    return da * a * (1 - a)


def tanh_backward(da: float, a: float) -> float:
    """dz = da · (1 - a²), where `a` is the output of tanh (l1-activations)."""
    return da * (1 - a**2)


def leaky_relu_backward(da: float, z: float, alpha: float) -> float:
    """dz = da where z > 0, alpha · da elsewhere (l1-activations)."""
    return da if z > 0 else da * alpha


def slope(name: str, z: np.ndarray, alpha: float) -> np.ndarray:
    """The derivative of an activation ("sigmoid", "tanh", "relu", "leaky_relu") at every `z` (l1-activations)."""
    if name == "sigmoid":
        return sigmoid_backward(1.0, sigmoid(z))
    if name == "tanh":
        return tanh_backward(1.0, np.tanh(z))
    return np.where(z > 0, 1.0, alpha if name == "leaky_relu" else 0.0)


def through_sigmoids(outputs: Sequence[float], weights: Sequence[float]) -> float:
    """∂a_n/∂z_1 of a chain z_(i+1) = w_i a_i, a_i = σ(z_i), given all a_i and w_i: Π a_i (1 - a_i) · Π w_i."""
    return math.prod(sigmoid_backward(1.0, a) for a in outputs) * math.prod(weights)


def most_saturated(units: Sequence[tuple[str, float]], alpha: float) -> int:
    """The index of the unit, (activation, z), with the smallest derivative in absolute value (l1-activations)."""
    return int(np.argmin([abs(slope(name, np.asarray(z), alpha)) for name, z in units]))


def derivative_formula(coefficients: Sequence[int], name: str) -> str:
    """The derivative by z of the polynomial P(a), a = σ(z) or tanh(z), in terms of a: P'(a) times that of a.

    `coefficients` are those of a, a², a³…: there is no constant term.
    """
    return f"({outer_derivative(coefficients)})*{inner_derivative(name)}"


def outer_derivative(coefficients: Sequence[int]) -> str:
    """P'(a), the highest power first: "6*a**2 - 1"."""
    terms = [f"{n * c:+d}*a**{n - 1}" for n, c in enumerate(coefficients, start=1) if c]
    text = " ".join(reversed(terms)).replace("*a**0", "").replace("a**1", "a")
    return text.replace(" +", " + ").replace(" -", " - ").removeprefix("+")


def inner_derivative(name: str) -> str:
    """The derivative of the sigmoid or of tanh by its output `a` (l1-activations)."""
    return "a*(1 - a)" if name == "sigmoid" else "(1 - a**2)"


# ------------------------------------------------------------------------------------- losses, empirical risk


def empirical_risk(losses: np.ndarray) -> float:
    """The mean of the losses of all samples (l1-empirical-risk)."""
    return float(losses.mean())


def zero_one_loss(margin: np.ndarray) -> np.ndarray:
    """1 where the margin y s is <= 0, else 0."""
    return (margin <= 0).astype(float)


def hinge_loss(margin: np.ndarray) -> np.ndarray:
    """max(0, 1 - y s)."""
    return np.maximum(0, 1 - margin)


def softmax(z: np.ndarray) -> np.ndarray:
    """exp(z) over its sum in every row of `z` (B, C), the row's maximum subtracted first (l1-empirical-risk)."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(p: np.ndarray, label: int) -> float:
    """-ln p_label of one sample's probabilities `p` (C,) (l1-empirical-risk)."""
    return -math.log(p[label])


def cross_entropy_backward(p: np.ndarray, label: int) -> np.ndarray:
    """The gradient of one sample's loss by its logits: p - onehot(label) (l1-empirical-risk)."""
    return p - np.eye(len(p))[label]


# ------------------------------------------------------------------------------------------ backpropagation


def graph_gradients(x: int, y: int, z: int, sign: int) -> dict[str, int]:
    """The gradients of f = q r, q = x y, r = sign · (x - z): x is used twice and collects both (l1-backpropagation)."""
    q, r = x * y, sign * (x - z)
    dq, dr = r, q
    return {"dx": dq * y + dr * sign, "dy": dq * x, "dz": -dr * sign}


def network_gradients(
    x: np.ndarray, target: float, hidden: tuple[np.ndarray, np.ndarray], output: tuple[np.ndarray, float]
) -> dict[str, np.ndarray | float]:
    """Loss and gradients of ŷ = ReLU(x W1 + b1)·w2 + b2 with L = ½ (ŷ - t)², for one sample `x` (D,).

    `hidden` is W1 (D, H) and b1 (H,), `output` w2 (H,) and b2 (l1-backpropagation).
    """
    z = x @ hidden[0] + hidden[1]
    h = np.maximum(0, z)
    error = float(h @ output[0] + output[1] - target)
    dz = error * output[0] * (z > 0)
    return {"loss": error**2 / 2, "dw2": error * h, "dW1": np.outer(x, dz)}


def central_difference(function: Callable[[float], float], w: float, h: float) -> float:
    """(L(w + h) - L(w - h)) / 2h (l1-backpropagation)."""
    return (function(w + h) - function(w - h)) / (2 * h)


def cubic_derivative(c: int, d: int, w: float) -> float:
    """The derivative of c w³ + d w."""
    return 3 * c * w**2 + d


def gradients_from(w1: np.ndarray, w2: np.ndarray, name: str) -> dict[str, np.ndarray]:
    """The gradients of a network x → f(x W1 + b1) W2 + b2 with biases 0, for two samples and errors of their own.

    `w1` is (D, H), `w2` is (H, 1); `name` is "tanh" or "sigmoid" (l1-backpropagation).
    """
    x, error = np.array([[1.0, -0.5, 2.0], [0.5, 1.5, -1.0]])[:, : len(w1)], np.array([[0.7], [-0.3]])
    z = x @ w1
    h = np.tanh(z) if name == "tanh" else sigmoid(z)
    second = linear_backward(error, h, w2)
    first = linear_backward(second["dx"] * slope(name, z, 0.0), x, w1)
    return {"W1": first["dw"], "b1": first["db"], "W2": second["dw"], "b2": second["db"]}


def learning(w1_zero: bool, w2_zero: bool, name: str) -> list[str]:
    """Which of W1, b1, W2, b2 have a gradient at the first step, when these weights start at zero and biases too."""
    w1 = np.array([[0.4, -0.3], [0.2, 0.5], [-0.6, 0.1]]) * (not w1_zero)
    w2 = np.array([[0.8], [-0.5]]) * (not w2_zero)
    return sorted(key for key, gradient in gradients_from(w1, w2, name).items() if np.abs(gradient).max() > 1e-12)


def distinct_units(units: int, alike: int, steps: int = 10) -> int:
    """How many different hidden units of tanh are there after some steps, if the first `alike` started equal.

    Equal incoming and outgoing weights get equal gradients, and stay equal (l1-backpropagation).
    """
    rng = np.random.default_rng(units)
    w1, w2 = rng.standard_normal((3, units)), rng.standard_normal((units, 1))
    w1[:, :alike], w2[:alike] = w1[:, :1], w2[:1]
    for _ in range(steps):
        gradients = gradients_from(w1, w2, "tanh")
        w1, w2 = w1 - 0.1 * gradients["W1"], w2 - 0.1 * gradients["W2"]
    return len(np.unique(np.round(w1, 9), axis=1).T)


# ------------------------------------------------------------------------------------------------- training


def epoch(do: Callable[[str], None]) -> None:
    """An epoch of one batch, and validation after it: does every part in its turn (l2-train-loop)."""
    do("train mode")
    do("zero")
    do("forward")
    do("loss")
    do("backward")
    do("step")
    do("eval mode")
    do("validate")


def without_zeroing(w: float, gradients: Sequence[float], rate: float) -> float:
    """The weight after a step of SGD for every batch, if the gradients are never zeroed: each adds to those before."""
    gathered = 0.0
    for gradient in gradients:
        gathered += gradient
        w -= rate * gathered
    return w


def batches(samples: int, size: int) -> list[int]:
    """The sizes of the mini-batches of one epoch: the last holds what is left (l2-train-loop)."""
    return [min(size, samples - start) for start in range(0, samples, size)]


def batch_shape(samples: int, features: int, size: int) -> tuple[int, int]:
    """The shape of a full mini-batch: a random subset of samples, with all of their features (l2-train-loop)."""
    chosen = np.zeros((samples, features))[:size]
    return chosen.shape[0], chosen.shape[1]


def diagnosis(train: np.ndarray, val: np.ndarray, high: float, gap: float) -> str:
    """What the last losses tell: "underfitting" if training's is above `high`, "overfitting" if validation's is
    more than `gap` above it, else "good" (l2-overfitting)."""
    if train[-1] > high:
        return "underfitting"
    return "overfitting" if val[-1] - train[-1] > gap else "good"


def best_epoch(train: np.ndarray, val: np.ndarray) -> int:
    """The epoch, counted from 1, with the smallest loss in validation (l2-early-stopping)."""
    return int(np.argmin(val)) + 1
