"""The handout: what travels in a student's folder beside the public cases, so that they can be judged at home.

It holds what the reference shows for the public cases, whose inputs are the same for everybody, and of the hidden
cases nothing but how many there are.  It is the file `public.json`: JSON with one line for every task and case.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader import trees
from grader.errors import GraderError
from grader.model import LANGUAGES, Assignment, Tree
from grader.reading import read_text

FILE = "public.json"
VERSION = 3
"""Of the format: a newer one is read by a newer grader only.  In the first no task said what it forbids; up to the
second every array stood there entry by entry."""

REMEDY = "download the folder anew"
"""How every complaint about a handout ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutTask:
    """A task as a student's folder knows it; `hidden_cases` is how many cases are not in the folder."""

    name: str
    title: dict[str, str]
    points: Fraction
    section: str
    hidden_cases: int
    requires: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    bonus: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """One assignment in one language; `expected` is what the reference shows for every public case, by name."""

    assignment: str
    title: dict[str, str]
    language: str
    tasks: tuple[HandoutTask, ...]
    expected: dict[str, Tree]
    version: int = VERSION

    @classmethod
    def of(
        cls, assignment: Assignment, language: str, expected: dict[str, Tree], hidden_cases: Mapping[str, int]
    ) -> "Handout":
        """The handout of an assignment; `hidden_cases` says by task how many cases it does not hold."""
        tasks = tuple(
            HandoutTask(
                name=task.name,
                title=dict(task.title),
                points=task.points,
                section=task.section,
                requires=task.requires,
                forbids=task.forbids,
                hidden_cases=hidden_cases.get(task.name, 0),
                bonus=task.bonus,
            )
            for task in assignment.tasks
        )
        return cls(
            assignment=assignment.name,
            title=dict(assignment.title),
            language=language,
            tasks=tasks,
            expected=expected,
        )

    @property
    def hidden_cases(self) -> dict[str, int]:
        """How many hidden cases every task has."""
        return {task.name: task.hidden_cases for task in self.tasks}


def to_json(handout: Handout) -> str:
    """The text of `public.json`: keys in a fixed order, a line for every task and case, floats exact."""
    facts = {
        "version": handout.version,
        "assignment": handout.assignment,
        "language": handout.language,
        "title": dict(handout.title),
    }
    tasks = [
        _line(
            {
                "name": task.name,
                "title": dict(task.title),
                "points": str(task.points),
                "section": task.section,
                "hidden_cases": task.hidden_cases,
                "requires": task.requires,
                "forbids": task.forbids,
                **({"bonus": True} if task.bonus else {}),
            }
        )
        for task in handout.tasks
    ]
    expected = [f"{_line(name)}: {_line(trees.to_json(tree))}" for name, tree in handout.expected.items()]
    lines = [f"{_line(key)}: {_line(value)}" for key, value in facts.items()]
    lines.append('"tasks": [\n  ' + ",\n  ".join(tasks) + "\n ]")
    lines.append('"expected": {\n  ' + ",\n  ".join(expected) + "\n }")
    return "{\n " + ",\n ".join(lines) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def from_json(text: str, where: str) -> Handout:
    """What `to_json` wrote; `GraderError` names the file `where` and the remedy if it is anything else."""
    try:
        return _handout(json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError, ArithmeticError) as error:
        raise GraderError(f"{where}: damaged ({_reason(error)}): {REMEDY}") from error


def read(path: Path) -> Handout:
    """The handout of a file; `GraderError` if it is not there, damaged, or of a newer grader."""
    return from_json(read_text(path, unread=REMEDY, uncoded=REMEDY), str(path))


def _handout(facts: Any) -> Handout:
    if not isinstance(facts, dict):
        raise TypeError("not an object")
    version = facts["version"]
    if type(version) is not int or not 1 <= version <= VERSION:
        raise ValueError(f"format {str(version)[:20]}, this grader reads 1 to {VERSION}")
    language = _text(facts["language"])
    if language not in LANGUAGES:
        raise ValueError(f"language {language[:20]!r}")
    return Handout(
        assignment=_text(facts["assignment"]),
        title=_title(facts["title"]),
        language=language,
        tasks=tuple(_task(task, version) for task in facts["tasks"]),
        expected={name: trees.from_json(value) for name, value in _mapping(facts["expected"]).items()},
    )


def _task(facts: Any, version: int) -> HandoutTask:
    hidden = _mapping(facts)["hidden_cases"]
    if type(hidden) is not int or hidden < 0:
        raise ValueError("hidden_cases is not a count")
    return HandoutTask(
        name=_text(facts["name"]),
        title=_title(facts["title"]),
        points=Fraction(_text(facts["points"])),
        section=_text(facts["section"]),
        hidden_cases=hidden,
        requires=_texts(facts["requires"]) if version > 1 else (),
        forbids=_texts(facts["forbids"]) if version > 1 else (),
        bonus=facts.get("bonus") is True,
    )


def _title(value: Any) -> dict[str, str]:
    return {language: _text(_mapping(value)[language]) for language in LANGUAGES}


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{str(value)[:40]!r} where an object was expected")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]!r} where a text was expected")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{str(value)[:40]!r} where a list was expected")
    return tuple(_text(item) for item in value)


def _reason(error: Exception) -> str:
    """What is off, on one line and without the words of Python's own exceptions where those say little."""
    said = f"key {error}" if isinstance(error, KeyError) else str(error)
    return " ".join(said.split())[:120] or type(error).__name__
