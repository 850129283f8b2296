"""A program as a row of tokens in which names do not matter: what is left when a copy is disguised.

Every name that its author chose is one and the same token, and so is every string; keywords, built-in names, operators
and numbers stay what they are; comments, spaces and line ends are nothing.  A program that Python cannot read has
tokens, too.  copydetect's own reading, by Pygments, takes twenty times as long: a large class would wait for minutes.
"""

import builtins
import keyword
import re
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_NAME = "v"
_KEPT_NAMES = frozenset({*keyword.kwlist, *(name for name in dir(builtins) if not name.startswith("_"))})
_PIECE = re.compile(
    r"""
    [^\S\n]*+
    ( [^\W\d]\w*+ (?!['"]) | [(),\[\]]
    | \n+ | \#[^\n]* | \\\n
    | (?: [rRuUbBfF]{1,2} (?=['"]) )?
        (?: \"{3} (?: [^\\"] | \\. | \"(?!\"\") )*+ (?:\"{3})? | '{3} (?: [^\\'] | \\. | '(?!'') )*+ (?:'{3})?
          | " (?: [^\\"\n] | \\. )*+ "? | ' (?: [^\\'\n] | \\. )*+ '? )
    | [^\W\d]\w*
    | \.?\d (?: [eE][+-]?\d | [\w.] )*
    | \*\*=? | //=? | <<=? | >>=? | -> | := | \.\.\. | [-+*/%@&|^=<>!]=? | \S )
    """,
    re.VERBOSE | re.DOTALL,
)
"""What a text falls into: names, brackets, line ends and comments, strings, numbers, operators; the commonest first."""
_BEGINS_NAME = re.compile(r"[^\W\d]")
_NOTHING = 1 << 32
"""The code of line ends and comments; those of tokens are smaller."""
_LINES = 33
"""From this bit on stands how many lines a piece ends."""
MAX_TOKENS = 100_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """`codes` (n,) uint64: what each token is; `lines` (n,) int64: the line on which it begins, counted from 1."""

    codes: npt.NDArray[np.uint64]
    lines: npt.NDArray[np.int64]


def source_lines(source: str) -> list[str]:
    """The lines as Python counts them: a form feed, say, ends none."""
    lines = _one_kind_of_line_end(source).split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def tokens(source: str) -> Tokens:
    """The tokens of a program, `MAX_TOKENS` at most."""
    # A large class hands in millions of tokens, so nothing is done with them one by one.
    pieces = _PIECE.findall(_one_kind_of_line_end(source))
    read = np.fromiter(map(_Codes().__getitem__, pieces), np.uint64, len(pieces))
    codes, ended = read & np.uint64(2 * _NOTHING - 1), (read >> np.uint64(_LINES)).astype(np.int64)
    kept = np.flatnonzero(codes != _NOTHING)[:MAX_TOKENS]
    return Tokens(codes[kept], (1 + np.cumsum(ended) - ended)[kept])


class _Codes(dict[str, int]):
    """The code of every piece of a text and the lines that it ends, found when it is first asked for."""

    def __missing__(self, piece: str) -> int:
        common = _common(piece)
        code = _NOTHING if common is None else zlib.crc32(common.encode("utf-8", "replace"))
        self[piece] = found = code | piece.count("\n") << _LINES
        return found


def _common(piece: str) -> str | None:
    """The text of a token in the form that all who mean the same share; None for line ends and comments."""
    if piece[0] in "#\n" or piece == "\\\n":
        return None
    if '"' in piece or "'" in piece:
        return '"'
    if _BEGINS_NAME.match(piece):
        return piece if piece in _KEPT_NAMES else _NAME
    return piece


def _one_kind_of_line_end(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n")
