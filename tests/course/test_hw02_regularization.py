"""The reference of homework 2 against torch, finite differences and closed forms; and its checkers."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.course.support import grade_module, material, reference

NAME = "hw02_regularization"
REFERENCE = reference(NAME)
unhurried = settings(deadline=None)
SEEDS = st.integers(0, 2**32 - 1)
SHAPES = st.lists(st.integers(1, 6), min_size=1, max_size=4).map(tuple)


def finite_difference(function: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """The gradient of a scalar function by central differences."""
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        gradient[index] = (function(x + step) - function(x - step)) / (2 * h)
    return gradient


def torch_layer(layer: Any) -> torch.nn.BatchNorm1d:
    """PyTorch's batch norm with the state of ours."""
    twin = torch.nn.BatchNorm1d(len(layer.gamma), eps=layer.eps, momentum=layer.momentum, dtype=torch.float64)
    with torch.no_grad():
        twin.weight.copy_(torch.from_numpy(layer.gamma))
        twin.bias.copy_(torch.from_numpy(layer.beta))
        twin.running_mean.copy_(torch.from_numpy(layer.running_mean))
        twin.running_var.copy_(torch.from_numpy(layer.running_var))
    return twin.train(layer.training)


def random_layer(rng: np.random.Generator, features: int, **options: Any) -> Any:
    """A layer in which no array is as it was made."""
    layer = REFERENCE.BatchNorm1d(features, **options)
    layer.gamma, layer.beta = rng.uniform(0.5, 2.0, features), rng.standard_normal(features)
    layer.running_mean, layer.running_var = rng.standard_normal(features), rng.uniform(0.5, 2.0, features)
    return layer


# --------------------------------------------------------------------------------------------------- dropout


@unhurried
@given(SEEDS, SHAPES, st.floats(0.0, 1.0), st.booleans())
def test_dropout_is_a_product_with_the_same_mask_both_ways(
    seed: int, shape: tuple[int, ...], p: float, training: bool
) -> None:
    rng = np.random.default_rng(seed)
    x, dout = rng.uniform(0.5, 2.0, shape), rng.uniform(0.5, 2.0, shape)
    out, cache = REFERENCE.dropout_forward(x, p, training, rng)
    factor, kept = out / x, out != 0
    np.testing.assert_allclose(REFERENCE.dropout_backward(dout, cache), factor * dout, rtol=1e-14)
    if training:
        np.testing.assert_allclose(factor[kept] * (1 - p), 1.0, rtol=1e-14)
    else:
        np.testing.assert_array_equal(out, x)
    assert out.shape == x.shape and out.dtype == x.dtype


def test_dropout_keeps_the_expectation_and_has_the_variance_of_torch() -> None:
    p, x = 0.3, np.full((500, 400), 2.0)
    out, _ = REFERENCE.dropout_forward(x, p, True, np.random.default_rng(1))
    twin = torch.nn.functional.dropout(torch.from_numpy(x), p, training=True).numpy()
    sigma = 2.0 * np.sqrt(p / (1 - p) / x.size)
    assert abs(out.mean() - 2.0) < 6 * sigma
    assert abs(twin.mean() - 2.0) < 6 * sigma
    assert set(np.unique(out)) == set(np.unique(twin)) == {0.0, 2.0 / (1 - p)}
    assert out.var() == pytest.approx(twin.var(), rel=0.02)


