"""Fields as embedded answers ("cloze") in the text of a question of Moodle's.

    {2:NUMERICAL:=12.5:0.05~%50%10:0.05#You forgot the factor.}      two parts of the question's points
    {1:MULTICHOICE_V:=right~wrong}        {1:MULTIRESPONSE:%50%one~%50%other~%-50%wrong}

Within the braces `}`, `~` and `#` would end something, so they are written in another way.
"""

import math
from collections.abc import Sequence

import numpy as np

from grader.exports import lms_text as lms
from grader.model import Asked, AskedField, RightAnswer


def weights(question: Asked) -> dict[str, int]:
    """What each embedded answer of a field weighs: whole numbers, for Moodle knows no others there.

    A field of several (an array's entries, items to match) shares its points among them.
    """
    shares = {field.name: field.points / _parts(field) for field in question.fields}
    scale = math.lcm(*(share.denominator for share in shares.values()))
    whole = {name: int(share * scale) for name, share in shares.items()}
    common = math.gcd(*whole.values()) or 1
    return {name: max(1, weight // common) for name, weight in whole.items()}


def _parts(field: AskedField) -> int:
    """How many embedded answers a field becomes."""
    counts = {"array": math.prod(field.shape), "matching": len(field.items), "ordering": len(field.options)}
    return max(1, counts.get(field.kind, 1))


def embedded(field: AskedField, answer: RightAnswer, weight: int, languages: Sequence[str]) -> str:
    """HTML in which the field is answered."""
    if field.kind == "array":
        return _table(answer, weight)
    if field.kind == "matching":
        return lms.numbered(field, languages) + _matched(field, answer, weight, languages)
    if field.kind == "ordering":
        return lms.numbered(field, languages) + _ordered(field, answer, weight)
    if field.kind in ("choice", "choices"):
        return f"<div>{_chosen(field, answer, weight, languages)}</div>"
    return f"<p>{_number(answer, weight, languages)}</p>"


def _number(answer: RightAnswer, weight: int, languages: Sequence[str]) -> str:
    alternatives = []
    for value, share, hint in lms.numbers(answer):
        mark = "=" if share == 1 else f"%{lms.percent(share)}%"
        feedback = f"#{_safe(lms.line(hint, languages))}" if hint else ""
        alternatives.append(f"{mark}{_toleranced(answer, value)}{feedback}")
    return f"{{{weight}:NUMERICAL:{'~'.join(alternatives)}}}"


def _toleranced(answer: RightAnswer, value: float) -> str:
    return f"{lms.decimal_text(value)}:{lms.decimal_text(lms.tolerance(answer, value))}"


def _table(answer: RightAnswer, weight: int) -> str:
    """A number for each entry of a vector or matrix."""
    rows = np.atleast_2d(np.asarray(answer.value, dtype=np.float64))
    body = "".join(
        "<tr>"
        + "".join(f"<td>{{{weight}:NUMERICAL:={_toleranced(answer, float(value))}}}</td>" for value in row)
        + "</tr>"
        for row in rows
    )
    return f"<table><tbody>{body}</tbody></table>"


def _chosen(field: AskedField, answer: RightAnswer, weight: int, languages: Sequence[str]) -> str:
    alternatives = []
    for option, (share, hint) in zip(field.options, lms.choice_shares(field, answer), strict=True):
        mark = "=" if share == 1 and field.kind == "choice" else f"%{lms.percent(share)}%"
        feedback = f"#{_safe(lms.line(hint, languages))}" if hint else ""
        alternatives.append(f"{mark if share else ''}{_safe(lms.line(option, languages))}{feedback}")
    kind = "MULTICHOICE_V" if field.kind == "choice" else "MULTIRESPONSE"
    return f"{{{weight}:{kind}:{'~'.join(alternatives)}}}"


def _matched(field: AskedField, answer: RightAnswer, weight: int, languages: Sequence[str]) -> str:
    rows = (
        f"<tr><td>{lms.line(item, languages)}</td><td>{_place(place, len(field.options), weight)}</td></tr>"
        for item, place in zip(field.items, answer.value, strict=True)
    )
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _ordered(field: AskedField, answer: RightAnswer, weight: int) -> str:
    return f"<p>{' '.join(_place(place, len(field.options), weight) for place in answer.value)}</p>"


def _place(place: int, count: int, weight: int) -> str:
    """One of the numbers under which options are shown."""
    numbers = "~".join(f"{'=' if number == place else ''}{number + 1}" for number in range(count))
    return f"{{{weight}:MULTICHOICE:{numbers}}}"


def _safe(text: str) -> str:
    return text.replace("}", "\\}").replace("#", "\\#").replace("~", "&nbsp;").replace("\n", " ")
