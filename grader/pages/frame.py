"""Jinja templates that escape by default and inherit one base, `page.html.j2`.

A page carries its styles and scripts, loads nothing (its Content-Security-Policy says so to the browser), prints, and
follows the reader's choice of light or dark.
"""

import json
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

_HERE = Path(__file__).parent / "templates"

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
    )


def script_data(value: object) -> Markup:
    """Data as JSON that may stand in a `<script type="application/json">`: nothing in it can end the element."""
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT))
