"""What people type into TOML and Python sheets → pairs of a name and a value, nothing of it run.

Both readers first take the text for what it should be, and then, where it is not, line by line: `"mean" = 1,5` without
quotes is an answer all the same.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress

Pairs = list[tuple[str, object]]

_HEADER = re.compile(r"^\s*\[\s*([\w.\"'-]+)\s*\]\s*(?:#.*)?$")
_TOML_LINE = re.compile(r"""^\s*("[^"\n]*"|'[^'\n]*'|[\w.-]+)\s*=(.*)$""")
_PYTHON_LINE = re.compile(r"""^\s*(?:answers\s*\[\s*(?:"([^"\n]*)"|'([^'\n]*)')\s*\]|(\w+))\s*=(.*)$""")
MAX_DOTS = 40
"""In a line that is read as TOML: a key of many parts takes time that grows with their square."""
_LONG = ("'''", '"""')


def toml_pairs(text: str) -> tuple[Pairs, list[int]]:
    """The pairs of a TOML text, `answers.` before the name of an answer; and which lines had to be made out."""
    if any(line.count(".") > MAX_DOTS for line in text.split("\n")):
        return _lines_of_toml(text)
    try:
        document = tomllib.loads(text, parse_float=str)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError, MemoryError):
        return _lines_of_toml(text)
    return list(_flat(document, "", 0)), []


def _flat(table: dict[str, object], above: str, depth: int) -> Iterator[tuple[str, object]]:
    """`survivors.mean = 1` without quotes is a table within a table to TOML, and the same to us."""
    for key, value in table.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            if depth < 4:
                yield from _flat(value, name, depth + 1)
        else:
            yield name, value


def _lines_of_toml(text: str) -> tuple[Pairs, list[int]]:
    pairs: Pairs = []
    unclear: list[int] = []
    table = ""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        header = _HEADER.match(line)
        if header is not None:
            table = header[1].strip("\"'")
            continue
        found = _TOML_LINE.match(line)
        if found is None:
            if line.strip() and not line.lstrip().startswith("#"):
                unclear.append(at)
            continue
        key, value = found[1].strip("\"'"), found[2].strip()
        name = f"{table}.{key}" if table else key
        if value[:3] in _LONG:
            value, at = _until(value[:3], value[3:], lines, at)
            pairs.append((name, value))
            continue
        said, well = _toml_value(value)
        pairs.append((name, said))
        if not well:
            unclear.append(at)
    return pairs, unclear


def _until(mark: str, value: str, lines: list[str], at: int) -> tuple[str, int]:
    """A text of several lines up to its mark, and the line after it; to the end where it is not closed."""
    gathered = [value] if value else []
    if mark in value:
        return value.partition(mark)[0], at
    while at < len(lines):
        line, at = lines[at], at + 1
        if mark in line:
            gathered.append(line.partition(mark)[0])
            break
        gathered.append(line)
    return "\n".join(gathered), at


def _toml_value(text: str) -> tuple[object, bool]:
    """What a value says, and whether it is TOML; else as it was typed, without quotes and remarks."""
    if text.count(".") <= MAX_DOTS:
        with suppress(tomllib.TOMLDecodeError, ValueError, RecursionError):
            return tomllib.loads(f"v = {text}", parse_float=str)["v"], True
    return _unquoted(text), False


def _unquoted(text: str) -> str:
    return text.partition(" #")[0].strip("\"'“”«»„ ")


# ----------------------------------------------------------------------------------------------------------- Python


def python_pairs(text: str) -> tuple[Pairs, list[int]]:
    """The pairs of a cell: `answers["name"] = value` and `name = value`; and which lines had to be made out.

    A text in quotes is what it says; of anything else the source is taken as it was typed.
    """
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _lines_of_python(text)
    pairs: Pairs = []
    lines = text.split("\n")
    for statement in body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            continue
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        said = _python_value(statement.value, lines)
        pairs += [(name, said) for name in map(_target, targets) if name]
    return pairs, []


def _target(node: ast.expr) -> str:
    """What is assigned to: `answers["name"]` or a plain name; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    named = isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "answers"
    if named and isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return f"answers.{node.slice.value}" if isinstance(node.slice.value, str) else ""
    return ""


def _python_value(node: ast.expr, lines: list[str]) -> object:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return node.value
        if node.value is None or node.value is Ellipsis:
            return ""
    if isinstance(node, ast.Dict):
        return None
    return _source(node, lines)


def _source(node: ast.expr, lines: list[str]) -> str:
    """The text that a node was read from; columns count bytes."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    taken = [line.encode() for line in lines[first : last + 1]]
    taken[-1] = taken[-1][: node.end_col_offset]
    taken[0] = taken[0][node.col_offset :]
    return b"\n".join(taken).decode("utf-8", "replace")


def _lines_of_python(text: str) -> tuple[Pairs, list[int]]:
    pairs: Pairs = []
    unclear: list[int] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        found = _PYTHON_LINE.match(line)
        if found is None:
            continue
        key, value = found[1] or found[2], found[4].strip()
        name = f"answers.{key}" if key else found[3]
        if value[:3] in _LONG:
            value, at = _until(value[:3], value[3:], lines, at)
            pairs.append((name, value))
            continue
        try:
            pairs.append((name, _python_value(ast.parse(value, mode="eval").body, [value])))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pairs.append((name, _unquoted(value)))
            unclear.append(at)
    return pairs, unclear
