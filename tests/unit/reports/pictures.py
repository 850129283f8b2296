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
}
DRAWN = {"curves": "y", "mask": "out", "histograms": "after", "path": "path"}


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
