"""Pictures as grading keeps them, right and hostile ones, for the tests of pages."""

from typing import Any

import numpy as np

from grader.authoring import exhibit
from grader.exhibits import picture
from grader.model import Picture

Z = np.linspace(-2.0, 2.0, 21)
WAYS = np.linspace([1.5, 1.5], [0.0, 0.0], 6)
RIGHT: dict[str, dict[str, Any]] = {
    "curves": {"x": {"f(z)": Z}, "y": {"f(z)": Z**2}},
    "mask": {"x": np.ones((6, 8)), "p": 0.5, "out": 2.0 * (np.indices((6, 8)).sum(axis=0) % 2)},
    "histograms": {"before": Z + 5, "after": {"forward(x)": Z / 2}},
    "path": {"path": WAYS, "surface": {"x": Z, "y": Z, "z": Z[:, None] ** 2 + Z**2}},
    "history": {
        "train_loss": np.linspace(2.0, 0.5, 6),
        "val_loss": np.array([2.0, 1.5, 1.0, 1.1, 1.2, 1.3]),
        "runs": {"patience=2": np.array([5.0, 5.0, 3.0])},
    },
    "regions": {
        "x": {"a": np.arange(5.0)},
        "y": {"b": np.arange(4.0)},
        "names": {"low": 0, "high": 1},
        "regions": (np.arange(5.0) > np.arange(4.0)[:, None]) * 1.0,
    },
}
DRAWN = {"curves": "y", "mask": "out", "histograms": "after", "path": "path", "history": "runs", "regions": "regions"}


def changed(kind: str, change: Any, task: str = "dropout") -> Picture:
    """The picture of a student's code that shows the right arrays after `change`."""

    @exhibit(task, kind=kind)
    def shown(student: object, rng: object) -> object:
        """What the code does with `p` < 1.

        ru: Что делает код при `p` < 1.
        """

    drawn = RIGHT[kind][DRAWN[kind]]
    wrong = {name: change(array) for name, array in drawn.items()} if isinstance(drawn, dict) else change(drawn)
    kept = picture(shown, {**RIGHT[kind], DRAWN[kind]: wrong}, RIGHT[kind])
    assert kept is not None
    return kept
