"""Draws and verdicts of an opened assignment."""

import sys

from grader.audit.bench import Bench, costly_draws, silent
from grader.judge.oracle import reference_module
from grader.model import Verdict


def test_the_reference_passes_and_draws_differ(bench: Bench) -> None:
    module = reference_module(bench.material)
    for case in bench.material.cases:
        assert bench.judged(case, module, 3).verdict is Verdict.PASSED
        assert (bench.seed(case, 0) == bench.seed(case, 1)) == (case.visibility == "public")


def test_cases_are_tried_as_often_as_their_draws_differ(bench: Bench) -> None:
    draws = {case.name: bench.draws(case, 200) for case in bench.material.cases}
    assert draws["half_of_a_vector"] == 1
    assert draws["half_of_a_matrix_edge"] == 200
    assert draws["half_in_single_precision_edge"] == costly_draws(200) < 200


def test_what_is_printed_inside_is_not_seen(capsys) -> None:  # type: ignore[no-untyped-def]
    with silent():
        print("noise")
        print("noise", file=sys.stderr)
    assert capsys.readouterr() == ("", "")
