"""The reference answers for what is lent, and for nothing that could hurt the process that it lives in."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.judge import loan
from grader.judge.loan import MAX_AXIS, MAX_ENTRIES, MAX_OBJECTS, Loan, Reluctance
from grader.trees import Opaque
from tests.course.support import oracle

HW01 = oracle("hw01_backprop").reference
HW03 = oracle("hw03_optimizers").reference


def asked(lent: Loan, question: str, *positional: Any, of: int = -1, generators: Any = (), **named: Any) -> Any:
    return lent(question, [list(positional), named], {"of": of, "generators": dict(generators)})


@pytest.fixture
def of_hw01() -> Loan:
    return Loan(HW01, ["linear_forward", "sigmoid"])


@pytest.fixture
def of_hw03() -> Loan:
    return Loan(HW03, ["minibatches", "SGD", "AdamW"])


def odd_reference() -> ModuleType:
    module = ModuleType("odd")

    def for_ever(n: int) -> int:
        while True:
            n += 1

    def naturals() -> Iterator[int]:
        n = 0
        while True:
            yield (n := n + 1)

    def large(n: int) -> np.ndarray:
        return np.zeros(n)

    def secret() -> object:
        return object()

    vars(module).update(for_ever=for_ever, naturals=naturals, large=large, secret=secret)
    return module


def test_it_answers_as_the_reference_does(of_hw01: Loan) -> None:
    x, w, b = np.ones((2, 3)), np.ones((3, 4)), np.zeros(4)
    np.testing.assert_array_equal(asked(of_hw01, "call linear_forward", x, w, b=b)["value"], np.full((2, 4), 3.0))


@pytest.mark.parametrize("name", ["relu", "__import__", "np", "", "MLP", "sigmoid.__globals__", "sigmoid._x"])
@pytest.mark.parametrize("verb", ["describe", "call", "make", "get", "set"])
def test_it_answers_for_nothing_else(verb: str, name: str, of_hw01: Loan) -> None:
    with pytest.raises(Reluctance, match="is not lent"):
        asked(of_hw01, f"{verb} {name}")


@pytest.mark.parametrize("question", ["", "call", "make sigmoid", "get sigmoid", "drop sigmoid", "call sigmoid.func"])
def test_it_cannot_be_asked_in_another_way(question: str, of_hw01: Loan) -> None:
    with pytest.raises(Reluctance):
        asked(of_hw01, question, np.zeros(2))


@pytest.mark.parametrize(
    "argument",
    [np.zeros((MAX_ENTRIES // 1000 + 1, 1000)), [np.zeros(MAX_AXIS + 1)], Opaque("function"), 2**21, [[2**11] * 2]],
)
def test_it_takes_no_argument_that_could_hurt(argument: object, of_hw01: Loan) -> None:
    with pytest.raises(Reluctance, match=r"at most|is not plain data"):
        asked(of_hw01, "call sigmoid", argument)


@pytest.mark.parametrize("arguments", [[], ["text"], [None], [np.zeros(2), np.zeros(2), np.zeros(2)]])
def test_arguments_that_it_cannot_take_are_told_to_the_student_s_code(arguments: list[object], of_hw01: Loan) -> None:
    with pytest.raises(ValueError, match="sigmoid: "):
        asked(of_hw01, "call sigmoid", *arguments)


def test_what_is_asked_in_all_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loan, "MAX_ASKED_BYTES", 3000)
    lent = Loan(HW01, ["sigmoid"])
    for _ in range(3):
        asked(lent, "call sigmoid", np.zeros(100))
    with pytest.raises(Reluctance, match="at most"):
        asked(lent, "call sigmoid", np.zeros(100))


def test_it_takes_no_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loan, "SECONDS", 0.05)
    lent, before = Loan(odd_reference(), ["for_ever"]), sys.gettrace()
    for _ in range(2):
        with pytest.raises(Reluctance, match="too long"):
            asked(lent, "call for_ever", 1)
    assert sys.gettrace() is before


def test_what_yields_without_end_or_answers_too_much_is_not_lent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loan, "MAX_ANSWER_BYTES", 1000)
    lent = Loan(odd_reference(), ["naturals", "large", "secret"])
    with pytest.raises(Reluctance, match="yields more than"):
        asked(lent, "call naturals")
    with pytest.raises(Reluctance, match="an answer of"):
        asked(lent, "call large", 1000)
    with pytest.raises(Reluctance, match="object cannot be lent"):
        asked(lent, "call secret")


def test_a_generator_gives_its_items_and_leaves_the_random_generator_where_the_reference_does(of_hw03: Loan) -> None:
    x, y, ours, theirs = np.arange(10.0).reshape(5, 2), np.arange(5), np.random.default_rng(1), np.random.default_rng(1)
    state = json.dumps(ours.bit_generator.state)
    answer = asked(of_hw03, "call minibatches", x, y, 2, None, generators={"3": state})
    expected = list(HW03.minibatches(x, y, 2, theirs))
    assert [len(item[1]) for item in answer["value"]] == [2, 2, 1]
    for item, other in zip(answer["value"], expected, strict=True):
        np.testing.assert_array_equal(item[0], other[0])
    assert json.loads(answer["generators"]["3"]) == theirs.bit_generator.state


@pytest.mark.parametrize("state", ["", "{}", "x" * 1000, '{"bit_generator": "MT19937"}', 1, None])
def test_a_state_that_is_none_is_refused(state: object, of_hw03: Loan) -> None:
    with pytest.raises(Reluctance):
        asked(of_hw03, "call minibatches", np.zeros((2, 2)), np.zeros(2), 1, None, generators={"3": state})


def test_an_object_changes_the_arrays_of_its_caller(of_hw03: Loan) -> None:
    made = asked(of_hw03, "make SGD", lr=0.5)["value"]
    w, g = np.ones(3), np.full(3, 2.0)
    answer = asked(of_hw03, "call SGD.step", [w], [g], of=made["object"])
    assert list(answer["arrays"]) == ["0"]
    np.testing.assert_array_equal(answer["arrays"]["0"], np.zeros(3))
    assert answer["value"] is None
    asked(of_hw03, "set SGD.lr", 0.25, of=made["object"])
    assert asked(of_hw03, "get SGD.lr", of=made["object"])["value"] == 0.25


@pytest.mark.parametrize("number", [-1, 1, 10**9, None, "0", True])
def test_there_is_no_other_object(number: Any, of_hw03: Loan) -> None:
    asked(of_hw03, "make SGD")
    with pytest.raises(Reluctance, match="no such object"):
        asked(of_hw03, "get SGD.lr", of=number)
    with pytest.raises(Reluctance, match="no such object"):
        asked(of_hw03, "get AdamW.lr", of=0)


@pytest.mark.parametrize("question", ["set SGD.step", "get SGD.step", "set SGD.other", "get SGD.other", "call SGD.lr"])
def test_only_what_is_there_is_read_set_or_called(question: str, of_hw03: Loan) -> None:
    asked(of_hw03, "make SGD")
    with pytest.raises(Reluctance):
        asked(of_hw03, question, 1.0, of=0)


def test_only_so_many_objects_are_made(of_hw03: Loan) -> None:
    for _ in range(MAX_OBJECTS):
        asked(of_hw03, "make SGD")
    with pytest.raises(Reluctance, match="more than"):
        asked(of_hw03, "make SGD")


def test_a_class_that_keeps_the_random_generator_of_its_caller_is_not_lent() -> None:
    state = json.dumps(np.random.default_rng(0).bit_generator.state)
    with pytest.raises(Reluctance, match="keeps a random generator"):
        asked(Loan(HW03, ["MLP"]), "make MLP", [3, 2], None, generators={"1": state})


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.sampled_from(["call", "make", "get", "set", "describe", "SGD", "SGD.step", "SGD.lr", "minibatches", "of"])


@settings(max_examples=60, deadline=None)
@given(
    question=st.lists(WORDS, max_size=3).map(" ".join) | st.text(max_size=20),
    arguments=st.lists(TREES, max_size=3)
    | st.tuples(st.lists(TREES, max_size=3), st.dictionaries(WORDS, TREES)).map(list),
    keywords=st.dictionaries(st.sampled_from(["of", "generators", "x"]), TREES, max_size=3),
)
def test_whatever_is_asked_the_answer_is_data_or_a_refusal(question: str, arguments: Any, keywords: Any) -> None:
    lent = Loan(HW03, ["minibatches", "SGD"])
    asked(lent, "make SGD")
    with suppress(Reluctance):
        assert "value" in lent(question, arguments, keywords)  # type: ignore[operator]
