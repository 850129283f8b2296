"""A program as a row of tokens in which names do not matter: what is left when a copy is disguised.

Every name that its author chose is one and the same token, and so is every string; keywords, built-in names, operators
and numbers stay what they are; comments, spaces and line ends are nothing.  copydetect's own reading, by Pygments,
takes five times as long as Python's tokenizer; a class of five hundred would wait for minutes.
"""

import builtins
import io
import keyword
import token
import tokenize
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_NAME, _STRING = "v", '"'
_KEPT_NAMES = frozenset({*keyword.kwlist, *(name for name in dir(builtins) if not name.startswith("_"))})
_NOTHING = frozenset(
    {token.NEWLINE, token.INDENT, token.DEDENT, token.ENDMARKER, tokenize.NL, tokenize.COMMENT, token.TYPE_COMMENT}
)
MAX_RESTARTS = 20
MAX_TOKENS = 100_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """`codes` (n,) uint64: what each token is; `lines` (n,) int64: the line on which it begins, counted from 1."""

    codes: npt.NDArray[np.uint64]
    lines: npt.NDArray[np.int64]


def source_lines(source: str) -> list[str]:
    """The lines as Python counts them: a form feed, say, ends none."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def tokens(source: str) -> Tokens:
    """The tokens of a program; of one that Python cannot read, whatever it can be read as."""
    codes, lines = [], []
    for word, line in _words(source):
        codes.append(zlib.crc32(word.encode("utf-8", "replace")))
        lines.append(line)
        if len(codes) == MAX_TOKENS:
            break
    return Tokens(np.array(codes, dtype=np.uint64), np.array(lines, dtype=np.int64))


def _words(source: str) -> Iterator[tuple[str, int]]:
    """Every token as its text in the common form, and its line."""
    lines = [f"{line}\n" for line in source_lines(source)]
    start = 0  # lines before this one are read
    for _ in range(MAX_RESTARTS):
        seen = start
        try:
            for one in tokenize.generate_tokens(io.StringIO("".join(lines[start:])).readline):
                seen = max(seen, start + one.end[0])
                if one.type not in _NOTHING:
                    yield _common(one), start + one.start[0]
            return
        except (SyntaxError, tokenize.TokenError):
            start = max(seen, start + 1)  # what could not be read is left out, what comes after it is not


def _common(one: tokenize.TokenInfo) -> str:
    if one.type == token.NAME:
        return one.string if one.string in _KEPT_NAMES else _NAME
    return _STRING if one.type == token.STRING else one.string
