"""What a student typed into a field → the observation that the field's checker judges.

An answer is an observation like that of any case: `{"answer": value}`; of a text that cannot be understood, why.  This
is total: whatever was typed costs its own field at most.
"""

from collections.abc import Mapping

from grader.checkers import unread
from grader.messages import UNANSWERED
from grader.model import Case, Field, Observation, Question, Tree, Variant, Verdict
from grader.questions import field_of
from grader.quiz import marked, numbers


def read_answer(case: Case, question: Question, variant: Variant, answers: Mapping[str, str]) -> Observation:
    """What the field of a case shows, `variant` being the student's own, in the order in which it was shown.

    An empty answer, or none at all, is missing.  Fields of code are not read here: they are observed in the sandbox.
    """
    text = answers.get(case.name, "")
    if not text.strip():
        return Observation(case=case.name, failure=Verdict.MISSING, detail=UNANSWERED)
    name = field_of(case)
    try:
        value = _value(question.fields[name], name, variant, text)
    except numbers.NotRead as reason:
        return Observation(case=case.name, value=unread(reason.reason, text, reason.detail))
    return Observation(case=case.name, value={"answer": value})


def _value(field: Field, name: str, variant: Variant, text: str) -> Tree:
    options = [option.key for option in variant.options.get(name, ())]
    items = [item.key for item in variant.items.get(name, ())]
    match field.kind:
        case "number":
            return numbers.read_number(text)
        case "integer":
            return numbers.read_integer(text)
        case "array":
            return numbers.read_array(text, tuple(field.options["shape"]))
        case "choice":
            return marked.read_choice(text, options)
        case "choices":
            return marked.read_choices(text, options)
        case "matching":
            return marked.read_matching(text, items, options)
        case "ordering":
            return marked.read_ordering(text, options)
        case "formula":
            return text  # its checker has the parser
        case "code":
            raise ValueError(f"{name}: code is observed in the sandbox, not read")
