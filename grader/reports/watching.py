"""How open pages learn of newer ones: a script beside them names the state of the gradebook that they show.

Pages look for it only if they were written while somebody watches (`live.js` of `page.html.j2`).
"""

import json
from pathlib import Path

from grader.reports.keeping import write_page

VERSION = "version.js"
"""Below the folder of all reports."""


def announce(out: Path, live: str) -> None:
    """Tells open pages that `live` is the state to show, after all of them are there; "": nobody watches any more."""
    path = out / VERSION
    if live:
        write_page(str(path), f"window.reportVersion = {json.dumps(live)};\n".encode())
    else:
        path.unlink(missing_ok=True)
