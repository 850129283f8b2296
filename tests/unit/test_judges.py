"""A process that judges: what it answers is what is answered here, and if it dies, one submission is held."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.autograde.judges import judges
from grader.autograde.work import Judge, Work
from grader.course import load
from grader.errors import GraderError
from grader.judge import Oracle
from grader.model import Submission, Verdict
from grader.sandbox import strongest
from tests.unit import tiny_course
from tests.unit.sandbox.processes import PATIENCE, children, gone, started_since
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

HANGS = SOLUTION.replace("self.count +=", "import time; time.sleep(60); self.count +=")


def submission(source: str) -> Submission:
    return Submission(student="anna", assignment=ASSIGNMENT, path="a.py", source=source, digest="")


def work_of(root: Path, **changes: object) -> tuple[Oracle, Work]:
    material = load(tiny_course.write(root)).material(ASSIGNMENT)
    work = Work(root=root, assignment=material.assignment, libraries=("numpy",), secret=b"s" * 32, wall=strongest())
    return Oracle(material), replace(work, **changes)  # type: ignore[arg-type]


def command_of(pid: int) -> bytes:
    """What a process was started as; nothing if it has ended meanwhile."""
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Judge, Judge]]:
    """A judge in this process, and one in its own."""
    oracle, work = work_of(tmp_path_factory.mktemp("pair"))
    (here,) = judges(oracle, work, 1)
    apart, spare = judges(oracle, work, 2)
    spare.close()
    with closing(here), closing(apart):
        yield here, apart


@pytest.mark.parametrize("source", [SOLUTION, SOLUTION.replace("0.5", "2"), "def halve(x): return x", "def halve(:"])
def test_it_answers_what_is_answered_here(pair: tuple[Judge, Judge], source: str) -> None:
    here, apart = (judge.grade(submission(source)).tasks for judge in pair)
    assert apart == here


def test_if_it_dies_one_submission_is_held_and_the_next_is_graded(pair: tuple[Judge, Judge]) -> None:
    judge = pair[1]
    judge.grade(submission(SOLUTION))
    (process,) = [pid for pid in children(os.getpid()) if b"grader.autograde.judges" in command_of(pid)]
    sent = threading.Event()

    class SentPath(str):
        """Tells when it is on its way: killed before, the process would be started anew for this one."""

        def __reduce_ex__(self, protocol: object) -> tuple[type[str], tuple[str]]:
            sent.set()
            return str, (str(self),)

    with ThreadPoolExecutor(1) as pool:
        hanging = submission(HANGS)
        graded = pool.submit(judge.grade, replace(hanging, path=SentPath(hanging.path)))
        assert sent.wait(PATIENCE)
        os.kill(process, signal.SIGKILL)
        tasks = graded.result().tasks
    assert {outcome.verdict for task in tasks for outcome in task.outcomes} == {Verdict.GRADER_ERROR}
    assert sum(task.points for task in judge.grade(submission(SOLUTION)).tasks) == Fraction(10)


def test_closing_it_ends_every_process_at_once(tmp_path: Path) -> None:
    before = children(os.getpid())
    oracle, work = work_of(tmp_path)
    apart, spare = judges(oracle, work, 2)
    apart.start()
    processes = started_since(before)
    for judge in (apart, spare):
        judge.close()
    assert processes and gone(processes)
    assert children(os.getpid()) == before


def test_what_keeps_it_from_starting_is_told_in_a_line(tmp_path: Path) -> None:
    oracle, work = work_of(tmp_path, libraries=("no_such_library",))
    apart, spare = judges(oracle, work, 2)
    with closing(apart), closing(spare), pytest.raises(GraderError, match="no_such_library"):
        apart.start()