def test_dropout_of_everything_and_of_nothing_agrees_with_torch() -> None:
    x = np.random.default_rng(2).standard_normal((4, 3)).astype(np.float32)
    for p in (0.0, 1.0):
        out, _ = REFERENCE.dropout_forward(x, p, True, np.random.default_rng(3))
        np.testing.assert_array_equal(out, torch.nn.functional.dropout(torch.from_numpy(x), p).numpy())
        assert out.dtype == np.float32


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_dropout_rejects_what_is_no_probability(p: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        REFERENCE.dropout_forward(np.ones(3), p, True, np.random.default_rng())


# ------------------------------------------------------------------------------------------------ batch norm


@unhurried
@given(SEEDS, st.integers(2, 9), st.integers(1, 6), st.floats(0.0, 1.0))
def test_batch_norm_trains_as_torch_does(seed: int, batch: int, features: int, momentum: float) -> None:
    rng = np.random.default_rng(seed)
    layer = random_layer(rng, features, eps=1e-2, momentum=momentum)
    twin = torch_layer(layer)
    for _ in range(3):
        x, dout = rng.normal(1.0, 2.0, (batch, features)), rng.standard_normal((batch, features))
        leaf = torch.from_numpy(x.copy()).requires_grad_()
        twin.zero_grad()
        expected = twin(leaf)
        expected.backward(torch.from_numpy(dout))
        np.testing.assert_allclose(layer.forward(x), expected.detach(), rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(layer.backward(dout), leaf.grad, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(layer.dgamma, twin.weight.grad, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(layer.dbeta, twin.bias.grad, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(layer.running_mean, twin.running_mean, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(layer.running_var, twin.running_var, rtol=1e-12, atol=1e-14)


@unhurried
@given(SEEDS, st.integers(1, 9), st.integers(1, 6))
def test_batch_norm_evaluates_as_torch_does(seed: int, batch: int, features: int) -> None:
    rng = np.random.default_rng(seed)
    layer = random_layer(rng, features)
    layer.eval()
    twin, before = torch_layer(layer), layer.running_mean.copy()
    x, dout = rng.normal(1.0, 2.0, (batch, features)), rng.standard_normal((batch, features))
    leaf = torch.from_numpy(x.copy()).requires_grad_()
    expected = twin(leaf)
    expected.backward(torch.from_numpy(dout))
    np.testing.assert_allclose(layer.forward(x), expected.detach(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(layer.backward(dout), leaf.grad, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(layer.dgamma, twin.weight.grad, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(layer.dbeta, twin.bias.grad, rtol=1e-11, atol=1e-12)
    np.testing.assert_array_equal(layer.running_mean, before)


@pytest.mark.parametrize("training", [True, False])
def test_batch_norm_gradient_is_that_of_finite_differences(training: bool) -> None:
    rng = np.random.default_rng(4)
    layer = random_layer(rng, 3, eps=1e-2)
    layer.training = training
    x, dout = rng.normal(1.0, 2.0, (5, 3)), rng.standard_normal((5, 3))
    layer.forward(x)
    dx = layer.backward(dout)
    np.testing.assert_allclose(dx, finite_difference(lambda x: float(np.sum(layer.forward(x) * dout)), x), atol=1e-8)
    if training:
        np.testing.assert_allclose(dx.sum(axis=0), 0.0, atol=1e-14)


def test_batch_norm_starts_as_torch_does_and_both_reject_a_batch_of_one() -> None:
    layer, twin = REFERENCE.BatchNorm1d(4), torch.nn.BatchNorm1d(4)
    state = {"weight": layer.gamma, "bias": layer.beta}
    state |= {"running_mean": layer.running_mean, "running_var": layer.running_var}
    for name, array in state.items():
        np.testing.assert_array_equal(array, twin.state_dict()[name])
    assert (layer.eps, layer.momentum, layer.training) == (twin.eps, twin.momentum, twin.training)
    with pytest.raises(ValueError, match="batch of one"):
        layer.forward(np.ones((1, 4)))
    with pytest.raises(ValueError, match="more than 1 value"):
        twin(torch.ones(1, 4))
    np.testing.assert_array_equal(layer.running_mean, 0.0)


# ------------------------------------------------------------------------------------------------ L2 penalty


@unhurried
@given(SEEDS, st.floats(0.0, 5.0, allow_subnormal=False))
def test_l2_penalty_is_differentiated_by_autograd(seed: int, lam: float) -> None:
    rng = np.random.default_rng(seed)
    params = [rng.standard_normal(shape) for shape in ((3, 2), (2,), (2, 1, 3), ())]
    tensors = [torch.from_numpy(np.array(w)).requires_grad_() for w in params]
    penalty = 0.5 * lam * sum((w**2).sum() for w in tensors if w.ndim >= 2)
    penalty.backward()
    assert REFERENCE.l2_penalty(params, lam) == pytest.approx(penalty.item(), rel=1e-12)
    for ours, tensor in zip(REFERENCE.l2_penalty_grad(params, lam), tensors, strict=True):
        np.testing.assert_allclose(ours, np.zeros(tensor.shape) if tensor.grad is None else tensor.grad, rtol=1e-14)


def test_a_step_on_the_penalized_loss_is_weight_decay_of_torch() -> None:
    rng, lam, lr = np.random.default_rng(5), 0.3, 0.1
    w, g = rng.standard_normal((3, 4)), rng.standard_normal((3, 4))
    tensor = torch.from_numpy(w.copy()).requires_grad_()
    tensor.grad = torch.from_numpy(g.copy())
    torch.optim.SGD([tensor], lr=lr, weight_decay=lam).step()
    loss, (grad,) = REFERENCE.add_l2(2.0, [g], [w], lam)
    np.testing.assert_allclose(w - lr * grad, tensor.detach(), rtol=1e-13)
    assert loss == pytest.approx(2.0 + 0.5 * lam * np.linalg.norm(w) ** 2, rel=1e-14)


# -------------------------------------------------------------------------------------------- early stopping


@unhurried
@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0, np.nan, np.inf]), max_size=12), st.integers(1, 4))
def test_early_stopping_is_what_its_definition_says(losses: list[float], patience: int) -> None:
    stopper, min_delta = REFERENCE.EarlyStopping(patience, min_delta=0.25), 0.25
    improvements: list[int] = []
    weights = [np.zeros((2, 2))]
    for epoch, loss in enumerate(losses):
        weights[0][...] = epoch
        best = min((losses[i] for i in improvements), default=np.inf)
        if np.isfinite(loss) and best - loss > min_delta:
            improvements.append(epoch)
        assert stopper.step(loss, weights) is (epoch - max(improvements, default=-1) >= patience)
    assert stopper.best_epoch == (improvements[-1] if improvements else None)
    weights[0][...] = -1.0
    stopper.restore(weights)
    np.testing.assert_array_equal(weights[0], improvements[-1] if improvements else -1.0)


# -------------------------------------------------------------------------------------------------- checkers


def spoiled(**replacements: Any) -> ModuleType:
    """The reference with some functions replaced."""
    module = reference(NAME)
    vars(module).update(replacements)
    return module


def drawn_by(keep: Callable[[tuple[int, ...], float, np.random.Generator], np.ndarray]) -> ModuleType:
    """The reference with another way to draw which elements are kept."""

    def dropout_forward(x: np.ndarray, p: float, training: bool, rng: np.random.Generator) -> Any:
        if not 0 <= p <= 1:
            raise ValueError
        if not training or p in (0, 1):
            mask = np.full_like(x, 0 if training and p == 1 else 1)
        else:
            mask = keep(x.shape, p, rng).astype(x.dtype) / x.dtype.type(1 - p)
        return x * mask, mask

    return spoiled(dropout_forward=dropout_forward)


def verdicts(module: ModuleType, seeds: int = 3) -> set[str]:
    """The dropout cases that a module does not pass for some seed."""
    graded = [grade_module(NAME, module, seed, "dropout") for seed in range(seeds)]
    return {name.removeprefix("dropout.") for run in graded for name, outcome in run.items() if outcome.credit != 1}


def test_any_right_way_to_draw_passes() -> None:
    ways: list[Callable[[tuple[int, ...], float, np.random.Generator], np.ndarray]] = [
        lambda shape, p, rng: rng.binomial(1, 1 - p, shape),
        lambda shape, p, rng: rng.choice([0, 1], shape, p=[p, 1 - p]),
        lambda shape, p, rng: p < rng.random(shape[::-1], dtype=np.float32).T,
        lambda shape, p, rng: np.random.default_rng(rng.integers(2**63)).uniform(size=shape) > p,
    ]
    for keep in ways:
        assert not verdicts(drawn_by(keep))


def test_dependent_draws_do_not_pass() -> None:
    def pairs(shape: tuple[int, ...], p: float, rng: np.random.Generator) -> np.ndarray:
        half = rng.random((*shape[:-1], (shape[-1] + 1) // 2)) >= p
        return np.repeat(half, 2, axis=-1)[..., : shape[-1]]

    def exact(shape: tuple[int, ...], p: float, rng: np.random.Generator) -> np.ndarray:
        return rng.permutation(np.arange(np.prod(shape)) >= int(p * np.prod(shape))).reshape(shape)

    assert verdicts(drawn_by(pairs)) >= {"rare_drops", "frequent_drops_in_float32"}
    assert "every_call_draws_anew" in verdicts(drawn_by(exact))


@pytest.mark.parametrize("observed", [None, 7, [], {}, {"out": None}, {"calls": 3}, {"outs": [np.zeros(3)]}, "x"])
def test_checkers_bear_any_tree(observed: Any) -> None:
    inputs = {"x": np.ones((3, 4)), "dout": np.ones((3, 4))}
    out = np.ones((3, 4))
    trees = {
        "inverted_dropout": {
            "calls": [{"out": out, "dx": out}],
            "evaluation": {"out": out},
            "inputs": inputs,
        },
        "fresh_masks": {"outs": [out, out], "inputs": inputs},
        "reproducible": {"first": out, "again": out, "other": out, "inputs": inputs},
    }
    checkers = material(NAME).checkers
    assert set(checkers) == set(trees)
    for name, expected in trees.items():
        assert checkers[name](observed, expected, p=0.5) is not None


@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0, 0.0])
def test_checkers_bear_any_numbers(value: float) -> None:
    inputs = {"x": np.ones((30, 40)), "dout": np.ones((30, 40))}
    good, bad = np.ones((30, 40)), np.full((30, 40), value)
    checkers = material(NAME).checkers
    expected = {"out": good, "dx": good, "inputs": inputs}
    assert checkers["inverted_dropout"]({"out": bad, "dx": bad, "inputs": inputs}, expected, p=0.5) is not None
    expected = {"outs": [good] * 3, "inputs": inputs}
    assert checkers["fresh_masks"]({"outs": [bad] * 3, "inputs": inputs}, expected, p=0.5) is not None
