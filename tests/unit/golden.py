"""Compares a text with the one kept under tests/golden/; GOLDEN=write writes it anew, to be read in the diff."""

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"


def assert_golden(name: str, text: str) -> None:
    """Fails where `text` is not what the file `name` holds."""
    path = FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path} differs; if it should, run with GOLDEN=write and read it"
