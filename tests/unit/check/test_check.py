"""Public cases on a student's own file: what passes, what fails and how it is told, and what cannot be checked."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from grader import release
from grader.check import CannotCheck, CheckReport, check, watchdog
from grader.course import load
from grader.model import Limits, Outcome, Verdict
from grader.sources import MAX_BYTES
from tests.unit import tiny_course
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

COUNTER = "class Counter:\n    def add(self, rows):\n        return {body}\n"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The Russian folder of the tiny homework, file by file."""
    root = tmp_path_factory.mktemp("course")
    folder = load(tiny_course.write(root))
    release.apply(root, release.changes(root, release.plan(folder, [ASSIGNMENT])))
    place = root / "student_templates" / "ru" / ASSIGNMENT
    return {path.name: path.read_bytes() for path in place.iterdir()}


@pytest.fixture
def folder(released: dict[str, bytes], tmp_path: Path) -> Path:
    for name, content in released.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def hand_in(folder: Path) -> Callable[..., CheckReport]:
    def write_and_check(source: str, seconds: float = 10.0) -> CheckReport:
        file = folder / f"{ASSIGNMENT}.py"
        file.write_text(source, encoding="utf-8")
        return check(file, wall=lambda limits: seconds)

    return write_and_check


def outcomes(report: CheckReport) -> dict[str, Outcome]:
    return {outcome.case: outcome for task in report.tasks for outcome in task.outcomes}


def test_the_reference_passes_every_public_case(hand_in: Callable[..., CheckReport]) -> None:
    report = hand_in(SOLUTION)
    assert (report.passed, report.total, report.hidden) == (2, 2, 3)
    assert [(task.points, task.max_points) for task in report.tasks] == [(1, 1), (2, 2)]
    assert (report.language, report.title["ru"], report.printed, report.stopped) == ("ru", "Разминка", (), None)


def test_the_template_passes_none_and_says_what_is_not_written(folder: Path) -> None:
    report = check(folder)
    assert report.file == folder / f"{ASSIGNMENT}.py"
    assert {outcome.verdict for outcome in outcomes(report).values()} == {Verdict.MISSING}
    assert sum(task.points for task in report.tasks) == Fraction(0)


def test_one_bad_case_costs_no_other(hand_in: Callable[..., CheckReport]) -> None:
    seen = outcomes(hand_in("def halve(x):\n    return x * 2\n\n\n" + COUNTER.format(body="1 // 0")))
    assert seen["half_of_a_vector"].verdict is Verdict.WRONG
    assert seen["half_of_a_vector"].difference is not None
    assert seen["counts_up"].verdict is Verdict.RAISED
    assert (seen["counts_up"].detail.split(":")[0], seen["counts_up"].line) == ("ZeroDivisionError", 7)


def test_a_case_is_judged_by_the_checker_that_it_names(hand_in: Callable[..., CheckReport]) -> None:
    difference = outcomes(hand_in(COUNTER.format(body="4")))["counts_up"].difference
    assert difference is not None and difference.note == {
        "en": "the rows are miscounted",
        "ru": "строки сосчитаны неверно",
    }


HANGS = {
    "a loop": "while True:\n        pass",
    "a loop that swallows every Exception": "while True:\n        try:\n            x = 1\n        except Exception:\n"
    "            pass",
    "a loop that swallows everything once": "try:\n        while True:\n            pass\n    except BaseException:\n"
    "        while True:\n            pass",
    "waiting": "import threading\n    threading.Event().wait(30)",
}


@pytest.mark.parametrize("body", HANGS.values(), ids=HANGS.keys())
def test_a_case_that_hangs_is_interrupted(body: str, hand_in: Callable[..., CheckReport]) -> None:
    seen = outcomes(hand_in(f"def halve(x):\n    {body}\n\n\n{SOLUTION.partition('# END SOLUTION')[2]}", 0.1))
    assert seen["half_of_a_vector"].verdict is Verdict.TIMED_OUT
    assert seen["half_of_a_vector"].line is not None


