"""The zip that a student gets: all that is needed to work, and nothing that gives the hidden half away."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader import release
from grader.course import load
from grader.reading import read_text
from grader.release.notebook import make_notebook
from tests.course.support import ROOT, material

MOST_BYTES = 300_000
"""Of a file that a student is given, and of a zip with all of them."""

HOMEWORK = release.released_names(load(ROOT / "course.toml"))

LIGHT = """
import sys
for name in ("pydantic", "msgspec", "sqlalchemy", "jinja2", "yaml", "torch", "pandas", "matplotlib", "IPython",
             "nbformat", "otter", "scipy"):
    sys.modules[name] = None
"""
"""As on a machine that has Python, NumPy and what the base install asks for, and nothing else."""

CHECK = f"{LIGHT}\nfrom grader.cli import main\nmain()"

CELL = f"""{LIGHT}
import runpy
from grader.check import Notebook
print(Notebook(sys.argv[1]).check("dropout", runpy.run_path(sys.argv[2])))
"""


@pytest.fixture(scope="session")
def zips() -> dict[str, bytes]:
    """The zips by name, made of the course as it is."""
    folder = load(ROOT / "course.toml")
    return release.pack(release.plan(folder, HOMEWORK), HOMEWORK)


def test_there_is_one_for_each_homework_and_language_always_the_same(zips: dict[str, bytes]) -> None:
    assert set(zips) == {f"{name}.{language}.zip" for name in HOMEWORK for language in ("ru", "en")}
    again = release.pack(release.plan(load(ROOT / "course.toml"), ("hw02_regularization",)), ("hw02_regularization",))
    assert all(zips[name] == content for name, content in again.items())


def test_no_file_is_large_and_no_zip(zips: dict[str, bytes]) -> None:
    for name, content in zips.items():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert max([len(content), *(entry.file_size for entry in archive.infolist())]) <= MOST_BYTES, name


def code_of(file: str, text: str) -> list[str]:
    """The lines of a file, and of a notebook those of its cells."""
    if not file.endswith(".ipynb"):
        return text.splitlines()
    return [line for cell in json.loads(text)["cells"] for line in "".join(cell["source"]).splitlines()]


@pytest.mark.parametrize("name", HOMEWORK)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_holds_what_is_needed_and_nothing_hidden(zips: dict[str, bytes], name: str, language: str) -> None:
    with zipfile.ZipFile(io.BytesIO(zips[f"{name}.{language}.zip"])) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    found, own = material(name), {"statement.md", "requirements.txt", "public.py", "public.json"}
    assert {f"{name}/{file}" for file in own | {f"{name}.py", f"{name}.ipynb"}} | {"lectures.md"} <= set(files)
    data = {path.name for path in found.folder.glob("*.npz")}
    assert {Path(file).name for file in files if file.endswith(".npz")} == data
    reference = [line for line in release.solution_lines(read_text(found.solution), "") if len(line) > 24]
    secrets = [
        *(case.name for case in found.cases if case.visibility == "hidden"),
        *(title for case in found.cases if case.visibility == "hidden" for title in case.title.values()),
        *(hint for mistake in found.mistakes for hint in mistake.hint.values()),
        *(f"def {mistake.name}" for mistake in found.mistakes),
    ]
    assert len(reference) > 10 and len(secrets) > 50
    meant = ["public.py", "checkers.py", f"statement.{language}.md"]  # which an author wrote for students to read
    public = "".join(read_text(found.folder / file) for file in meant)
    for file, content in files.items():
        text = content.decode("utf-8", "replace")
        assert [secret for secret in secrets if secret in text and secret not in public] == [], file
        lines = {line.strip() for line in code_of(file, text)}
        assert [line for line in reference if line in lines and line not in public] == [], file


def test_works_from_that_folder_alone_with_numpy_and_the_light_install(zips: dict[str, bytes], tmp_path: Path) -> None:
    name = "hw02_regularization"
    with zipfile.ZipFile(io.BytesIO(zips[f"{name}.ru.zip"])) as archive:
        archive.extractall(tmp_path / "ml2")
    folder = tmp_path / "ml2" / name

    def python(code: str, *arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    for file in (f"{name}.py", f"{name}.ipynb"):
        status, said = python(CHECK, "check", file)
        assert (status, "ещё не написано" in said) == (1, True), said
    assert "ещё не написано" in python(CELL, name, f"{name}.py")[1]
    found = material(name)
    solution = read_text(found.solution)
    (folder / f"{name}.py").write_text(solution, encoding="utf-8")
    statement = read_text(folder / "statement.md")
    (folder / f"{name}.ipynb").write_text(make_notebook(found, solution, statement, "ru"), encoding="utf-8")
    for file in (f"{name}.py", f"{name}.ipynb"):
        status, said = python(CHECK, "check", file)
        assert (status, "✗" in said) == (0, False), said
    assert "✓" in python(CELL, name, f"{name}.py")[1]
