"""Jinja templates that escape by default and inherit one base, `page.html.j2`.

A page carries its styles and scripts, loads nothing (its Content-Security-Policy says so to the browser), prints, and
follows the reader's choice of light or dark.
"""

import base64
import functools
import json
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

_HERE = Path(__file__).parent / "templates"

MATH_FONT = "Math of this page"
"""The last of the fonts of `<math>` in `page.css`: that of `math_font`."""

_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def environment(package: str) -> Environment:
    """Templates of `package` (its folder `templates`), with those of the frame below them.

    `{% extends "page.html.j2" %}` gives a whole page; see that file for its blocks and the classes it styles.
    """
    return Environment(
        loader=ChoiceLoader([PackageLoader(package), FileSystemLoader(_HERE)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # templates do not change while pages are made, and to look takes longer than a short one
    )


def compile_all(templates: Environment) -> None:
    """Compiles every template now, so that processes that are copied from this one need not."""
    for name in templates.list_templates(filter_func=lambda name: name.endswith((".j2", ".css", ".js"))):
        templates.get_template(name)


@functools.cache
def math_font() -> Markup:
    """A rule of CSS that brings a font of formulas along, for phones and others that have none (some 80 kB)."""
    data = base64.b64encode((_HERE / "math.woff").read_bytes()).decode("ascii")
    return Markup(
        f'@font-face {{ font-family: "{MATH_FONT}"; src: url(data:font/woff;base64,{data}) format("woff"); }}'
    )


def script_data(value: object) -> Markup:
    """Data as JSON that may stand in a `<script type="application/json">`: nothing in it can end the element."""
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT))
