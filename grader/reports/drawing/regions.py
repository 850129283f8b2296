"""What a student's code calls every point of a plane, beside what it should be called."""

import numpy as np
from matplotlib.axes import Axes

from grader.reports.drawing.panels import Fact, Panel, Shown, number
from grader.reports.drawing.svg import RIGHT, SOFT, panel

_COLOURS = ((0.29, 0.53, 0.85), (0.85, 0.49, 0.10), (0.30, 0.60, 0.35), (0.60, 0.40, 0.75), (0.50, 0.50, 0.50))
_OTHER = (0.75, 0.15, 0.12, 1.0)


def draw(observed: Shown | None, expected: Shown) -> list[Panel]:
    """One panel of the student's, if there is any, and one of the reference's."""
    right = Panel(svg=_drawn(expected), facts=(Fact(key="regions.right"),))
    return [right] if observed is None else [Panel(svg=_drawn(observed), facts=_facts(observed, expected)), right]


def _drawn(shown: Shown) -> str:
    """Each name has a colour and stands once in the middle of what is called so; what has none of them is red."""
    regions = shown["regions"]
    across, x, up, y = _axes(shown)
    pixels = np.empty((*regions.shape, 4))
    pixels[:] = _OTHER
    for place in shown["names"].values():
        pixels[regions == place] = (*_COLOURS[int(place) % len(_COLOURS)], 0.55)

    def into(axes: Axes) -> None:
        half_x, half_y = float(x[1] - x[0]) / 2, float(y[1] - y[0]) / 2
        sides = (x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y)
        axes.imshow(pixels, extent=sides, origin="lower", aspect="auto")
        axes.set_xlabel(across, color=SOFT, labelpad=1)
        axes.set_ylabel(up, color=SOFT, labelpad=7)
        for name, place in shown["names"].items():
            cells = np.argwhere(regions == place)
            if len(cells):
                row, column = cells[np.argmin(((cells - np.median(cells, axis=0)) ** 2).sum(axis=1))]
                axes.text(x[column], y[row], name, color=RIGHT, ha="center", va="center")

    return panel(into, width=3.4, height=3.0, margins=(0.62, 0.45, 0.08, 0.08))


def _axes(shown: Shown) -> tuple[str, np.ndarray, str, np.ndarray]:
    ((across, x),), ((up, y),) = shown["x"].items(), shown["y"].items()
    return across, x, up, y


def _facts(yours: Shown, right: Shown) -> tuple[Fact, ...]:
    across, x, up, y = _axes(right)
    names = {int(place): name for name, place in right["names"].items()}
    apart = np.argwhere(yours["regions"] != right["regions"])
    fields = {"count": str(len(apart)), "points": str(right["regions"].size)}
    if not len(apart):
        return (Fact(key="regions.yours", fields=fields),)
    row, column = apart[len(apart) // 2]
    where = f"{across} = {number(x[column])}, {up} = {number(y[row])}"
    seen, wanted = yours["regions"][row, column], names[int(right["regions"][row, column])]
    example = {"where": where, "expected": wanted}
    if seen in names:
        return (
            Fact(key="regions.yours", fields=fields),
            Fact(key="regions.named", fields={**example, "observed": names[int(seen)]}),
        )
    return Fact(key="regions.yours", fields=fields), Fact(key="regions.other", fields=example)
