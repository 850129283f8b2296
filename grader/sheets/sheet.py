"""What an answer sheet says, however it was written; and as the one text that submissions keep of it."""

import json
from dataclasses import dataclass, field

FORMAT = "grader-answers-1"
"""What sheets call their form, so that another one can be told."""

MAX_ANSWERS = 1000
MAX_ANSWER = 20_000
"""Characters of one answer; of a longer one only so many are kept: no field takes as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The answers of one student to one variant of a test, as they were typed; "" for what is not said."""

    format: str = ""
    assignment: str = ""
    student: str = ""
    variant: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    """`<question>.<field>` → the text in it."""
    notes: tuple[str, ...] = ()
    """What is to be said of how it was written: keys of the messages."""

    @property
    def answered(self) -> int:
        """How many fields are not empty."""
        return sum(bool(text.strip()) for text in self.answers.values())


def to_text(sheet: Sheet) -> str:
    """The sheet as text, notes apart: the same for the same facts."""
    facts = {name: getattr(sheet, name) for name in ("format", "assignment", "student", "variant", "answers")}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> Sheet:
    """The sheet that `to_text` wrote."""
    return Sheet(**json.loads(text))
