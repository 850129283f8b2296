"""Notebooks as bytes, made by hand, and a module's text cut into cells as students cut theirs."""

import ast
import json
from typing import Any


def notebook(*cells: str, **changes: Any) -> bytes:
    """A notebook of format 4 with these code cells, a Markdown cell before each."""
    document = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "python3"}}, **changes}
    document["cells"] = [
        cell
        for number, text in enumerate(cells)
        for cell in (
            {"cell_type": "markdown", "id": f"text-{number}", "metadata": {}, "source": "# def f(:"},
            {
                "cell_type": "code",
                "id": f"code-{number}",
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": text.splitlines(keepends=True),
            },
        )
    ]
    return json.dumps(document, ensure_ascii=False).encode()


def cut(source: str) -> list[str]:
    """A module's text as cells, one for each function and class; one cell where Python cannot read it."""
    lines = source.replace("\r\n", "\n").split("\n")
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return [source]
    ends = [node.end_lineno for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    starts = [0, *(end for end in ends if end)]
    return ["\n".join(lines[first:last]) for first, last in zip(starts, [*starts[1:], len(lines)], strict=True)]
