"""The reference of homework 1 against PyTorch, finite differences, closed forms and simple properties."""

from types import ModuleType

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course import support

hw: ModuleType = support.reference("hw01_backprop")

ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu, "leaky_relu": F.leaky_relu}
SHAPES = [(1,), (7,), (1, 5), (7, 3), (2, 3, 4)]
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)


def tensor(array: np.ndarray) -> torch.Tensor:
    """A tensor of its own with a gradient."""
    return torch.tensor(array, requires_grad=True)


def same(observed: object, expected: object, tolerance: float = 1e-12) -> None:
    """Equal to rounding error, and of the same shape."""
    expected = expected.detach().numpy() if isinstance(expected, torch.Tensor) else np.asarray(expected)
    assert np.shape(observed) == expected.shape
    np.testing.assert_allclose(observed, expected, rtol=tolerance, atol=tolerance)


def draw(seed: int, *shapes: tuple[int, ...]) -> list[np.ndarray]:
    """Arrays of these shapes, away from kinks at 0."""
    rng = np.random.default_rng(seed)
    draws = [rng.standard_normal(shape) for shape in shapes]
    return [array + np.copysign(0.01, array) for array in draws]


def backward_of(name: str, dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    forward, backward = hw.activation(name)
    gradient: np.ndarray = backward(dout, z, forward(z))
    return gradient


# ----------------------------------------------------------------------------------------------- perceptron


def test_perceptron_on_paper() -> None:
    x, y = np.array([[1.0, 1.0], [2.0, 0.0], [-1.0, -1.0]]), np.array([1, 1, -1])
    w, b, mistakes = hw.perceptron_fit(x, y, 10)
    assert w.tolist() == [1.0, 1.0] and b == 1.0 and mistakes == [1, 0]


def test_perceptron_learns_or_but_not_xor() -> None:
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    either, exclusive = np.array([-1, 1, 1, 1]), np.array([-1, 1, 1, -1])
    w, b, mistakes = hw.perceptron_fit(x, either, 100)
    assert mistakes[-1] == 0 and 0 not in mistakes[:-1]
    assert hw.perceptron_predict(x, w, b).tolist() == either.tolist()
    assert len(hw.perceptron_fit(x, exclusive, 50)[2]) == 50


def test_perceptron_boundary_is_positive() -> None:
    assert hw.perceptron_predict(np.array([[1.0], [0.5], [2.0]]), np.array([2.0]), -2.0).tolist() == [
        1,
        -1,
        1,
    ]


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_perceptron_keeps_novikoffs_bound(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((200, 3))
    theta = np.array([1.0, -2.0, 0.5, 0.3])
    margins = (x @ theta[:3] + theta[3]) / np.linalg.norm(theta)
    x, margins = x[np.abs(margins) > 0.2], margins[np.abs(margins) > 0.2]
    y = np.sign(margins).astype(int)
    w, b, mistakes = hw.perceptron_fit(x, y, 10_000)
    radius = np.sqrt((x**2).sum(axis=1).max() + 1)
    assert mistakes[-1] == 0
    assert sum(mistakes) <= (radius / np.abs(margins).min()) ** 2
    assert (hw.perceptron_predict(x, w, b) == y).all()


# ---------------------------------------------------------------------------------------------- activations


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_against_torch(name: str, shape: tuple[int, ...]) -> None:
    z, dout = draw(len(shape), shape, shape)
    variable = tensor(z)
    out = ACTIVATIONS[name](variable)
    out.backward(torch.tensor(dout))
    same(hw.activation(name)[0](z), out)
    same(backward_of(name, dout, z), variable.grad)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_against_finite_differences(name: str) -> None:
    (z,), h = draw(3, (40,)), 1e-6
    forward = hw.activation(name)[0]
    same(backward_of(name, np.ones_like(z), z), (forward(z + h) - forward(z - h)) / (2 * h), 1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_of_huge_numbers(name: str) -> None:
    z = np.array([-1e3, -800.0, -40.0, 40.0, 800.0, 1e3])
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        out, dz = hw.activation(name)[0](z), backward_of(name, np.ones(6), z)
    variable = tensor(z)
    expected = ACTIVATIONS[name](variable)
    expected.sum().backward()
    same(out, expected)
    same(dz, variable.grad)


@pytest.mark.parametrize("slope", [-0.4, 0.0, 0.01, 0.3, 1.0, 1.6])
def test_leaky_relu_of_any_slope(slope: float) -> None:
    z, dout = draw(5, (4, 5), (4, 5))
    variable = tensor(z)
    out = F.leaky_relu(variable, slope)
    out.backward(torch.tensor(dout))
    same(hw.leaky_relu(z, slope), out)
    same(hw.leaky_relu_backward(dout, z, slope), variable.grad)


def test_derivatives_at_zero_as_stated() -> None:
    zero, dout = np.zeros(1), np.array([3.0])
    assert hw.relu_backward(dout, zero) == 0
    assert hw.leaky_relu_backward(dout, zero, 0.25) == 0.75
    assert hw.sigmoid_backward(dout, hw.sigmoid(zero)) == 0.75
    assert hw.tanh_backward(dout, hw.tanh(zero)) == 3.0


# --------------------------------------------------------------------------------------------------- losses


@pytest.mark.parametrize("scale", [1.0, 1e3, 1e4])
@pytest.mark.parametrize("shape", [(1,), (7,), (2, 3), (5, 1)])
def test_elementwise_losses_against_torch(shape: tuple[int, ...], scale: float) -> None:
    logits, answers = draw(len(shape), shape, shape)
    logits, fractions = logits * scale, 1 / (1 + np.exp(-answers))
    losses = {"mse_loss": F.mse_loss, "binary_cross_entropy_with_logits": F.binary_cross_entropy_with_logits}
    for target in (fractions, np.round(fractions)):
        for name, function in losses.items():
            variable = tensor(logits)
            loss = function(variable, torch.tensor(target))
            loss.backward()
            same(getattr(hw, name)(logits, target), loss)
            same(getattr(hw, f"{name}_backward")(logits, target), variable.grad)


@pytest.mark.parametrize("scale", [1.0, 1e3, 1e4])
@pytest.mark.parametrize(("batch", "classes"), [(1, 1), (1, 4), (2, 5), (7, 3)])
def test_cross_entropy_against_torch(batch: int, classes: int, scale: float) -> None:
    (logits,) = draw(batch, (batch, classes))
    logits *= scale
    target = np.arange(batch) * 2 % classes
    variable = tensor(logits)
    loss = F.cross_entropy(variable, torch.tensor(target))
    loss.backward()
    same(hw.log_softmax(logits), F.log_softmax(variable, dim=1), 1e-11)
    same(hw.cross_entropy(logits, target), loss, 1e-11)
    same(hw.cross_entropy_backward(logits, target), variable.grad, 1e-11)


def test_losses_in_closed_form() -> None:
    assert hw.mse_loss(np.array([1.0, 3.0]), np.array([0.0, 0.0])) == 5.0
    assert hw.binary_cross_entropy_with_logits(np.zeros(3), np.array([1.0, 0.0, 0.3])) == pytest.approx(np.log(2))
    assert hw.binary_cross_entropy_with_logits(np.array([-1e4]), np.ones(1)) == 1e4
    assert hw.cross_entropy(np.zeros((3, 5)), np.array([0, 4, 2])) == pytest.approx(np.log(5))
    assert hw.cross_entropy(np.array([[1e4, -1e4]]), np.array([1])) == 2e4


@given(seeds, sizes, sizes)
@settings(max_examples=40, deadline=None)
def test_cross_entropy_knows_no_offset(seed: int, batch: int, classes: int) -> None:
    logits, offset = draw(seed, (batch, classes), (batch, 1))
    target = np.random.default_rng(seed).integers(classes, size=batch)
    gradient = hw.cross_entropy_backward(logits, target)
    same(hw.cross_entropy(logits + 100 * offset, target), hw.cross_entropy(logits, target), 1e-10)
    same(gradient.sum(axis=1), np.zeros(batch))
    same(np.exp(hw.log_softmax(logits)).sum(axis=1), np.ones(batch))


def test_binary_cross_entropy_is_a_softmax_over_two() -> None:
    (z,) = draw(9, (6,))
    target = np.array([0, 1, 1, 0, 1, 0])
    two = np.column_stack([np.zeros(6), z])
    same(hw.binary_cross_entropy_with_logits(z, target.astype(float)), hw.cross_entropy(two, target))
    binary = hw.binary_cross_entropy_with_logits_backward(z, target.astype(float))
    same(binary, hw.cross_entropy_backward(two, target)[:, 1])


# ------------------------------------------------------------------------------------- fully connected layers


@given(seeds, sizes, sizes, sizes)
@settings(max_examples=40, deadline=None)
def test_linear_against_torch(seed: int, batch: int, n_in: int, n_out: int) -> None:
    x, w, b, dout = draw(seed, (batch, n_in), (n_in, n_out), (n_out,), (batch, n_out))
    variables = [tensor(array) for array in (x, w, b)]
    out = F.linear(variables[0], variables[1].T, variables[2])
    out.backward(torch.tensor(dout))
    same(hw.linear_forward(x, w, b), out)
    for gradient, variable in zip(hw.linear_backward(dout, x, w), variables, strict=True):
        same(gradient, variable.grad)


def torch_network(net: object, x: np.ndarray, dout: np.ndarray) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """The same network in torch: its output, and the gradients of x, the weights and the biases."""
    weights, biases = [tensor(w) for w in net.weights], [tensor(b) for b in net.biases]
    h = variable = tensor(x)
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        h = h @ w + b
        if layer < len(weights) - 1:
            h = ACTIVATIONS[net.activation](h)
    h.backward(torch.tensor(dout))
    return h, [v.grad for v in (variable, *weights, *biases)]


@given(seeds, st.sampled_from(sorted(ACTIVATIONS)), st.lists(sizes, min_size=2, max_size=6), sizes)
@settings(max_examples=60, deadline=None)
def test_mlp_against_torch(seed: int, name: str, widths: list[int], batch: int) -> None:
    net = hw.MLP(widths, name, np.random.default_rng(seed))
    net.biases = draw(seed, *[b.shape for b in net.biases])
    x, dout = draw(seed + 1, (batch, widths[0]), (batch, widths[-1]))
    out, gradients = torch_network(net, x, dout)
    same(net.forward(x), out)
    dx = net.backward(dout)
    for observed, expected in zip((dx, *net.dweights, *net.dbiases), gradients, strict=True):
        same(observed, expected, 1e-11)


def test_mlp_gradient_against_finite_differences() -> None:
    net = hw.MLP([3, 5, 4, 2], "tanh", np.random.default_rng(0))
    x, dout = draw(1, (6, 3), (6, 2))
    net.forward(x)
    net.backward(dout)
    gradients, h = net.dweights, 1e-5
    for layer, w in enumerate(net.weights):
        for index in np.ndindex(*w.shape):
            kept, values = w[index], []
            for step in (h, -h):
                w[index] = kept + step
                values.append((net.forward(x) * dout).sum())
            w[index] = kept
            assert gradients[layer][index] == pytest.approx((values[0] - values[1]) / (2 * h), abs=1e-8)


def test_mlp_descends() -> None:
    rng = np.random.default_rng(0)
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    target = np.array([0, 1, 1, 0])
    net = hw.MLP([2, 8, 2], "tanh", rng)
    for _ in range(500):
        net.backward(hw.cross_entropy_backward(net.forward(x), target))
        net.weights = [w - 0.5 * dw for w, dw in zip(net.weights, net.dweights, strict=True)]
        net.biases = [b - 0.5 * db for b, db in zip(net.biases, net.dbiases, strict=True)]
    assert net.forward(x).argmax(axis=1).tolist() == target.tolist()


# ---------------------------------------------------------------------------------------------------- dtype


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_kept(dtype: type) -> None:
    z, dout, w, b = (array.astype(dtype) for array in draw(0, (4, 3), (4, 3), (3, 3), (3,)))
    target = (dout > 0).astype(dtype)
    results = [hw.activation(name)[0](z) for name in ACTIVATIONS]
    results += [backward_of(name, dout, z) for name in ACTIVATIONS]
    results += [hw.mse_loss_backward(z, target), hw.binary_cross_entropy_with_logits_backward(z, target)]
    results += [hw.log_softmax(z), hw.cross_entropy_backward(z, np.arange(4) % 3)]
    results += [hw.linear_forward(z, w, b), *hw.linear_backward(dout, z, w)]
    results += [hw.perceptron_fit(z, np.array([1, -1, -1, 1]), 3)[0]]
    net = hw.MLP([3, 3, 3], "relu", np.random.default_rng(0))
    net.weights, net.biases = [w, w], [b, b]
    results += [net.forward(z), net.backward(dout), *net.dweights, *net.dbiases]
    assert {result.dtype for result in results} == {np.dtype(dtype)}
