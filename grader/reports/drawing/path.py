"""A student's optimizer on its way over a loss surface, and the reference on the same way."""

import numpy as np
from matplotlib.axes import Axes

from grader.reports.drawing.panels import Fact, Panel, Shown, number, visible
from grader.reports.drawing.svg import RIGHT, SOFT, YOURS, panel

_LEVELS = 11


def draw(observed: Shown | None, expected: Shown) -> list[Panel]:
    """One panel: level lines, both paths from their common start."""
    surface = {key: array.astype(np.float64) for key, array in expected["surface"].items()}
    yours = None if observed is None else observed["path"]

    def into(axes: Axes) -> None:
        x, y, z = surface["x"], surface["y"], surface["z"]
        low, high = float(z.min()), float(z.max())
        if high > low:
            levels = low + (high - low) * np.linspace(0.0, 1.0, _LEVELS + 1)[1:] ** 3
            axes.contour(x, y, z, levels=levels, colors=SOFT, linewidths=0.6, alpha=0.6)
        if yours is not None:
            _walk(axes, yours, surface, color=YOURS, linewidth=2.0, markersize=4.0)
        _walk(axes, expected["path"], surface, color=RIGHT, linewidth=1.1, markersize=2.2, dashes=(4, 2.5))
        start = expected["path"][0]
        axes.plot(start[0], start[1], marker="s", color=RIGHT, markersize=6)
        axes.set(xlim=(x.min(), x.max()), ylim=(y.min(), y.max()), aspect="equal")

    facts = () if yours is None else tuple(_facts(yours, expected["path"], surface))
    return [Panel(svg=panel(into, width=4.4, height=4.2, margins=(0.35, 0.28, 0.08, 0.08)), facts=facts)]


def _walk(axes: Axes, path: np.ndarray, surface: Shown, **style: object) -> None:
    points = [visible(path[:, column], *_limits(surface[axis])) for column, axis in enumerate("xy")]
    axes.plot(*points, marker="o", markeredgewidth=0, **style)  # type: ignore[arg-type]


def _limits(axis: np.ndarray) -> tuple[float, float]:
    return float(axis.min()), float(axis.max())


def _facts(yours: np.ndarray, right: np.ndarray, surface: Shown) -> list[Fact]:
    steps = len(yours) - 1
    finite = np.isfinite(yours).all(axis=1)
    if not finite.all():
        return [Fact(key="path.nonfinite", fields={"step": str(int(np.argmin(finite)))})]
    facts = []
    inside = np.ones(len(yours), dtype=bool)
    for column, axis in enumerate("xy"):
        low, high = _limits(surface[axis])
        inside &= (yours[:, column] >= low) & (yours[:, column] <= high)
    if not inside.all():
        facts.append(Fact(key="path.outside", fields={"step": str(int(np.argmin(inside)))}))
    fields = {"steps": str(steps), "observed": _point(yours[-1]), "expected": _point(right[-1])}
    return [*facts, Fact(key="path.end", fields=fields)]


def _point(point: np.ndarray) -> str:
    return f"({number(point[0])}, {number(point[1])})"
