"""What a student may see of a task: less than is known, and said in the same words."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from grader import messages
from grader.model import LANGUAGES, Difference, Outcome, Verdict
from grader.reports.sections import shown
from grader.scoring import task_score
from tests.unit.graded_class import TASKS, card, outcome

KINDS = [
    "value",
    "nonfinite",
    "mutated",
    "property",
    "extra",
    "missing",
    "shape",
    "dtype",
    "length",
    "type",
    "answer",
    "unread",
    "unreadable",
    "other",
]
texts = st.sampled_from(["", "(3, 4)", "(12,)", "7", "1234", "float32", "None", "list of 3", "a.b.c", "ndarray", "0.5"])
differences = st.builds(
    Difference,
    kind=st.sampled_from(KINDS),
    path=st.sampled_from(["", "out", "grads.W", "grads.W.mine", "not_a_notebook", "other_variant"]),
    observed=texts,
    expected=texts,
    at=st.sampled_from([(), (2, 1)]),
    error=st.sampled_from([0.0, 0.25, float("inf")]),
    tolerance=st.sampled_from([0.0, 1e-9]),
    relation=st.sampled_from(["", "factor"]),
    factor=st.sampled_from(["2", "1/32"]),
)
details = st.sampled_from(
    ["", "ValueError: 31415", "Own: 31415", "Adam.step", "not a name", "SIGSEGV", "wire", "forward"]
)


def as_shown(case: Outcome) -> Outcome:
    (task, *_) = shown(card("anna", (task_score(TASKS[0], [case]),)))
    return task.score.noun.outcomes[0]


@settings(max_examples=300)
@given(
    st.sampled_from([one for one in Verdict if one is not Verdict.PASSED]),
    st.none() | differences,
    details,
    st.booleans(),
)
def test_what_is_left_of_a_case_says_what_the_whole_of_it_says(verdict, difference, detail, hidden):
    whole = outcome(verdict, difference, detail, points=6, hidden=hidden)
    for language in LANGUAGES:
        assert messages.outcome(as_shown(whole), language) == messages.outcome(whole, language)
        assert messages.beside(as_shown(whole), language) == messages.beside(whole, language)


def test_those_who_failed_a_hidden_case_alike_are_shown_the_same():
    seen = Difference(kind="value", path="out", observed="0.31", expected="0.62", at=(2, 1), error=0.31)
    cases = [outcome(Verdict.WRONG, replace(seen, observed=text), points=6, hidden=True) for text in ("0.31", "0.32")]
    assert as_shown(cases[0]) == as_shown(cases[1])
    cases = [replace(case, visibility="public") for case in cases]
    assert as_shown(cases[0]) != as_shown(cases[1])
