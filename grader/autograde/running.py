"""Submissions in, scorecards out, each appended to the gradebook as soon as it is there.

What the gradebook already holds for the same bytes, time and version of the assignment is not graded again: a run
that was stopped goes on where it was.
"""

import importlib.util
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from grader import exhibits, scoring
from grader.autograde.judges import judges
from grader.autograde.pooling import grade_all
from grader.autograde.self_test import self_test
from grader.autograde.sheets import SheetJudge
from grader.autograde.work import Judged, Work
from grader.errors import GraderError
from grader.judge import Oracle, draw_seed, judge
from grader.model import (
    Assignment,
    Case,
    Course,
    Material,
    Observation,
    Run,
    Scorecard,
    Submission,
)
from grader.observe import observe
from grader.sandbox import Wall
from grader.trees import first_difference, leaves

if TYPE_CHECKING:  # a process that judges loads this package, and has nothing to do with databases
    from grader.gradebook import Gradebook

SHEETS_FOR_A_PROCESS = 20
"""Fewer answer sheets are graded before another process has begun."""
SHEETS_OF_A_CLASS = 5
"""So many sheets of variants that nobody was given are no student's doing."""

_IMPORTS_TORCH = re.compile(r"^\s*(?:import|from)\s+torch\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A scorecard, and whether this run graded it (or found it in the gradebook)."""

    card: Scorecard
    new: bool


class Autograder:
    """Grades submissions of one course.

    `secret` draws the inputs of hidden cases; `jobs` children run at a time, each behind the `wall`.
    """

    def __init__(
        self, materials: Mapping[str, Material], course: Course, secret: bytes, *, wall: Wall, jobs: int = 1
    ) -> None:
        self.materials, self.course, self.secret, self.wall, self.jobs = materials, course, secret, wall, jobs

    def grade(
        self, submissions: Sequence[Submission], gradebook: "Gradebook", run: Run
    ) -> Generator[Graded, None, None]:
        """Grades assignment by assignment; yields each scorecard once it is in the gradebook.

        Closing the iterator (Ctrl-C) ends every sandbox and keeps what was yielded.
        """
        gradebook.start(run)
        for name, material in self.materials.items():
            waiting = []
            for submission in (s for s in submissions if s.assignment == name):
                known = gradebook.find(submission, material.assignment.digest)
                if known is not None:
                    # What is to be said of the hand-in may be new though the work is not: a time that cannot be read.
                    known = replace(known, notes=tuple(dict.fromkeys((*submission.notes, *known.notes))))
                    gradebook.sight(run.id, submission, material.assignment.digest)
                    yield Graded(card=scoring.with_lateness(known, self.course), new=False)
                else:
                    waiting.append(submission)
            for card in self._grade_all(material, waiting):
                yield Graded(card=card, new=gradebook.append(run.id, card))

    def _grade_all(self, material: Material, submissions: Sequence[Submission]) -> Iterator[Scorecard]:
        if not submissions:
            return
        oracle = Oracle(material)
        work = self._work(oracle, submissions)
        if work.runs_code:
            self_test(oracle, work.libraries, self.secret, self.wall)
        is_quiz = material.assignment.kind == "quiz"
        each = SHEETS_FOR_A_PROCESS if is_quiz else 1
        several = judges(oracle, work, max(min(self.jobs, len(submissions) // each), 1))
        for submission, graded in grade_all(several, submissions, in_order=is_quiz):
            yield self._scored(material, submission, graded)

    def _work(self, oracle: Oracle, submissions: Sequence[Submission]) -> Work:
        material = oracle.material
        work = Work(
            root=material.folder.parents[1],
            assignment=material.assignment,
            libraries=material.assignment.libraries,
            secret=self.secret,
            wall=self.wall,
        )
        if material.assignment.kind != "quiz":
            return replace(work, libraries=_libraries(material.assignment, submissions))
        students = tuple(student.id for student in self.course.roster)
        looks = list(map(SheetJudge(oracle, self.secret, students).first_look, submissions))
        issued = [known for known, _ in looks if known is not None]
        if len(issued) >= SHEETS_OF_A_CLASS and not any(issued):
            raise GraderError(
                f"{material.assignment.name}: none of {len(issued)} answer sheets is of a variant that this course's "
                "secret draws: put back the .grader/secret that the papers were drawn from, and grade them then"
            )
        return replace(work, students=students, runs_code=any(has_code for _, has_code in looks))

    def _scored(self, material: Material, submission: Submission, graded: Judged) -> Scorecard:
        card = Scorecard(
            student=submission.student,
            assignment=submission.assignment,
            submission=submission.digest,
            assignment_digest=material.assignment.digest,
            path=submission.path,
            tasks=tuple(graded.tasks),
            received=submission.received,
            notes=(*submission.notes, *graded.notes),
            seconds=graded.seconds,
            pictures=graded.pictures,
        )
        return scoring.with_lateness(card, self.course)


def _libraries(assignment: Assignment, submissions: Sequence[Submission]) -> tuple[str, ...]:
    """What to import once, before the first child: what the assignment is about, and torch if anybody wants it."""
    libraries = assignment.libraries
    wanted = "torch" not in libraries and any(_IMPORTS_TORCH.search(s.source or "") for s in submissions)
    if wanted and importlib.util.find_spec("torch") is not None:
        return (*libraries, "torch")
    return libraries


def check_references(materials: Mapping[str, Material], secret: bytes) -> None:
    """`GraderError` if a reference does not get full points of its own cases: then no grade is worth anything.

    Nor is it where it shows nothing, or something else each time, for the same inputs.
    """
    for name, material in materials.items():
        oracle = Oracle(material)
        for case in material.cases:
            seed = draw_seed(secret, name, "", case)
            seen = oracle.expected(case, seed)
            outcome = judge(case, seen, seen, oracle.checker(case))
            if outcome.credit != Fraction(1):
                why = outcome.detail or (outcome.difference.kind if outcome.difference else outcome.verdict)
                raise GraderError(f"{material.solution}: the reference fails case {case.name}: {why}")
            _check_shown(material, case, seen, observe(case, oracle.reference, seed))
        _check_exhibits(oracle)


def _check_exhibits(oracle: Oracle) -> None:
    """What the reference shows in every exhibit can be drawn."""
    material = oracle.material
    for exhibit in material.exhibits:
        seen = oracle.expected(exhibit.case, draw_seed(b"", material.assignment.name, "", exhibit.case))
        wrong = f"{seen.failure} {seen.detail}" if seen.failure else exhibits.problem(exhibit, seen.value)
        if wrong:
            raise GraderError(f"{material.folder / 'exhibits.py'}: exhibit {exhibit.case.name}: {wrong}")


def _check_shown(material: Material, case: Case, seen: Observation, again: Observation) -> None:
    """Whether a case shows something of the reference, and the same for the same inputs."""
    where = f"{material.solution}: case {case.name}"
    if not any(leaf is not None for _, leaf in leaves(seen.value)):
        raise GraderError(f"{where}: the reference shows nothing, any answer would pass: let the case return values")
    if again.failure is not None or first_difference(again.value, seen.value) is not None:
        raise GraderError(
            f"{where}: the reference shows something else when it is run again with the same seed: "
            f"draw from `rng` alone and keep nothing between calls"
        )
