"""What the files of an assignment's folder define: found by reading their modules for the nouns of authors.

Needs no more than the sandbox and a student's laptop have, and is used there too.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from grader.errors import GraderError
from grader.files import load_module
from grader.model import Case, Checker, Exhibit, Mistake, Question, Visibility

Noun = TypeVar("Noun")

CASE_FILES: tuple[tuple[str, Visibility], ...] = (("public.py", "public"), ("hidden.py", "hidden"))


def read_cases(folder: Path) -> Iterator[Case]:
    """The cases of a folder's `public.py` and `hidden.py`, each with the visibility that its file gives it."""
    for file, visibility in CASE_FILES:
        if (folder / file).is_file():
            for case in nouns(author_module(folder / file), Case):
                yield replace(case, visibility=visibility)


def read_exhibits(folder: Path) -> tuple[Exhibit, ...]:
    """The exhibits of a folder's `exhibits.py`; none if there is no such file."""
    path = folder / "exhibits.py"
    return tuple(nouns(author_module(path), Exhibit)) if path.is_file() else ()


def read_checkers(folder: Path) -> dict[str, Checker]:
    """The functions of a folder's `checkers.py` by name; none if there is no such file."""
    path = folder / "checkers.py"
    if not path.is_file():
        return {}
    module = author_module(path)
    return {
        name: value
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    }


def read_questions(folder: Path) -> list[Question]:
    """The questions of a folder, file by file, in the order in which they are written; none if there is no file."""
    return [question for path in question_files(folder) for question in nouns(author_module(path), Question)]


def question_files(folder: Path) -> list[Path]:
    """A folder's `questions.py`, or the files of its `questions/` in alphabetical order."""
    return [path for path in (folder / "questions.py", *sorted((folder / "questions").glob("*.py"))) if path.is_file()]


def questions_place(folder: Path) -> Path:
    """Where the questions of a folder stand, or should stand, for whoever is told of them."""
    several = folder / "questions"
    return several if several.is_dir() else folder / "questions.py"


def mistakes_by_file(folder: Path) -> Iterator[tuple[Path, Mistake]]:
    """The known mistakes of a folder's `mistakes/`, file by file in alphabetical order, each with its file."""
    for path in sorted((folder / "mistakes").glob("*.py")):
        for mistake in nouns(author_module(path), Mistake):
            yield path, mistake


def author_module(path: Path) -> ModuleType:
    """A file that an author wrote, executed; whatever goes wrong in it is told with its line."""
    try:
        return load_module(path, f"{path.parent.name}_{path.stem}")
    except SyntaxError as error:
        raise GraderError(f"{path}:{error.lineno}: {error.msg}") from error
    except (Exception, SystemExit) as error:  # an author's file may fail in any way, and the author is who reads this
        raise GraderError(f"{path}: {type(error).__name__}: {error}") from error


def nouns(module: ModuleType, kind: type[Noun]) -> list[Noun]:
    """What a module defines of one kind, in the order of its definitions."""
    return [value for value in vars(module).values() if isinstance(value, kind)]
