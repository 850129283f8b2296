"""A homework as a notebook: each task's part of the statement, the stub, and a cell that checks it.

The text is JSON of format 4.5 as Jupyter itself writes it, so that saving it unchanged changes nothing; the ids of the
cells come from the tasks' names and stay.  Otter finds the public cases as its own tests in the metadata.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from grader.messages import phrase
from grader.model import Case, Material, Task
from grader.notebooks.cells import METADATA, Cell, code_cell, markdown_cell
from grader.release.sections import parts, sections


def make_notebook(material: Material, template: str, statement: str, language: str) -> str:
    """The text of the notebook in one language, made of the `.py` template and the statement in that language."""
    name, tasks = material.assignment.name, material.assignment.tasks
    imports, code = parts(template, tasks)
    setup = f'{imports}\n\nfrom grader.check import Notebook\n\ngrader = Notebook("{name}")'.strip()
    told = sections(statement, tasks, language)
    cells = [
        markdown_cell("statement-0", told[0].text if told else f"# {material.assignment.title[language]}"),
        markdown_cell("rules", phrase("notebook_rules", language, name=name, libraries=_libraries(material))),
        code_cell("setup", setup),
    ]
    for number, section in enumerate(told[1:], start=1):
        cells.append(markdown_cell(f"statement-{number}", section.text))
        cells += _task_cells(section.tasks, code, language)
    cells += [
        markdown_cell("all", phrase("notebook_all", language, name=name)),
        code_cell("check-all", "grader.check_all()"),
    ]
    metadata = {**METADATA, "otter": _otter(material)}
    document = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _libraries(material: Material) -> str:
    """What the first cell needs; who writes in PyTorch finds how to install it."""
    called = {"numpy": "NumPy", "torch": "PyTorch (`pip install torch`)"}
    return ", ".join(called.get(library, library) for library in material.assignment.libraries)


def _task_cells(chosen: Sequence[Task], code: dict[str, str], language: str) -> Iterator[Cell]:
    """The stubs of a section's tasks, or where they are, and a check for each."""
    stubs = [task for task in chosen if task.name in code]
    for task in stubs:
        yield code_cell(f"code-{task.name}", code[task.name])
    if chosen and not stubs:
        names = ", ".join(dict.fromkeys(f"`{name}`" for task in chosen for name in task.requires))
        yield markdown_cell(f"above-{chosen[0].name}", phrase("notebook_above", language, names=names))
    for task in chosen:
        yield code_cell(f"check-{task.name}", f'grader.check("{task.name}")')


def _otter(material: Material) -> dict[str, Any]:
    """The public cases as tests that raise, one for each, worth what the case is worth."""
    name = material.assignment.name
    return {
        "OK_FORMAT": False,
        "assignment_name": name,
        "tests": {
            task.name: _otter_tests(
                name, task.name, [case for case in material.cases_of(task.name) if _is_public(case)]
            )
            for task in material.assignment.tasks
        },
    }


def _otter_tests(assignment: str, task: str, cases: Sequence[Case]) -> str:
    head = ["from grader.check import must_pass", "from otter.test_files import test_case", "", f'name = "{task}"']
    tests = [
        f'\n@test_case(name="{case.name}", points={_number(case)})\n'
        f'def test_{case.name}(env):\n    must_pass("{assignment}", "{case.name}", env)\n'
        for case in cases
    ]
    return "\n".join([*head, *tests])


def _number(case: Case) -> int | float:
    """Otter counts in integers and binary floats."""
    return case.points.numerator if case.points.denominator == 1 else float(case.points)


def _is_public(case: Case) -> bool:
    return case.visibility == "public"
