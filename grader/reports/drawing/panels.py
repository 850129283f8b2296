"""What a picture is made of: panels and the facts that are said beside them."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

Shown = dict[str, Any]
"""What `grader.exhibits.restored` gives of one side: float32 arrays by the keys of the exhibit's kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that a picture shows: a key of `grader.messages` after "picture.", and what it is filled with."""

    key: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One SVG, its heading (code of the author's, or nothing) and what is seen in it."""

    svg: str
    heading: str = ""
    facts: tuple[Fact, ...] = ()


def number(value: float, beside: float = 0.0) -> str:
    """A number as it is read, "-0.25" or "1.4e+05"; "NaN" and "∞" in the form that students see.

    What nobody would tell from 0 `beside` a number of this size is 0.
    """
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "inf" if value > 0 else "-inf"
    return f"{value:.3g}" if abs(value) > max(1e-9, 1e-5 * abs(beside)) else "0"


def span(expected: np.ndarray, observed: np.ndarray | None, widest: float = 3.5) -> tuple[float, float]:
    """The interval to be shown: all that is expected, and of the observed what lies not too far from that.

    Where all that is observed lies farther away, as a percentage does from a share, the nearest of it is shown too.
    """
    low, high = float(expected.min()), float(expected.max())
    room = (high - low) or max(abs(high), 1.0)
    if observed is not None:
        finite = observed[np.isfinite(observed)].astype(np.float64)
        if finite.size:
            least, most = float(finite.min()), float(finite.max())
            low = max(min(low, least), min(low - widest * room, most))
            high = min(max(high, most), max(high + widest * room, least))
    margin = 0.06 * (high - low or room)
    return low - margin, high + margin


def visible(observed: np.ndarray, low: float, high: float) -> np.ndarray:
    """Numbers that can be drawn: NaN and infinity as gaps, what is far outside just outside."""
    wide = observed.astype(np.float64)
    room = high - low
    return np.where(np.isfinite(wide), np.clip(wide, low - room, high + room), np.nan)
