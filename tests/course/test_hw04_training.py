"""The reference of homework 4 against PyTorch's own layers, optimizer and loops; laws of early stopping."""

import copy
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from grader.audit.idle import idle_module
from grader.files import load_module
from grader.model import Verdict
from tests.course.support import grade_module, material, reference

NAME = "hw04_training"
ROOT = Path(__file__).parents[2]
hw = load_module(ROOT / "solutions" / f"{NAME}.py", NAME)


@pytest.fixture(autouse=True)
def one_thread_and_a_seed():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield
    torch.set_num_threads(threads)


# ---------------------------------------------------------------------------------------------------- layers


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_dropout_has_the_rate_the_scale_and_the_gradient_of_torch(p):
    x = (torch.rand(300, 200, dtype=torch.float64) + 0.5).requires_grad_()
    for layer in (hw.Dropout(p), nn.Dropout(p)):
        x.grad = None
        out = layer(x)
        out.backward(torch.ones_like(x))
        assert abs((out == 0).double().mean() - p) < 0.02
        kept = out != 0
        torch.testing.assert_close(out[kept], (x / (1 - p) if p < 1 else x)[kept])
        torch.testing.assert_close(x.grad, (out / x).detach())
    assert torch.equal(hw.Dropout(p).eval()(x), x)


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_dropout_refuses_what_is_no_probability(p):
    with pytest.raises(ValueError):
        hw.Dropout(p)


@given(
    sizes=st.lists(st.integers(2, 9), min_size=1, max_size=4),
    features=st.integers(1, 6),
    momentum=st.floats(0.01, 1.0),
    eps=st.floats(1e-5, 1.0),
    seed=st.integers(0, 2**31),
)
@settings(max_examples=40, deadline=None)
def test_batch_norm_is_that_of_torch(sizes, features, momentum, eps, seed):
    rng = np.random.default_rng(seed)
    ours, theirs = (kind(features, eps=eps, momentum=momentum).double() for kind in (hw.BatchNorm1d, nn.BatchNorm1d))
    with torch.no_grad():
        theirs.weight.copy_(torch.tensor(rng.standard_normal(features)))
        theirs.bias.copy_(torch.tensor(rng.standard_normal(features)))
    ours.load_state_dict(theirs.state_dict())
    for training in (True, False):
        ours.train(training), theirs.train(training)
        for size in sizes:
            x, dout = rng.normal(1.0, 2.0, (2, size, features))
            shown = []
            for layer in (ours, theirs):
                layer.zero_grad()
                leaf = torch.tensor(x, requires_grad=True)
                out = layer(leaf)
                out.backward(torch.tensor(dout))
                shown.append([out.detach(), leaf.grad, layer.weight.grad, layer.bias.grad, *layer.buffers()])
            for one, other in zip(*shown, strict=True):
                torch.testing.assert_close(one, other, rtol=1e-7, atol=1e-9)
    assert list(ours.state_dict()) == list(theirs.state_dict())


def test_batch_norm_passes_gradcheck_and_refuses_one_sample():
    layer = hw.BatchNorm1d(3, eps=0.1).double()
    assert torch.autograd.gradcheck(layer, torch.randn(5, 3, dtype=torch.float64, requires_grad=True))
    before = copy.deepcopy(layer.state_dict())
    for one in (layer, nn.BatchNorm1d(3).double()):
        with pytest.raises(ValueError):
            one(torch.randn(1, 3, dtype=torch.float64))
    assert all(torch.equal(before[key], value) for key, value in layer.state_dict().items())


