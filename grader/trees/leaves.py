"""Walks a tree leaf by leaf, each with its path in the form that differences are told in."""

from collections.abc import Iterator

from grader.model import Tree


def leaves(tree: Tree, path: str = "") -> Iterator[tuple[str, Tree]]:
    """`("grads.W[1]", array)` for every leaf, in the order in which the case wrote them down."""
    if isinstance(tree, dict):
        for key, item in tree.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(tree, list | tuple):
        for index, item in enumerate(tree):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, tree
