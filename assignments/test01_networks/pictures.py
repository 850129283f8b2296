"""The pictures of the test: small SVG, dark ink on white paper, so that they read on any page and in print."""

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
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="{color}">{text}</text>'


def line(x1: float, y1: float, x2: float, y2: float, color: str = FAINT) -> str:
    """A thin straight line."""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{color}"/>'


def curve(points: np.ndarray, color: str, dashes: str = "") -> str:
    """A line through points (N, 2)."""
    at = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{at}" fill="none" stroke="{color}" stroke-width="2.2" stroke-dasharray="{dashes}"/>'


def point_sets(sets: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> str:
    """Panels of labelled points, x (N, 2) within ±2 and labels ±1: filled discs are +1, crosses are -1."""
    parts = []
    for index, (name, (x, y)) in enumerate(sets.items()):
        left, top = 150 * (index % 3), 165 * (index // 3)
        parts.append(label(left + 75, top + 17, name, size=15))
        for tick in range(-2, 3):
            at = 26 * tick
            color = INK if tick == 0 else FAINT
            parts.append(line(left + 75 + at, top + 32, left + 75 + at, top + 154, color))
            parts.append(line(left + 14, top + 93 + at, left + 136, top + 93 + at, color))
        parts += [_mark(left + 75 + 26 * px, top + 93 - 26 * py, sign) for (px, py), sign in zip(x, y, strict=True)]
    return sheet(450, 165 * ((len(sets) + 2) // 3), parts)


def _mark(x: float, y: float, sign: int) -> str:
    if sign > 0:
        return f'<circle cx="{x:g}" cy="{y:g}" r="7" fill="{BLUE}"/>'
    cross = f"M{x - 6:g} {y - 6:g}l12 12m0 -12l-12 12"
    return f'<path d="{cross}" stroke="#ffffff" stroke-width="7"/><path d="{cross}" stroke="{RED}" stroke-width="3.5"/>'


def graphs(z: np.ndarray, several: Mapping[str, np.ndarray]) -> str:
    """Panels of functions of `z`, from -4 to 4, with values from -0.1 to 1.2."""
    parts = []
    for index, (name, values) in enumerate(several.items()):
        left, top = 34 + 178 * (index % 3), 26 + 150 * (index // 3)
        parts.append(label(left + 68, top - 8, name, size=15))
        for tick in (0, 0.25, 0.5, 0.75, 1):
            at = top + 110 - 92 * tick
            parts.append(line(left, at, left + 136, at))
            parts.append(label(left - 5, at + 4, f"{tick:g}", anchor="end", size=10))
        for tick in (-4, -2, 0, 2, 4):
            at = left + 68 + 17 * tick
            parts.append(line(at, top, at, top + 112, INK if tick == 0 else FAINT))
            parts.append(label(at, top + 123, f"{tick}", size=10))
        shown = values <= 1.2
        jumps = np.flatnonzero(np.abs(np.diff(values)) > 0.3) + 1
        for z_part, part, seen in zip(*(np.split(array, jumps) for array in (z, values, shown)), strict=True):
            points = np.column_stack([left + 68 + 17 * z_part, top + 110 - 92 * part])[seen]
            parts.append(curve(points, BLUE))
    return sheet(540, 300, parts)


def learning_curves(networks: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> str:
    """Panels of losses in training and validation, by epoch from 1, with values from 0 to 1.6."""
    parts = []
    for index, (name, (train, val)) in enumerate(networks.items()):
        left, top = 36 + 212 * index, 30
        parts.append(label(left + 84, top - 12, name, size=15))
        for tick in (0, 0.4, 0.8, 1.2, 1.6):
            at = top + 160 - 100 * tick
            parts.append(line(left, at, left + 170, at))
            parts.append(label(left - 5, at + 4, f"{tick:g}", anchor="end", size=10))
        at = left + 17 * np.arange(1, len(train) + 1) - 8
        for number, x in enumerate(at, start=1):
            parts.append(line(x, top, x, top + 160))
            parts.append(label(x, top + 173, f"{number}", size=10))
        for losses, color, dashes in ((train, BLUE, ""), (val, RED, "6 3")):
            points = np.column_stack([at, top + 160 - 100 * losses])
            parts.append(curve(points, color, dashes))
            parts += [f'<circle cx="{px:g}" cy="{py:.1f}" r="2.8" fill="{color}"/>' for px, py in points]
    parts += [
        curve(np.array([[200, 225], [230, 225]]), BLUE),
        label(236, 229, "train", anchor="start", color=BLUE),
        curve(np.array([[330, 225], [360, 225]]), RED, "6 3"),
        label(366, 229, "validation", anchor="start", color=RED),
    ]
    return sheet(640, 240, parts)


def product_graph(difference: str) -> str:
    """The graph of f = (x y)·r, where r is `difference`, "x − z" or "z − x"."""
    nodes = {"x": (40, 40), "y": (40, 110), "z": (40, 180), "q": (190, 75), "r": (190, 145), "f": (340, 110)}
    inside = {"x": "x", "y": "y", "z": "z", "q": "q = x·y", "r": f"r = {difference}", "f": "f = q·r"}
    edges = ("xq", "yq", "xr", "zr", "qf", "rf")
    parts = [
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{INK}"/></marker></defs>'
    ]
    for start, end in edges:
        (x1, y1), (x2, y2) = nodes[start], nodes[end]
        x1, x2 = x1 + (20 if start in "xyz" else 46), x2 - 46
        parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{INK}" stroke-width="1.4" marker-end="url(#tip)"/>'
        )
    for name, (x, y) in nodes.items():
        half = 20 if name in "xyz" else 46
        parts.append(
            f'<rect x="{x - half}" y="{y - 18}" width="{2 * half}" height="36" rx="9" fill="#eef3fb" stroke="{INK}"/>'
        )
        parts.append(label(x, y + 5, inside[name], size=14))
    return sheet(400, 220, parts)
