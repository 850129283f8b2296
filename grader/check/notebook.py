"""The public cases in a notebook: `grader.check("dropout")` says under the cell what is right, what is not, and why.

It has the calls of Otter's `Notebook`, so that a notebook can be checked by either; what it says is the grader's own,
in the language of the folder.
"""

import random
import sys
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from grader import handout, messages
from grader.check.files import CannotCheck, Prepared, prepare_folder
from grader.check.live import live_module, live_text
from grader.check.report import CheckReport
from grader.check.running import run
from grader.errors import GraderError
from grader.model import LANGUAGES, Case, Outcome, TaskScore, Verdict
from grader.notebooks import ModuleText
from grader.scoring import decimal


class NotebookError(GraderError):
    """What a student can mend; Jupyter shows the sentence and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class TaskCheck:
    """What the public cases found, task by task; shows itself as text or HTML."""

    def __init__(self, report: CheckReport) -> None:
        self.report, self._language = report, report.language

    @property
    def passed_all(self) -> bool:
        """Whether every public case passed."""
        return all(outcome.verdict is Verdict.PASSED for task in self.report.tasks for outcome in task.outcomes)

    def __repr__(self) -> str:
        return "\n".join(line for task in self.report.tasks for line in self._lines(task))

    def _repr_html_(self) -> str:
        """The same for Jupyter."""
        return "".join(f"<div>{''.join(self._rows(task))}</div>" for task in self.report.tasks)

    def _lines(self, task: TaskScore) -> list[str]:
        lines = [self._headline(task)]
        for outcome in task.outcomes:
            passed = outcome.verdict is Verdict.PASSED
            lines.append(f"{'✓' if passed else '✗'} {outcome.title[self._language]} {_share(outcome)}")
            lines += [] if passed else [f"    {self.sentence(outcome)}"]
        return [*lines, *self._below(task)]

    def _rows(self, task: TaskScore) -> list[str]:
        rows = [f"<p><b>{escape(self._headline(task))}</b></p>"]
        for outcome in task.outcomes:
            passed = outcome.verdict is Verdict.PASSED
            colour = "green" if passed else "#b00020"
            said = "" if passed else f"<br><span style='color:{colour}'>{_marked_up(self.sentence(outcome))}</span>"
            title = _marked_up(f"{outcome.title[self._language]} {_share(outcome)}")
            rows.append(f"<p><span style='color:{colour}'>{'✓' if passed else '✗'}</span> {title}{said}</p>")
        return [*rows, *(f"<p><small>{escape(line)}</small></p>" for line in self._below(task))]

    def _headline(self, task: TaskScore) -> str:
        passed = sum(outcome.verdict is Verdict.PASSED for outcome in task.outcomes)
        key = "task_passed" if passed == len(task.outcomes) else "task_failed"
        summary = messages.checking(key, self._language, passed=passed, total=len(task.outcomes))
        return f"{task.title[self._language]}: {summary}"

    def _below(self, task: TaskScore) -> list[str]:
        """The section to reread, and that this is not the grade."""
        tried = any(outcome.verdict is not Verdict.MISSING for outcome in task.outcomes)
        hidden = self.report.hidden_cases[task.task]
        below = []
        if tried and task.section and task.points < task.max_points:
            place = f"../lectures.md#{task.section}"
            below.append(messages.checking("reread", self._language, place=place))
        if hidden:
            key = "hidden.one" if hidden == 1 else "hidden"
            below.append(messages.checking(key, self._language, hidden=hidden))
        return below

    def sentence(self, outcome: Outcome) -> str:
        """What is wrong in one case; without lines, which a cell that was executed twice would make wrong."""
        outcome = replace(outcome, line=None, cell=None)
        if outcome.verdict is Verdict.GRADER_ERROR:
            return messages.checking("grader_error", self._language, detail=messages.clean(outcome.detail))
        return messages.outcome(outcome, self._language)


class Notebook:
    """The public cases of one assignment, for the notebook in whose folder they lie.

    `assignment` is the folder's, as in `Notebook("hw02_regularization")`; `folder` says where it is if the notebook
    runs elsewhere.  `GraderError` says what is wrong with the folder.
    """

    def __init__(self, assignment: str, folder: str | Path = ".") -> None:
        self._folder = Path(folder)
        self._prepared = _prepare(assignment, self._folder)

    def check(self, task: str, env: Mapping[str, Any] | None = None) -> TaskCheck:
        """The public cases of one task, on what the notebook has defined so far (or on the names in `env`)."""
        language, known = self._prepared.handout.language, [one.name for one in self._prepared.handout.tasks]
        if task not in known:
            raise NotebookError(messages.checking("no_task", language, name=repr(task), names=", ".join(known)))
        return self._run({task}, sys._getframe(1).f_globals if env is None else env)

    def check_all(self, env: Mapping[str, Any] | None = None) -> TaskCheck:
        """The public cases of all tasks."""
        tasks = {task.name for task in self._prepared.handout.tasks}
        return self._run(tasks, sys._getframe(1).f_globals if env is None else env)

    def _run(self, tasks: set[str], env: Mapping[str, Any]) -> TaskCheck:
        cases = tuple(case for case in self._prepared.cases if case.task in tasks)
        report = _run(self._prepared, cases, env)
        return TaskCheck(replace(report, tasks=tuple(task for task in report.tasks if task.task in tasks)))


def must_pass(assignment: str, case: str, env: Mapping[str, Any]) -> None:
    """`AssertionError` with the sentence for one public case that fails on the names in `env`: a test for Otter."""
    prepared = _prepare(assignment, Path("."))
    chosen = tuple(one for one in prepared.cases if one.name == case)
    if not chosen:
        raise NotebookError(messages.checking("no_case", prepared.handout.language, name=repr(case)))
    found = TaskCheck(_run(prepared, chosen, env))
    for outcome in (outcome for task in found.report.tasks for outcome in task.outcomes):
        if outcome.verdict is not Verdict.PASSED:
            raise AssertionError(found.sentence(outcome))


def _run(prepared: Prepared, cases: tuple[Case, ...], env: Mapping[str, Any]) -> CheckReport:
    """The cases on what is defined now; the global generators of the notebook go on as if there had been none."""
    before = random.getstate(), np.random.get_state()
    try:
        return run(replace(prepared, module=live_text(env), cases=cases), live=live_module(env))
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])


def _prepare(assignment: str, folder: Path) -> Prepared:
    try:
        prepared = prepare_folder(folder, ModuleText(source=""))
    except CannotCheck as reason:
        facts = {"name": handout.FILE, "assignment": repr(assignment), **reason.facts, "path": str(folder.resolve())}
        key = "notebook.no_folder" if reason.reason == "no_handout" else reason.reason
        languages = [reason.language] if reason.language else LANGUAGES
        raise NotebookError(" · ".join(messages.checking(key, one, **facts) for one in languages)) from reason
    if prepared.handout.assignment != assignment:
        facts = {"path": str(folder.resolve()), "other": assignment, "name": prepared.handout.assignment}
        raise NotebookError(messages.checking("other_assignment", prepared.handout.language, **facts))
    return prepared


def _share(outcome: Outcome) -> str:
    points: tuple[Fraction, Fraction] = (outcome.earned, outcome.points)
    return f"({'/'.join(map(decimal, points))})"


def _marked_up(text: str) -> str:
    """A sentence as HTML: what stands between backticks is code."""
    return "".join(
        f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(escape(text).split("`"))
    )
