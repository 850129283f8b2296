"""What an author's decorators make, and what `raised` observes."""

from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.authoring import Limits, case, mistake, raised
from grader.model import Case, Mistake
from grader.model import Limits as ModelLimits


def exercise(student: Any, rng: np.random.Generator) -> Any:
    """Title.

    ru: Название.
    """
    return student.f(rng)


def test_a_case_is_named_and_titled_by_its_function() -> None:
    made = case("task", points="1/3", checker="near", options={"p": 0.5}, limits=Limits(seconds=1), fresh=False)(
        exercise
    )
    assert made == Case(
        name="exercise",
        task="task",
        title={"en": "Title.", "ru": "Название."},
        points=Fraction(1, 3),
        exercise=exercise,
        checker="near",
        options={"p": 0.5},
        limits=ModelLimits(seconds=1),
        fresh=False,
    )


def test_options_are_copied() -> None:
    options = {"p": 1}
    made = case("task", points=1, options=options)(exercise)
    options["p"] = 2
    assert made.options == {"p": 1}


@pytest.mark.parametrize("points", [0.1, 1.0, float("nan")])
def test_points_must_be_exact(points: float) -> None:
    with pytest.raises(TypeError, match="task 'linear' is not exact: write an int or a string"):
        case("linear", points=points)  # type: ignore[arg-type]


def test_points_must_be_a_number() -> None:
    with pytest.raises(ValueError, match="two"):
        case("linear", points="two")(exercise)


def test_a_case_without_a_title_in_both_languages_is_refused() -> None:
    def bare(student: Any, rng: Any) -> None:
        """English only."""

    with pytest.raises(ValueError, match="case bare"):
        case("task", points=1)(bare)
    with pytest.raises(ValueError, match="mistake <lambda>"):
        mistake("task")(lambda module: None)


def test_a_mistake_carries_its_hint_and_credit() -> None:
    def doubled(module: ModuleType) -> None:
        """Halve.

        ru: Пополам.
        """

    assert mistake("task", section="s", credit="1/4")(doubled) == Mistake(
        name="doubled",
        task="task",
        hint={"en": "Halve.", "ru": "Пополам."},
        apply=doubled,
        section="s",
        credit=Fraction(1, 4),
    )


class Own(ValueError):
    pass


class OwnNumPy(np.linalg.LinAlgError, Own):
    pass


class Plain(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ValueError("x"), "ValueError"),
        (Own(), "ValueError"),
        (OwnNumPy(), "ValueError"),
        (Plain(), "Exception"),
        (KeyError(1), "KeyError"),
        (AssertionError(), "AssertionError"),
        (RecursionError(), "RecursionError"),
    ],
)
def test_raised_names_the_built_in_exception(error: Exception, name: str) -> None:
    def throw(*arguments: Any, **keywords: Any) -> None:
        assert (arguments, keywords) == ((1,), {"k": 2}) or isinstance(error, AssertionError)
        raise error

    assert raised(throw, 1, k=2) == name


def test_raised_is_none_where_nothing_is_raised() -> None:
    assert raised(int, "7") is None


@pytest.mark.parametrize("error", [NotImplementedError(), MemoryError(), SystemExit(), KeyboardInterrupt()])
def test_what_is_no_answer_is_passed_on(error: BaseException) -> None:
    def throw() -> None:
        raise error

    with pytest.raises(type(error)):
        raised(throw)
