"""What a layer makes of a distribution: before, after, and after the reference's."""

import numpy as np
from matplotlib.axes import Axes

from grader.reports.drawing.panels import Fact, Panel, Shown, number, span
from grader.reports.drawing.svg import BEFORE, LINE, RIGHT, YOURS, panel

_BINS = 36


def draw(observed: Shown | None, expected: Shown) -> list[Panel]:
    """A panel for each distribution after, named as the author named it."""
    return [
        _panel(name, expected["before"], None if observed is None else observed["after"][name], right)
        for name, right in expected["after"].items()
    ]


def _panel(name: str, before: np.ndarray, yours: np.ndarray | None, right: np.ndarray) -> Panel:
    low, high = span(np.concatenate((before, right)), yours, widest=0.5)
    edges = np.linspace(low, high, _BINS + 1)

    def into(axes: Axes) -> None:
        axes.set(xlim=(low, high), yticks=[])
        axes.spines["left"].set_visible(False)
        axes.grid(color=LINE, linewidth=0.6, axis="x")
        axes.stairs(_counts(before, edges), edges, fill=True, color=BEFORE, alpha=0.25, linewidth=0)
        if yours is not None:
            axes.stairs(_counts(yours, edges), edges, fill=True, color=YOURS, alpha=0.6, linewidth=0)
        axes.stairs(_counts(right, edges), edges, color=RIGHT, linewidth=1.4, linestyle=(0, (4, 2.5)))

    facts = () if yours is None else tuple(_facts(yours, right))
    return Panel(svg=panel(into, margins=(0.1, 0.28, 0.1, 0.08)), heading=name, facts=facts)


def _counts(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    finite = values[np.isfinite(values)].astype(np.float64)
    return np.histogram(finite, edges)[0]


def _facts(yours: np.ndarray, right: np.ndarray) -> list[Fact]:
    finite = yours[np.isfinite(yours)].astype(np.float64)
    facts = []
    if finite.size < yours.size:
        fields = {"count": str(yours.size - finite.size), "points": str(yours.size)}
        facts.append(Fact(key="curves.nonfinite", fields=fields))
    if finite.size:
        deviation, right_deviation = finite.std(), right.std(dtype=float)
        fields = {"mean": number(finite.mean(), deviation), "deviation": number(deviation)}
        right_mean = number(right.mean(dtype=float), right_deviation)
        fields |= {"right_mean": right_mean, "right_deviation": number(right_deviation)}
        facts.append(Fact(key="histograms", fields=fields))
    return facts
