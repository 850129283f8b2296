"""A statement and a template taken apart, task by task."""

from fractions import Fraction

from grader.model import Task
from grader.release.sections import parts, sections


def task(name: str, *requires: str) -> Task:
    return Task(name=name, title={"en": name.title(), "ru": name}, points=Fraction(1), requires=requires)


TASKS = (task("forward", "Layer"), task("backward", "Layer"), task("loss", "loss", "loss_backward"))

STATEMENT = """\
# Homework

Intro.

## Rules

```python
## no heading
```

## 1. Forward

$$
x
$$

## 2–3. The rest

Text.

## The end
"""


def test_each_section_knows_its_tasks() -> None:
    found = sections(STATEMENT, TASKS, "en")
    assert [[one.name for one in section.tasks] for section in found] == [[], [], ["forward"], ["backward", "loss"], []]
    assert "\n\n".join(section.text for section in found) == STATEMENT.strip("\n")


def test_a_task_of_which_nothing_is_told_comes_after_those_that_are_told_of() -> None:
    found = sections("# Homework\n\n## 1. Forward\n\n## The end\n", TASKS, "en")
    assert [section.text for section in found] == [
        "# Homework",
        "## 1. Forward",
        "## Backward",
        "## Loss",
        "## The end",
    ]
    plain = sections("# Homework\n\nText.\n", TASKS, "ru")
    assert [section.text for section in plain] == ["# Homework\n\nText.", "## forward", "## backward", "## loss"]


TEMPLATE = '''\
"""Homework."""

import math

import numpy as np

EPS = 1e-9

# ---------------- layers


def given():
    return EPS


# The layer.
class Layer:
    pass


def loss():
    raise NotImplementedError


LAST = 1
'''


def test_what_is_given_stands_before_the_first_that_may_use_it() -> None:
    imports, code = parts(TEMPLATE, TASKS)
    assert imports == "import math\n\nimport numpy as np"
    assert code == {
        "forward": "EPS = 1e-9\n\n\n\ndef given():\n    return EPS\n\n\n# The layer.\nclass Layer:\n    pass",
        "loss": "def loss():\n    raise NotImplementedError\n\n\nLAST = 1",
    }


def test_a_template_that_defines_nothing_wanted_stays_whole() -> None:
    assert parts('"""Doc."""\nimport math\nX = 1\n', TASKS) == ("import math\nX = 1", {})
