"""The bytes of an answer sheet → what it says, or the reason why it cannot be told.

Which form it has is seen by looking, not by its name: phones and learning systems rename files.  A student's slip in
one line costs that line: where TOML or Python cannot read the whole, it is read line by line.
"""

import json
from collections.abc import Iterable, Iterator

from grader.notebooks import code_cells
from grader.sheets import typed
from grader.sheets.sheet import MAX_ANSWER, MAX_ANSWERS, Sheet
from grader.sources import Unreadable, decode

SUFFIXES = (".json", ".md", ".toml", ".ipynb", ".txt", ".html", ".htm")
"""What an answer sheet may be called; the page itself is not one, but many will hand it in."""

MAX_SHEET_BYTES = 256 * 2**10
"""A larger sheet is not read, but for notebooks, which may hold what a student computed with."""
MAX_CELL = 100_000
"""Characters of a cell that is looked into."""

_FACTS = ("format", "assignment", "student", "variant")

Pairs = list[tuple[str, object]]


def read_sheet(raw: bytes) -> Sheet:
    """What a sheet says; raises `Unreadable`."""
    start = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<head")):
        raise Unreadable("html_page")
    if start.startswith(b"{"):
        return _read_json(raw)
    text = _text(raw)
    above, block = _block(text)
    pairs, lines = typed.toml_pairs(block)
    return _sheet(pairs, [f"line {above + line}" for line in lines])


def answered(raw: bytes) -> int:
    """How many answers the bytes of a sheet hold; -1 where they are none."""
    try:
        return read_sheet(raw).answered
    except Unreadable:
        return -1


def _text(raw: bytes) -> str:
    if len(raw) > MAX_SHEET_BYTES:
        raise Unreadable("too_large")
    return decode(raw).replace("\r\n", "\n").replace("\r", "\n")


def _read_json(raw: bytes) -> Sheet:
    if b'"nbformat"' in raw:
        return _read_notebook(raw)
    text = _text(raw)
    try:
        document = json.loads(text, object_pairs_hook=Doubled, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        raise Unreadable("sheet_cut_off" if cut else "not_a_sheet", f"line {error.lineno}", error.lineno) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable("not_a_sheet") from error
    if not isinstance(document, Doubled) or not isinstance(dict(document.pairs).get("answers"), Doubled):
        raise Unreadable("not_a_sheet")
    pairs = [(key, value) for key, value in document.pairs if not isinstance(value, Doubled)]
    for key, value in document.pairs:
        if key == "answers" and isinstance(value, Doubled):
            pairs += [(f"answers.{name}", answer) for name, answer in value.pairs]
    return _sheet(pairs, ())


class Doubled:
    """A JSON object with all its pairs, those of one key included."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs


def _read_notebook(raw: bytes) -> Sheet:
    pairs: Pairs = []
    unclear: list[str] = []
    for cell in code_cells(raw):
        if len(cell.text) > MAX_CELL:
            continue
        found, lines = typed.python_pairs(cell.text)
        pairs += found
        unclear += [f"cell {cell.number}, line {line}" for line in lines]
    return _sheet(pairs, unclear)


def _block(text: str) -> tuple[int, str]:
    """The TOML in a text: the block between fences that has answers, one of TOML first, else the text as it is.

    With it, how many lines are above it.
    """
    blocks = list(_fenced(text))
    for wanted in ("toml", ""):
        for kind, above, body in blocks:
            if kind.startswith(wanted) and "answers" in body:
                return above, body
    if "[answers" in text:
        return 0, text
    raise Unreadable("not_a_sheet")


def _fenced(text: str) -> Iterator[tuple[str, int, str]]:
    """What follows an opening fence, its line, and the lines up to the closing one; the end of the text closes, too."""
    fence, kind, opened = "", "", 0
    inside: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        if not fence and bare[:3] in ("```", "~~~"):
            fence, kind, opened, inside = bare[:3], bare[3:].strip("`~ ").lower(), number, []
        elif fence and bare.startswith(fence):
            yield kind, opened, "\n".join(inside)
            fence = ""
        elif fence:
            inside.append(line)
    if fence:
        yield kind, opened, "\n".join(inside)


def _sheet(pairs: Iterable[tuple[str, object]], unclear: Iterable[str]) -> Sheet:
    """The sheet that these pairs make: the last answer of several counts, if it is not empty, and the first fact.

    Raises `Unreadable` where there is nothing in them that a sheet has.
    """
    facts: dict[str, str] = {}
    answers: dict[str, str] = {}
    twice: dict[str, None] = {}
    for key, value in pairs:
        text = _said(value)
        if text is None:
            continue
        if not key.startswith("answers."):
            if key in _FACTS:
                facts[key] = facts.get(key) or text.strip()[:200]
            continue
        name = key.removeprefix("answers.")[:200]
        before = answers.get(name, "")
        if before.strip() and text.strip() and before != text:
            twice[name] = None
        if (name in answers or len(answers) < MAX_ANSWERS) and (text.strip() or not before.strip()):
            answers[name] = text[:MAX_ANSWER]
    if not answers and not facts.get("variant") and not facts.get("format"):
        raise Unreadable("not_a_sheet")
    where = ", ".join(list(unclear)[:5])
    notes = [f"answer_twice|{name}" for name in list(twice)[:5]]
    if where:
        notes.append(f"sheet_typed|{where}")
    return Sheet(**facts, answers=answers, notes=tuple(notes))


def _said(value: object) -> str | None:
    """A value as the text that was typed for it; None for what is no answer."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        try:
            return json.dumps(value, ensure_ascii=False, default=str).replace('"', "")
        except (ValueError, RecursionError):
            return None
    return None
