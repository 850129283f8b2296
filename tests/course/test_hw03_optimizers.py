"""The reference of homework 3 against PyTorch, closed forms, finite differences, laws of permutations."""

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.files import load_module
from tests.course.support import grade_module, material, oracle, reference

NAME = "hw03_optimizers"
ROOT = Path(__file__).parents[2]
hw = load_module(ROOT / "solutions" / f"{NAME}.py", NAME)

SHAPES = ((4, 3), (3,), (2, 3, 2))
OPTIMIZERS = {
    "sgd": (hw.SGD, torch.optim.SGD, {}),
    "momentum": (hw.SGD, torch.optim.SGD, {"momentum": 0.9}),
    "sgd with decay": (hw.SGD, torch.optim.SGD, {"weight_decay": 0.3}),
    "momentum with decay": (hw.SGD, torch.optim.SGD, {"momentum": 0.8, "weight_decay": 0.1}),
    "adam": (hw.Adam, torch.optim.Adam, {}),
    "adam with a large eps": (hw.Adam, torch.optim.Adam, {"betas": (0.7, 0.4), "eps": 0.1}),
    "adamw": (hw.AdamW, torch.optim.AdamW, {}),
    "adamw with a strong decay": (hw.AdamW, torch.optim.AdamW, {"betas": (0.8, 0.9), "weight_decay": 0.7}),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("scale", [1.0, 1e-6])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_eight_steps_with_changing_rate_agree_with_torch(name, scale, dtype):
    ours, theirs, options = OPTIMIZERS[name]
    rng = np.random.default_rng(3)
    params = [rng.standard_normal(shape).astype(dtype) for shape in SHAPES]
    tensors = [torch.tensor(w) for w in params]
    optimizer, other = ours(lr=0.1, **options), theirs(tensors, lr=0.1, **options)
    for lr in (0.1, 0.1, 0.1, 0.01, 0.01, 0.3, 0.3, 0.02):
        grads = [(scale * rng.standard_normal(shape)).astype(dtype) for shape in SHAPES]
        kept = [grad.copy() for grad in grads]
        optimizer.lr = other.param_groups[0]["lr"] = lr
        for tensor, grad in zip(tensors, grads, strict=True):
            tensor.grad = torch.tensor(grad)
        optimizer.step(params, grads)
        other.step()
        for w, tensor in zip(params, tensors, strict=True):
            assert w.dtype == dtype
            np.testing.assert_allclose(w, tensor.numpy(), rtol=0, atol=2e-6 if dtype == np.float32 else 1e-13)
        for grad, before in zip(grads, kept, strict=True):
            np.testing.assert_array_equal(grad, before)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_state_belongs_to_the_place_and_not_to_the_array(name):
    ours, _, options = OPTIMIZERS[name]
    rng = np.random.default_rng(8)
    params = [rng.standard_normal((4, 3)) for _ in range(2)]
    values = [w.copy() for w in params]
    kept, moved = ours(lr=0.1, **options), ours(lr=0.1, **options)
    for zero in (True, False, False, True, False):
        grads = [rng.standard_normal((4, 3)), np.zeros((4, 3)) if zero else rng.standard_normal((4, 3))]
        values = [w.copy() for w in values]
        kept.step(params, grads)
        moved.step([w[:] for w in values], grads)
        np.testing.assert_array_equal(values, params)


def test_defaults_and_order_of_arguments_are_those_of_torch():
    tensor = [torch.ones(2)]
    for ours, theirs in (
        (hw.SGD, torch.optim.SGD),
        (hw.Adam, torch.optim.Adam),
        (hw.AdamW, torch.optim.AdamW),
    ):
        optimizer, defaults = ours(), theirs(tensor).defaults
        for word in ("lr", "momentum", "betas", "eps", "weight_decay"):
            if hasattr(optimizer, word):
                assert getattr(optimizer, word) == defaults[word], (ours.__name__, word)
    assert vars(hw.SGD(0.5, 0.9))["momentum"] == 0.9
    assert hw.AdamW(0.5, (0.1, 0.2), 1e-3).eps == 1e-3


def test_momentum_under_a_constant_gradient_is_a_geometric_sum():
    w, g, lr, mu = np.zeros(3), np.array([1.0, -2.0, 0.5]), 0.1, 0.9
    optimizer = hw.SGD(lr=lr, momentum=mu)
    for t in range(1, 20):
        before = w.copy()
        optimizer.step([w], [g])
        np.testing.assert_allclose(w - before, -lr * g * (1 - mu**t) / (1 - mu), rtol=1e-12)


def test_adam_under_a_constant_gradient_moves_by_lr_times_sign():
    w, g = np.zeros(4), np.array([1e-3, -20.0, 5.0, -0.4])
    optimizer = hw.Adam(lr=0.01, eps=0.0)
    for t in range(1, 30):
        optimizer.step([w], [g])
        np.testing.assert_allclose(w, -0.01 * t * np.sign(g), rtol=1e-12)


@pytest.mark.parametrize("make", [lambda: hw.SGD(0.1, 0.0, 0.5), lambda: hw.AdamW(0.1, weight_decay=0.5)])
def test_zero_gradients_leave_the_decay_alone(make):
    w = np.array([2.0, -3.0])
    start, optimizer = w.copy(), make()
    for t in range(1, 10):
        optimizer.step([w], [np.zeros(2)])
        np.testing.assert_allclose(w, start * (1 - 0.1 * 0.5) ** t, rtol=1e-13)


@settings(deadline=None)
@given(n=st.integers(1, 60), size=st.integers(1, 70), seed=st.integers(0, 2**32 - 1), shuffle=st.booleans())
def test_an_epoch_is_a_permutation_cut_into_batches(n, size, seed, shuffle):
    x, y = np.arange(2 * n).reshape(n, 2), np.arange(n) * 10
    batches = list(hw.minibatches(x, y, size, np.random.default_rng(seed), shuffle=shuffle))
    assert [len(b) for b, _ in batches] == [size] * (n // size) + [n % size] * (n % size > 0)
    rows, targets = (np.concatenate(part) for part in zip(*batches, strict=True))
    np.testing.assert_array_equal(rows[:, 0] * 5, targets)
    np.testing.assert_array_equal(np.sort(targets) if shuffle else targets, y)


def test_first_places_of_an_epoch_are_uniform():
    rng, n, draws = np.random.default_rng(0), 5, 4000
    x = np.arange(n)
    first = [next(iter(hw.minibatches(x, x, 1, rng)))[0][0] for _ in range(draws)]
    counts = np.bincount(first, minlength=n)
    assert np.all(np.abs(counts - draws / n) < 5 * np.sqrt(draws / n))


def torch_mlp(model, x):
    tensors = [torch.tensor(w, requires_grad=True) for w in model.params]
    out = torch.tensor(x)
    for i in range(0, len(tensors), 2):
        out = torch.relu(out) if i else out
        out = out @ tensors[i] + tensors[i + 1]
    return out, tensors


@settings(deadline=None, max_examples=30)
@given(sizes=st.lists(st.integers(1, 9), min_size=2, max_size=5), n=st.integers(1, 8), seed=st.integers(0, 999))
def test_given_network_and_loss_agree_with_autograd(sizes, n, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((n, sizes[0])), rng.integers(0, sizes[-1], n)
    model = hw.MLP(sizes, rng)
    out, tensors = torch_mlp(model, x)
    loss = torch.nn.functional.cross_entropy(out, torch.tensor(y))
    loss.backward()
    ours, dlogits = hw.cross_entropy(model.forward(x), y)
    model.backward(dlogits)
    model.backward(dlogits)
    assert ours == pytest.approx(loss.item(), rel=1e-12, abs=1e-12)
    for grad, tensor in zip(model.grads, tensors, strict=True):
        np.testing.assert_allclose(grad, 2 * tensor.grad.numpy(), rtol=1e-10, atol=1e-13)
    model.zero_grad()
    assert not any(grad.any() for grad in model.grads)


def test_gradients_of_the_network_with_its_dropout_mask_by_finite_differences():
    rng = np.random.default_rng(5)
    x, y = rng.standard_normal((6, 4)), rng.integers(0, 3, 6)
    model = hw.MLP([4, 7, 3], rng, dropout=0.4)

    def loss():
        model.rng = np.random.default_rng(11)
        return hw.cross_entropy(model.forward(x), y)

    model.backward(loss()[1])
    h = 1e-6
    for w, grad in zip(model.params, model.grads, strict=True):
        for i in np.ndindex(w.shape):
            w[i] += h
            up = loss()[0]
            w[i] -= 2 * h
            down = loss()[0]
            w[i] += h
            assert grad[i] == pytest.approx((up - down) / (2 * h), rel=1e-5, abs=1e-8)


def test_dropout_of_the_network_is_inverted_and_off_in_evaluation():
    rng = np.random.default_rng(7)
    model = hw.MLP([3, 2000, 1], rng, dropout=0.25)
    model.params[2][:] = 1.0
    x = rng.standard_normal((1, 3))
    model.eval()
    quiet = model.forward(x).item()
    model.train()
    noisy = [model.forward(x).item() for _ in range(200)]
    assert np.std(noisy) > 0
    assert np.mean(noisy) == pytest.approx(quiet, abs=5 * np.std(noisy) / np.sqrt(200))


def test_full_batch_training_is_that_of_torch():
    rng = np.random.default_rng(2)
    x, y = rng.standard_normal((20, 5)), rng.integers(0, 3, 20)
    model = hw.MLP([5, 8, 3], rng)
    _, tensors = torch_mlp(model, x)
    optimizer, other = hw.AdamW(lr=0.02), torch.optim.AdamW(tensors, lr=0.02)
    losses = hw.train(model, optimizer, x, y, 10, 20, rng)
    for seen in losses:
        other.zero_grad()
        out = torch.relu(torch.tensor(x) @ tensors[0] + tensors[1]) @ tensors[2] + tensors[3]
        loss = torch.nn.functional.cross_entropy(out, torch.tensor(y))
        loss.backward()
        other.step()
        assert seen == pytest.approx(loss.item(), rel=1e-9)
    for w, tensor in zip(model.params, tensors, strict=True):
        np.testing.assert_allclose(w, tensor.detach().numpy(), atol=1e-8)


def test_an_epoch_without_learning_reports_the_loss_of_evaluate():
    rng = np.random.default_rng(4)
    x, y = rng.standard_normal((23, 4)), rng.integers(0, 3, 23)
    model = hw.MLP([4, 6, 3], rng)
    losses = hw.train(model, hw.SGD(lr=0.0), x, y, 3, 5, rng)
    loss, accuracy = hw.evaluate(model, x, y)
    assert losses == pytest.approx([loss] * 3, rel=1e-12)
    out, _ = torch_mlp(model, x)
    assert loss == pytest.approx(torch.nn.functional.cross_entropy(out, torch.tensor(y)).item())
    assert accuracy == float((out.argmax(dim=1).numpy() == y).mean())
    assert type(loss) is type(accuracy) is float


@pytest.mark.parametrize("training", [True, False])
def test_evaluate_keeps_the_mode(training):
    model = hw.MLP([2, 3, 2], np.random.default_rng(0), dropout=0.5)
    model.training = training
    hw.evaluate(model, np.ones((4, 2)), np.array([0, 1, 0, 1]))
    assert model.training is training


def test_digits_are_those_of_the_statement():
    with np.load(ROOT / "assignments" / NAME / "digits.npz") as data:
        images, labels = data["images"], data["labels"]
    assert images.shape == (1797, 8, 8) and images.dtype == np.uint8 and images.max() == 16
    assert labels.shape == (1797,) and set(labels) == set(range(10))


# ---------------------------------------------------------------------------------- the assignment's checkers


def in_order(x, y, size):
    return list(hw.minibatches(x, y, size, None, shuffle=False))


def reversed_order(x, y, size, rng, shuffle=True):
    return in_order(x[::-1], y[::-1], size)


def rotated(x, y, size, rng, shuffle=True):
    by = int(rng.integers(1, len(x)))
    return in_order(np.roll(x, by, axis=0), np.roll(y, by, axis=0), size)


def shuffled_within_batches(x, y, size, rng, shuffle=True):
    for xb, yb in in_order(x, y, size):
        order = rng.permutation(len(xb))
        yield xb[order], yb[order]


def whole_batches_shuffled(x, y, size, rng, shuffle=True):
    *batches, last = in_order(x, y, size)
    return [batches[i] for i in rng.permutation(len(batches))] + [last]


NOT_RANDOM = (reversed_order, rotated, shuffled_within_batches, whole_batches_shuffled)


@pytest.mark.parametrize("minibatches", NOT_RANDOM)
def test_an_order_that_is_not_random_is_told(minibatches):
    module = reference(NAME)
    module.minibatches = minibatches
    outcomes = grade_module(NAME, module, task="minibatches")
    assert outcomes["minibatches.every_epoch_anew"].difference.kind == "property"
    assert outcomes["minibatches.data_left_alone"].verdict == "wrong"


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=3) | st.just(np.ones((2, 3))),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["x", "epoch_1", "params"]), below),
    max_leaves=8,
)


@settings(deadline=None, max_examples=40)
@given(tree=TREES, seed=st.integers(0, 3))
def test_checkers_survive_whatever_comes(tree, seed):
    truth = oracle(NAME)
    for case in material(NAME).cases:
        if case.checker != "close":
            expected = truth.expected(case, 0 if case.checker == "learned_digits" else seed).value
            check = truth.checker(case)
            assert check(tree, expected, **case.options) is not None
            key = next(iter(expected))
            assert check({**expected, key: tree}, expected, **case.options) is not None
            assert check(expected, expected, **case.options) is None
