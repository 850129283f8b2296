"""What an author writes cases and known mistakes with.

    from grader.authoring import case, snapshot

    @case("linear", points=2)
    def gradient_of_weights(student, rng):
        \"\"\"dW has the shape of W and sums over the batch.

        ru: dW имеет форму W и суммируется по батчу.
        \"\"\"
        x, w, b = rng.standard_normal((7, 4)), rng.standard_normal((4, 3)), rng.standard_normal(3)
        out, cache = student.linear_forward(x, w, b)
        return {"out": out, "inputs": {"x": x, "w": w, "b": b}}

A case exercises the module and returns what it saw, raw; it never asserts.  What stands under the key `inputs`
must be unchanged, and a difference there is told as such.  Arrays that are updated in place between two
observations are kept with `snapshot`.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import ModuleType
from typing import Any

from grader import bilingual
from grader.model import Case, Exercise, Exhibit, Limits, Mistake
from grader.trees import snapshot

__all__ = ["Limits", "case", "exhibit", "mistake", "raised", "snapshot"]

EXHIBIT_LIMITS = Limits(seconds=1.0, output_mb=1)


def case(
    task: str,
    *,
    points: int | str | Fraction,
    checker: str = "close",
    options: Mapping[str, Any] | None = None,
    limits: Limits | None = None,
    fresh: bool = True,
) -> Callable[[Exercise], Case]:
    """Makes a case of a function `exercise(student, rng)`; its name is the case's, its docstring the title.

    `points` must be exact: an int, a string such as "1/3" or a Fraction.  `checker` and its `options` say how
    the observation is judged.  `fresh=False` draws the inputs once a course instead of once a student.
    """
    if isinstance(points, float):
        raise TypeError(f"points={points!r} of a case of task {task!r} is not exact: write an int or a string")

    def make(exercise: Exercise) -> Case:
        name = exercise.__name__
        return Case(
            name=name,
            task=task,
            title=bilingual.title(exercise.__doc__, f"case {name}"),
            points=Fraction(points),
            exercise=exercise,
            checker=checker,
            options=dict(options or {}),
            limits=limits or Limits(),
            fresh=fresh,
        )

    return make


def mistake(
    task: str, *, section: str = "", credit: int | str | Fraction = 0
) -> Callable[[Callable[[ModuleType], None]], Mistake]:
    """Makes a known mistake of a function that spoils one thing in a fresh copy of the reference module.

    The docstring is the hint that the student reads; `credit` is the share of the task that is still earned.
    """

    def make(apply: Callable[[ModuleType], None]) -> Mistake:
        return Mistake(
            name=apply.__name__,
            task=task,
            hint=bilingual.title(apply.__doc__, f"mistake {apply.__name__}"),
            apply=apply,
            section=section,
            credit=Fraction(credit),
        )

    return make


def exhibit(task: str, *, kind: str, limits: Limits = EXHIBIT_LIMITS) -> Callable[[Exercise], Exhibit]:
    """Makes an exhibit of a function `exercise(student, rng)`: what it returns is drawn beside the reference's.

    It runs for those who lost points in the task, with the same inputs for all, and earns nothing.  The docstring is
    the picture's title; `kind` is how it is drawn and what it must return, a key of `grader.exhibits.KINDS`.
    """

    def make(exercise: Exercise) -> Exhibit:
        name = exercise.__name__
        return Exhibit(
            kind=kind,
            case=Case(
                name=name,
                task=task,
                title=bilingual.title(exercise.__doc__, f"exhibit {name}"),
                points=Fraction(0),
                exercise=exercise,
                visibility="public",
                limits=limits,
                fresh=False,
            ),
        )

    return make


def raised(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> str | None:
    """Name of the built-in exception that the call raises ("ValueError"), or None if it returns.

    An unwritten stub (`NotImplementedError`) is passed on: it is missing, not an answer.
    """
    try:
        function(*arguments, **keywords)
    except (NotImplementedError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever the student's code raises is the observation
        return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")
    return None
