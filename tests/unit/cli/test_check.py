"""`grader check` as a student sees it: the table, the honest words, the exit status, every console."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import release
from grader.cli._check_fit import fit
from grader.course import load
from tests.unit import tiny_course
from tests.unit.sandbox.processes import PATIENCE
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

FILE = f"{ASSIGNMENT}.py"
ROOT = Path(__file__).parents[3]

LIGHT = """
import sys
for name in ("pydantic", "msgspec", "sqlalchemy", "jinja2", "torch", "pandas", "matplotlib"):
    sys.modules[name] = None
import grader.check, grader.cli.check
from grader.cli import main
main()
"""

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    folder = load(tiny_course.write(root))
    release.apply(root, release.changes(root, release.plan(folder, [ASSIGNMENT])))
    return root / "student_templates"


@pytest.fixture
def grader(templates: Path, tmp_path: Path) -> Run:
    """Runs `grader check` on the base install alone; the source is that of `file`, or of the file `instead`."""

    def run(
        source: str | bytes | None,
        *options: str,
        file: str = FILE,
        instead: str = "",
        language: str = "en",
        **environment: str,
    ) -> subprocess.CompletedProcess[bytes]:
        for path in (templates / language / ASSIGNMENT).iterdir():
            (tmp_path / path.name).write_bytes(path.read_bytes())
        if source is not None:
            (tmp_path / (instead or file)).write_bytes(source.encode() if isinstance(source, str) else source)
        return subprocess.run(
            [sys.executable, "-c", LIGHT, "check", file, *options],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80", **environment},
            capture_output=True,
            timeout=PATIENCE,
        )

    return run


def test_a_right_file_passes_and_is_told_that_this_is_not_the_grade(grader: Run) -> None:
    done = grader(SOLUTION)
    out = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "✓ Half of a vector." in out and "✓ The counter counts" in out and "✗" not in out
    assert out.splitlines()[-2:] == [
        "2 of 2 public cases pass: 3 of 3 points.",
        "3 hidden cases exist; this is not the grade.",
    ]
    assert "\x1b" not in out


def test_a_bonus_is_called_one_and_comes_on_top_of_the_points(templates: Path, tmp_path: Path) -> None:
    for path in (templates / "en" / ASSIGNMENT).iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / FILE).write_text(SOLUTION, encoding="utf-8")
    facts = json.loads((tmp_path / "public.json").read_text(encoding="utf-8"))
    facts["tasks"][1]["bonus"] = True
    (tmp_path / "public.json").write_text(json.dumps(facts), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, "check", FILE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80"},
        capture_output=True,
        timeout=PATIENCE,
    )
    out = done.stdout.decode()
    assert "(bonus)" in out and "2 of 2 public cases pass: 3 of 1 points." in out


def test_a_wrong_file_is_told_what_is_wrong_in_the_language_of_its_folder(grader: Run) -> None:
    done = grader(SOLUTION.replace("return self.count\n", "return 7\n"), language="ru")
    out = done.stdout.decode()
    assert done.returncode == 1
    assert "✓ Половина вектора." in out
    assert "✗ Счётчик считает увиденные строки." in out
    assert "строки сосчитаны неверно" in out
    assert "перечитайте: ../lectures.md#l1-counters" in out
    assert "Открытые тесты: пройдено 1 из 2, баллов 1 из 3." in out
    assert "Скрытых тестов: 3, они запускаются после сдачи; это ещё не оценка." in out


def test_the_language_can_be_asked_for(grader: Run) -> None:
    assert "not written yet" in grader(None, "--language", "en", language="ru").stdout.decode()
    assert "ещё не написано" in grader(None, "--language", "ru").stdout.decode()


def test_fits_narrow_terminals(grader: Run) -> None:
    out = grader(SOLUTION.replace("return self.count\n", "return 7\n"), language="ru", COLUMNS="60").stdout.decode()
    assert max(map(len, out.splitlines())) <= 60
    assert "строки сосчитаны неверно" in out


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "ascii"])
def test_every_console_can_show_it(grader: Run, encoding: str) -> None:
    source = SOLUTION.replace("return self.count\n", "raise ValueError('€ → ∂')\n")
    done = grader(source, language="ru", PYTHONUTF8="0", PYTHONIOENCODING=f"{encoding}:strict")
    assert (done.returncode, done.stderr) == (1, b"")
    lines = done.stdout.decode(encoding).splitlines()
    assert any(line.startswith("+ ") for line in lines) and any(line.startswith("x ") for line in lines)


def test_prints_do_not_garble_the_table_and_can_be_seen(grader: Run) -> None:
    source = SOLUTION.replace("self.count +=", "print('rows:', rows.shape, '[red]')\n        self.count +=")
    out = grader(source).stdout.decode()
    assert "rows:" not in out and "Your code printed 3 lines; add --prints to see them." in out
    shown = grader(source, "--prints").stdout.decode()
    assert "Printed in counts_up:\nrows: (4, 2) [red]\n" in shown and "Your code printed" not in shown


def test_a_file_that_ends_early_says_so(grader: Run) -> None:
    out = grader(f"import sys\n{SOLUTION}\nsys.exit()\n").stdout.decode()
    assert f"{FILE} was not executed whole" in out
    assert "2 of 2 public cases" in out


def test_another_file_name_is_checked_and_the_right_one_named(grader: Run) -> None:
    done = grader(SOLUTION, file="my solution.py")
    assert done.returncode == 0
    assert f"Hand this file in under the name {FILE}." in done.stdout.decode()


@pytest.mark.parametrize(
    ("file", "instead", "source", "told"),
    [
        ("hw.py", "", None, f"hw.py: такого файла нет; ваш файл в папке задания называется {FILE}"),
        ("hw.ipynb", "", "{}", "hw.ipynb: это не ноутбук, который можно прочитать: сохраните его в Jupyter"),
        ("statement.md", "", None, "statement.md: это не файл на Python"),
        ("public.py", "", None, "public.py: этот файл выдан вместе с заданием"),
        (FILE, "", "def f(:\n", f"{FILE}: Python не может прочитать строку 1 (SyntaxError: "),
        (FILE, "", "# Решение\n".encode("cp1251"), f"{FILE}: строка 1 не в кодировке UTF-8"),
        (FILE, "", "", f"{FILE}: файл пуст; напишите решение в шаблоне {FILE}"),
        (FILE, "public.json", "{", "папка задания повреждена или неполна"),
        (FILE, "public.py", "x = 1\n", "папка задания повреждена или неполна"),
    ],
)
def test_what_cannot_be_checked_is_one_sentence_and_status_2(
    grader: Run, file: str, instead: str, source: str | bytes | None, told: str
) -> None:
    done = grader(source, "--language", "ru", file=file, instead=instead)
    error = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert error.startswith("grader: ") and told in error and error.count("\n") == 1


def test_where_no_language_is_known_both_are_spoken(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, "check", "hw.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    russian, english = done.stderr.decode().splitlines()
    assert "такого файла нет" in russian and "there is no such file" in english


def test_what_cannot_be_stopped_ends_the_command(grader: Run, tmp_path: Path) -> None:
    stubborn = "def halve(x):\n    while True:\n        try:\n            while True:\n                pass\n"
    stubborn += "        except BaseException:\n            pass\n"
    # The limits at home are ten seconds: shorter ones, so that this test is no longer than it must be.
    (tmp_path / "sitecustomize.py").write_text(
        "from grader.check import running, watchdog\n"
        "running.run.__kwdefaults__['wall'] = lambda limits: 0.1\n"
        "watchdog.RING_EVERY = 0.02\n",
        encoding="utf-8",
    )
    done = grader(stubborn, PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert done.returncode == 1
    assert done.stderr.decode().startswith("grader: half_of_a_vector: this case cannot be stopped")


def test_signs_that_a_console_lacks_get_plainer() -> None:
    assert fit("✓ «да» — нет…", "cp866") == '+ "да" - нет...'
    assert fit("✓ «да»", "utf-8") == "✓ «да»"
    assert fit("∂", None) == "∂"
