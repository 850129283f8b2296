"""What must hold of a test besides what must hold of any assignment: one question a task, and code that is observed."""

from fractions import Fraction
from pathlib import Path

from grader.errors import GraderError
from grader.folders import questions_place
from grader.model import Assignment, Case, Question


def check_questions(
    folder: Path, assignment: Assignment, questions: tuple[Question, ...], cases: tuple[Case, ...]
) -> None:
    """`GraderError` where the questions do not fit the tasks, or a folder with questions is no test."""
    file = questions_place(folder)
    if assignment.kind != "quiz":
        if questions:
            raise GraderError(f'{file}: only a test has questions: write kind = "quiz" for it in course.toml')
        return
    for task in assignment.tasks:
        own = [question for question in questions if question.task == task.name]
        if len(own) != 1:
            raise GraderError(f"{file}: task {task.name} has {len(own)} questions: a task of a test is one question")
        _check_fields(file, own[0], [case for case in cases if case.task == task.name])


def _check_fields(file: Path, question: Question, cases: list[Case]) -> None:
    where = f"{file}: question {question.name}"
    if not question.fields:
        raise GraderError(f"{where}: has no fields: give it one at least")
    of_code = [name for name, field in question.fields.items() if field.kind == "code"]
    observing = [case for case in cases if not case.draws]
    if len(of_code) > 1:
        raise GraderError(
            f"{where}: has {len(of_code)} fields of code, whose cases could not be told apart: make it two"
        )
    if of_code and not observing:
        raise GraderError(
            f"{where}: nothing observes its field {of_code[0]}: write a case of {question.task} in hidden.py"
        )
    if observing and not of_code:
        raise GraderError(f"{where}: case {observing[0].name} observes code, and it has no field of code: add code(…)")
    public = [case.name for case in observing if case.visibility == "public"]
    if public:
        raise GraderError(f"{file.with_name('public.py')}: case {public[0]}: a test is not checked at home: move it")
    for name, field in question.fields.items():
        if field.kind != "code" and field.points <= Fraction(0):
            raise GraderError(f"{where}: field {name}: points must be more than 0")
