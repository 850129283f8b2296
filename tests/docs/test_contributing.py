"""The example of CONTRIBUTING.md is a real assignment: it loads, its reference passes, its mistake is what it says."""

import re
from pathlib import Path

from grader.autograde import check_references
from grader.course.material import load_assignment, load_material
from grader.files import load_module
from grader.judge import Oracle, judge
from grader.model import Verdict
from grader.observe import observe

GUIDE = Path(__file__).parents[2] / "CONTRIBUTING.md"
BLOCK = re.compile(
    r"^`((?:assignments|solutions)/hw09_halves[^`]*)`[^\n]*\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL
)


def test_the_example_is_a_complete_assignment(tmp_path: Path) -> None:
    blocks = BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(blocks) == 5
    for name, text in blocks:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    material = load_material(tmp_path, load_assignment(tmp_path, "hw09_halves"))
    check_references({"hw09_halves": material}, b"secret")

    oracle, (case,), (mistake,) = Oracle(material), material.cases, material.mistakes
    wrong = load_module(material.solution, "wrong")
    mistake.apply(wrong)
    rejected = load_module(material.folder / "rejected" / "doubled.py", "rejected")
    for module in (wrong, rejected):
        outcome = judge(case, observe(case, module, 0), oracle.expected(case, 0), oracle.checker(case))
        assert outcome.verdict is Verdict.WRONG
