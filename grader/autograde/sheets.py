"""Answer sheets of a test in, the scores of its tasks out: read, judged, and each wrong answer explained if it can be.

A question is a case that also has a text, so this is the way that homework goes, but for how things are observed: what
was typed into a field is read here, for nothing of it is run.  Lines of code alone go into the sandbox, each field of
them as a module of its own; a class that wrote none needs no sandbox.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from grader import messages, scoring
from grader.autograde.appeal import Hearing, hear
from grader.autograde.submission import grade_submission
from grader.errors import GraderError
from grader.judge import Oracle, Seen, draw_seed, judge, unreadable
from grader.model import Case, Observation, Outcome, Question, Submission, Task, TaskScore, Verdict
from grader.quiz import (
    OTHER_VARIANT,
    UNKNOWN_VARIANT,
    Filled,
    Slips,
    Variants,
    answers,
    draw_variant,
    fill,
    read_answer,
)
from grader.sandbox import Sandbox
from grader.sheets import Sheet, from_text

MAX_UNKNOWN = 5
"""Answers to no question that are told."""


class SheetJudge:
    """Judges the answer sheets of one test; `sandbox` is needed where there are lines of code among the answers."""

    def __init__(self, oracle: Oracle, secret: bytes, students: Iterable[str], sandbox: Sandbox | None = None):
        material = oracle.material
        self.oracle, self.material, self.secret, self.sandbox = oracle, material, secret, sandbox
        self._slips = Slips(oracle)
        self._variants = Variants(secret, material.assignment.name, students)
        self._questions = {question.task: question for question in material.questions}
        self._code = {name: self._code_field(question) for name, question in self._questions.items()}
        self._of_code = {name: self._only(name) for name, field in self._code.items() if field}
        self._fields = {f"{question.name}.{name}" for question in material.questions for name in question.fields}

    @staticmethod
    def _code_field(question: Question) -> str:
        """The field of code of a question, "" if it has none; it has one at most."""
        return next((name for name, field in question.fields.items() if field.kind == "code"), "")

    def _only(self, task: str) -> Oracle:
        """The oracle of the cases that observe the code of one task."""
        assignment = self.material.assignment
        tasks = tuple(one for one in assignment.tasks if one.name == task)
        cases = tuple(case for case in self.material.cases_of(task) if not case.draws)
        return Oracle(replace(self.material, assignment=replace(assignment, tasks=tasks), cases=cases))

    def first_look(self, submission: Submission) -> tuple[bool | None, bool]:
        """Whether a sheet's variant was drawn from this secret, and whether it will be graded with lines of code in it.

        None where it names no variant, or is refused for another reason than that.
        """
        if submission.source is None:
            return None, False
        sheet = from_text(submission.source)
        refused = self._variants.standing(sheet, submission.student).refused
        named = bool(sheet.variant) and refused in ("", UNKNOWN_VARIANT, OTHER_VARIANT)
        has_code = not refused and any(self._typed(sheet, task).strip() for task in self._of_code)
        return (refused != UNKNOWN_VARIANT if named else None), has_code

    def _typed(self, sheet: Sheet, task: str) -> str:
        """What was typed into a task's field of code."""
        return sheet.answers.get(f"{self._questions[task].name}.{self._code[task]}", "")

    def grade(self, submission: Submission) -> tuple[list[TaskScore], tuple[str, ...]]:
        """The scores of all tasks, and remarks on the sheet."""
        if submission.source is None:
            return self._refused(submission, ""), ()
        sheet = from_text(submission.source)
        standing = self._variants.standing(sheet, submission.student)
        if standing.refused:
            refused = replace(submission, source=None, unreadable=standing.refused, detail=standing.detail)
            return self._refused(refused, standing.owner), ()
        strange = [name for name, text in sheet.answers.items() if name not in self._fields and text.strip()]
        notes = (*standing.notes, *(f"answer_unknown|{name}" for name in strange[:MAX_UNKNOWN]))
        return [self._task(task, sheet, submission) for task in self.material.assignment.tasks], notes

    def _refused(self, submission: Submission, owner: str) -> list[TaskScore]:
        """The scores of a sheet that is not looked into; for the instructor, whose it is, if it is another's."""
        return [
            scoring.task_score(
                task,
                [replace(unreadable(case, submission), detail=owner) for case in self.material.cases_of(task.name)],
            )
            for task in self.material.assignment.tasks
        ]

    def _task(self, task: Task, sheet: Sheet, submission: Submission) -> TaskScore:
        seen = self.read(task, sheet, submission.student)
        of_code = self._judged_code(task, sheet, submission) if task.name in self._of_code else None
        outcomes = [one.outcome for one in seen]
        if of_code is None:
            return scoring.task_score(task, outcomes, self._slips.diagnose(task.name, seen))
        diagnosis = of_code.diagnosis
        if seen:
            right = all(outcome.credit == Fraction(1) for outcome in of_code.outcomes)
            diagnosis = self._slips.diagnose(task.name, seen, diagnosis, code_is_right=right)
        return scoring.task_score(task, [*outcomes, *of_code.outcomes], diagnosis)

    def read(self, task: Task, sheet: Sheet, student: str) -> list[Seen]:
        """The fields of a task that are read, each judged."""
        question = self._questions[task.name]
        variant = draw_variant(self.material, question, self.oracle.reference, self.secret, student)
        right = answers.right(question, variant)
        seen = []
        for case in (case for case in self.material.cases_of(task.name) if case.draws):
            seed = draw_seed(self.secret, self.material.assignment.name, student, case)
            observation = read_answer(case, question, variant, sheet.answers)
            outcome = judge(case, observation, answers.in_field(case, right), self.oracle.checker(case))
            seen.append(Seen(case=case, seed=seed, observation=observation, outcome=outcome))
        return seen

    # ------------------------------------------------------------------------------------------------------ code

    def _judged_code(self, task: Task, sheet: Sheet, submission: Submission) -> TaskScore:
        """What the cases of a task see of the lines that were written for it."""
        oracle = self._of_code[task.name]
        filled = self._filled(task, sheet)
        if filled is None:
            return scoring.task_score(task, [self._unwritten(case) for case in oracle.material.cases])
        if self.sandbox is None:
            raise RuntimeError("there is code to observe, and no sandbox")
        (score,), _ = grade_submission(oracle, self.sandbox, self._module(task, submission, filled), self.secret)
        placed = [replace(outcome, line=filled.own_line(outcome.line)) for outcome in score.outcomes]
        return replace(score, outcomes=tuple(placed))

    def _filled(self, task: Task, sheet: Sheet) -> Filled | None:
        """The skeleton of a task with the lines that were written for it; None if there are none."""
        typed = self._typed(sheet, task.name)
        question = self._questions[task.name]
        return fill(question.fields[self._code[task.name]].options["skeleton"], typed) if typed.strip() else None

    def _module(self, task: Task, submission: Submission, filled: Filled) -> Submission:
        """The lines as a submission of their own."""
        return replace(submission, path=f"{self._questions[task.name].name}.py", source=filled.source)

    # ---------------------------------------------------------------------------------------------------- appeal

    def hear(self, submission: Submission, names: Collection[str] = ()) -> Iterator[Hearing]:
        """Hears the named cases of a sheet, or all: what was read, and what was expected; `GraderError` if refused."""
        if submission.source is None:
            raise _not_heard(submission.path, submission.unreadable, submission.detail)
        sheet = from_text(submission.source)
        standing = self._variants.standing(sheet, submission.student)
        if standing.refused:
            raise _not_heard(submission.path, standing.refused, standing.detail, standing.owner)
        for task in self.material.assignment.tasks:
            for seen in self.read(task, sheet, submission.student):
                if not names or seen.case.name in names:
                    yield Hearing(
                        case=seen.case,
                        seed=seen.seed,
                        observed=seen.observation,
                        expected=self.oracle.expected(seen.case, seen.seed),
                        outcome=seen.outcome,
                    )
            if task.name in self._of_code:
                yield from self._heard_code(task, sheet, submission, names)

    def _heard_code(
        self, task: Task, sheet: Sheet, submission: Submission, names: Collection[str]
    ) -> Iterator[Hearing]:
        filled = self._filled(task, sheet)
        if filled is None or self.sandbox is None:
            return
        module = self._module(task, submission, filled)
        for one in hear(self._of_code[task.name], self.sandbox, module, self.secret, names):
            yield replace(one, outcome=replace(one.outcome, line=filled.own_line(one.outcome.line)))

    @staticmethod
    def _unwritten(case: Case) -> Outcome:
        missing = Observation(case=case.name, failure=Verdict.MISSING, detail=messages.UNANSWERED)
        return judge(case, missing, Observation(case=case.name), lambda observed, expected: None)


def _not_heard(path: str, refused: str, detail: str, owner: str = "") -> GraderError:
    """What the instructor is told of a sheet that was not graded: whose variant it is, and what the student reads."""
    whose = f" (it is {owner}'s variant)" if owner else ""
    told = messages.unreadable(refused, detail, "en")
    return GraderError(f"{path}: refused, so there is nothing to hear{whose}; the student is told: {told}")
