"""The sandbox under attack: each failure is told for what it is, costs its case alone, and leaves nothing behind."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from grader.errors import GraderError
from grader.folders import read_cases
from grader.model import Case, Limits, Observation, Submission, Verdict
from grader.sandbox import BASIC, Call, ForkSandbox, InProcessSandbox, Wall, choose_wall, forking, limits, strongest
from tests.unit.sandbox.processes import PATIENCE, children, descendants, gone, started_since, wait_for

CASES = '''
"""What the tests of the sandbox run."""
from grader.authoring import Limits, case

QUICK = Limits(seconds=0.25, memory_mb=256, output_mb=1)


@case("t", points=1)
def before(student, rng):
    """Before.

    ru: До.
    """
    return {"out": student.fine(rng.standard_normal(3))}


@case("t", points=1, limits=QUICK)
def attack(student, rng):
    """The attack.

    ru: Атака.
    """
    return {"out": student.attack()}


@case("t", points=1)
def after(student, rng):
    """After.

    ru: После.
    """
    return {"out": student.fine(rng.standard_normal(3))}
'''

FINE = "import ctypes, os, signal, sys, time\nimport numpy as np\n\ndef fine(x):\n    return 2 * x\n\n"
WRITE_TO_EVERY_PIPE = """
def attack():
    for fd in range(3, 64):
        try:
            os.write(fd, DATA)
        except OSError:
            pass
    return 1
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cases")
    (root / "hidden.py").write_text(CASES, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def cases(folder: Path) -> dict[str, Case]:
    return {case.name: case for case in read_cases(folder)}


@pytest.fixture(scope="module", params=["basic", "strict"])
def wall(request: pytest.FixtureRequest) -> Wall:
    try:
        return choose_wall(request.param)
    except GraderError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def sandbox(folder: Path, wall: Wall) -> Iterator[ForkSandbox]:
    with closing(ForkSandbox(folder, ["numpy"], wall)) as one:
        yield one


Look = Callable[[str], dict[str, Observation]]


def submission(source: str) -> Submission:
    return Submission(student="s", assignment="a", path="/in/a.py", source=source, digest="d")


def calls(cases: dict[str, Case], *names: str) -> list[Call]:
    return [Call(case=cases[name], seed=number) for number, name in enumerate(names or cases)]


@pytest.fixture
def look(sandbox: ForkSandbox, cases: dict[str, Case]) -> Look:
    """Observes a module whose body is `fine` and what the test adds."""

    def observe(body: str) -> dict[str, Observation]:
        seen = list(sandbox.observe(submission(FINE + body), calls(cases)))
        assert [one.case for one in seen] == ["before", "attack", "after"]
        return {one.case: one for one in seen}

    return observe


def expected(case: str, number: int) -> np.ndarray:
    return 2 * np.random.default_rng(number).standard_normal(3)


def assert_neighbours_are_unaffected(seen: dict[str, Observation]) -> None:
    for number, name in ((0, "before"), (2, "after")):
        assert seen[name].failure is None, seen[name]
        np.testing.assert_array_equal(seen[name].value["out"], expected(name, number))


FAILURES: dict[str, tuple[str, Verdict | None, str | None]] = {
    "hangs": ("def attack():\n    while True: pass", Verdict.TIMED_OUT, ""),
    "hangs and swallows everything": (
        "def attack():\n    while True:\n        try:\n            while True: pass\n        except: pass",
        Verdict.TIMED_OUT,
        "",
    ),
    "hangs with the clock turned off": (
        "def attack():\n    signal.setitimer(signal.ITIMER_PROF, 0); signal.setitimer(signal.ITIMER_REAL, 0)\n"
        "    while True: pass",
        Verdict.TIMED_OUT,
        "",
    ),
    "hangs in C with signals blocked": (
        "def attack():\n    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\n    ctypes.CDLL(None).pause()",
        Verdict.TIMED_OUT,
        "",
    ),
    "sleeps": ("def attack():\n    time.sleep(3600)", Verdict.TIMED_OUT, ""),
    "waits for input that never comes": ("def attack():\n    return input()", Verdict.RAISED, "EOFError"),
    "stops itself": ("def attack():\n    os.kill(os.getpid(), signal.SIGSTOP)", Verdict.TIMED_OUT, ""),
    "os._exit(0)": ("def attack():\n    os._exit(0)", Verdict.CRASHED, "exit 0"),
    "os._exit(7)": ("def attack():\n    os._exit(7)", Verdict.CRASHED, "exit 7"),
    "sys.exit": ("def attack():\n    sys.exit()", Verdict.CRASHED, "SystemExit"),
    "quit": ("def attack():\n    raise KeyboardInterrupt", Verdict.CRASHED, "KeyboardInterrupt"),
    "null pointer": ("def attack():\n    ctypes.string_at(0)", Verdict.CRASHED, "SIGSEGV"),
    "kills itself": ("def attack():\n    os.kill(os.getpid(), signal.SIGKILL)", Verdict.CRASHED, "SIGKILL"),
    "aborts": ("def attack():\n    os.abort()", Verdict.CRASHED, "SIGABRT"),
    "a signal without a name": ("def attack():\n    os.kill(os.getpid(), 40)", Verdict.CRASHED, "signal 40"),
    "kills its group": ("def attack():\n    os.killpg(0, signal.SIGTERM)", Verdict.CRASHED, "SIGTERM"),
    "too much memory": ("def attack():\n    return np.ones(2**30)", Verdict.OUT_OF_MEMORY, ""),
    "memory little by little": (
        "def attack():\n    hoard = []\n    while True: hoard.append(np.zeros(2**21))",
        Verdict.OUT_OF_MEMORY,
        "",
    ),
    "recursion": ("def attack():\n    return attack()", Verdict.RAISED, "RecursionError"),
    "huge return": ("def attack():\n    return np.zeros(2**18)", Verdict.OUTPUT_LIMIT, ""),
    "huge text": ("def attack():\n    return 'x' * 2**23", Verdict.OUTPUT_LIMIT, ""),
    "text within the frame and beyond the header": ("def attack():\n    return 'я' * 2**19", Verdict.OUTPUT_LIMIT, ""),
    "prints without end": ("def attack():\n    while True: print('spam' * 1000)", Verdict.OUTPUT_LIMIT, ""),
    "one huge print": ("def attack():\n    print('x' * 2**23)", Verdict.OUTPUT_LIMIT, ""),
    "prints to stderr without end": (
        "def attack():\n    while True: sys.stderr.write('spam' * 1000)",
        Verdict.OUTPUT_LIMIT,
        "",
    ),
    "raises": ("def attack():\n    raise ValueError('no such shape')", Verdict.RAISED, "ValueError: no such shape"),
    "an error that cannot be told": (
        "class Bad(Exception):\n    def __str__(self): raise RuntimeError\ndef attack():\n    raise Bad",
        Verdict.RAISED,
        "Bad: ",
    ),
    "an endless message": ("def attack():\n    raise ValueError('x' * 10**6)", Verdict.RAISED, "ValueError: xxx"),
    "an unwritten stub": ("def attack():\n    raise NotImplementedError", Verdict.MISSING, ""),
    "nothing": ("", Verdict.MISSING, "attack"),
    "closes every descriptor": ("def attack():\n    os.closerange(0, 256)", Verdict.CRASHED, None),
    "garbage on the wire": ("DATA = b'garbage' * 9" + WRITE_TO_EVERY_PIPE, Verdict.CRASHED, "wire"),
    "a forged pass": (
        "import json, struct\nHEAD = json.dumps({'case': 'attack', 'failure': 'passed', 'detail': '', 'line': None, "
        "'tree': None, 'sizes': []}).encode()\nDATA = struct.pack('<4sIQ', b'GRO1', len(HEAD), 0) + HEAD"
        + WRITE_TO_EVERY_PIPE,
        Verdict.CRASHED,
        "wire",
    ),
    "a forged failure of ours": (
        "import json, struct\nHEAD = json.dumps({'case': 'attack', 'failure': 'grader_error', 'detail': '', "
        "'line': None, 'tree': None, 'sizes': []}).encode()\n"
        "DATA = struct.pack('<4sIQ', b'GRO1', len(HEAD), 0) + HEAD" + WRITE_TO_EVERY_PIPE,
        Verdict.CRASHED,
        "wire",
    ),
    "a forged line": (
        "class Bad(SyntaxError): pass\ndef attack():\n    error = Bad('x', ('a.py', 10**300, 1, ''))\n    raise error",
        Verdict.CRASHED,
        "wire",
    ),
    "an announcement of gigabytes": (
        "import struct\nDATA = struct.pack('<4sIQ', b'GRO1', 10, 2**40)" + WRITE_TO_EVERY_PIPE,
        Verdict.OUTPUT_LIMIT,
        "",
    ),
    "a type whose name is none": (
        "class Meta(type):\n    __name__ = property(lambda self: 1 / 0)\nclass Thing(metaclass=Meta): pass\n"
        "def attack():\n    return Thing()",
        Verdict.RAISED,
        "ZeroDivisionError",
    ),
    "kills the worker": (
        "def attack():\n    os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)",
        Verdict.CRASHED,
        "SIGKILL",
    ),
}
BEHIND_A_STRICT_WALL: dict[str, tuple[Verdict | None, str]] = {
    # The first process of a pid namespace takes no signal that it does not wait for, its own included.
    **dict.fromkeys(("stops itself", "kills itself", "a signal without a name", "kills its group"), (None, "")),
    "aborts": (Verdict.CRASHED, "SIG"),
    "kills the worker": (Verdict.TIMED_OUT, ""),
}
"""What becomes of those that end otherwise there."""


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_told_for_what_it_is_and_costs_its_case_alone(look: Look, wall: Wall, name: str) -> None:
    body, verdict, detail = FAILURES[name]
    if wall.outer and name in BEHIND_A_STRICT_WALL:
        verdict, detail = BEHIND_A_STRICT_WALL[name]
    seen = look(body)
    assert seen["attack"].failure is verdict
    if detail is not None:
        assert seen["attack"].detail[: len(detail) or None] == detail
    assert len(seen["attack"].detail) < 400
    assert_neighbours_are_unaffected(seen)


@pytest.mark.parametrize(
    "body",
    [
        "import warnings\ndef attack():\n    warnings.warn('deprecated'); return 1",
        "def attack():\n    print('progress', file=sys.stderr); print('\\ud800', '🙂'); return 1",
        "def attack():\n    sys.stdout.reconfigure(encoding='utf-8'); sys.stdout.buffer.write(b'x'); return 1",
        "def attack():\n    os.write(1, b'x' * 10**6); os.system('echo x; echo y >&2'); return 1",
        "def attack():\n    sys.stdout.flush(); sys.stdout.isatty(); sys.stderr.fileno(); return 1",
        "import faulthandler\nfaulthandler.enable()\ndef attack():\n    return 1",
        "import logging\nlogging.basicConfig()\ndef attack():\n    logging.error('x'); return 1",
        "def attack():\n    sys.stdout.close(); return 1",
        "def attack():\n    sys.stdout = None; return 1",
        "np.seterr(all='raise')\ndef attack():\n    return int(np.exp(np.float64(1e3)) > 0)",
        "def attack():\n    open('mine.txt', 'w').write('x'); return len(os.listdir())",
        "def attack():\n    import tempfile; tempfile.mkdtemp(); return len(os.listdir())",
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: 'int' = 1\ndef attack():\n    return A().x",
        "import threading\ndef attack():\n    t = threading.Thread(target=int); t.start(); t.join(); return 1",
    ],
)
def test_what_is_beside_the_answer_never_changes_it(look: Look, body: str) -> None:
    seen = look(body)
    assert (seen["attack"].failure, seen["attack"].value) == (None, {"out": 1}), seen["attack"]
    assert_neighbours_are_unaffected(seen)


def test_one_submission_does_not_see_the_files_of_another(look: Look) -> None:
    look("def attack():\n    open('answer.txt', 'w').write('x')")
    assert look("def attack():\n    return os.listdir()")["attack"].value == {"out": []}


def test_one_submission_does_not_reach_the_modules_of_another(look: Look) -> None:
    look("def attack():\n    np.random.default_rng = None; np.zeros = None; sys.modules.clear(); return 1")
    assert look("def attack():\n    return np.zeros(2)")["attack"].value["out"].tolist() == [0, 0]


def test_a_broken_line_costs_what_it_would_have_defined_only(look: Look) -> None:
    seen = look("attack = 1 // 0\ndef after(): return 1")
    assert_neighbours_are_unaffected(seen)
    assert (seen["attack"].failure, seen["attack"].detail[:18]) == (Verdict.RAISED, "ZeroDivisionError:")
    assert seen["attack"].line == FINE.count("\n") + 1


@pytest.mark.parametrize(
    ("source", "verdict", "detail"),
    [
        ("def broken(:\n", Verdict.RAISED, "SyntaxError: "),
        ("x = 1\x00", Verdict.RAISED, "SyntaxError: "),
        ("x = '\ud800'", Verdict.RAISED, "UnicodeEncodeError: "),
        ("import no_such_module", Verdict.MISSING, ""),
        ("import sys; sys.exit(0)", Verdict.MISSING, ""),
        ("import os; os._exit(3)", Verdict.CRASHED, "exit 3"),
        ("import ctypes; ctypes.string_at(0)", Verdict.CRASHED, "SIGSEGV"),
        ("raise NotImplementedError", Verdict.MISSING, ""),
        ("", Verdict.MISSING, ""),
        ("(" * 1000, Verdict.RAISED, ""),
        ("x = " + "-" * 100_000 + "1", None, ""),
        ("import os, signal; os.kill(os.getppid(), signal.SIGKILL); os._exit(0)", Verdict.CRASHED, ""),
    ],
)
def test_a_module_that_ends_early_is_told_by_every_case(
    sandbox: ForkSandbox, cases: dict[str, Case], source: str, verdict: Verdict | None, detail: str
) -> None:
    seen = list(sandbox.observe(submission(source), calls(cases)))
    assert [one.case for one in seen] == list(cases)
    for one in seen:
        assert one.failure is not None
        if verdict is not None and source:
            assert (one.failure, one.detail[: len(detail)]) == (verdict, detail)


def test_a_module_that_hangs_at_its_top_level_is_ended(
    sandbox: ForkSandbox, cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LOAD", Limits(seconds=0.05))
    source = "while True:\n    try:\n        while True: pass\n    except: pass"
    seen = list(sandbox.observe(submission(source), calls(cases)))
    assert [one.failure for one in seen] == [Verdict.TIMED_OUT] * 3


def test_forged_frames_before_the_first_case_shift_the_forger_alone(look: Look) -> None:
    head = "import json, struct\nHEAD = json.dumps({'case': '', 'failure': None, 'detail': '', 'line': None, 'tree': "
    data = "{'d': {'out': 1}}, 'sizes': []}).encode()\nDATA = struct.pack('<4sIQ', b'GRO1', len(HEAD), 0) + HEAD"
    seen = look(head + data + WRITE_TO_EVERY_PIPE + "attack()")
    assert all(one.failure is None for one in seen.values())
    assert_neighbours_are_unaffected(look("def attack(): return 1"))


# ------------------------------------------------------------------------------------------- nothing is left


LEAVES_BEHIND = """
def attack():
    for number in range(3):
        if os.fork() == 0:
            if number: os.setsid()
            if number == 2 and os.fork(): os._exit(0)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            while True: time.sleep(60)
    return 1
"""


def test_processes_that_a_submission_started_end_with_it(folder: Path, cases: dict[str, Case]) -> None:
    before = children(os.getpid())
    with closing(ForkSandbox(folder, [], BASIC)) as sandbox:
        sandbox.start()
        (worker,) = children(os.getpid()) - before
        observed = sandbox.observe(submission(FINE + LEAVES_BEHIND), calls(cases, "attack", "after"))
        assert next(observed).failure is None
        started = descendants(worker)
        assert len(started) > 1
        observed.close()
        wait_for(lambda: len(descendants(worker)) == 1)  # the child that stands ready
        assert gone(started)
    assert gone([worker])


def test_nothing_is_left_after_close(folder: Path, cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = folder / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = children(os.getpid())
    sandbox = ForkSandbox(folder, [], BASIC)
    body = FINE + "os.makedirs('a/b')\nopen('a/b/c', 'w').write('x')\nos.chmod('a', 0)\ndef attack(): time.sleep(60)"
    observed = sandbox.observe(submission(body), calls(cases))
    assert next(observed).failure is None
    processes = started_since(before)
    assert len(processes) == 2
    assert len(list(scratch.iterdir())) == 1
    observed.close()
    sandbox.close()
    sandbox.close()
    assert gone(processes)
    assert list(scratch.iterdir()) == []


def test_a_closed_sandbox_stays_closed(folder: Path, cases: dict[str, Case]) -> None:
    sandbox = ForkSandbox(folder, [], BASIC)
    sandbox.close()
    with pytest.raises(GraderError, match="closed"):
        list(sandbox.observe(submission(FINE), calls(cases)))


def test_closing_from_another_thread_ends_the_run_and_starts_no_new_worker(
    folder: Path, cases: dict[str, Case]
) -> None:
    before = children(os.getpid())
    sandbox = ForkSandbox(folder, [], BASIC)
    sandbox.start()
    slow = FINE + "def attack(): return 1\nos.close(os.open('started', os.O_CREAT))\ntime.sleep(60)"
    ended: list[BaseException] = []

    def run() -> None:
        try:
            list(sandbox.observe(submission(slow), calls(cases)))
        except GraderError as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    wait_for(lambda: len(started_since(before)) == 2)
    processes = started_since(before)
    sandbox.close()
    thread.join(timeout=PATIENCE)
    assert not thread.is_alive()
    assert [str(error) for error in ended] == ["the sandbox was closed"]
    assert gone(processes)
    assert children(os.getpid()) == before


def test_a_worker_that_was_stopped_does_not_stop_the_class(
    folder: Path, cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking, "ANSWER_SECONDS", 0.3)
    with closing(ForkSandbox(folder, [], BASIC)) as sandbox:
        body = FINE + "def attack():\n    os.kill(os.getppid(), signal.SIGSTOP); return 1"
        seen = list(sandbox.observe(submission(body), calls(cases)))
        assert [one.failure for one in seen] == [None] * 3
        again = list(sandbox.observe(submission(FINE + "def attack(): return 1"), calls(cases)))
        assert [one.failure for one in again] == [None] * 3


def test_a_submission_that_kills_every_worker_is_given_up_and_the_next_is_not(
    folder: Path, cases: dict[str, Case]
) -> None:
    with closing(ForkSandbox(folder, [], BASIC)) as sandbox:
        body = FINE + "def fine(x):\n    os.kill(os.getppid(), 9); time.sleep(60)\nattack = lambda: fine(1)"
        seen = list(sandbox.observe(submission(body), calls(cases)))
        assert [(one.case, one.failure) for one in seen] == [(name, Verdict.CRASHED) for name in cases]
        again = list(sandbox.observe(submission(FINE + "def attack(): return 1"), calls(cases)))
        assert [one.failure for one in again] == [None] * 3


def test_a_submission_that_never_listens_to_its_alarms_is_given_up(
    folder: Path, cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GRACE_FACTOR", 0.2)
    body = FINE + "def attack():\n    while True:\n        try: time.sleep(9)\n        except: pass\n"
    many = [Call(case=cases["attack"], seed=number) for number in range(forking.MAX_OVERRUNS)]
    with closing(ForkSandbox(folder, [], strongest())) as sandbox:
        seen = list(sandbox.observe(submission(body), [*many, *calls(cases, "before")]))
        assert [one.failure for one in seen] == [Verdict.TIMED_OUT] * (forking.MAX_OVERRUNS + 1)
        again = list(sandbox.observe(submission(FINE), calls(cases, "before")))
        assert [one.failure for one in again] == [None]


# ---------------------------------------------------------------------------------------------- the beginning


@pytest.mark.parametrize(
    ("source", "libraries", "message"),
    [
        ("", ["no_such_library"], "the library no_such_library is not installed here"),
        ("x = ", [], "hidden.py:1: invalid syntax"),
        ("raise KeyError('x')", [], "KeyError: 'x'"),
    ],
)
def test_a_worker_that_cannot_start_says_why(tmp_path: Path, source: str, libraries: list[str], message: str) -> None:
    (tmp_path / "hidden.py").write_text(source, encoding="utf-8")
    before = children(os.getpid())
    with closing(ForkSandbox(tmp_path, libraries, BASIC)) as sandbox, pytest.raises(GraderError, match=message):
        sandbox.start()
    assert children(os.getpid()) == before


def test_a_worker_that_dies_at_once_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "hidden.py").write_text("import os; os._exit(1)", encoding="utf-8")
    with closing(ForkSandbox(tmp_path, [], BASIC)) as sandbox, pytest.raises(GraderError, match="did not start"):
        sandbox.start()


def test_the_environment_of_the_grader_does_not_reach_a_submission(
    folder: Path, cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    with closing(ForkSandbox(folder, [], BASIC)) as sandbox:
        (seen,) = sandbox.observe(submission(FINE + "def attack(): return dict(os.environ)"), calls(cases, "attack"))
    assert "SECRET_TOKEN" not in seen.value["out"]
    assert seen.value["out"]["OMP_NUM_THREADS"] == "1"


def test_a_submission_that_could_not_be_read_shows_nothing(sandbox: ForkSandbox, cases: dict[str, Case]) -> None:
    nothing = Submission(student="s", assignment="a", path="a.py", source=None, digest="d", unreadable="empty")
    assert [one.failure for one in sandbox.observe(nothing, calls(cases))] == [Verdict.MISSING] * 3


def test_no_cases_show_nothing(sandbox: ForkSandbox) -> None:
    assert list(sandbox.observe(submission(FINE), [])) == []


def test_the_fork_and_the_same_process_see_the_same(sandbox: ForkSandbox, cases: dict[str, Case]) -> None:
    body = submission(FINE + "def attack():\n    return {'x': np.float32(1), 'y': (1, [2.0], None), 'z': np.eye(2)}")
    for one, other in zip(
        sandbox.observe(body, calls(cases)), InProcessSandbox().observe(body, calls(cases)), strict=True
    ):
        assert repr((one.case, one.value, one.failure)) == repr((other.case, other.value, other.failure))
