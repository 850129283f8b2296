"""An assignment's folder: its facts, and the cases, checkers and mistakes that its files define."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

from grader.checkers import builtin
from grader.course.lectures import anchors, sections
from grader.course.quizzes import check_questions
from grader.course.reading import read
from grader.errors import GraderError
from grader.exhibits import KINDS
from grader.folders import (
    mistakes_by_file,
    questions_place,
    read_cases,
    read_checkers,
    read_exhibits,
    read_questions,
)
from grader.model import LANGUAGES, Assignment, Case, Checker, Exhibit, Material, Mistake, Question, Task
from grader.questions import cases_of
from grader.sources import Unreadable, decode, top_level_names


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFile:
    """`assignment.toml` as it is written."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    title: dict[str, str]
    points: Fraction
    tasks: tuple[Task, ...]
    libraries: tuple[str, ...] = ("numpy",)
    stand_ins: dict[str, str] = field(default_factory=dict)


def load_assignment(root: Path, name: str, course: Path | None = None) -> Assignment:
    """The facts of `assignments/<name>`, without running anything of it; `GraderError` where they do not fit.

    `course` is the file that names the assignment, where it is not `course.toml`.
    """
    folder = root / "assignments" / name
    if not folder.is_dir():
        raise GraderError(
            f"{course or root / 'course.toml'}: key assignments.{name}: there is no folder {folder}: "
            f"create it or mend the name"
        )
    path = folder / "assignment.toml"
    file = read(path, AssignmentFile)
    _check_tasks(path, file)
    return Assignment(
        name=name,
        title=file.title,
        category="",
        kind="homework",
        points=file.points,
        bonus_points=sum((task.points for task in file.tasks if task.bonus), Fraction(0)),
        tasks=file.tasks,
        libraries=file.libraries,
        stand_ins=file.stand_ins,
        sections=sections(folder.parent),
        digest=_digest(root, name),
    )


def _check_tasks(path: Path, file: AssignmentFile) -> None:
    _check_title(path, "title", file.title)
    if file.points <= 0:
        raise GraderError(f"{path}: key points: must be more than 0: an assignment is graded as a share of them")
    names = [task.name for task in file.tasks]
    for task in file.tasks:
        if names.count(task.name) > 1:
            raise GraderError(f"{path}: key tasks.{task.name}: stands there twice: rename one")
        if task.points < 0:
            raise GraderError(f"{path}: key tasks.{task.name}.points: must not be negative")
        for other in task.builds_on:
            if other not in names:
                raise GraderError(f"{path}: key tasks.{task.name}.builds_on: there is no task {other!r}")
        if task.forbids and not task.requires:
            raise GraderError(
                f"{path}: key tasks.{task.name}.forbids: forbids nothing, for the task requires no names: add requires"
            )
        _check_title(path, f"tasks.{task.name}.title", task.title)
        if not 0 <= task.carried <= 1:
            raise GraderError(f"{path}: key tasks.{task.name}.carried: a share, write a number from 0 to 1")
        _check_carried(path, file, task)
    _check_stand_ins(path, file)
    total = sum((task.points for task in file.tasks if not task.bonus), Fraction(0))
    if total != file.points:
        what = "the tasks without bonus" if any(task.bonus for task in file.tasks) else "the tasks"
        raise GraderError(f"{path}: key points: {what} add up to {total}, not {file.points}: correct one of them")


def _check_carried(path: Path, file: AssignmentFile, task: Task) -> None:
    """Credit with something put in needs something that can be put in."""
    earlier = {name for other in file.tasks if other.name in task.builds_on for name in other.requires}
    if task.carried and not earlier - set(task.requires):
        what = "shares with it all that the tasks of builds_on require" if earlier else "builds on no required name"
        raise GraderError(
            f"{path}: key tasks.{task.name}.carried: nothing can be lent to a task that {what}: remove the key"
        )


def _check_stand_ins(path: Path, file: AssignmentFile) -> None:
    required = {name for task in file.tasks for name in task.requires}
    for name, public in file.stand_ins.items():
        if name not in required:
            raise GraderError(f"{path}: key stand_ins.{name}: no task requires it: remove it or correct the name")
        if public.partition(".")[0] not in file.libraries or not all(map(str.isidentifier, public.split("."))):
            raise GraderError(
                f"{path}: key stand_ins.{name}: {public!r} is not a dotted name in one of libraries: correct it"
            )


def _check_title(path: Path, key: str, title: dict[str, str]) -> None:
    for language in LANGUAGES:
        if not title.get(language):
            raise GraderError(f"{path}: key {key}.{language}: this key is required: add it")


def load_material(root: Path, assignment: Assignment) -> Material:
    """Runs the author's files and collects what they define; `GraderError` names the file and what is wrong."""
    folder = root / "assignments" / assignment.name
    solution = root / "solutions" / f"{assignment.name}.py"
    if not solution.is_file():
        raise GraderError(f"{solution}: the reference solution is not there: write it")
    questions = tuple(read_questions(folder))
    cases = (*_asked(folder, assignment, questions), *read_cases(folder))
    checkers = read_checkers(folder)
    _check_cases(folder, assignment, cases, checkers)
    check_questions(folder, assignment, questions, cases)
    _check_required(folder, assignment, solution)
    mistakes = tuple(mistakes_by_file(folder))
    _check_mistakes(assignment, mistakes)
    _check_sections(folder, assignment, mistakes)
    exhibits = read_exhibits(folder)
    _check_exhibits(folder / "exhibits.py", assignment, cases, exhibits)
    return Material(
        assignment=assignment,
        folder=folder,
        solution=solution,
        cases=cases,
        checkers=checkers,
        mistakes=tuple(mistake for _, mistake in mistakes),
        exhibits=exhibits,
        questions=questions,
    )


