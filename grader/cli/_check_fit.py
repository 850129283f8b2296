"""Makes what `grader check` says fit for consoles of every encoding."""

_ASCII = str.maketrans(
    {"✓": "+", "✗": "x", "—": "-", "–": "-", "−": "-", "«": '"', "»": '"', "…": "...", "·": "*", "→": "->"}
    | {"≤": "<=", "≥": ">=", "≠": "!=", "×": "x", "“": '"', "”": '"', "’": "'"}
)


def fit(text: str, encoding: str | None) -> str:
    """The text as a console of that encoding (cp866, cp1251) can show it: signs that it lacks get plainer."""
    encoding = encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "replace").decode(encoding)
    return text
