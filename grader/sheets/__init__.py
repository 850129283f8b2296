"""Answer sheets of tests as they come back: JSON that the page saved, Markdown with TOML, or a notebook.

Every one of them carries the same facts (`Sheet`); none of them is run, and no bytes whatever do worse than to be
refused with a reason.
"""

from grader.sheets.reading import SUFFIXES, answered, read_sheet
from grader.sheets.sheet import FORMAT, Sheet, from_text, to_text

__all__ = ["FORMAT", "SUFFIXES", "Sheet", "answered", "from_text", "read_sheet", "to_text"]
