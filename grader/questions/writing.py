"""Texts of questions: numbers as they are read, and both languages filled in from one set of values."""

from collections.abc import Sequence

import numpy as np


def shown(value: object) -> str:
    """A number without the dust of binary fractions: 0.25, -3, 12; an array as a LaTeX matrix; words as they are."""
    if isinstance(value, np.ndarray):
        rows = np.atleast_2d(value)
        return r"\begin{pmatrix}" + r" \\ ".join(" & ".join(map(shown, row)) for row in rows) + r"\end{pmatrix}"
    return value if isinstance(value, str) else f"{round(float(value), 10):.10g}"  # type: ignore[arg-type]


def row(values: Sequence[float]) -> str:
    """Numbers one after another, in a formula."""
    return r",\; ".join(map(shown, values))


def signed(value: float, symbol: str = "") -> str:
    """A further term of a sum: `+ 3`, `- a`."""
    factor = "" if symbol and abs(value) == 1 else shown(abs(value))
    return f"{'-' if value < 0 else '+'} {factor}{symbol}"


def filled(*, en: str, ru: str, **values: object) -> dict[str, str]:
    """A text in both languages, with every `<name>` replaced by its value (of that language, if it has two).

    It may be indented and broken into lines: a blank line begins a paragraph, any other space is one.
    """
    texts = {"en": _unwrapped(en), "ru": _unwrapped(ru)}
    for name, value in values.items():
        for language, text in texts.items():
            texts[language] = text.replace(f"<{name}>", shown(value[language] if isinstance(value, dict) else value))
    return texts


def _unwrapped(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
