"""A student's dropout mask beside one of the reference: which elements are dropped, and how the others are scaled."""

import numpy as np
from matplotlib.axes import Axes

from grader.exhibits import dropped_and_factor
from grader.reports.drawing.panels import Fact, Panel, Shown, number
from grader.reports.drawing.svg import panel

_KEPT, _LARGER, _ODD = (0.29, 0.53, 0.85), (0.85, 0.49, 0.10), (0.75, 0.15, 0.12)
_WITHIN = 0.02


def draw(observed: Shown | None, expected: Shown) -> list[Panel]:
    """One panel of the student's, if there is any, and one of the reference's."""
    p = float(expected["p"])
    panels = [] if observed is None else [Panel(svg=_drawn(observed, p), facts=_facts("mask.yours", observed, p))]
    return [*panels, Panel(svg=_drawn(expected, p), facts=_facts("mask.right", expected, p))]


def _drawn(shown: Shown, p: float) -> str:
    """Dropped elements are empty; the others are the paler, the smaller their scale is against the right one."""
    with np.errstate(all="ignore"):
        scale = shown["out"].astype(np.float64) / shown["x"].astype(np.float64) * (1 - p)
    pixels = np.zeros((*scale.shape, 4))
    pixels[..., :3] = _KEPT
    pixels[..., 3] = np.where(shown["out"] == 0, 0.0, np.clip(np.clip(np.nan_to_num(scale), 0, 1) ** 2, 0.15, 1.0))
    pixels[scale > 1 + _WITHIN] = (*_LARGER, 1.0)
    pixels[~np.isfinite(scale) | (scale < 0)] = (*_ODD, 1.0)

    def into(axes: Axes) -> None:
        axes.imshow(pixels, aspect="equal")
        axes.set(xticks=[], yticks=[])
        axes.spines[["top", "right"]].set_visible(True)

    rows, columns = scale.shape
    height = min(max(3.3 * rows / columns, 1.0), 5.0) + 0.1
    return panel(into, width=3.4, height=height, margins=(0.05, 0.05, 0.05, 0.05))


def _facts(key: str, shown: Shown, p: float) -> tuple[Fact, ...]:
    dropped, factor = dropped_and_factor(shown)
    with np.errstate(all="ignore"):
        mean = float(np.mean(shown["out"].astype(np.float64))) / float(np.mean(shown["x"].astype(np.float64)))
    fields = {
        "dropped": f"{100 * dropped:.0f}",
        "p": f"{100 * p:.0f}",
        "factor": number(factor),
        "expected": number(1 / (1 - p)),
        "mean": number(mean),
    }
    facts = [Fact(key=key, fields=fields)]
    odd = int((~np.isfinite(shown["out"])).sum())
    if odd:
        facts.append(Fact(key="curves.nonfinite", fields={"count": str(odd), "points": str(shown["out"].size)}))
    return tuple(facts)