def test_a_file_that_hangs_is_interrupted(hand_in: Callable[..., CheckReport]) -> None:
    report = hand_in(f"def halve(x):\n    return x / 2\n\n\nwhile True:\n    pass\n{COUNTER.format(body='4')}", 0.2)
    assert report.stopped is not None and report.stopped.failure is Verdict.TIMED_OUT
    assert outcomes(report)["half_of_a_vector"].verdict is Verdict.PASSED
    assert outcomes(report)["counts_up"].verdict is Verdict.TIMED_OUT


def test_what_cannot_be_interrupted_is_reported_as_stuck(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "RING_EVERY", 0.02)
    stop = folder / "stop"
    (folder / f"{ASSIGNMENT}.py").write_text(
        "import os\n\n\ndef halve(x):\n    while True:\n        try:\n"
        f"            while not os.path.exists({str(stop)!r}):\n                pass\n            return x\n"
        "        except BaseException:\n            pass\n",
        encoding="utf-8",
    )
    told: list[str] = []

    def let_go(name: str) -> None:
        told.append(name)
        stop.touch()

    check(folder, stuck=let_go, wall=lambda limits: 0.1)
    assert told == ["half_of_a_vector"]


def test_ctrl_c_stops_the_check_whatever_the_code_makes_of_it(hand_in: Callable[..., CheckReport]) -> None:
    before = signal.getsignal(signal.SIGINT)
    source = "import signal\n\n\ndef halve(x):\n    try:\n        signal.raise_signal(signal.SIGINT)\n"
    source += "    except BaseException:\n        return x / 2\n"
    with pytest.raises(KeyboardInterrupt):
        hand_in(source)
    assert signal.getsignal(signal.SIGINT) is before


def test_works_without_limits_outside_the_main_thread(folder: Path) -> None:
    (folder / f"{ASSIGNMENT}.py").write_text(SOLUTION, encoding="utf-8")
    reports: list[CheckReport] = []
    thread = threading.Thread(target=lambda: reports.append(check(folder)))
    thread.start()
    thread.join()
    assert reports[0].passed == 2


@pytest.mark.parametrize("ending", ["import sys\nsys.exit(0)\n", "raise SystemExit\n", "1 / 0\n"])
def test_what_stands_above_and_below_a_failure_is_checked(ending: str, hand_in: Callable[..., CheckReport]) -> None:
    report = hand_in(f"def halve(x):\n    return x / 2\n\n\n{ending}\n{COUNTER.format(body='4')}")
    assert report.stopped is not None
    assert report.stopped.failure in (Verdict.CRASHED, Verdict.RAISED)
    assert outcomes(report)["half_of_a_vector"].verdict is Verdict.PASSED
    assert outcomes(report)["counts_up"].verdict is Verdict.WRONG


def test_sys_exit_in_a_case_costs_that_case(hand_in: Callable[..., CheckReport]) -> None:
    seen = outcomes(hand_in(SOLUTION.replace("return self.count\n", "raise SystemExit\n")))
    assert [seen["half_of_a_vector"].verdict, seen["counts_up"].verdict] == [Verdict.PASSED, Verdict.CRASHED]


def test_prints_are_kept_from_the_terminal_and_counted(
    hand_in: Callable[..., CheckReport], capsys: pytest.CaptureFixture[str]
) -> None:
    noisy = "import sys\nprint('hello')\n" + SOLUTION.replace(
        "    self.count +=",
        "    print('a', 'b', sep='\\n', end='')\n        print('!', file=sys.stderr)\n        self.count +=",
    )
    report = hand_in(noisy)
    assert report.passed == 2
    assert [(printed.case, printed.lines) for printed in report.printed] == [("", 1), ("counts_up", 6)]
    assert report.printed[1].text.startswith("a\nb!\n")
    assert capsys.readouterr() == ("", "")


