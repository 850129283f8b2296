"""`grader.check(…)` in a cell: the public cases on what is defined now, in the words of the folder's language."""

import linecache
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import release
from grader.check import Notebook, check, must_pass
from grader.check.live import live_text
from grader.course import load
from grader.errors import GraderError
from grader.model import Verdict
from tests.unit import tiny_course
from tests.unit.notebook_files import notebook
from tests.unit.tiny_course import ASSIGNMENT

HALVE = "import numpy as np\ndef halve(x):\n    return x / 2\n"
COUNTER = """\
class Counter:
    count = 0
    def add(self, rows):
        self.count += len(rows)
        return self.count
"""


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all students' folders."""
    course = load(tiny_course.write(tmp_path_factory.mktemp("course")))
    release.apply(course.root, release.changes(course.root, release.plan(course, (ASSIGNMENT,))))
    return course.root / "student_templates"


@pytest.fixture(params=["ru", "en"])
def folder(templates: Path, request: pytest.FixtureRequest) -> Path:
    return templates / request.param / ASSIGNMENT


@pytest.fixture
def kernel() -> Iterator[Any]:
    """Executes cells as a kernel does: all in one namespace, each with a file name that `linecache` knows."""
    env: dict[str, Any] = {"__name__": "__main__"}
    names: list[str] = []

    def run(cell: str) -> dict[str, Any]:
        names.append(f"<cell {len(names)} of a test>")
        linecache.cache[names[-1]] = (len(cell), None, cell.splitlines(keepends=True), names[-1])
        exec(compile(cell, names[-1], "exec"), env)
        return env

    yield run
    for name in names:
        linecache.cache.pop(name)


SAID = {
    "ru": ("открытых тестов пройдено: 0 из 1", "ещё не написано", "все открытые тесты пройдены (1 из 1)", "Скрытых"),
    "en": ("0 of 1 public cases pass", "not written yet", "all public cases pass (1 of 1)", "2 hidden"),
}


def test_says_what_is_missing_wrong_and_right(folder: Path, kernel: Any) -> None:
    grader, said = Notebook(ASSIGNMENT, folder), SAID[folder.parent.name]
    unwritten = grader.check("halve", kernel("def halve(x):\n    raise NotImplementedError\n"))
    assert said[0] in repr(unwritten) and said[1] in repr(unwritten) and not unwritten.passed_all
    wrong = grader.check("halve", kernel("def halve(x):\n    return x * 2\n"))
    assert "✗" in repr(wrong) and "<code>" in wrong._repr_html_() and "l1-halves" in repr(wrong)
    right = grader.check("halve", kernel(HALVE))
    assert right.passed_all and said[2] in repr(right) and said[3] in repr(right) and "✓" in right._repr_html_()


def test_checks_what_the_calling_cell_sees(folder: Path, kernel: Any) -> None:
    env = kernel(HALVE)
    env["grader"] = Notebook(ASSIGNMENT, folder)
    kernel("found = grader.check('halve'), grader.check_all()")
    task, everything = env["found"]
    assert task.passed_all and not everything.passed_all
    assert [score.task for score in everything.report.tasks] == ["halve", "counter"]


def test_what_a_task_forbids_is_seen_in_the_cells_of_now(folder: Path, kernel: Any) -> None:
    grader = Notebook(ASSIGNMENT, folder)
    with_torch = COUNTER.replace("return self.count", "return torch.tensor(self.count).item()")
    kernel("import types\ntorch = types.ModuleType('torch')\ntorch.tensor = lambda x: x\n")
    env = kernel(with_torch)
    (outcome,) = (one for task in grader.check("counter", env).report.tasks for one in task.outcomes)
    assert (outcome.verdict, outcome.detail) == (Verdict.FORBIDDEN, "torch.tensor")
    assert grader.check("counter", kernel(COUNTER)).passed_all
    assert "torch" not in live_text({**env, "torch": None}).source


def test_what_the_code_prints_and_how_it_ends_does_not_end_the_check(
    folder: Path, kernel: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    env = kernel("import sys\ndef halve(x):\n    print('<b>hello')\n    sys.exit()\n")
    found = Notebook(ASSIGNMENT, folder).check("halve", env)
    assert not found.passed_all
    assert capsys.readouterr().out == ""


def test_text_of_a_student_is_no_html(folder: Path, kernel: Any) -> None:
    env = kernel("def halve(x):\n    raise ValueError('<script>`alert(1)`</script>')\n")
    html = Notebook(ASSIGNMENT, folder).check("halve", env)._repr_html_()
    assert "<script" not in html and "&lt;script&gt;" in html


def test_tells_a_wrong_folder_and_a_wrong_task(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(GraderError, match=r"public\.json.*hw00_warmup"):
        Notebook(ASSIGNMENT, tmp_path)
    with pytest.raises(GraderError, match="hw09"):
        Notebook("hw09", folder)
    with pytest.raises(GraderError, match="halve, counter"):
        Notebook(ASSIGNMENT, folder).check("dropout", {})


def test_a_test_for_otter_raises_the_sentence(folder: Path, kernel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(AssertionError, match=SAID[folder.parent.name][1]):
        must_pass(ASSIGNMENT, "half_of_a_vector", kernel("def halve(x):\n    raise NotImplementedError\n"))
    must_pass(ASSIGNMENT, "half_of_a_vector", kernel(HALVE))
    with pytest.raises(GraderError, match="half_of_a_matrix_edge"):
        must_pass(ASSIGNMENT, "half_of_a_matrix_edge", kernel(HALVE))


def test_random_numbers_of_the_notebook_go_on_as_without_a_check(folder: Path, kernel: Any) -> None:
    random.seed(1)
    np.random.seed(1)
    expected = [random.random(), np.random.rand()]
    random.seed(1)
    np.random.seed(1)
    Notebook(ASSIGNMENT, folder).check("halve", kernel(HALVE))
    assert [random.random(), np.random.rand()] == expected


def test_jupyter_shows_what_a_student_can_mend_without_a_traceback(folder: Path) -> None:
    with pytest.raises(GraderError) as caught:
        Notebook(ASSIGNMENT, folder).check("dropout", {})
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_of_a_folder_the_form_is_checked_in_which_more_is_written(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert check(tmp_path).file.name == f"{ASSIGNMENT}.py"
    (tmp_path / f"{ASSIGNMENT}.ipynb").write_bytes(notebook(HALVE))
    assert check(tmp_path).file.name == f"{ASSIGNMENT}.ipynb"
    (tmp_path / f"{ASSIGNMENT}.py").unlink()
    assert check(tmp_path).file.name == f"{ASSIGNMENT}.ipynb"


def test_a_notebook_is_checked_from_the_terminal_as_a_file_is(folder: Path) -> None:
    file = folder / "my copy.ipynb"
    file.write_bytes(notebook("%matplotlib inline\n" + HALVE, "train()", COUNTER, "def broken(:"))
    try:
        report = check(file)
        assert (report.passed, report.total, report.stopped) == (2, 2, None)
        assert report.file_name == f"{ASSIGNMENT}.ipynb"
        assert [note.partition("|")[0] for note in report.notes] == ["cell_unread"]
        file.write_bytes(notebook(HALVE, "x = 1\n" + COUNTER.replace("len(rows)", "1 // 0")))
        failed = [one for task in check(file).tasks for one in task.outcomes if one.verdict is Verdict.RAISED]
        assert [(one.cell, one.line) for one in failed] == [(2, 5)]
    finally:
        file.unlink()
