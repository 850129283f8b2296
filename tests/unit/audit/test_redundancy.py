"""A case could be left out when the other hidden ones notice all that it notices."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.audit.redundancy import only, redundant
from grader.model import Case


def case(name: str, visibility: str = "hidden", points: int = 1) -> Case:
    return Case(
        name=name,
        task="t",
        title={},
        points=Fraction(points),
        exercise=lambda student, rng: None,
        visibility=visibility,  # type: ignore[arg-type]
    )


A, B, C, P = case("a"), case("b"), case("c"), case("p", "public")


def test_of_two_that_notice_the_same_one_could_go() -> None:
    assert redundant([A, B], [{"a", "b"}], ()) == {"a": ("b",)}


def test_of_two_that_notice_the_same_the_one_worth_less_could_go() -> None:
    assert redundant([case("a", points=3), B], [{"a", "b"}], ()) == {"b": ("a",)}


def test_what_is_kept_stays_and_lets_the_other_go() -> None:
    assert redundant([A, B], [{"a", "b"}], {"a"}) == {"b": ("a",)}
    assert redundant([A, B], [{"a", "b"}], {"a", "b"}) == {}


def test_it_may_take_two_to_do_the_work_of_one() -> None:
    noticed = [{"a", "b"}, {"a", "c"}, {"b"}, {"c"}]
    assert redundant([A, B, C], noticed, ()) == {"a": ("b", "c")}


@pytest.mark.parametrize("rivals", [[A, P], [A]])
def test_a_public_case_replaces_no_hidden_one(rivals: list[Case]) -> None:
    noticed = [{"a", "p"}]
    assert redundant(rivals, noticed, ()) == {}
    assert only(A, rivals, noticed) == 1


def test_a_public_case_is_measured_against_all() -> None:
    assert only(P, [A, P], [{"a", "p"}, {"p"}]) == 1


def test_a_case_that_notices_nothing_is_not_called_redundant() -> None:
    assert redundant([A, B], [{"b"}], ()) == {}


NAMES = "abcdp"


@given(
    noticed=st.lists(st.sets(st.sampled_from(NAMES), min_size=1), max_size=12),
    kept=st.sets(st.sampled_from(NAMES)),
)
def test_without_the_redundant_ones_nothing_gets_past(noticed: list[set[str]], kept: set[str]) -> None:
    cases = [*map(case, "abcd"), P]
    found = redundant(cases, noticed, kept)
    left = set("abcd") - set(found)
    assert not kept & set(found)
    for one in noticed:
        if one & set("abcd"):
            assert one & left
    for name, others in found.items():
        assert set(others) <= left
        assert all(set(others) & one for one in noticed if name in one)
    for name in left - kept:  # nothing more could go
        mine = [one for one in noticed if name in one]
        assert not mine or any(not (one & left) - {name} for one in mine)
