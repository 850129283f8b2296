"""A matplotlib figure as SVG that may stand within a page: its colours are the page's, its ids are nobody else's."""

import io
import re
from collections.abc import Callable

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure

YOURS, RIGHT, SOFT, LINE, BAD, BEFORE = "#010203", "#010204", "#010205", "#010206", "#010207", "#010208"
"""Stand for the colours of the page, light or dark; no other colour is like them."""

_OF_THE_PAGE = {
    YOURS: "var(--accent)",
    RIGHT: "var(--text)",
    SOFT: "var(--soft)",
    LINE: "var(--line)",
    BAD: "var(--bad)",
    BEFORE: "var(--soft)",
}
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "grader",
    "font.size": 9.0,
    "axes.edgecolor": LINE,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": 9.0,
    "ytick.labelsize": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.formatter.limits": (-3, 4),
    "image.interpolation": "none",
}
_ROOT = re.compile(r"<svg\b[^>]*\bviewBox=\"([\d. -]+)\"[^>]*>")
_METADATA = re.compile(r"<metadata>.*?</metadata>|<style\b.*?</style>|<!--.*?-->", re.DOTALL)
_ID = re.compile(r"(\bid=\"|url\(#|href=\"#)")


Margins = tuple[float, float, float, float]
"""Left, bottom, right, top: inches around the axes."""

WITH_TICKS: Margins = (0.5, 0.28, 0.08, 0.08)


def panel(draw: Callable[[Axes], None], width: float = 3.4, height: float = 2.5, margins: Margins = WITH_TICKS) -> str:
    """What `draw` draws into axes of a figure of this size in inches, as an SVG that `embedded` completes.

    The margins are fixed: to have them fitted, everything would be drawn twice.
    """
    left, bottom, right, top = margins
    with mpl.rc_context(_SETTINGS):  # type: ignore[arg-type]
        figure = Figure(figsize=(width, height))
        across, up = (width - left - right) / width, (height - bottom - top) / height
        draw(figure.add_axes((left / width, bottom / height, across, up)))
        written = io.StringIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    svg = _METADATA.sub("", text[text.index("<svg") :]).replace("xlink:href", "href")
    for stand_in, colour in _OF_THE_PAGE.items():
        svg = svg.replace(stand_in, colour)
    return re.sub(r">\s+<", ">\n<", svg.strip())


def embedded(svg: str, prefix: str, label: str) -> Markup:
    """The SVG with ids that begin with `prefix`, and `label` for those who do not see it."""
    own = _ID.sub(rf"\g<1>{prefix}", svg)
    return Markup(_ROOT.sub(rf'<svg viewBox="\1" role="img" aria-label="{_literal(label)}">', own, count=1))


def _literal(label: str) -> str:
    return str(escape(label)).replace("\\", r"\\")
