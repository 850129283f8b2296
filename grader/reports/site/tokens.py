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
_TOKEN = re.compile(
    r"""
      (?P<nothing> \#[^\n]* | \\\n )
    | (?P<string> (?: [rRuUbBfF]{1,2} (?=['"]) )?
        (?: \"{3} (?: [^\\"] | \\. | \"(?!\"\") )*+ (?:\"{3})? | '{3} (?: [^\\'] | \\. | '(?!'') )*+ (?:'{3})?
          | " (?: [^\\"\n] | \\. )*+ "? | ' (?: [^\\'\n] | \\. )*+ '? ) )
    | (?P<name> [^\W\d]\w* )
    | (?P<number> \.?\d (?: [eE][+-]?\d | [\w.] )* )
    | (?P<operator> \*\*=? | //=? | <<=? | >>=? | -> | := | \.\.\. | [-+*/%@&|^=<>!]=? | \S )
    """,
    re.VERBOSE | re.DOTALL,
)
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
    text = _one_kind_of_line_end(source)
    known: dict[str, int] = {}
    codes, starts = [], []
    for one in _TOKEN.finditer(text):
        if one.lastgroup == "nothing":
            continue
        word = _common(one[0], one.lastgroup)
        code = known.get(word)
        if code is None:
            code = known[word] = zlib.crc32(word.encode("utf-8", "replace"))
        codes.append(code)
        starts.append(one.start())
        if len(codes) == MAX_TOKENS:
            break
    ends = np.array([at for at, character in enumerate(text) if character == "\n"], dtype=np.int64)
    lines = np.searchsorted(ends, np.array(starts, dtype=np.int64)) + 1
    return Tokens(np.array(codes, dtype=np.uint64), lines.astype(np.int64))


def _common(word: str, kind: str | None) -> str:
    """The text of a token in the form that all who mean the same share."""
    if kind == "name":
        return word if word in _KEPT_NAMES else _NAME
    return '"' if kind == "string" else word


def _one_kind_of_line_end(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n")
