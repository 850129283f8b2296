"""The program that draws the charts: Vega, Vega-Lite and Vega-Embed as vl-convert bundles them."""

from functools import cache
from importlib.metadata import version

import vl_convert

VERSION = f"vl-convert {version('vl-convert-python')}"


@cache
def vega_bundle() -> str:
    """JavaScript that defines `vegaEmbed`, some 900 kB.  To bundle it takes longer than to write hundreds of pages."""
    program: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return program
