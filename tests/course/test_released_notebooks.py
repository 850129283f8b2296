"""The notebooks that students get, executed from top to bottom in a kernel of Jupyter, and by Otter."""

import ast
import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from grader.handout import read
from grader.notebooks import code_cells, to_module
from grader.reading import read_text
from grader.release.notebook import make_notebook
from tests.course.support import ROOT, material

RELEASED = sorted((ROOT / "student_templates").glob("*/*/*.ipynb"))
IDS = [f"{path.parent.parent.name}-{path.stem}" for path in RELEASED]
MISSING = {"en": "not written yet", "ru": "ещё не написано"}

SOLVED = {name: ("en", "ru")[number % 2] for number, name in enumerate(sorted({path.stem for path in RELEASED}))}
"""The language in which the solution of each homework is executed, too; in the other it is the same code to the letter.

(See `test_handed_in_it_is_the_template_and_the_solution_is_the_reference`.)  The template is executed in both.
"""


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a student's folder, which is where the notebook runs."""
    shutil.copytree(request.param.parent, tmp_path / request.param.stem)
    monkeypatch.chdir(tmp_path / request.param.stem)
    return tmp_path / request.param.stem


def released(folder: Path) -> Any:
    return nbformat.read(folder / f"{folder.name}.ipynb", as_version=4)


def solved(folder: Path) -> Any:
    """The notebook with the reference in place of the stubs."""
    found = material(folder.name)
    language = read(folder / "public.json").language
    statement = read_text(folder / "statement.md")
    return nbformat.reads(make_notebook(found, read_text(found.solution), statement, language), as_version=4)


def shown(cell: Any) -> str:
    """What stands under a cell as text."""
    return "".join(output["data"]["text/plain"] for output in cell.outputs)


@pytest.mark.parametrize("path", RELEASED, ids=IDS)
def test_is_valid_and_as_jupyter_writes_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert nbformat.writes(notebook) + "\n" == text
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert not [cell for cell in notebook.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)]


@pytest.mark.parametrize("path", RELEASED, ids=IDS)
def test_holds_the_statement_and_the_template_whole(path: Path) -> None:
    """Not a formula is cut in two, and nothing of either is lost but the template's docstring."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = {
        kind: ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind] for kind in ("markdown", "code")
    }
    for text in texts["markdown"]:
        without_code = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
        assert without_code.count("$$") % 2 == 0
        assert without_code.replace("$$", "").count("$") % 2 == 0
    told, code = "\n".join(texts["markdown"]), "\n".join(texts["code"])
    statement = (path.parent / "statement.md").read_text(encoding="utf-8")
    assert [line for line in statement.split("\n") if line.strip() and line not in told] == []
    template = path.with_suffix(".py").read_text(encoding="utf-8").split('"""', 2)[2]
    assert [line for line in template.split("\n") if line not in code and not line.startswith("# ---")] == []


@pytest.mark.parametrize("folder", RELEASED, ids=IDS, indirect=True)
def test_a_fresh_kernel_says_what_is_missing_and_passes_the_solution(folder: Path) -> None:
    given, language = released(folder), read(folder / "public.json").language
    cells, times = given.cells, 1
    if language == SOLVED[folder.name]:
        solution = solved(folder).cells
        for cell in solution:
            cell.id = f"solved-{cell.id}"
        cells, times = [*cells, nbformat.v4.new_code_cell("%reset -f"), *solution], 2
    executed = nbformat.v4.new_notebook(cells=cells, metadata=given.metadata)
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(executed, timeout=120, kernel_name="python3", resources=where).execute()
    done = [cell for cell in executed.cells if cell.cell_type == "code"]
    checks = [cell for cell in done if cell.source.startswith("grader.check")]
    tasks = [task.name for task in material(folder.name).assignment.tasks]
    assert [cell.source for cell in checks] == [
        *(f'grader.check("{name}")' for name in tasks),
        "grader.check_all()",
    ] * times
    for cell in checks[: len(tasks) + 1]:
        assert MISSING[language] in shown(cell) and "✗" in shown(cell), cell.source
        assert "</p>" in cell.outputs[0]["data"]["text/html"]
    for cell in checks[len(tasks) + 1 :]:
        assert "✗" not in shown(cell) and "✓" in shown(cell), shown(cell)


@pytest.mark.parametrize(
    "folder", [path for path in RELEASED if path.stem == "hw02_regularization"], ids=["en", "ru"], indirect=True
)
def test_otter_finds_the_public_cases_and_says_our_sentences(folder: Path) -> None:
    """Otter's own `Notebook` runs the tests of the metadata, from public cases alone."""
    otter = pytest.importorskip("otter")
    name, language = folder.name, read(folder / "public.json").language
    notebook = otter.Notebook(f"{name}.ipynb")
    stubs: dict[str, Any] = {}
    exec(folder.joinpath(f"{name}.py").read_text(encoding="utf-8"), stubs)
    failed = notebook.check("dropout", global_env=stubs)
    public = [case for case in material(name).cases_of("dropout") if case.visibility == "public"]
    assert failed.possible == sum(case.points for case in public)
    assert (failed.score, MISSING[language] in repr(failed)) == (0, True)
    solution: dict[str, Any] = {}
    exec(read_text(material(name).solution), solution)
    for task in material(name).assignment.tasks:
        assert notebook.check(task.name, global_env=solution).passed_all


@pytest.mark.parametrize("path", RELEASED, ids=IDS)
def test_handed_in_it_is_the_template_and_the_solution_is_the_reference(path: Path) -> None:
    found, language = material(path.stem), path.parent.parent.name
    wanted = {name for task in found.assignment.tasks for name in task.requires}
    statement, solution = read_text(path.parent / "statement.md"), read_text(found.solution)
    solved_text = make_notebook(found, solution, statement, language)
    for raw, source in ((path.read_bytes(), read_text(path.with_suffix(".py"))), (solved_text.encode(), solution)):
        module = to_module(code_cells(raw), wanted)
        assert module.notes == ()
        assert code(module.source) == code(source)


def code(source: str) -> set[str]:
    """The statements of a module but its docstring, and imports that nothing in it uses."""
    tree = ast.parse(source)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found = set()
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [name for name in node.names if (name.asname or name.name).partition(".")[0] in used]
        if not isinstance(node, ast.Expr) and getattr(node, "names", True):
            found.add(ast.unparse(node))
    return found
