"""What a notebook tells and holds task by task: the sections of a statement, and the parts of a template."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.model import Task
from grader.sources import bound

_NUMBERED = re.compile(r"## (\d+)(?:[–-](\d+))?\.")
_FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a statement, and the tasks that it is about: none for what is about all of them."""

    text: str
    tasks: tuple[Task, ...] = ()


def sections(statement: str, tasks: Sequence[Task], language: str) -> list[Section]:
    """The sections of a statement in their order; every task is in one of them.

    A section "## 3. …" is about the third task, "## 2–4. …" about the second to the fourth.  A task without one gets
    its title, behind the others.
    """
    found = [Section(text=text, tasks=_tasks_of(text, tasks)) for text in _split(statement)]
    told = {task.name for section in found for task in section.tasks}
    last = max((number for number, section in enumerate(found, start=1) if section.tasks), default=len(found))
    untold = [Section(text=f"## {task.title[language]}", tasks=(task,)) for task in tasks if task.name not in told]
    return [*found[:last], *untold, *found[last:]]


def _split(statement: str) -> Iterator[str]:
    """The text before each heading of the second level that is not inside a block of code."""
    part: list[str] = []
    fenced = False
    for line in statement.split("\n"):
        fenced ^= _FENCE.match(line) is not None
        if line.startswith("## ") and not fenced:
            yield from _text(part)
            part = []
        part.append(line)
    yield from _text(part)


def _text(lines: Sequence[str]) -> Iterator[str]:
    text = "\n".join(lines).strip("\n")
    if text.strip():
        yield text


def _tasks_of(text: str, tasks: Sequence[Task]) -> tuple[Task, ...]:
    numbers = _NUMBERED.match(text)
    if numbers is None:
        return ()
    return tuple(tasks[int(numbers[1]) - 1 : int(numbers[2] or numbers[1])])


def parts(template: str, tasks: Sequence[Task]) -> tuple[str, dict[str, str]]:
    """A template taken apart: its imports, and for each task what it must define, with all that is given before that.

    What several tasks require is the first one's.  A task for which nothing is left is not there.
    """
    lines = template.split("\n")
    owner = {name: task.name for task in reversed(tasks) for name in task.requires}
    imports: list[str] = []
    of_task: dict[str, list[str]] = {}
    given: list[str] = []
    last = ""
    for node, text in _statements(template, lines):
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(text)
            continue
        given.append(text)
        names = [name for name in bound([node]) if name in owner]
        if names:
            last = owner[names[0]]
            of_task.setdefault(last, []).extend(given)
            given = []
    (of_task[last] if last else imports).extend(given)
    return _cell(imports), {name: _cell(texts) for name, texts in of_task.items()}


def _cell(texts: Sequence[str]) -> str:
    return "\n".join(texts).strip("\n")


def _statements(template: str, lines: Sequence[str]) -> Iterator[tuple[ast.stmt, str]]:
    """Every statement but the docstring, with what stands above it; rulers between parts of a file are none here."""
    above = 0
    for number, node in enumerate(ast.parse(template).body):
        end = node.end_lineno or node.lineno
        is_docstring = number == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_docstring:
            yield node, "\n".join(line for line in lines[above:end] if not line.startswith("# ---"))
        above = end
