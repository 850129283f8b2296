"""An autograder zip for Otter and for Gradescope with Otter: one question a task, one test case a case.

The zip is what `otter generate` makes of our tests, in the exception format, plus the folder `tests/bundle` that they
run on: the light part of this package, the cases, and what the reference showed.  It lies below `tests/`, which Otter
puts into its place anew for every submission, so that no file of a student's can stand in for it.

What Otter cannot do stays here: credit for a known mistake or for a carried error, the late penalty, a wall.
"""

import json
import math
import tempfile
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from otter.generate import main as otter_generate

from grader import handout
from grader.bundles.archive import folder_files, imported_files, package_files, write_archive
from grader.bundles.at_otter import EXPECTED, SEEDS
from grader.bundles.requirements import requirements
from grader.errors import GraderError
from grader.handout import Handout
from grader.judge import Oracle, draw_seed, judge
from grader.model import Case, Material, Task, Tree, Verdict

STUDENT = "otter:export"
"""In place of a student's id where inputs are drawn: all students have the same here. No roster can hold this id."""

BUNDLE = "tests/bundle"

MATERIAL = ("public.py", "hidden.py", "checkers.py", "*.npz", "*.csv")

CONFIGURATION = {"show_hidden": True}
"""Of Otter: what hidden cases found, told without numbers, is shown once the instructor publishes the grades."""

UNIT = 2**40


def write_otter(path: Path, material: Material, secret: bytes, language: str) -> None:
    """Writes the autograder zip of an assignment to `path`, its sentences in one language.

    The inputs of hidden cases are drawn from the course's secret, which is not in the zip.  Raises `GraderError` where
    the reference does not pass its own cases.
    """
    tests = {
        f"tests/{task.name}.py": _test_file(material, task, language).encode() for task in material.assignment.tasks
    }
    files = _generated(tests, requirements(material.assignment.libraries))
    packed = folder_files(material.folder, MATERIAL)
    light = package_files(("checkers",))
    sources = [content for name, content in (tests | packed | light).items() if name.endswith(".py")]
    light |= imported_files(sources)
    files |= {f"{BUNDLE}/{name}": content for name, content in light.items()}
    packed |= _expected(material, secret, language)
    files |= {f"{BUNDLE}/{material.assignment.name}/{name}": content for name, content in packed.items()}
    write_archive(path, files, executable=("run_autograder", "setup.sh"))


def addable(points: Sequence[Fraction]) -> list[float]:
    """These points as floats whose sums are exact in every order, and add up to the total.

    Each is a multiple of 2⁻⁴⁰ within that of its own; the total is, too, as every whole number is.
    """
    scaled = [point * UNIT for point in points]
    units = [math.floor(point) for point in scaled]
    short = round(sum(scaled, Fraction(0))) - sum(units)
    by_remainder = sorted(range(len(units)), key=lambda index: units[index] - scaled[index])
    for index in by_remainder[:short]:
        units[index] += 1
    return [unit / UNIT for unit in units]


def _test_file(material: Material, task: Task, language: str) -> str:
    """The source of one test file in Otter's exception format."""
    if not task.name.isidentifier():
        raise GraderError(f"task {task.name!r}: Otter needs a name of letters, digits and _: rename it")
    cases = material.cases_of(task.name)
    lines = [
        "OK_FORMAT = False",
        "",
        "import os",
        "import sys",
        "",
        "from otter.test_files import test_case",
        "",
        f"here = os.path.abspath({BUNDLE!r})",
        "if here not in sys.path:",
        "    sys.path.insert(0, here)",
        "for loaded in [one for one in sys.modules if one.partition('.')[0] == 'grader']:",
        "    if not str(getattr(sys.modules[loaded], '__file__', '')).startswith(here):",
        "        del sys.modules[loaded]  # a module of that name which is not ours",
        "",
        "from grader.bundles.at_otter import bench",
        "",
        f"check = bench(os.path.join(here, {material.assignment.name!r})).check",
        f"name = {task.name!r}",
    ]
    points = addable([case.points for case in cases])
    for number, case in enumerate(cases):
        hidden = case.visibility == "hidden"
        lines += [
            "",
            "",
            # In ASCII: Otter reads the file in the encoding of whatever machine it is on.
            f"@test_case(name={case.title[language]!a}, points={points[number]!r}, hidden={hidden})",
            f"def case_{number + 1}(env):",
            f"    check({case.name!r}, env)",
        ]
    return "\n".join(lines) + "\n"


def _expected(material: Material, secret: bytes, language: str) -> dict[str, bytes]:
    """The seed of every case and what the reference shows for it."""
    oracle, assignment = Oracle(material), material.assignment
    seeds = {case.name: draw_seed(secret, assignment.name, STUDENT, case) for case in material.cases}
    expected = {case.name: _shown(oracle, case, seeds[case.name]) for case in material.cases}
    recorded = Handout.of(assignment, language, expected, {})
    return {EXPECTED: handout.to_json(recorded).encode(), SEEDS: json.dumps(seeds, indent=1).encode()}


def _shown(oracle: Oracle, case: Case, seed: int) -> Tree:
    shown = oracle.expected(case, seed)
    outcome = judge(case, shown, shown, oracle.checker(case))
    if outcome.verdict is not Verdict.PASSED:
        raise GraderError(f"{oracle.material.solution}: the reference fails case {case.name}: {outcome.detail}")
    return shown.value


def _generated(tests: dict[str, bytes], required: str) -> dict[str, bytes]:
    """What `otter generate` makes of these tests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tests").mkdir()
        for path, content in tests.items():
            (folder / path).write_bytes(content)
        (folder / "otter_config.json").write_text(json.dumps(CONFIGURATION), encoding="utf-8")
        (folder / "requirements.txt").write_text(required, encoding="utf-8")
        otter_generate(
            tests_dir=str(folder / "tests"),
            output_path=str(folder / "autograder.zip"),
            config=str(folder / "otter_config.json"),
            requirements=str(folder / "requirements.txt"),
            no_environment=True,
        )
        with zipfile.ZipFile(folder / "autograder.zip") as archive:
            return {entry: archive.read(entry) for entry in archive.namelist()}
