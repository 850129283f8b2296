"""The `--map` file that README.md shows is one."""

import re
from pathlib import Path

from grader.intake import read_map
from grader.model import Student

README = Path(__file__).parents[2] / "README.md"


def test_the_map_of_the_readme_is_read(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```\n(name,student.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    path = tmp_path / "who.csv"
    path.write_text(block, encoding="utf-8")
    roster = [Student(id=name, name=name) for name in ("ivanova_a", "petrov_b")]
    found = read_map(path, roster)
    assert {name: line.student for name, line in found.items()} == {
        "иванова анна_1234567": "ivanova_a",
        "petrov-boris": "petrov_b",
        "test student_99": "-",
    }
    assert found["petrov-boris"].received is not None
