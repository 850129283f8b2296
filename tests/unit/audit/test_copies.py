"""Copies are apart from their originals, and belong together as these do."""

import numpy as np
import pytest
import torch
from torch import nn

from grader.audit.copies import copied, is_network, is_tensor, relayered


class Counting(torch.optim.SGD):
    """An optimizer with an attribute of its own."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__(model.parameters(), lr=1.0)
        self.steps = 0

    def step(self, closure: None = None) -> None:
        self.steps += 1
        super().step()


def test_a_copied_optimizer_steps_the_copied_network() -> None:
    model = nn.Linear(2, 1)
    optimizer, before = Counting(model), model.weight.detach().clone()
    (twin, settings), keywords = copied(((model, [optimizer]), {"x": np.ones(3)}))
    twin(torch.ones(1, 2)).sum().backward()
    settings[0].step()
    assert (settings[0].steps, optimizer.steps) == (1, 0)
    assert torch.equal(model.weight, before)
    assert torch.allclose(twin.weight, before - 1)
    assert keywords["x"].tolist() == [1, 1, 1]


def test_gradients_find_their_way_back_through_a_copy() -> None:
    leaf = torch.tensor([1.0, 2.0], requires_grad=True)
    within, layer = leaf.clone(), nn.Linear(2, 1)
    given, same = copied((within, layer), kept=layer.parameters())
    same(given).sum().backward()
    with torch.no_grad():
        given.zero_()
    assert torch.equal(leaf.grad, layer.weight[0])
    assert torch.equal(layer.weight.grad[0], leaf)
    assert torch.equal(within, leaf)


def test_arrays_are_copied() -> None:
    x = np.ones(2)
    ((other,),) = copied(((x,),))
    other[:] = 0
    assert x.tolist() == [1, 1]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_relayered_network_has_the_form_and_nothing_to_learn(dtype: torch.dtype) -> None:
    network = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.ReLU(), nn.Linear(4, 2)))
    idle = relayered(network, lambda value: value * 0)
    out = idle.to(dtype)(torch.ones(5, 3, dtype=dtype))
    assert (type(idle), len(idle), len(idle[1])) == (nn.Sequential, 2, 2)
    assert (out.shape, out.dtype) == ((5, 2), dtype)
    assert not out.any()
    assert list(idle.parameters()) == []
    assert len(list(network.parameters())) == 4


def test_what_is_of_torch() -> None:
    assert [is_tensor(value) for value in (torch.ones(1), np.ones(1), nn.ReLU(), None)] == [True, False, False, False]
    assert [is_network(value) for value in (torch.ones(1), nn.ReLU(), 1.0)] == [False, True, False]
