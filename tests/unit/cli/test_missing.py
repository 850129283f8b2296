"""Commands after the students' own install, which has none of the extras: one line says what to install."""

import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT = """
import sys
for name in sys.argv.pop(1).split(","):
    sys.modules[name] = None
from grader.cli import main
main()
"""
EXTRAS = (
    "alembic,altair,copydetect,jinja2,markdown_it,msgspec,nbformat,pandas,pydantic,sqlalchemy,sympy,xlsxwriter,yaml"
)
COURSE = str(Path(__file__).parents[3] / "course.toml")


def said(where: Path, missing: str, *arguments: str, before: str = "") -> tuple[int, list[str]]:
    """The status and what is told by a process in which none of these modules can be imported."""
    run = [sys.executable, "-c", before + WITHOUT, missing, *arguments]
    done = subprocess.run(run, cwd=where, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize(
    "arguments",
    [
        ("report",),
        ("final", "ana"),
        ("verify",),
        ("quiz", "issue", "test01_networks", "--course", COURSE),
        ("export", "gradescope", "hw01_backprop", "--course", COURSE),
        ("release", "--check", "--course", COURSE),
    ],
)
def test_a_command_that_lacks_an_extra_says_which(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "gradebook.db").write_bytes(b"")
    status, lines = said(tmp_path, EXTRAS, *arguments)
    assert (status, len(lines)) == (2, 1), lines
    package = lines[0].removeprefix("grader: ").partition(" ")[0]
    assert package in EXTRAS.split(",")
    assert lines == [f"grader: {package} is not installed: pip install 'grader[instructor]'"]


def test_a_module_of_our_own_that_is_not_there_is_no_missing_extra(tmp_path: Path) -> None:
    status, lines = said(tmp_path, "grader.gradebook", "verify")
    assert status == 1
    assert lines[0].startswith("Traceback")
    assert "pip install" not in lines[-1]


def test_what_a_file_of_somebody_else_imports_is_no_missing_extra(tmp_path: Path) -> None:
    (tmp_path / "plugin.py").write_text("import pandas\n", encoding="utf-8")
    before = "import sys, click; sys.path.insert(0, '.')\nclick.Group.main = lambda *a, **k: __import__('plugin')\n"
    status, lines = said(tmp_path, "pandas", before=before)
    assert (status, lines[-1]) == (1, "ModuleNotFoundError: import of pandas halted; None in sys.modules")


@pytest.mark.parametrize(
    ("module", "package", "extra"),
    [
        ("psycopg", "psycopg", "postgresql"),
        ("yaml", "pyyaml", "instructor"),
        ("sympy", "sympy", "instructor"),
        ("torch", "torch", "torch"),
    ],
)
def test_the_extra_that_holds_it_is_named(tmp_path: Path, module: str, package: str, extra: str) -> None:
    ours = {"__name__": "grader.gradebook.database"}
    before = f"import click\nclick.Group.main = lambda *a, **k: exec('import {module}', {ours})\n"
    status, lines = said(tmp_path, module, before=before)
    assert (status, lines) == (2, [f"grader: {package} is not installed: pip install 'grader[{extra}]'"])
