"""The outcome of grading as JSON for the instructor's programs; `autograde.schema.json` beside says what is in it.

The file is the instructor's: it shows the numbers of hidden cases and the cause of our own failures.
"""

import json
from collections.abc import Iterable
from fractions import Fraction
from importlib import resources
from pathlib import Path
from typing import Any

from grader import messages
from grader.files import write_atomically
from grader.model import Outcome, Scorecard, TaskScore
from grader.scoring import credited, decimal

PLACES = 6


def write(path: Path, cards: Iterable[Scorecard], *, assignment: str | None, isolation: str) -> None:
    """Writes `document(…)` to `path`; whole or not at all."""
    written = document(cards, assignment=assignment, isolation=isolation)
    write_atomically(path, json.dumps(written, ensure_ascii=False, indent=1) + "\n")


def document(cards: Iterable[Scorecard], *, assignment: str | None, isolation: str) -> dict[str, Any]:
    """The scorecards as JSON-able data, in their order; `assignment` is None where they are of several."""
    return {
        "assignment": assignment,
        "isolation": isolation,
        "submissions": [_submission(card) for card in cards],
    }


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `document`."""
    text = resources.files("grader.exports").joinpath("autograde.schema.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _submission(card: Scorecard) -> dict[str, Any]:
    return {
        "student": messages.clean(card.student),
        "assignment": card.assignment,
        "path": messages.clean(card.path, 1000),
        "received": card.received.isoformat() if card.received else None,
        "digest": card.submission,
        "score": _number(card.score),
        "max_score": _number(card.max_points),
        "held": card.held,
        "late": {"days": card.late_days, "factor": _number(card.late_factor)},
        "notes": [messages.note(note, "en") for note in card.notes],
        "tasks": [_task(task) for task in card.tasks],
    }


def _task(task: TaskScore) -> dict[str, Any]:
    return {
        "name": task.task,
        "score": _number(task.points),
        "max_score": _number(task.max_points),
        "diagnosis": task.diagnosis.mistake if task.diagnosis else None,
        "carried": {"tasks": list(task.carried.tasks), "points": _number(task.carried.points)}
        if task.carried
        else None,
        "cases": [_case(outcome) for outcome in task.outcomes],
    }


def _case(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.case,
        "visibility": outcome.visibility,
        "verdict": outcome.verdict.value,
        "points": _number(credited(outcome)),
        "max_points": _number(outcome.points),
        "message": messages.outcome(outcome, "en", reveal=True),
    }


def _number(value: Fraction) -> int | float:
    """The decimal number that the exact value rounds to at six places."""
    text = decimal(value, PLACES)
    return float(text) if "." in text else int(text)
