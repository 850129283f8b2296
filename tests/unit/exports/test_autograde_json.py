import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator

from grader.exports import autograde_json
from grader.model import Verdict
from grader.scoring import task_score
from tests.unit.graded_class import DUE, TASKS, card, held_tasks, mixed_tasks, outcome


@pytest.fixture(scope="module")
def validator() -> Validator:
    """The documented schema, itself checked."""
    Draft202012Validator.check_schema(autograde_json.schema())
    return Draft202012Validator(autograde_json.schema())


def document(*cards):
    return autograde_json.document(cards, assignment="hw01_backprop", isolation="none")


def test_what_is_written_keeps_to_the_schema(validator, tmp_path):
    every = tuple(task_score(TASKS[0], [outcome(verdict, name=verdict.value)]) for verdict in Verdict)
    cards = [
        card("anna", mixed_tasks(), notes=("renamed|x.py",)),
        card("bob", held_tasks(), received=None),
        card("c", every),
    ]
    path = tmp_path / "out.json"
    autograde_json.write(path, cards, assignment=None, isolation="none")
    written = json.loads(path.read_text(encoding="utf-8"))
    validator.validate(written)
    assert written == autograde_json.document(cards, assignment=None, isolation="none")


def test_a_submission_is_told_task_by_task_and_case_by_case():
    (submission,) = document(card("anna", mixed_tasks(), received=DUE + timedelta(hours=30)))["submissions"]
    assert (submission["score"], submission["max_score"]) == (2.4, 10)
    assert submission["late"] == {"days": 2, "factor": 0.8}
    linear, dropout = submission["tasks"]
    assert (linear["name"], linear["score"], linear["max_score"], linear["diagnosis"]) == ("linear", 2, 6, None)
    assert dropout["diagnosis"] == "unscaled_mask"
    assert linear["cases"][1] == {
        "name": "gradient",
        "visibility": "public",
        "verdict": "malformed",
        "points": 0,
        "max_points": 2,
        "message": "`dW` has shape (32,) where (32, 1) was expected",
    }


def test_numbers_of_hidden_cases_are_shown_to_the_instructor():
    (submission,) = document(card(tasks=mixed_tasks()))["submissions"]
    hidden = submission["tasks"][1]["cases"][1]
    assert hidden["visibility"] == "hidden" and "0.62" in hidden["message"]


def test_our_own_failure_holds_and_costs_nothing():
    (submission,) = document(card(tasks=held_tasks()))["submissions"]
    assert submission["held"] and submission["score"] == 10
    assert submission["tasks"][0]["cases"][0]["points"] == 6
    assert "KeyError" in submission["tasks"][0]["cases"][0]["message"]


def test_points_are_decimal_numbers():
    third = replace(outcome(Verdict.WRONG, points=1), credit=Fraction(1, 3))
    (submission,) = document(card(tasks=(task_score(TASKS[0], [third]),)))["submissions"]
    assert submission["score"] == 0.333333
    assert '"score": 0.333333' in json.dumps(submission)


def test_text_that_json_cannot_hold_is_written_all_the_same(tmp_path):
    raised = outcome(Verdict.RAISED, detail="ValueError: \udc80\x00", points=6)
    strange = replace(card(tasks=(task_score(TASKS[0], [raised]),)), path="folder/\udcff.py")
    autograde_json.write(tmp_path / "out.json", [strange], assignment="hw01_backprop", isolation="none")
    assert json.loads((tmp_path / "out.json").read_bytes())["submissions"][0]["path"] == "folder/.py"


@pytest.mark.parametrize("field", ["score", "late", "tasks", "path"])
def test_the_schema_notices_what_is_left_out(validator, field):
    broken = document(card())
    del broken["submissions"][0][field]
    with pytest.raises(ValidationError):
        validator.validate(broken)


def test_everything_in_the_schema_that_needs_it_is_described():
    schema = autograde_json.schema()
    for properties in (schema["properties"], schema["$defs"]["submission"]["properties"]):
        undescribed = {name for name, facts in properties.items() if "description" not in facts}
        assert undescribed <= {"submissions", "tasks"}
