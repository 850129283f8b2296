"""Is an answer sheet that came back the student's own?"""

from collections.abc import Iterable
from dataclasses import dataclass

from grader.quiz.papers import variant_id
from grader.sheets import FORMAT, Sheet

OTHER_VARIANT, UNKNOWN_VARIANT = "other_variant", "unknown_variant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a sheet is graded: the reason why not (a key of the messages), and remarks if it is.

    `owner` is the student whose variant it is, where that is another one: for the instructor alone.
    """

    refused: str = ""
    detail: str = ""
    owner: str = ""
    notes: tuple[str, ...] = ()


class Variants:
    """The variants of a test that the students of a course were given."""

    def __init__(self, secret: bytes, assignment: str, students: Iterable[str]) -> None:
        self._secret, self._assignment = secret, assignment
        self._owners = {variant_id(secret, assignment, student): student for student in students}

    def standing(self, sheet: Sheet, student: str) -> Standing:
        """What is to be said of a sheet that this student handed in.

        One that names no variant is taken for the student's own: to the questions of another it holds wrong answers.
        """
        if sheet.format and sheet.format != FORMAT:
            return Standing(refused="other_format", detail=sheet.format)
        if sheet.assignment and sheet.assignment != self._assignment:
            return Standing(refused="other_assignment", detail=sheet.assignment)
        if not sheet.answered:
            return Standing(refused="no_answers")
        if not sheet.variant:
            return Standing(notes=("no_variant|",))
        if sheet.variant.lower() != variant_id(self._secret, self._assignment, student):
            owner = self._owners.get(sheet.variant.lower())
            if owner is None:
                return Standing(refused=UNKNOWN_VARIANT, detail=sheet.variant)
            return Standing(refused=OTHER_VARIANT, owner=owner)
        if sheet.student and sheet.student != student:
            return Standing(notes=(f"other_student|{sheet.student}",))
        return Standing()