def _asked(folder: Path, assignment: Assignment, questions: tuple[Question, ...]) -> list[Case]:
    """The cases of all questions."""
    file = questions_place(folder)
    tasks = {task.name: task for task in assignment.tasks}
    for question in questions:
        if question.task not in tasks:
            raise GraderError(
                f"{file}: question {question.name}: there is no task {question.task!r} in assignment.toml"
            )
    return [case for question in questions for case in cases_of(question, tasks[question.task])]


def _check_cases(folder: Path, assignment: Assignment, cases: tuple[Case, ...], checkers: dict[str, Checker]) -> None:
    tasks = {task.name: task for task in assignment.tasks}
    for name, count in Counter(case.name for case in cases).items():
        if count > 1:
            raise GraderError(f"{folder}: {count} cases are named {name!r}: rename all but one")
    totals: dict[str, Fraction] = dict.fromkeys(tasks, Fraction(0))
    for case in cases:
        file = questions_place(folder) if case.draws else folder / f"{case.visibility}.py"
        if case.task not in tasks:
            raise GraderError(f"{file}: case {case.name}: there is no task {case.task!r} in assignment.toml")
        if case.points < 0:
            raise GraderError(f"{file}: case {case.name}: points must not be negative")
        find_checker(case, checkers, file)
        totals[case.task] += case.points
    for name, task in tasks.items():
        if not any(case.task == name for case in cases):
            raise GraderError(f"{folder / 'assignment.toml'}: key tasks.{name}: there is no case of it: write one")
        if totals[name] != task.points:
            raise GraderError(
                f"{folder / 'assignment.toml'}: key tasks.{name}.points: its cases add up to {totals[name]}, "
                f"not {task.points}: correct the task or the cases"
            )


def _check_required(folder: Path, assignment: Assignment, solution: Path) -> None:
    """Every name that a task requires is one that the reference defines."""
    try:
        defined = top_level_names(decode(solution.read_bytes()))
    except SyntaxError as error:
        raise GraderError(f"{solution}:{error.lineno}: {error.msg}") from error
    except Unreadable as error:
        raise GraderError(f"{solution}: the reference cannot be read ({error.reason}): save it as UTF-8") from error
    for task in assignment.tasks:
        for name in task.requires:
            if defined is not None and name not in defined:
                raise GraderError(
                    f"{folder / 'assignment.toml'}: key tasks.{task.name}.requires: {solution.name} does not define "
                    f"{name!r}: write it there or correct the name"
                )


def _check_mistakes(assignment: Assignment, mistakes: tuple[tuple[Path, Mistake], ...]) -> None:
    tasks = [task.name for task in assignment.tasks]
    for path, mistake in mistakes:
        if mistake.task not in tasks:
            raise GraderError(
                f"{path}: mistake {mistake.name}: there is no task {mistake.task!r} in assignment.toml: "
                f"use one of {', '.join(tasks)}"
            )


def _check_exhibits(path: Path, assignment: Assignment, cases: tuple[Case, ...], exhibits: tuple[Exhibit, ...]) -> None:
    tasks = [task.name for task in assignment.tasks]
    names = Counter(case.name for case in (*cases, *(exhibit.case for exhibit in exhibits)))
    for exhibit in exhibits:
        where = f"{path}: exhibit {exhibit.case.name}"
        if exhibit.case.task not in tasks:
            raise GraderError(
                f"{where}: there is no task {exhibit.case.task!r} in assignment.toml: use one of {', '.join(tasks)}"
            )
        if names[exhibit.case.name] > 1:
            raise GraderError(f"{where}: a case or another exhibit has this name: rename it")
        if exhibit.kind not in KINDS:
            raise GraderError(f"{where}: there is no kind {exhibit.kind!r}: use one of {', '.join(KINDS)}")


def _check_sections(folder: Path, assignment: Assignment, mistakes: tuple[tuple[Path, Mistake], ...]) -> None:
    """Every section to reread is an anchor of the lectures, in each language that has them."""
    path = folder / "assignment.toml"
    named = [(f"{path}: key tasks.{task.name}.section", task.section) for task in assignment.tasks]
    named += [(f"{file}: mistake {mistake.name}: section", mistake.section) for file, mistake in mistakes]
    for name, there in anchors(folder.parent).items():
        for where, section in named:
            if section and section not in there:
                raise GraderError(f'{where}: there is no <a id="{section}"> in {name}: add it or correct the section')


def find_checker(case: Case, checkers: dict[str, Checker], file: Path) -> Checker:
    """The checker that a case names: the assignment's own first, then the grader's; `GraderError` if there is none."""
    try:
        return checkers.get(case.checker) or builtin(case.checker)
    except KeyError as error:
        raise GraderError(
            f"{file}: case {case.name}: there is no checker {case.checker!r} in checkers.py or grader/checkers/"
        ) from error


def _digest(root: Path, name: str) -> str:
    """Names the version of all that decides a scorecard: reference, mistakes, questions, cases, facts, data."""
    folder = root / "assignments" / name
    paths = [root / "solutions" / f"{name}.py", *folder.glob("mistakes/*.py"), *folder.glob("questions/*.py")]
    paths += [path for path in folder.iterdir() if path.suffix != ".md" and path.name != "equivalents.toml"]
    digester = hashlib.sha256()
    for path in sorted(set(paths)):
        if path.is_file():
            digester.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digester.update(hashlib.sha256(path.read_bytes()).digest())
    return digester.hexdigest()[:16]
