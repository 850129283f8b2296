"""What `carried` promises is tried out: broken and lent, the earlier parts cost a task nothing."""

from pathlib import Path

import pytest

from grader.audit.answers import Answer
from grader.audit.bench import Plan
from grader.audit.carried import try_carried
from grader.errors import GraderError


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def carrying(folder: Path, facts: str = "carried = 0.5") -> None:
    change(folder / "assignment.toml", 'builds_on = ["halve"]', f'builds_on = ["halve"]\n{facts}')


def tried(plan: Plan) -> Answer:
    (answer,) = try_carried(plan)
    assert (answer.kind, answer.name) == ("carried", "counter")
    return answer


def test_without_the_key_there_is_nothing_to_try(plan: Plan) -> None:
    assert try_carried(plan) == []


def test_a_function_can_be_lent(plan: Plan, folder: Path) -> None:
    carrying(folder)
    answer = tried(plan)
    assert answer.faults == ()
    assert answer.runs > 0


def test_what_cannot_be_lent_is_told(plan: Plan, folder: Path) -> None:
    carrying(folder)
    solution = folder.parents[1] / "solutions" / f"{plan.name}.py"
    change(solution, "class Counter", "class Unit(np.ndarray):\n    pass\n\n\nclass Counter")
    change(solution, "halve(np.asarray(float(self.count)))", "halve(np.asarray(float(self.count)).view(Unit))")
    answer = tried(plan)
    assert answer.lost > 0
    assert "Unit is not plain data" in answer.faults[0]
    assert answer.faults[0].endswith("name stand_ins, or remove the key")


def test_nothing_to_lend_is_told_when_the_folder_is_read(plan: Plan, folder: Path) -> None:
    change(folder / "assignment.toml", 'requires = ["Counter"]', 'requires = ["Counter", "halve"]\ncarried = 0.5')
    with pytest.raises(GraderError, match="nothing can be lent"):
        try_carried(plan)
