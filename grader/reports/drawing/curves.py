"""A student's curves over the right ones."""

import numpy as np
from matplotlib.axes import Axes

from grader.reports.drawing.panels import Fact, Panel, Shown, number, span, visible
from grader.reports.drawing.svg import BAD, LINE, RIGHT, YOURS, panel


def draw(observed: Shown | None, expected: Shown) -> list[Panel]:
    """A panel for each curve, named as the author named it."""
    return [
        _panel(name, expected["x"][name], None if observed is None else observed["y"][name], right)
        for name, right in expected["y"].items()
    ]


def _panel(name: str, x: np.ndarray, yours: np.ndarray | None, right: np.ndarray) -> Panel:
    low, high = span(right, yours)

    def into(axes: Axes) -> None:
        axes.set(xlim=(float(x.min()), float(x.max())), ylim=(low, high))
        axes.grid(color=LINE, linewidth=0.6)
        if yours is not None:
            half = float(np.diff(x).mean()) / 2 if x.size > 1 else 0.5
            for left, end in _runs(~np.isfinite(yours)):
                axes.axvspan(x[left] - half, x[end] + half, color=BAD, alpha=0.18, linewidth=0)
            axes.plot(x, visible(yours, low, high), color=YOURS, linewidth=2.6)
        axes.plot(x, right, color=RIGHT, linewidth=1.3, dashes=(4, 2.5))

    facts = () if yours is None else tuple(_facts(x, yours, right))
    return Panel(svg=panel(into), heading=name, facts=facts)


def _facts(x: np.ndarray, yours: np.ndarray, right: np.ndarray) -> list[Fact]:
    finite = np.isfinite(yours)
    facts = []
    if not finite.all():
        fields = {"count": str(int((~finite).sum())), "points": str(yours.size)}
        facts.append(Fact(key="curves.nonfinite", fields=fields))
    if finite.any():
        distance = np.where(finite, np.abs(np.where(finite, yours, 0).astype(float) - right), -1.0)
        worst = int(np.argmax(distance))
        if distance[worst] > 1e-5 * (float(np.abs(right).max()) or 1.0):
            fields = {"x": number(x[worst]), "observed": number(yours[worst]), "expected": number(right[worst])}
            facts.append(Fact(key="curves.worst", fields=fields))
        elif finite.all():
            facts.append(Fact(key="curves.same"))
    return facts


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """The first and the last index of every run of True."""
    edges = np.diff(np.concatenate(([False], flags, [False])).astype(np.int8))
    starts, ends = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0] - 1
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
