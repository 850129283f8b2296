"""Puts what was handed in into the gradebook, beside the grades that it gets."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course import CourseFolder
    from grader.gradebook import SqlGradebook
    from grader.model import Submission


def keep_sources(gradebook: "SqlGradebook", folder: "CourseFolder", submissions: "Sequence[Submission]") -> None:
    """Keeps the text of every submission that could be read, and the templates of their homework."""
    from grader.gradebook import Source, template_source

    handed_in = (
        Source(assignment=one.assignment, digest=one.digest, text=one.source)
        for one in submissions
        if one.source is not None
    )
    homework = {one.name for one in folder.course.assignments if one.kind == "homework"}
    names = sorted({one.assignment for one in submissions} & homework)
    templates = (template_source(name, text) for name in names for text in _templates(folder, name))
    gradebook.sources.keep([*handed_in, *templates])


def _templates(folder: "CourseFolder", name: str) -> Iterator[str]:
    """What students began with, in every language; nothing where the reference is not marked for it."""
    from grader.errors import GraderError
    from grader.model import LANGUAGES
    from grader.release.template import make_template

    solution = folder.material(name).solution
    source = solution.read_text(encoding="utf-8")
    for language in LANGUAGES:
        try:
            yield make_template(source, str(solution), language)
        except GraderError:  # said by `grader release`; here the template is only what likeness is not counted in
            return
