"""Two graders at work on one gradebook, one of them killed: nothing is lost, nothing stands there twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.gradebook import SqlGradebook, open_gradebook
from tests.unit import tiny_course
from tests.unit.sandbox.processes import PATIENCE, descendants, gone, wait_for
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

MAIN = "from grader.cli import main\nmain()\n"
STUDENTS = [f"student{number:02}" for number in range(12)]

Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path, database: str) -> Iterator[Start]:
    """Starts `grader autograde` on a class of twelve, who take their time; ends it when the test is over."""
    tiny_course.write(tmp_path)
    for student in STUDENTS:
        path = tmp_path / "in" / student / f"{ASSIGNMENT}.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"{SOLUTION}\nimport time\ntime.sleep(0.3)\n# {student}\n", encoding="utf-8")
    place = {"GRADER_GRADEBOOK": database, "PYTHONPATH": str(Path(__file__).parents[3])}
    with ExitStack() as stack:

        def started() -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [sys.executable, "-c", MAIN, "autograde", "in", "--isolation", "basic"],
                cwd=tmp_path,
                env={**os.environ, **place},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            stack.callback(process.communicate)
            stack.callback(process.kill)
            return process

        yield started


def students(gradebook: SqlGradebook) -> list[str]:
    """Whose scorecards are there, in alphabetical order."""
    return sorted(one.card.student for one in gradebook.scorecards())


def test_two_graders_at_once_one_killed_and_started_again(start: Start, database: str) -> None:
    with open_gradebook(database) as gradebook:
        graders = [start(), start()]
        wait_for(lambda: len(gradebook.runs()) == 2 and len(gradebook.scorecards()) >= 2)
        killed, other = graders
        below = descendants(killed.pid)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert gone(below)
        kept = students(gradebook)
        assert len(kept) == len(set(kept))
        assert len(kept) < len(STUDENTS)
        assert not gradebook.verify().faults

        again = start()
        for process in (other, again):
            output, _ = process.communicate(timeout=PATIENCE)
            assert process.returncode == 0, output
            assert output.count("10/10") == len(STUDENTS)
        assert students(gradebook) == STUDENTS
        verified = gradebook.verify()
        assert not verified.faults
        texts = gradebook.sources.of(ASSIGNMENT) | gradebook.sources.of(ASSIGNMENT, "template")
        assert verified.head.count == len(STUDENTS) + len(gradebook.runs()) + len(texts)
        assert len(gradebook.runs()) == 3
