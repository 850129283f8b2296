"""The bytes of arrays as text, for files: the same text on every machine, which a compressor's output is not.

"AAAA…"                                          the bytes in base64
{"width": 8, "values": "…", "letters": "AABA…"}  where few entries differ, as after dropout: those, of so many
                                                 bytes each, in base64, and a letter for every entry
"""

import base64
from typing import Any

import numpy as np

LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
WIDTHS = (1, 2, 4, 8)

_NUMBERS = np.full(256, len(LETTERS), dtype=np.uint8)
_NUMBERS[np.frombuffer(LETTERS, dtype=np.uint8)] = np.arange(len(LETTERS))


def to_text(array: np.ndarray) -> str | dict[str, Any]:
    """The bytes of a little-endian array as a JSON-able value; letters where they at least halve it."""
    width = array.dtype.itemsize
    if width in WIDTHS:
        entries = np.frombuffer(array.tobytes(), dtype=f"u{width}")  # bits: of equal numbers, 0 and -0 differ
        values, numbers = np.unique(entries, return_inverse=True)
        if len(values) <= len(LETTERS) and 2 * (values.nbytes + len(entries)) <= array.nbytes:
            letters = np.frombuffer(LETTERS, dtype=np.uint8)[numbers].tobytes().decode("ascii")
            return {"width": width, "values": _base64(values.tobytes()), "letters": letters}
    return _base64(array.tobytes())


def from_text(value: Any) -> bytes:
    """The bytes that `to_text` was given; `TypeError`, `KeyError` or `ValueError` where its value is off."""
    if not isinstance(value, dict):
        return base64.b64decode(value, validate=True)
    width, values = value["width"], base64.b64decode(value["values"], validate=True)
    if type(width) is not int or width not in WIDTHS or len(values) % width:
        raise ValueError("not values of such a width")
    numbers = _NUMBERS[np.frombuffer(value["letters"].encode("ascii"), dtype=np.uint8)]
    if (numbers >= len(values) // width).any():
        raise ValueError("a letter that stands for nothing")
    return np.frombuffer(values, dtype=f"V{width}")[numbers].tobytes()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
