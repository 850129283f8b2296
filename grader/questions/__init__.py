r"""What an author writes the questions of a test with.

    from grader.questions import Variant, number, question

    @question("survivors", fields={"mean": number(points=2, significant=3)})
    def survivors(reference, rng):
        x, p = rng.integers(1, 9, 4), rng.choice([0.2, 0.25, 0.5])
        return Variant(
            prompt={"en": rf"… $p = {p}$ …", "ru": rf"… $p = {p}$ …"},
            answers={"mean": reference.expected_survivor(x, p)},
        )

A question is a case that also has a text.  Its answers are computed by `reference`, the module in `solutions/`: run on
a known mistake of `mistakes/` the same question gives the answer of a student who made that mistake.  Everything is
drawn from `rng`, so that a variant can be drawn again; helpers to draw and to write with stand here, too.
"""

from grader.model import Option, Variant
from grader.questions.asking import (
    array,
    cases_of,
    choice,
    choices,
    code,
    field_of,
    formula,
    integer,
    matching,
    number,
    option,
    ordering,
    question,
)
from grader.questions.drawing import pick, redrawn, short, shuffled, signs, unseen
from grader.questions.writing import filled, row, shown, signed

__all__ = [
    "Option",
    "Variant",
    "array",
    "cases_of",
    "choice",
    "choices",
    "code",
    "field_of",
    "filled",
    "formula",
    "integer",
    "matching",
    "number",
    "option",
    "ordering",
    "pick",
    "question",
    "redrawn",
    "row",
    "short",
    "shown",
    "shuffled",
    "signed",
    "signs",
    "unseen",
]
