"""The cells of a notebook that is written: JSON of format 4.5 as Jupyter has it, so that saving it changes nothing."""

from typing import Any

METADATA: dict[str, Any] = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""Of the notebook: Python, whichever is installed."""

Cell = dict[str, Any]


def markdown_cell(name: str, text: str) -> Cell:
    """A cell of text; `name` becomes its id."""
    return {"cell_type": "markdown", "id": _id(name), "metadata": {}, "source": text.splitlines(keepends=True)}


def code_cell(name: str, text: str) -> Cell:
    """A cell of code that was not run; `name` becomes its id."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": _id(name),
        "metadata": {},
        "outputs": [],
        "source": text.splitlines(keepends=True),
    }


def _id(name: str) -> str:
    return name.replace("_", "-")[:64]
