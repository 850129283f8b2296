"""What every piece of an audit needs of an assignment: its material, its oracle, seeds, the sandbox."""

import functools
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from grader.course import load
from grader.judge import Oracle, draw_seed, judge
from grader.model import Case, Material, Observation, Outcome, Submission
from grader.observe import observe
from grader.sandbox import ForkSandbox, strongest


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be audited and how thoroughly; it can be sent to another process.

    course: path of `course.toml`; seeds: draws of every case under which luck is looked for.
    quick: a mutant is left alone at the first case that notices it, so redundancy cannot be told.
    """

    course: Path
    name: str
    seeds: int = 200
    quick: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """An assignment opened for an audit."""

    material: Material
    oracle: Oracle

    def judged(self, case: Case, module: ModuleType, draw: int = 0) -> Outcome:
        """What becomes of a case on a module that is trusted, for the inputs of one draw."""
        return self.verdict(case, observe(case, module, self.seed(case, draw)), draw)

    def verdict(self, case: Case, seen: Observation, draw: int = 0) -> Outcome:
        """What becomes of a case that has been observed."""
        return judge(case, seen, self.oracle.expected(case, self.seed(case, draw)), self.oracle.checker(case))

    def seed(self, case: Case, draw: int) -> int:
        """The seed of one draw: each has a secret of its own, so that cases drawn once a course vary, too."""
        secret = hashlib.sha256(f"audit {draw}".encode()).digest()
        return draw_seed(secret, self.material.assignment.name, "audit", case)

    def sandbox(self) -> ForkSandbox:
        """A sandbox for this assignment; whoever asks for it closes it."""
        return ForkSandbox(self.material.folder, self.material.assignment.libraries, strongest())

    def submission(self, source: str) -> Submission:
        """A module's text as if it had been handed in."""
        name = self.material.assignment.name
        return Submission(student="audit", assignment=name, path=f"{name}.py", source=source, digest="")

    def draws(self, case: Case, wanted: int) -> int:
        """How many draws of a case are worth trying: a public one is the same for everybody."""
        if case.visibility == "public":
            return 1
        return wanted if case.fresh else min(wanted, costly_draws(wanted))


@contextmanager
def silent() -> Iterator[None]:
    """What an author's answer prints is nobody's business here."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        yield


def costly_draws(wanted: int) -> int:
    """How many draws are tried of cases that are costly, and so drawn once a course."""
    return max(2, wanted // 40)


@functools.cache
def open_bench(course: Path, name: str) -> Bench:
    """The assignment, loaded once in a process; `GraderError` says what is wrong with its files."""
    material = load(course).material(name)
    return Bench(material=material, oracle=Oracle(material))
