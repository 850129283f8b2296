"""The report as JSON."""

import json

from grader.audit import Plan, audit, to_json


def test_json_holds_all_and_says_whether_it_is_clean(plan: Plan) -> None:
    report = audit(plan)
    told = json.loads(json.dumps(to_json([report])))
    (one,) = told["assignments"]
    assert told["clean"] is one["clean"] is report.clean is False
    assert one["assignment"] == plan.name
    assert [case["name"] for case in one["cases"]] == [case.name for case in report.cases]
    assert len(one["mutants"]) == len(report.mutants)
    assert one["mistakes"][0]["diagnosis"] == "doubled"


def test_cases_are_found_by_task(plan: Plan) -> None:
    names = [case.name for case in audit(plan).cases_of("counter")]
    assert names == ["counts_up", "two_counters_apart_edge"]
