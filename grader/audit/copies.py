"""Copies of what a case hands to a student's code, PyTorch's things included.

PyTorch itself is never imported here: where no assignment has imported it, nothing of it can be met.
"""

import copy
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any


def is_tensor(value: Any) -> bool:
    """Whether it is a `torch.Tensor`."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def is_network(value: Any) -> bool:
    """Whether it is a `torch.nn.Module`."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.nn.Module)


def copied(arguments: Any, kept: Iterable[Any] = ()) -> Any:
    """A deep copy whose parts belong to each other as the originals do: a copied optimizer steps the copied network.

    Tensors that autograd follows are cloned within their graph, so that gradients of what is made of the copy reach
    the original.  What is `kept` is not copied, wherever it is met.
    """
    memo: dict[int, Any] = {id(one): one for one in kept}
    for part in _parts(arguments):
        if is_tensor(part) and part.requires_grad:
            memo.setdefault(id(part), part.clone())
    for part in _parts(arguments):
        if _is_optimizer(part):  # by its own rules of copying one loses what a subclass has added
            twin = memo[id(part)] = object.__new__(type(part))
            vars(twin).update(copy.deepcopy(vars(part), memo))
    return copy.deepcopy(arguments, memo)


def _is_optimizer(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.optim.Optimizer)


def _parts(tree: Any) -> Iterator[Any]:
    """The leaves of tuples, lists and dicts."""
    if isinstance(tree, dict):
        tree = tree.values()
    elif not isinstance(tree, tuple | list):
        yield tree
        return
    for item in tree:
        yield from _parts(item)


def relayered(network: Any, change: Callable[[Any], Any]) -> Any:
    """A network of the same form without parameters, in which `change` is made to what every layer gives.

    Layers are the modules without modules of their own.  Their names and number stay, and the shapes of what they
    give, for they still work inside.
    """
    children = dict(network.named_children())
    if not children:
        return _shell(network, change)
    made = copy.deepcopy(network)
    for name, child in children.items():
        setattr(made, name, relayered(child, change))
    return made


def _shell(layer: Any, change: Callable[[Any], Any]) -> Any:
    """A layer that hides another one: its parameters are not to be found in it."""
    shell = sys.modules["torch"].nn.Identity()
    shell.forward = lambda x: change(layer.to(x.dtype)(x))
    return shell
