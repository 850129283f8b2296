"""What grading gives: outcomes, scorecards, the runs that they came from, and the grades that they add up to."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from grader.model.content import Difference
from grader.model.course import Course, Extension
from grader.model.words import Verdict, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A case judged; `credit` is the share of `points` that was earned, in [0, 1]."""

    case: str
    title: dict[str, str]
    visibility: Visibility
    points: Fraction
    verdict: Verdict
    credit: Fraction
    difference: Difference | None = None
    detail: str = ""
    line: int | None = None
    cell: int | None = None
    """Of a notebook: the cell that `line` is counted in."""

    @property
    def earned(self) -> Fraction:
        """Points earned by this case."""
        return self.points * self.credit


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The known mistake that explains every case of a task: its name, hint and the section to reread.

    `credit` is the share of the task's points that a student who made it keeps at least.
    """

    mistake: str
    hint: dict[str, str]
    section: str = ""
    credit: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A failed task graded once more with the reference's version of earlier tasks: whose mistake was it?

    `tasks` are the earlier tasks whose functions were lent, `points` what the cases earned with them, `credited`
    what of that counts.
    """

    tasks: tuple[str, ...]
    points: Fraction
    credited: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A person's decision on one task of one student: `points` in place of those that the cases gave.

    None takes an earlier decision back.  `by` is who decided, `at` when, `why` what an appeal will be told.
    """

    student: str
    assignment: str
    task: str
    points: Fraction | None
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """The override that a task's points are from, and the points that the cases had `graded`."""

    override: Override
    graded: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScore:
    """The outcomes of one task and what they add up to, or what a person made of it (`overridden`)."""

    task: str
    title: dict[str, str]
    points: Fraction
    max_points: Fraction
    outcomes: tuple[Outcome, ...]
    section: str = ""
    diagnosis: Diagnosis | None = None
    carried: Carried | None = None
    bonus: bool = False
    overridden: Overridden | None = None
    """Never stored: overrides are facts of their own, applied to what is read (`grader.overriding`)."""

    @property
    def held(self) -> bool:
        """Whether our own failure is in it and nobody has decided on the task since."""
        return self.overridden is None and any(o.verdict is Verdict.GRADER_ERROR for o in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An exhibit as it was seen: small arrays, as `grader.trees.to_json` writes them, that reports draw.

    `observed` is None in gradebooks that also kept what could not be drawn, because it was of another form.
    """

    exhibit: str
    task: str
    title: dict[str, str]
    kind: str
    expected: dict[str, Any]
    observed: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """One submission graded.  `points` are before the late penalty; `late_factor` is the share that it leaves."""

    student: str
    assignment: str
    submission: str
    """Digest of what was handed in."""
    assignment_digest: str
    path: str
    tasks: tuple[TaskScore, ...]
    received: datetime | None = None
    late_days: int = 0
    late_factor: Fraction = Fraction(1)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    pictures: tuple[Picture, ...] = ()

    @property
    def points(self) -> Fraction:
        """Points earned by the work itself."""
        return sum((task.points for task in self.tasks), Fraction(0))

    @property
    def max_points(self) -> Fraction:
        """Points that the work could have earned, bonus tasks apart: those come on top."""
        return sum((task.max_points for task in self.tasks if not task.bonus), Fraction(0))

    @property
    def score(self) -> Fraction:
        """Points that count: after the late penalty."""
        return self.points * self.late_factor

    @property
    def held(self) -> bool:
        """Whether our own failure is in it, so that a person must look before it counts."""
        return any(task.held for task in self.tasks)

    @property
    def overridden(self) -> tuple[Overridden, ...]:
        """What a person decided otherwise than the cases did, task by task."""
        return tuple(task.overridden for task in self.tasks if task.overridden is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call of the grader: what every number that it wrote came from."""

    id: str
    started: datetime
    grader: str
    course: Course
    isolation: str
    versions: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Points for an assignment that was graded elsewhere, and the file that they came from.

    Without points it withdraws the mark that was imported before it.
    """

    student: str
    assignment: str
    points: Fraction | None
    source: str
    imported: datetime


Standing = Literal["graded", "missing", "held", "pending"]
"""Of one student in one assignment. "pending": nothing is there and nothing is due yet."""


Use = Literal["counted", "dropped", "bonus", "left_out"]
"""What a category made of it. "dropped": among its lowest; "bonus": added to the others, not counted among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentGrade:
    """One student's result in one assignment; `points` is None unless it is graded.

    `earned` are the points before the late penalty, `late_factor` the share of them that it left.
    """

    assignment: str
    standing: Standing
    points: Fraction | None
    max_points: Fraction
    earned: Fraction | None = None
    late_days: int = 0
    late_factor: Fraction = Fraction(1)
    bonus: bool = False
    use: Use = "left_out"
    extension: Extension | None = None
    """Why the student's own deadline is a later one."""

    @property
    def share(self) -> Fraction | None:
        """Points as a share of the maximum, or None where there are none."""
        return None if self.points is None else self.points / self.max_points


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryGrade:
    """The average share of a category's assignments, as far as its cap lets it count; None while nothing counts.

    `mean` is the average before the cap.
    """

    category: str
    weight: Fraction
    share: Fraction | None
    assignments: tuple[AssignmentGrade, ...]
    mean: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseGrade:
    """The course grade of one student: `exact` on the course's scale, and the `mark` that it rounds to.

    `mark` is None while a scorecard is held: a grade that may be wrong by our fault is not given.  `unmet` are the
    categories below the minimum without which nobody passes.
    """

    student: str
    categories: tuple[CategoryGrade, ...]
    exact: Fraction
    mark: int | None
    passed: bool | None
    unmet: tuple[str, ...] = ()
