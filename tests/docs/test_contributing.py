"""The example of CONTRIBUTING.md is a real assignment: it loads, its reference passes, its mistake is what it says."""

import re
from dataclasses import replace
from pathlib import Path

from grader.audit import audit_quiz
from grader.autograde import check_references
from grader.course.material import load_assignment, load_material
from grader.files import load_module
from grader.judge import Oracle, judge
from grader.model import Verdict
from grader.observe import observe

GUIDE = Path(__file__).parents[2] / "CONTRIBUTING.md"
BLOCK = re.compile(
    r"^`((?:assignments|solutions)/(\w+)09_halves[^`]*)`[^\n]*\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL
)


def write(root: Path, kind: str) -> int:
    """Writes the files of an example; returns how many there are."""
    blocks = [block for block in BLOCK.findall(GUIDE.read_text(encoding="utf-8")) if block[1] == kind]
    for name, _, text in blocks:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return len(blocks)


def test_the_example_is_a_complete_assignment(tmp_path: Path) -> None:
    assert write(tmp_path, "hw") == 5
    material = load_material(tmp_path, load_assignment(tmp_path, "hw09_halves"))
    check_references({"hw09_halves": material}, b"secret")

    oracle, (case,), (mistake,) = Oracle(material), material.cases, material.mistakes
    wrong = load_module(material.solution, "wrong")
    mistake.apply(wrong)
    rejected = load_module(material.folder / "rejected" / "doubled.py", "rejected")
    for module in (wrong, rejected):
        outcome = judge(case, observe(case, module, 0), oracle.expected(case, 0), oracle.checker(case))
        assert outcome.verdict is Verdict.WRONG


def test_the_example_of_a_test_is_sound(tmp_path: Path) -> None:
    assert write(tmp_path, "test") == 4
    assignment = replace(load_assignment(tmp_path, "test09_halves"), kind="quiz")
    report = audit_quiz(load_material(tmp_path, assignment), 30)
    assert report.findings == ()
    assert [(row.mistake, row.diagnosed) for row in report.slips] == [("doubled", 30)]
