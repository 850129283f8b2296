"""Which functions a case runs."""

from grader.audit.bench import Bench
from grader.audit.mutants import functions
from grader.audit.reach import reaches


def test_a_case_reaches_what_it_calls_directly_or_not(bench: Bench) -> None:
    names = functions(bench.material.solution.read_text(encoding="utf-8"))
    reached = {reach.case.name: {names[line] for line in reach.lines} for reach in reaches(bench)}
    assert reached["half_of_a_vector"] == {"halve"}
    assert reached["two_counters_apart_edge"] == {
        "Counter.__init__",
        "Counter.add",
        "Counter.mean",
        "_secret_helper",
        "halve",
    }


def test_the_time_of_every_case_is_taken(bench: Bench) -> None:
    assert [reach.case for reach in reaches(bench)] == list(bench.material.cases)
    assert all(reach.seconds > 0 for reach in reaches(bench))
