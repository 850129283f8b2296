"""Reads the student's file and the folder around it, and says what keeps a check from beginning."""

import ast
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader import handout, sheets
from grader.checkers import builtin
from grader.errors import GraderError
from grader.folders import read_cases, read_checkers
from grader.handout import Handout
from grader.model import Case, Checker
from grader.notebooks import MAX_NOTEBOOK_BYTES, ModuleText, code_cells, to_module
from grader.observe import NOTEBOOK
from grader.sources import MAX_BYTES, Unreadable, decode, stubs_left, top_level_names

Reason = Literal[
    "no_file",
    "no_handout",
    "damaged",
    "not_installed",
    "notebook",
    "not_python",
    "not_yours",
    "encoding",
    "empty",
    "syntax",
    "too_large",
    "other_assignment",
    "answer_sheet",
]

GIVEN = frozenset({"public.py", "checkers.py"})
"""Files of the folder that are not the student's."""

LIBRARIES = {"torch": "PyTorch"}
"""By the name of its module what an assignment may need besides the course's package, which brings NumPy."""

_REASONS: dict[str, Reason] = {"encoding": "encoding", "empty": "empty", "too_large": "too_large"}
"""What the bytes of a `.py` may be found to be."""


class CannotCheck(Exception):
    """A check that cannot begin: the reason, the facts to fill in, and the language if the folder tells one."""

    def __init__(self, reason: Reason, language: str | None, **facts: str) -> None:
        super().__init__(reason)
        self.reason, self.language, self.facts = reason, language, facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Everything that a check needs; `cases` in the order of their tasks."""

    file: Path
    module: ModuleText
    handout: Handout
    cases: tuple[Case, ...]
    checkers: dict[str, Checker]


def prepare(file: Path) -> Prepared:
    """The student's file, or that of the folder if `file` is one, and its folder; raises `CannotCheck`."""
    folder = file if file.is_dir() else file.parent
    if file.is_file() and file.suffix in sheets.SUFFIXES and sheets.answered(_start(file)) >= 0:
        raise CannotCheck("answer_sheet", None, path=str(file))
    if not (folder / handout.FILE).is_file():
        reason: Reason = "no_handout" if file.exists() else "no_file"
        raise CannotCheck(reason, None, path=str(file), name=handout.FILE)
    given = _given(folder)
    if file.is_dir():
        file = _own(folder, given)
    return _prepared(file, read_module(file, given), given)


def _start(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MAX_NOTEBOOK_BYTES + 1)


def prepare_folder(folder: Path, module: ModuleText) -> Prepared:
    """The public cases of a folder, for code that runs already and whose text is `module`; raises `CannotCheck`."""
    if not (folder / handout.FILE).is_file():
        raise CannotCheck("no_handout", None, path=str(folder), name=handout.FILE)
    given = _given(folder)
    return _prepared(folder / f"{given.assignment}{NOTEBOOK}", module, given)


def _given(folder: Path) -> Handout:
    try:
        return handout.read(folder / handout.FILE)
    except GraderError as error:
        detail = str(error).removesuffix(f": {handout.REMEDY}")
        raise CannotCheck("damaged", None, path=str(folder), detail=detail) from error


def _prepared(file: Path, module: ModuleText, given: Handout) -> Prepared:
    try:
        cases, checkers = _cases(file.parent, given)
    except GraderError as error:
        raise _unusable(error, file.parent, given.language) from error
    return Prepared(file=file, module=module, handout=given, cases=cases, checkers=checkers)


def _unusable(error: GraderError, folder: Path, language: str) -> CannotCheck:
    """Why the cases of a folder cannot be used: a library is not installed, or the folder is not as it was."""
    cause = error.__cause__
    module = (cause.name or "").partition(".")[0] if isinstance(cause, ModuleNotFoundError) else ""
    if module in LIBRARIES:
        return CannotCheck("not_installed", language, path=str(folder), library=LIBRARIES[module], module=module)
    return CannotCheck("damaged", language, path=str(folder), detail=str(error))