def test_a_network_is_the_one_that_torch_would_build():
    ours = hw.make_mlp([4, 6, 5, 3], dropout=0.3, batch_norm=True)
    theirs = nn.Sequential(
        *(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Dropout(0.3)),
        *(nn.Linear(6, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Dropout(0.3), nn.Linear(5, 3)),
    )
    theirs.load_state_dict(ours.state_dict())
    x = torch.randn(7, 4)
    torch.testing.assert_close(ours.eval()(x), theirs.eval()(x))


# ------------------------------------------------------------------------------------------------- optimizer


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("scale", [1.0, 1e-6])
def test_adamw_is_that_of_torch_with_groups_gaps_and_a_scheduler(dtype, scale):
    shapes = ((4, 3), (3,), (2, 3, 2))
    start = [torch.randn(shape, dtype=dtype) for shape in shapes]
    both = []
    for kind in (hw.AdamW, torch.optim.AdamW):
        params = [value.clone().requires_grad_() for value in start]
        groups = [
            {"params": params[:1], "lr": 0.1, "weight_decay": 0.3},
            {"params": params[1:], "betas": (0.5, 0.8), "eps": 1e-4},
        ]
        optimizer = kind(groups, lr=0.02)
        both.append((params, optimizer, torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.7)))
    for number in range(8):
        grads = [scale * torch.randn(shape, dtype=dtype) for shape in shapes]
        for params, optimizer, scheduler in both:
            for parameter, grad in zip(params, grads, strict=True):
                parameter.grad = grad.clone()
            if number % 3 == 1:
                params[1].grad = None
            optimizer.step()
            scheduler.step()
        exact = {"rtol": 1e-10, "atol": 1e-12} if dtype is torch.float64 else {"rtol": 1e-4, "atol": 1e-6}
        for one, other in zip(both[0][0], both[1][0], strict=True):
            torch.testing.assert_close(one, other, **exact)


def test_the_state_of_adamw_can_be_saved():
    w = torch.randn(3, 2, requires_grad=True)
    optimizer, target = hw.AdamW([w], lr=0.1), torch.randn(3, 2)

    def closure():
        optimizer.zero_grad()
        loss = ((w - target) ** 2).mean()
        loss.backward()
        return loss

    losses = [optimizer.step(closure).item() for _ in range(60)]
    assert losses[-1] < losses[0] / 10
    other = hw.AdamW([w.detach().clone().requires_grad_()])
    other.load_state_dict(optimizer.state_dict())
    assert other.param_groups[0]["lr"] == 0.1
    assert optimizer.step() is None


# ------------------------------------------------------------------------------------------- training loops


def batches(n, size, features=3, classes=4):
    x, y = torch.randn(n, features, dtype=torch.float64), torch.randint(classes, (n,))
    return list(zip(x.split(size), y.split(size), strict=True)), x, y


@given(n=st.integers(1, 20), size=st.integers(1, 8), seed=st.integers(0, 2**31))
@settings(max_examples=25, deadline=None)
def test_losses_and_accuracy_do_not_depend_on_the_batches(n, size, seed):
    torch.manual_seed(seed)
    loader, x, y = batches(n, size)
    model, criterion = nn.Linear(3, 4).double(), nn.CrossEntropyLoss()
    loss, accuracy = hw.evaluate(model, loader, criterion)
    with torch.no_grad():
        logits = model(x)
    assert loss == pytest.approx(criterion(logits, y).item())
    assert accuracy == pytest.approx((logits.argmax(1) == y).double().mean().item())
    frozen = torch.optim.SGD(model.parameters(), lr=0.0)
    assert hw.train_one_epoch(model, loader, criterion, frozen) == pytest.approx(loss)


def test_an_epoch_makes_the_steps_of_a_loop_written_out():
    loader, _, _ = batches(11, 4)
    one = nn.Linear(3, 4).double()
    other, criterion = copy.deepcopy(one), nn.CrossEntropyLoss()
    hw.train_one_epoch(one, loader, criterion, torch.optim.SGD(one.parameters(), lr=0.5))
    with torch.no_grad():
        for x, y in loader:
            dlogits = (torch.softmax(other(x), 1) - torch.eye(4, dtype=torch.float64)[y]) / len(x)
            other.weight -= 0.5 * dlogits.T @ x
            other.bias -= 0.5 * dlogits.sum(0)
    torch.testing.assert_close(one.weight, other.weight)
    torch.testing.assert_close(one.bias, other.bias)


