"""At Otter's: runs our cases on the names that a student's notebook left behind, and raises what is wrong.

The packed folder holds the cases, the seed of each, and what the reference showed for it; neither the reference nor
the known mistakes nor the course's secret.  Otter runs tests in the very process that ran the student's code, so
nothing here is a wall: who reads these files while being graded can know what is expected.
"""

import ast
import functools
import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from grader import handout, messages
from grader.check.capture import Capture
from grader.check.exits import exits_raise
from grader.check.running import MEGABYTE, wall_seconds
from grader.check.watchdog import Watchdog
from grader.checkers import builtin
from grader.folders import read_cases, read_checkers
from grader.judge import judge, shortcut
from grader.judge.shortcuts import Use
from grader.model import Observation, Outcome, Task, Verdict
from grader.observe import SUBMISSION, observe

EXPECTED = "expected.json"
"""What the reference showed, in the form of a handout, of all cases."""

SEEDS = "seeds.json"
"""The seed that draws the inputs of each case, by its name."""


class Failed(Exception):
    """A case that was not passed; the text is the sentence for the student, a hidden case's without its numbers."""


class Bench:
    """The cases of one packed assignment."""

    def __init__(self, folder: Path) -> None:
        """Reads the packed folder."""
        given = handout.read(folder / EXPECTED)
        self.language, self.expected = given.language, given.expected
        self.seeds: dict[str, int] = json.loads((folder / SEEDS).read_text(encoding="utf-8"))
        self.cases = {case.name: case for case in read_cases(folder)}
        self.checkers = read_checkers(folder)
        self.tasks = {
            task.name: Task(
                name=task.name, title=task.title, points=task.points, requires=task.requires, forbids=task.forbids
            )
            for task in given.tasks
        }

    def check(self, name: str, environment: Mapping[str, Any]) -> None:
        """Runs one case on the student's names; `Failed` says what is wrong.

        Our own failure costs nothing, and there is no scorecard here that could be held: it passes, and is printed.
        """
        outcome = self.outcome(name, environment)
        if outcome.verdict is Verdict.GRADER_ERROR:
            print(f"{name}: the grader itself failed, look into it: {outcome.detail}")
        elif outcome.verdict is not Verdict.PASSED:
            raise Failed(messages.outcome(outcome, self.language))

    def outcome(self, name: str, environment: Mapping[str, Any]) -> Outcome:
        """What becomes of one case with the student's names."""
        case = self.cases[name]
        use = shortcut(source_of(environment), self.tasks[case.task])
        seen = _accused(name, use) if use else self._observed(name, module_of(environment))
        checker = self.checkers.get(case.checker) or builtin(case.checker)
        return judge(case, seen, Observation(case=name, value=self.expected[name]), checker)

    def _observed(self, name: str, module: ModuleType) -> Observation:
        case, limits = self.cases[name], self.cases[name].limits
        with warnings.catch_warnings(), exits_raise(), Watchdog(_wait_on) as watchdog:
            warnings.simplefilter("ignore")
            with Capture().of(name, limits.output_mb * MEGABYTE):
                seen = watchdog.run(name, wall_seconds(limits), lambda: observe(case, module, self.seeds[name]))
        return seen or Observation(case=name, failure=Verdict.TIMED_OUT)


@functools.cache
def bench(folder: str) -> Bench:
    """The cases in a packed folder, read once."""
    return Bench(Path(folder))


def module_of(environment: Mapping[str, Any]) -> ModuleType:
    """The student's names as the module that a case expects."""
    module = ModuleType(SUBMISSION)
    module.__dict__.update({key: value for key, value in environment.items() if not key.startswith("__")})
    module.__file__ = SUBMISSION
    return module


def source_of(environment: Mapping[str, Any]) -> str:
    """The code that the student ran: the cells that IPython remembers, as plain Python, without those that are none."""
    cells = environment.get("In")
    return "\n".join(cell for cell in cells if _is_python(cell)) if isinstance(cells, list) else ""


@functools.lru_cache(maxsize=512)
def _is_python(cell: object) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(cell if isinstance(cell, str) else "")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return isinstance(cell, str)


def _accused(name: str, use: Use) -> Observation:
    return Observation(case=name, failure=Verdict.FORBIDDEN, detail=use.name)


def _wait_on(name: str) -> None:
    """What cannot be interrupted is waited for: who runs Otter has a limit of time for all of it."""