def test_printing_without_end_is_an_output_limit(hand_in: Callable[..., CheckReport]) -> None:
    report = hand_in("def halve(x):\n    while True:\n        print('x' * 100_000)\n")
    assert outcomes(report)["half_of_a_vector"].verdict is Verdict.OUTPUT_LIMIT
    assert len(report.printed[0].text) <= 10_000


def test_input_is_at_its_end(hand_in: Callable[..., CheckReport]) -> None:
    assert outcomes(hand_in("def halve(x):\n    return input()\n"))["half_of_a_vector"].detail.startswith("EOFError")


def test_warnings_never_change_a_verdict(hand_in: Callable[..., CheckReport]) -> None:
    source = "import warnings\nwarnings.warn('load')\n" + SOLUTION.replace(
        "return x *", "warnings.warn('case')\n    np.log(-1.0)\n    return x *"
    )
    assert hand_in(source.replace("ru: Раз", "ru: \\d Раз")).passed == 2


def test_tells_which_case_runs(folder: Path) -> None:
    names: list[str] = []
    check(folder, started=names.append)
    assert names == ["", "half_of_a_vector", "counts_up"]


def test_limits_are_generous_at_home(folder: Path) -> None:
    asked: list[Limits] = []

    def wall(limits: Limits) -> float:
        asked.append(limits)
        return 10.0

    check(folder, wall=wall)
    assert [limits.seconds for limits in asked] == [10.0, 2.0, 1.0]


# --------------------------------------------------------------------------------------- what cannot be checked


def reason(file: Path) -> tuple[str, str | None, dict[str, str]]:
    with pytest.raises(CannotCheck) as caught:
        check(file)
    return caught.value.reason, caught.value.language, caught.value.facts


def test_a_file_that_is_not_there(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert reason(folder / "hw.py")[:2] == ("no_file", "ru")
    assert reason(tmp_path_factory.mktemp("empty") / "hw.py")[:2] == ("no_file", None)


def test_a_folder_without_its_handout(folder: Path) -> None:
    (folder / "public.json").unlink()
    assert reason(folder / f"{ASSIGNMENT}.py")[:2] == ("no_handout", None)
    assert reason(folder)[:2] == ("no_handout", None)


def test_a_notebook_another_kind_of_file_and_a_file_of_the_folder(folder: Path) -> None:
    (folder / "hw.ipynb").write_text("{}", encoding="utf-8")
    assert reason(folder / "hw.ipynb")[0] == "notebook"
    assert reason(folder / "statement.md")[0] == "not_python"
    assert reason(folder / "public.py")[0] == "not_yours"


@pytest.mark.parametrize(
    ("content", "expected", "line"),
    [
        ("x = 1\n# Решение\n".encode("cp1251"), "encoding", "2"),
        (b"\n  \n", "empty", None),
        (b"x = 1\ndef f(:\n", "syntax", "2"),
        (b"def f():\nreturn 1\n", "syntax", "2"),
        (b"x = '\0'\n", "syntax", "1"),
    ],
)
def test_a_file_that_python_cannot_read(folder: Path, content: bytes, expected: str, line: str | None) -> None:
    file = folder / f"{ASSIGNMENT}.py"
    file.write_bytes(content)
    kind, language, facts = reason(file)
    assert (kind, language, facts.get("line")) == (expected, "ru", line)


def test_a_byte_order_mark_is_fine(folder: Path) -> None:
    (folder / f"{ASSIGNMENT}.py").write_bytes(b"\xef\xbb\xbf" + SOLUTION.encode())
    assert check(folder).passed == 2


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("public.json", "{"),
        ("public.py", "1 / 0\n"),
        ("public.py", "def f(:\n"),
        ("public.py", "x = 1\n"),
        ("public.py", None),
        ("checkers.py", None),
        ("checkers.py", "import nothing_of_this_name\n"),
    ],
)
def test_a_damaged_folder_is_told_as_such(folder: Path, file: str, content: str | None) -> None:
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content, encoding="utf-8")
    assert reason(folder / f"{ASSIGNMENT}.py")[0] == "damaged"


