"""A picture of the gradebook → what stands on the page."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from grader.exhibits import restored
from grader.model import Picture
from grader.reports.drawing import curves, histograms, history, mask, path, regions
from grader.reports.drawing.panels import Fact, Panel, Shown

__all__ = ["Drawing", "Fact", "Panel", "draw"]

_DRAWERS: dict[str, Callable[[Shown | None, Shown], list[Panel]]] = {
    "curves": curves.draw,
    "mask": mask.draw,
    "histograms": histograms.draw,
    "path": path.draw,
    "history": history.draw,
    "regions": regions.draw,
}

KEPT = 2048
"""Drawings that are remembered: those who made the same mistake have the same picture, and so have both languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The panels of one picture; `whole` is False where the student's side could not be drawn."""

    kind: str
    panels: tuple[Panel, ...]
    whole: bool


def draw(picture: Picture) -> Drawing | None:
    """The picture drawn; None where it is of a kind, or in a form, that this version does not know."""
    return _drawn(picture.kind, json.dumps(picture.observed), json.dumps(picture.expected))


@lru_cache(KEPT)
def _drawn(kind: str, observed: str, expected: str) -> Drawing | None:
    nothing = Picture(
        exhibit="", task="", title={}, kind=kind, expected=json.loads(expected), observed=json.loads(observed)
    )
    pair = restored(nothing)
    if pair is None or kind not in _DRAWERS:
        return None
    yours, right = pair
    return Drawing(kind=kind, panels=tuple(_DRAWERS[kind](yours, right)), whole=yours is not None)
