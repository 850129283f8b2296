"""The other two ways: a process of pytest, or a whole `otter run`, for each submission.  What each submission costs.

Both get an environment with nothing in it but a search path, a home of their own and one thread for each library.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import nbformat

from grader.judge import draw_seed
from grader.model import Submission
from tests.benchmarks.cost import Cost, processor
from tests.benchmarks.homework import SECRET, Homework
from tests.benchmarks.machine import ONE_THREAD

KIT = Path(__file__).parent / "kit"
HOMEWORK_FILES = ("public.py", "hidden.py", "checkers.py", "*.npz")

OTTER_TEST = """\
OK_FORMAT = False

from kit import exercise
from otter.test_files import test_case

name = {name!r}
points = {points!r}
"""

OTTER_CASE = """

@test_case(name={name!r}, points={points!r}, hidden={hidden!r})
def case_{number}(env):
    exercise.must_pass({name!r}, exercise.module_of(env))
"""


def by_pytest(homework: Homework, submission: Submission, folder: Path) -> Cost:
    """By `pytest`, in a folder of the submission's own that holds all that it needs."""
    place = folder / f"pytest-{submission.digest}"
    _pack(homework, submission, place / "kit")
    (place / "submission.py").write_text(submission.source or "", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir=.", "kit/cases.py"]
    cost, printed = _run(command, place)
    if f"{len(homework.material.cases)} passed" not in printed:
        sys.exit(f"pytest did not pass an accepted answer:\n{printed[-2000:]}")
    return cost


def by_otter(homework: Homework, submission: Submission, folder: Path, suffix: str) -> Cost:
    """By `otter run`; handed in as a module (suffix ".py") or as a notebook (".ipynb")."""
    place = folder / f"otter-{submission.digest}{suffix}"
    _pack(homework, submission, place / "source" / "files" / "kit")
    _otter_tests(homework, place / "source" / "tests")
    _zip(place / "source", place / "autograder.zip")
    file = place / f"submission{suffix}"
    file.write_text(_notebook(submission) if suffix == ".ipynb" else submission.source or "", encoding="utf-8")
    cost, printed = _run([sys.executable, "-m", "otter", "run", "-a", "autograder.zip", file.name], place)
    results = json.loads((place / "results.json").read_text(encoding="utf-8"))
    earned = sum(test.get("score", 0.0) for test in results["tests"])
    if abs(earned - float(homework.material.assignment.points)) > 1e-6:
        sys.exit(f"otter gave an accepted answer {earned} points:\n{printed[-2000:]}")
    return cost


def _pack(homework: Homework, submission: Submission, kit: Path) -> None:
    """Everything that grades this submission, as one importable folder."""
    material = homework.material
    shutil.copytree(KIT, kit, ignore=shutil.ignore_patterns("__pycache__"))
    (kit / "homework").mkdir()
    for pattern in HOMEWORK_FILES:
        for path in material.folder.glob(pattern):
            shutil.copy(path, kit / "homework")
    shutil.copy(material.solution, kit / "reference.py")
    seeds = {case.name: draw_seed(SECRET, homework.name, submission.student, case) for case in material.cases}
    (kit / "seeds.json").write_text(json.dumps(seeds), encoding="utf-8")


def _otter_tests(homework: Homework, folder: Path) -> None:
    folder.mkdir()
    for task in homework.material.assignment.tasks:
        text = OTTER_TEST.format(name=task.name, points=float(task.points))
        for number, case in enumerate(homework.material.cases_of(task.name)):
            hidden = case.visibility == "hidden"
            text += OTTER_CASE.format(name=case.name, points=float(case.points), hidden=hidden, number=number)
        (folder / f"{task.name}.py").write_text(text, encoding="utf-8")


def _zip(folder: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))


def _notebook(submission: Submission) -> str:
    cells = [nbformat.v4.new_code_cell(submission.source)]
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=cells)))


def _run(command: Sequence[str], folder: Path) -> tuple[Cost, str]:
    """What it cost, and what it printed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin"
    environment = {"PATH": path, "HOME": str(folder.parent), "LANG": "C.UTF-8", **ONE_THREAD}
    used, started = processor(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    cost = Cost(time.perf_counter() - started, processor() - used)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return cost, done.stdout
