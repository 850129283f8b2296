"""Right, idle and rejected answers, and what is said where one is not what it should be."""

from pathlib import Path

import pytest

from grader.audit.answers import IDLE, REFERENCE, declared, try_idle, try_rejected, try_right
from grader.audit.bench import Plan
from grader.errors import GraderError
from grader.model import Verdict
from tests.unit.tiny_course import SOLUTION

FORBIDDEN = "        if self.count < 0:\n            import torch\n            torch.zeros(1)\n"


def reject(folder: Path, text: str) -> None:
    path = folder / "rejected" / "wrong.py"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", [REFERENCE, "division"])
def test_right_answers_pass_every_draw(plan: Plan, name: str) -> None:
    answer = try_right(plan, name, 4)
    assert (answer.faults, answer.lost, answer.right) == ((), 0, ("halve", "counter"))
    assert answer.runs == 1 + 1 + 4 + 2 + 4  # two public cases, one drawn once a course


def test_a_right_answer_that_loses_is_told_with_its_case(plan: Plan, folder: Path) -> None:
    (folder / "accepted" / "broken.py").write_text(SOLUTION.replace("0.5", "2.0"), encoding="utf-8")
    answer = try_right(plan, "broken", 4)
    assert answer.right == ()
    assert any("broken.py: right, but loses halve.half_of_a_matrix_edge under 4 of 4 draws" in f for f in answer.faults)
    assert any("diagnosed as doubled" in fault for fault in answer.faults)


def test_a_right_answer_must_not_use_what_is_forbidden(plan: Plan, folder: Path) -> None:
    text = SOLUTION.replace(
        "        self.count += ", "        import torch\n        torch.zeros(1)\n        self.count += "
    )
    (folder / "accepted" / "foreign.py").write_text(text, encoding="utf-8")
    assert any("accused of torch" in fault for fault in try_right(plan, "foreign", 1).faults)


@pytest.mark.parametrize("kind", IDLE)
def test_idle_answers_earn_nothing(plan: Plan, kind: str) -> None:
    assert try_idle(plan, kind).faults == ()


def test_a_case_that_pays_for_nothing_is_told(plan: Plan, folder: Path) -> None:
    path = folder / "public.py"
    text = path.read_text(encoding="utf-8").replace('"out": student.halve(x), ', "")
    path.write_text(text, encoding="utf-8")
    assert try_idle(plan, "empty").faults == (
        "an answer that does nothing (empty) earns halve.half_of_a_vector: let the case ask for more",
    )


def test_rejected_files_show_what_they_declare(plan: Plan, folder: Path) -> None:
    reject(folder, "# expect: counter.* = missing\n" + SOLUTION.replace("class Counter", "class Abacus"))
    (answer,) = try_rejected(plan, ["wrong"])
    assert (answer.faults, answer.right) == ((), ("halve", "counter"))


def test_anything_else_found_in_a_rejected_file_is_told(plan: Plan, folder: Path) -> None:
    head = "# expect: halve.half_of_a_vector = raised\n# expect: halve.other = wrong\n"
    reject(folder, head + SOLUTION.replace("class Counter", "class Abacus"))
    (faults,) = [answer.faults for answer in try_rejected(plan, ["wrong"])]
    assert any("halve.half_of_a_vector is passed (passed), not raised as declared" in fault for fault in faults)
    assert any("counter.counts_up is missing (missing Counter), not passed" in fault for fault in faults)
    assert any("'# expect: halve.other' fits no case" in fault for fault in faults)


def test_what_is_forbidden_is_found_in_a_rejected_file(plan: Plan, folder: Path) -> None:
    text = SOLUTION.replace(
        "        self.count += ", "        import torch\n        torch.zeros(1)\n        self.count += "
    )
    reject(folder, "# expect: counter.* = forbidden\n" + text)
    assert [answer.faults for answer in try_rejected(plan, ["wrong"])] == [()]


def test_the_first_line_that_fits_counts(tmp_path: Path) -> None:
    text = "# expect: a.* = wrong\n# a note\n# expect: *.* = passed\nx = 1\n# expect: b.* = raised\n"
    assert declared(text, tmp_path) == [("a.*", Verdict.WRONG), ("*.*", Verdict.PASSED)]


@pytest.mark.parametrize(
    ("text", "told"), [("x = 1\n", "nothing is declared"), ("# expect: a.* = bad\n", "no verdict 'bad'")]
)
def test_declarations_that_cannot_be_read_are_told(text: str, told: str) -> None:
    with pytest.raises(GraderError, match=told):
        declared(text, Path("wrong.py"))
