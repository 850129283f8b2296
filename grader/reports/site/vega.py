"""The program that draws the charts, to stand in a page: Vega, Vega-Lite and Vega-Embed as vl-convert bundles them."""

import re
from functools import cache

import vl_convert
from markupsafe import Markup

_ENDS_SCRIPT = re.compile(r"<(?=/script|!--|script)", re.IGNORECASE)


@cache
def vega_bundle() -> Markup:
    """JavaScript that defines `vegaEmbed`; some 900 kB.  Nothing in it can end the element that it stands in."""
    # A "<" before these words can only stand in a string or a regular expression, where the escape means the same.
    return Markup(_ENDS_SCRIPT.sub(r"\\x3C", vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")))
