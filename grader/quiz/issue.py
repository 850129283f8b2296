"""What one student is given: the same paper as a page, a notebook and a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

from grader.errors import GraderError
from grader.folders import questions_place
from grader.judge.oracle import reference_module
from grader.model import LANGUAGES, Material, Paper, Student
from grader.pages.markdown import BadFormula
from grader.quiz.notebook import make_notebook
from grader.quiz.page import make_page
from grader.quiz.papers import draw_paper
from grader.quiz.sheet import make_sheet, picture_name

Spoken = Literal["ru", "en", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The files of one student: name → text."""

    student: str
    files: dict[str, str]


def issue(material: Material, students: Sequence[Student], secret: bytes, spoken: Spoken) -> Iterator[Issued]:
    """The papers of these students, one after the other.

    "both" puts both languages into the page, the student's own first; notebook and sheet are in the student's own.
    Raises `GraderError` where a question cannot be drawn or its text cannot be rendered.
    """
    reference = reference_module(material)
    for student in students:
        paper = _draw(material, reference, secret, student)
        try:
            files = _files(paper, student, spoken)
        except BadFormula as error:
            raise GraderError(f"{questions_place(material.folder)}: {error}: write it otherwise") from error
        yield Issued(student=student.id, files=files)


def _draw(material: Material, reference: ModuleType, secret: bytes, student: Student) -> Paper:
    try:
        return draw_paper(material, reference, secret, student.id)
    except Exception as error:  # a question may fail in any way, and its author is who reads this
        raise GraderError(
            f"{questions_place(material.folder)}: the paper of {student.id}: {type(error).__name__}: {error}"
        ) from error


def _files(paper: Paper, student: Student, spoken: Spoken) -> dict[str, str]:
    own = student.language if spoken == "both" else spoken
    others = [language for language in LANGUAGES if spoken == "both" and language != own]
    files = {
        f"{paper.assignment}.html": make_page(paper, [own, *others]),
        f"{paper.assignment}.ipynb": make_notebook(paper, own),
        f"{paper.assignment}.md": make_sheet(paper, own),
    }
    return files | {picture_name(paper, question): question.picture for question in paper.questions if question.picture}
