"""A scorecard for Gradescope: valid, complete, and silent about hidden cases until the grades are published."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jsonschema
import pytest

from grader.exports import gradescope_results
from grader.model import Scorecard, Verdict
from grader.scoring import task_score
from tests.unit import graded_class
from tests.unit.exports.gradescope_schema import SCHEMA

LATE = graded_class.DUE + timedelta(hours=30)


def results(card: Scorecard, language: str = "en") -> dict[str, Any]:
    """The results, known to be what Gradescope reads."""
    document = gradescope_results.document(card, language, {"run": "1"})
    jsonschema.validate(document, SCHEMA)
    assert json.loads(json.dumps(document)) == document
    return document


def at_once(document: Mapping[str, Any]) -> str:
    """Everything that a student reads before the grades are published."""
    shown = [f"{test['name']}\n{test['output']}" for test in document["tests"] if test["visibility"] == "visible"]
    return "\n".join([document["output"], *shown])


def test_every_case_is_a_test_with_its_points() -> None:
    document = results(graded_class.card(tasks=graded_class.mixed_tasks()))
    rows = {
        test["number"]: (test["score"], test["max_score"], test["status"], test["visibility"])
        for test in document["tests"]
        if "score" in test
    }
    assert rows == {
        "1.1": (2, 2, "passed", "visible"),
        "1.2": (0, 2, "failed", "visible"),
        "1.3": (0, 2, "failed", "visible"),
        "2.1": (1, 1, "passed", "visible"),
        "2.2": (0, 3, "failed", "after_published"),
    }
    assert document["score"] == 3
    assert document["extra_data"] == {"run": "1"} and "leaderboard" not in document


def test_numbers_are_told_of_public_cases_only() -> None:
    document = results(graded_class.card(tasks=graded_class.mixed_tasks()))
    found = {test["number"]: test["output"] for test in document["tests"]}
    assert "(32, 1)" in found["1.2"]
    assert "`out` is not right" in found["2.2"] and "0.31" not in json.dumps(document)


def test_nothing_tells_the_total_before_the_grades_are_published() -> None:
    """Not the score, not the hint for a task with hidden cases, not what the lateness leaves of it."""
    card = graded_class.card(tasks=graded_class.mixed_tasks(), received=LATE)
    document = results(card)
    assert document["score"] == pytest.approx(float(card.score)) and card.score < card.points
    assert "Public checks: 3 of 7" in at_once(document) and "Late by 2 days." in at_once(document)
    assert "mask" not in at_once(document) and "2.4" not in at_once(document)
    whole = next(test for test in document["tests"] if test["number"] == "0")
    assert whole["visibility"] == "after_published"
    assert whole["output"].splitlines() == ["Score: 2.4 of 10.", "Late by 2 days: 3 × 0.8 = 2.4."]


def test_a_hint_stands_with_its_task_in_the_students_language() -> None:
    document = results(graded_class.card(tasks=graded_class.mixed_tasks()), "ru")
    advice = {test["number"]: test for test in document["tests"]}["2.3"]
    assert "Подсказка: Маска не делится на `1-p`." in advice["output"] and "`l2-dropout`" in advice["output"]
    assert advice["visibility"] == "after_published" and "score" not in advice
    assert {test["number"]: test for test in document["tests"]}["1.4"]["visibility"] == "visible"


def test_where_everything_is_public_everything_is_shown() -> None:
    document = results(graded_class.card())
    assert {test["visibility"] for test in document["tests"]} == {"visible"}
    assert "Score: 10 of 10." in at_once(document)


def test_our_own_failure_costs_nothing_and_tells_nothing_of_us() -> None:
    document = results(graded_class.card(tasks=graded_class.held_tasks()))
    assert document["score"] == 10
    assert "costs you nothing" in document["output"]
    assert "/srv/secret" not in json.dumps(document)


def test_remarks_on_the_file_are_told() -> None:
    document = results(graded_class.card(notes=("renamed|hw1 <final>.py",)))
    assert "`hw1 <final>.py`" in document["output"]


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_verdict_has_its_sentence(verdict: Verdict, language: str) -> None:
    outcomes = [graded_class.outcome(verdict, points=3, hidden=hidden) for hidden in (False, True)]
    document = results(graded_class.card(tasks=(task_score(graded_class.TASKS[0], outcomes),)), language)
    assert all(test["output"] and test["name"] for test in document["tests"])


def test_without_a_scorecard_the_reason_stands_alone() -> None:
    document = gradescope_results.failure(["One.", "Two."])
    jsonschema.validate(document, SCHEMA)
    assert (document["score"], document["output"], document["tests"]) == (0, "One.\nTwo.", [])
