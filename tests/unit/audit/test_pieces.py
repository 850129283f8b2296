"""An audit in pieces: all of it, in any number of processes."""

from grader.audit.bench import Bench, Plan
from grader.audit.mutants import functions, make_mutants
from grader.audit.pieces import Piece, accepted_draws, do, pieces, trials
from grader.audit.reach import reaches
from tests.unit.tiny_course import SOLUTION


def test_the_pieces_are_all_there_is(bench: Bench, plan: Plan) -> None:
    works = [(piece.work.__name__, piece.arguments[1]) for piece in pieces(bench, plan, [])]
    assert works == [
        ("try_mistakes", "halve"),
        ("try_right", "reference"),
        ("try_right", "division"),
        *(("try_idle", kind) for kind in ("empty", "none", "zeros", "nan", "echo")),
    ]
    assert accepted_draws(plan) == 1


def test_results_keep_their_order_in_any_number_of_processes() -> None:
    every = [Piece(work=pow, arguments=(2, power)) for power in range(9)]
    for jobs in (1, 2):
        told: list[tuple[int, int]] = []
        assert do(every, jobs, lambda done, total, told=told: told.append((done, total))) == [  # type: ignore[misc]
            2**power for power in range(9)
        ]
        assert told[-1] == (9, 9)


def test_a_mutant_is_tried_on_the_cases_that_can_notice_it_its_own_first(bench: Bench) -> None:
    found = trials(bench, make_mutants(SOLUTION), functions(SOLUTION), reaches(bench))
    cases = {trial.mutant.function: [name for name, _ in trial.cases] for trial in found}
    assert set(cases["halve"][:3]) == {case.name for case in bench.material.cases_of("halve")}
    assert cases["halve"][3:] == ["two_counters_apart_edge"]
    assert set(cases["Counter.add"]) == {"counts_up", "two_counters_apart_edge"}
