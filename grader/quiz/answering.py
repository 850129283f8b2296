"""A value → the text that a student types for it: the way back from `reading`, for audits, demonstrations and tests."""

import numpy as np

from grader.model import Field, Tree, Variant
from grader.quiz.marked import LETTERS


def typed_answer(field: Field, name: str, variant: Variant, value: Tree) -> str:
    """What is typed into a field to answer `value`, numbers rounded to the digits that are asked for.

    `variant` has its options in the order in which they are shown.  Of code there is nothing to type: "".
    """
    places = {option.key: str(at) for at, option in enumerate(variant.options.get(name, ()), start=1)}
    match field.kind:
        case "number":
            return _rounded(value, field)
        case "integer":
            return str(int(value))
        case "array":
            return _nested(np.asarray(value), field)
        case "choice":
            return places[value]
        case "choices":
            return ", ".join(sorted((places[key] for key in value), key=int))
        case "ordering":
            return " ".join(places[key] for key in value)
        case "matching":
            items = variant.items.get(name, ())
            pairs = zip(LETTERS, items, strict=False)
            return " ".join(letter + places[value[item.key]] for letter, item in pairs if item.key in value)
        case "formula":
            return str(value)
        case "code":
            return ""


def _rounded(value: Tree, field: Field) -> str:
    return f"{float(value):.{field.options['significant']}g}"


def _nested(array: np.ndarray, field: Field) -> str:
    if array.ndim == 0:
        return _rounded(array, field)
    return "[" + ", ".join(_nested(part, field) for part in array) + "]"