@given(
    losses=st.lists(st.sampled_from([1.0, 2.0, 3.0, math.nan, math.inf]), min_size=1, max_size=10),
    patience=st.integers(1, 4),
)
@settings(max_examples=150, deadline=None)
def test_early_stopping_keeps_its_laws(losses, patience):
    module = reference(NAME)
    model, epoch = nn.Linear(1, 1), iter(range(len(losses)))

    def train(model, *_):
        with torch.no_grad():
            model.weight.fill_(next(epoch))
        return 0.5

    module.train_one_epoch = train
    module.evaluate = lambda model, *_: (losses[int(model.weight)], 0.25)
    history = module.fit(model, None, None, None, None, len(losses), patience)
    made = len(history["val_loss"])
    finite = [math.inf if math.isnan(loss) else loss for loss in losses]

    def waited(end):
        """Epochs since the last improvement, after `end` epochs."""
        best = [i for i in range(end) if finite[i] < min(finite[:i], default=math.inf)]
        return end - 1 - max(best, default=-1)

    assert all(waited(end) < patience for end in range(1, made))
    assert made == len(losses) or waited(made) == patience
    improved = min(finite[:made]) < math.inf
    assert int(model.weight) == (finite.index(min(finite[:made])) if improved else made - 1)
    assert {len(values) for values in history.values()} == {made}


@pytest.mark.parametrize(
    ("train", "val", "expected"),
    [
        ([2.0, 1.0], [2.0, 1.2], ("underfitting", 1)),
        ([2.0, 0.1], [2.0, 1.2], ("overfitting", 1)),
        ([2.0, 0.1], [0.1, 0.2], ("good", 0)),
        ([2.0, 0.5], [math.nan, 0.75], ("good", 1)),
        ([2.0, 0.6], [0.3, 9.0], ("underfitting", 0)),
    ],
)
def test_diagnoses_by_hand(train, val, expected):
    assert hw.diagnose({"train_loss": train, "val_loss": val}, 0.5, 0.25) == expected


# ---------------------------------------------------------------------------------------------------- digits


def test_digits_are_learned_with_room_to_spare():
    with np.load(material(NAME).folder / "digits.npz") as data:
        x = torch.tensor(data["images"].reshape(-1, 64) / 16.0, dtype=torch.float32)
        y = torch.tensor(data["labels"].astype(np.int64))
    for seed in range(3):
        torch.manual_seed(seed)
        order = torch.randperm(len(x))
        train, val, rest = order[:1000], order[1000:1300], order[1300:]
        model, history = hw.train_digits(x[train], y[train], x[val], y[val])
        with torch.no_grad():
            assert (model.eval()(x[rest]).argmax(1) == y[rest]).float().mean() > 0.95
        assert len(history["val_loss"]) <= 15


def test_torchs_own_layers_and_optimizer_pass_the_cases():
    """What the cases demand is what PyTorch does (the tasks forbid it by name, not by behaviour)."""
    module = reference(NAME)

    class OwnDropout(nn.Dropout):
        pass

    module.Dropout, module.BatchNorm1d, module.AdamW = OwnDropout, nn.BatchNorm1d, torch.optim.AdamW
    for task in ("dropout", "batch_norm", "adamw"):
        lost = {key: o.difference for key, o in grade_module(NAME, module, 5, task).items() if o.credit != 1}
        assert lost == {}


@pytest.mark.parametrize("kind", ["zeros", "nan"])
def test_idle_answers_fail_for_what_they_say(kind):
    """Layers, networks, optimizers and loops that do nothing get through every case: none ends with an error."""
    module = idle_module(material(NAME), kind)
    for task in ("dropout", "batch_norm", "mlp", "adamw", "train", "evaluate"):
        found = {outcome.verdict for outcome in grade_module(NAME, module, task=task).values()}
        assert found <= {Verdict.WRONG, Verdict.MALFORMED}
    layer = module.BatchNorm1d(3)
    x = torch.randn(4, 3, requires_grad=True)
    layer(x).sum().backward()
    assert sorted(layer.state_dict()) == sorted(nn.BatchNorm1d(3).state_dict())
    assert layer.num_batches_tracked == 0
    assert x.grad is not None and layer.weight.grad is not None
    w = torch.ones(2, requires_grad=True)
    w.grad = torch.ones(2)
    module.AdamW([{"params": [w], "lr": 0.5}]).step()
    assert w.tolist() == [1, 1]
