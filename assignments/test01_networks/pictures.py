"""The pictures of the test: small SVG, dark ink on white paper, so that they read on any page and in print."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

INK, FAINT, BLUE, RED = "#1b1f24", "#c9ced6", "#1f5fbf", "#c2410c"
FONT = 'font-family="sans-serif" font-size="13"'


def sheet(width: int, height: int, parts: Sequence[str]) -> str:
    """A whole picture; it keeps its proportions and is never wider than the page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'style="max-width:100%;height:auto" {FONT} fill="{INK}">'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def label(x: float, y: float, text: str, *, anchor: str = "middle", size: int = 13, color: str = INK) -> str:
    """Some words with their middle, start or end at a point."""
    if not text:
        return ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="{color}">{text}</text>'


def line(x1: float, y1: float, x2: float, y2: float, color: str = FAINT) -> str:
    """A thin straight line."""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{color}"/>'


def curve(points: np.ndarray, color: str, dashes: str = "") -> str:
    """A line through points (N, 2)."""
    at = " ".join(f"{x:.1f},{y:.1f}" for x, y in points.tolist())
    return f'<polyline points="{at}" fill="none" stroke="{color}" stroke-width="2.2" stroke-dasharray="{dashes}"/>'


def panel(left: float, top: float, parts: Sequence[str]) -> str:
    """A part of a picture with a corner of its own."""
    return f'<g transform="translate({left:g} {top:g})">{"".join(parts)}</g>'


def axes(across: Mapping[float, str], down: Mapping[float, str]) -> str:
    """Lines of a grid, by their place, with what is written at their ends; the outermost are its edges."""
    (left, *_, right), (top, *_, bottom) = sorted(across), sorted(down)
    parts = [line(left, y, right, y) + label(left - 5, y + 4, text, anchor="end", size=10) for y, text in down.items()]
    parts += [line(x, top, x, bottom) + label(x, bottom + 14, text, size=10) for x, text in across.items()]
    return "".join(parts)


GRID = axes({26 * at: "" for at in range(-2, 3)}, {26 * at: "" for at in range(-2, 3)})
CROSS = line(-61, 0, 61, 0, INK) + line(0, -61, 0, 61, INK)


def point_sets(sets: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> str:
    """Panels of labelled points, x (N, 2) within ±2 and labels ±1: filled discs are +1, crosses are -1."""
    parts = []
    for index, (name, (x, y)) in enumerate(sets.items()):
        marks = [_mark(26 * px, -26 * py, sign) for (px, py), sign in zip(x.tolist(), y, strict=True)]
        panel_parts = [label(0, -76, name, size=15), GRID, CROSS, *marks]
        parts.append(panel(75 + 150 * (index % 3), 96 + 175 * (index // 3), panel_parts))
    return sheet(450, 175 * ((len(sets) + 2) // 3), parts)


def _mark(x: float, y: float, sign: int) -> str:
    if sign > 0:
        return f'<circle cx="{x:g}" cy="{y:g}" r="7" fill="{BLUE}"/>'
    cross = f"M{x - 6:g} {y - 6:g}l12 12m0 -12l-12 12"
    return f'<path d="{cross}" stroke="#ffffff" stroke-width="7"/><path d="{cross}" stroke="{RED}" stroke-width="3.5"/>'


HEIGHTS = axes(
    {68 + 17 * z: f"{z}" for z in (-4, -2, 0, 2, 4)}, {110 - 92 * a: f"{a:g}" for a in (0, 0.25, 0.5, 0.75, 1, 1.2)}
)


def graphs(z: np.ndarray, several: Mapping[str, np.ndarray]) -> str:
    """Panels of functions of `z`, from -4 to 4, with values from 0 to 1.2; where they jump their line is broken."""
    parts = []
    for index, (name, values) in enumerate(several.items()):
        points = np.column_stack([68 + 17 * z, 110 - 92 * values])
        jumps = np.flatnonzero(np.abs(np.diff(values)) > 0.3) + 1
        pieces = [curve(piece[piece[:, 1] >= 0], BLUE) for piece in np.split(points, jumps)]
        panel_parts = [label(68, -12, name, size=15), HEIGHTS, line(68, 0, 68, 110, INK), *pieces]
        parts.append(panel(34 + 182 * (index % 2), 30 + 156 * (index // 2), panel_parts))
    return sheet(366, 472, parts)


EPOCHS = axes(
    {17 * epoch - 8: f"{epoch}" for epoch in range(1, 11)}, {160 - 100 * a: f"{a:g}" for a in (0, 0.4, 0.8, 1.2, 1.6)}
)
LEGEND = [
    curve(np.array([[10, 60], [50, 60]]), BLUE),
    label(58, 64, "train", anchor="start", color=BLUE),
    curve(np.array([[10, 90], [50, 90]]), RED, "6 3"),
    label(58, 94, "validation", anchor="start", color=RED),
]


def learning_curves(networks: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> str:
    """Panels of losses in training and validation after epochs 1 to 10, with values from 0 to 1.6."""
    parts = []
    for index, (name, both) in enumerate(networks.items()):
        lines = [label(84, -12, name, size=15), EPOCHS]
        for losses, color, dashes in zip(both, (BLUE, RED), ("", "6 3"), strict=True):
            points = np.column_stack([17 * np.arange(1, 11) - 8, 160 - 100 * losses])
            lines.append(curve(points, color, dashes))
            lines += [f'<circle cx="{px:g}" cy="{py:.1f}" r="2.8" fill="{color}"/>' for px, py in points.tolist()]
        parts.append(panel(34 + 212 * (index % 2), 30 + 208 * (index // 2), lines))
    return sheet(426, 426, [*parts, panel(246, 238, LEGEND)])


def product_graph(difference: str) -> str:
    """The graph of f = (x y)·r, where r is `difference`, "x − z" or "z − x"."""
    nodes = {"x": (40, 40), "y": (40, 110), "z": (40, 180), "q": (190, 75), "r": (190, 145), "f": (340, 110)}
    inside = {"x": "x", "y": "y", "z": "z", "q": "q = x·y", "r": f"r = {difference}", "f": "f = q·r"}
    edges = ("xq", "yq", "xr", "zr", "qf", "rf")
    parts = []
    for start, end in edges:
        (x1, y1), (x2, y2) = nodes[start], nodes[end]
        x1, x2 = x1 + (20 if start in "xyz" else 46), x2 - 46
        parts.append(line(x1, y1, x2, y2, INK) + _tip(x1, y1, x2, y2))
    for name, (x, y) in nodes.items():
        half = 20 if name in "xyz" else 46
        parts.append(
            f'<rect x="{x - half}" y="{y - 18}" width="{2 * half}" height="36" rx="9" fill="#eef3fb" stroke="{INK}"/>'
        )
        parts.append(label(x, y + 5, inside[name], size=14))
    return sheet(400, 220, parts)


def _tip(x1: float, y1: float, x2: float, y2: float) -> str:
    """The head of an arrow that ends at (x2, y2)."""
    angle = math.degrees(math.atan2(y2 - y1, x2 - x1))
    return f'<path d="M0 0L-9 -4V4z" fill="{INK}" transform="translate({x2:g} {y2:g}) rotate({angle:.1f})"/>'