def _own(folder: Path, given: Handout) -> Path:
    """The student's file in a folder; of a file and a notebook the one with fewer stubs left, as in grading."""
    names = [folder / f"{given.assignment}{suffix}" for suffix in (".py", NOTEBOOK)]
    files = [file for file in names if file.is_file()]
    return min(files, key=lambda file: stubs_left(file.read_bytes()), default=names[0])


def read_module(file: Path, given: Handout) -> ModuleText:
    """The text of the student's file or notebook, which is known to be Python; raises `CannotCheck`."""
    language, name = given.language, f"{given.assignment}.py"
    if not file.is_file():
        raise CannotCheck("no_file", language, path=str(file), name=name)
    if file.suffix not in (".py", NOTEBOOK):
        raise CannotCheck("not_python", language, path=str(file), name=name)
    if file.name in GIVEN:
        raise CannotCheck("not_yours", language, path=str(file), name=name)
    module = _read_notebook(file, given) if file.suffix == NOTEBOOK else ModuleText(source=_read_source(file, given))
    if _is_of_another(module.source, file, given):
        raise CannotCheck("other_assignment", language, path=str(file), other=file.stem, name=given.assignment)
    return module


def _read_notebook(file: Path, given: Handout) -> ModuleText:
    with file.open("rb") as stream:
        raw = stream.read(MAX_NOTEBOOK_BYTES + 1)
    try:
        return to_module(code_cells(raw), {name for task in given.tasks for name in task.requires})
    except Unreadable as error:
        facts = {"path": str(file), "kind": error.reason, "detail": error.detail}
        raise CannotCheck("notebook", given.language, **facts) from error


def _read_source(file: Path, given: Handout) -> str:
    language, name = given.language, f"{given.assignment}.py"
    with file.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    try:
        source = decode(raw)
    except Unreadable as error:
        line = {"line": str(error.line)} if error.line else {}
        raise CannotCheck(_REASONS[error.reason], language, path=str(file), name=name, **line) from error
    _parse(source, file, language)
    return source


def _is_of_another(source: str, file: Path, given: Handout) -> bool:
    """Whether a file of another name defines nothing that this assignment asks for."""
    required = {name for task in given.tasks for name in task.requires}
    if not required or file.stem == given.assignment:
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        defined = top_level_names(source)
    return defined is not None and not defined & required


def _parse(source: str, file: Path, language: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        line, detail = str(error.lineno or 1), f"{type(error).__name__}: {error.msg}"
        raise CannotCheck("syntax", language, path=str(file), line=line, detail=detail) from error
    except (ValueError, RecursionError, MemoryError) as error:  # null bytes; nested beyond measure
        raise CannotCheck("syntax", language, path=str(file), line="1", detail=str(error)) from error


def _cases(folder: Path, given: Handout) -> tuple[tuple[Case, ...], dict[str, Checker]]:
    """The public cases and the checker of each, by its name; `GraderError` where the folder does not fit together."""
    path = folder / "public.py"
    if not path.is_file():
        raise GraderError(f"{path}: is not there")
    found = {case.name: case for case in read_cases(folder) if case.visibility == "public"}
    if found.keys() != given.expected.keys():
        raise GraderError(f"{path}: its cases are not those of {handout.FILE}")
    own = read_checkers(folder)
    checkers = {case.checker: _checker(case, own, path) for case in found.values()}
    order = [task.name for task in given.tasks]
    strays = [case.name for case in found.values() if case.task not in order]
    if strays:
        raise GraderError(f"{path}: case {strays[0]} is of a task that {handout.FILE} does not know")
    return tuple(sorted(found.values(), key=lambda case: order.index(case.task))), checkers


def _checker(case: Case, own: dict[str, Checker], path: Path) -> Checker:
    try:
        return own.get(case.checker) or builtin(case.checker)
    except KeyError as error:
        raise GraderError(f"{path}: case {case.name}: there is no checker {case.checker!r}") from error
