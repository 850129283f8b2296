"""Walks a tree leaf by leaf, each with its path in the form that differences are told in."""

from grader.model import Tree


def leaves(tree: Tree) -> list[tuple[str, Tree]]:
    """`("grads.W[1]", array)` for every leaf, in the order in which the case wrote them down."""
    found: list[tuple[str, Tree]] = []
    _gather(tree, "", found)
    return found


def _gather(tree: Tree, path: str, found: list[tuple[str, Tree]]) -> None:
    if isinstance(tree, dict):
        for key, item in tree.items():
            _gather(item, f"{path}.{key}" if path else key, found)
    elif isinstance(tree, list | tuple):
        for index, item in enumerate(tree):
            _gather(item, f"{path}[{index}]", found)
    else:
        found.append((path, tree))