@pytest.mark.parametrize("file", ["public.py", "checkers.py"])
def test_a_library_that_is_not_installed_is_no_damage(folder: Path, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "torch.nn", raising=False)
    path = folder / file
    path.write_text("import torch.nn\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    kind, language, facts = reason(folder / f"{ASSIGNMENT}.py")
    assert (kind, language) == ("not_installed", "ru")
    assert facts == {"path": str(folder), "library": "PyTorch", "module": "torch"}


# ------------------------------------------------------------------------- as the grader would see it, and honestly


def test_what_a_task_forbids_is_told_with_its_line(hand_in: Callable[..., CheckReport]) -> None:
    shortcut = "import torch\n\n\n" + SOLUTION.replace("self.count +=", "self.seen = torch\n        self.count +=")
    seen = outcomes(hand_in(shortcut))
    assert seen["half_of_a_vector"].verdict is not Verdict.FORBIDDEN
    assert (seen["counts_up"].verdict, seen["counts_up"].detail) == (Verdict.FORBIDDEN, "torch")
    assert seen["counts_up"].line == shortcut.split("\n").index("        self.seen = torch") + 1


@pytest.mark.parametrize("ending", ["os._exit(0)", "os.abort()"])
def test_ending_the_process_costs_that_case_and_is_not_silent(ending: str, hand_in: Callable[..., CheckReport]) -> None:
    before = os._exit, os.abort
    seen = outcomes(hand_in("import os\n" + SOLUTION.replace("return self.count\n", f"{ending}\n")))
    assert [seen["half_of_a_vector"].verdict, seen["counts_up"].verdict] == [Verdict.PASSED, Verdict.CRASHED]
    assert (os._exit, os.abort) == before


def test_ending_the_process_while_the_file_is_loaded_is_told(hand_in: Callable[..., CheckReport]) -> None:
    report = hand_in("from os import _exit\n\n\ndef halve(x):\n    return x / 2\n\n\n_exit(0)\n")
    assert report.stopped is not None and report.stopped.failure is Verdict.CRASHED
    assert outcomes(report)["half_of_a_vector"].verdict is Verdict.PASSED


def test_loading_is_waited_for_no_longer_than_ten_seconds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []
    run_watched = watchdog.Watchdog.run

    def noted(self: watchdog.Watchdog, name: str, seconds: float, action: Callable[[], object]) -> object:
        given.append(seconds)
        return run_watched(self, name, seconds, action)

    monkeypatch.setattr(watchdog.Watchdog, "run", noted)
    check(folder)
    assert given == [10.0, 10.0, 10.0]


def test_the_file_of_another_assignment_is_told_as_such(folder: Path) -> None:
    other = folder / "hw01_backprop.py"
    other.write_text("def sigmoid(z):\n    return z\n", encoding="utf-8")
    kind, language, facts = reason(other)
    assert (kind, language) == ("other_assignment", "ru")
    assert (facts["other"], facts["name"]) == ("hw01_backprop", ASSIGNMENT)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        (ASSIGNMENT, "def sigmoid(z):\n    return z\n"),
        ("mine", "if True:\n    halve = lambda x: x / 2\n"),
        ("mine", "from numpy import *\n"),
    ],
)
def test_a_file_that_may_be_of_this_assignment_is_checked(folder: Path, name: str, source: str) -> None:
    file = folder / f"{name}.py"
    file.write_text(source, encoding="utf-8")
    assert check(file).total == 2


def test_a_file_is_decoded_as_the_grader_decodes_it(folder: Path) -> None:
    file = folder / f"{ASSIGNMENT}.py"
    file.write_bytes("# -*- coding: cp1251 -*-\n# Решение\n".encode("cp1251") + SOLUTION.encode("cp1251", "replace"))
    assert check(file).passed == 2


def test_a_file_that_the_grader_would_not_read_for_its_size(folder: Path) -> None:
    file = folder / f"{ASSIGNMENT}.py"
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    assert reason(file)[0] == "too_large"
