"""What stands on a student's page about each task.

Most of what a class wrote is alike: a section, and what is said of a case, is rendered once for all who have the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from grader import messages
from grader.model import Course, Outcome, Scorecard, TaskScore, Text
from grader.reports.contents import Keyed
from grader.reports.drawing import Drawing, draw
from grader.reports.words import Words
from grader.scoring import credited

KEPT_CASES, KEPT_SECTIONS = 8192, 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """A picture of a task, drawn."""

    title: Text
    drawn: Drawing


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A task as a student may see it, with its pictures."""

    score: Keyed[TaskScore]
    drawings: Sequence[Illustration]
    lent: Sequence[Text]
    """Titles of the tasks in whose place right answers were put."""


def shown(card: Scorecard) -> list[ShownTask]:
    """The tasks of a work; a picture that cannot be drawn is left out."""
    titles = {task.task: task.title for task in card.tasks}
    drawings: dict[str, list[Illustration]] = {}
    for picture in card.pictures:
        drawn = draw(picture)
        if drawn is not None:
            drawings.setdefault(picture.task, []).append(Illustration(title=picture.title, drawn=drawn))
    return [
        ShownTask(
            Keyed(replace(task, outcomes=tuple(map(_shown, task.outcomes)))),
            drawings.get(task.task, ()),
            [titles[name] for name in (task.carried.tasks if task.carried else ()) if name in titles],
        )
        for task in card.tasks
    ]


def _shown(outcome: Outcome) -> Outcome:
    """Of a hidden case only what may be told: then those who failed it alike have the same, whatever their numbers."""
    difference = outcome.difference
    if outcome.visibility == "public" or (difference is None and not outcome.detail):
        return outcome
    # The place above the student's own key is told; to take it twice would be the place above that.
    return outcome if difference is not None and difference.kind == "extra" else messages.redacted(outcome)


class Sections:
    """Sections in one language."""

    def __init__(self, templates: Environment, words: Words, course: Course) -> None:
        """Makes them of the templates of students' pages; the course knows the lectures' headings."""
        headings = {anchor: title for one in course.assignments for anchor, title in one.sections.items()}
        macros: Any = templates.get_template("student/task.html.j2").make_module(
            {"words": words, "case": self._case, "headings": headings}
        )
        self._words, self._macros = words, macros
        self._sections = lru_cache(KEPT_SECTIONS)(self._section)
        self._cases = lru_cache(KEPT_CASES)(lambda outcome, *how: macros.case_item(outcome.noun, *how))

    def section(self, task: ShownTask, number: int, told: bool, quiz: bool) -> Markup:
        """The section of a task, the `number`-th of its page.

        `told`: what was found is told case by case.  `quiz`: a case is an answer, which nobody could try before.
        """
        lent = ", ".join(self._words.quoted(title) for title in task.lent)
        if task.drawings or task.score.noun.overridden is not None:  # one's own, and it holds times
            return self._section(task.score, number, told, quiz, lent, task.drawings)
        return self._sections(task.score, number, told, quiz, lent)

    def _section(
        self,
        score: Keyed[TaskScore],
        number: int,
        told: bool,
        quiz: bool,
        lent: str,
        drawings: Sequence[Illustration] = (),
    ) -> Markup:
        made: Markup = self._macros.task_section(score.noun, number, told, quiz, lent, drawings)
        return made

    def _case(self, outcome: Outcome, told: bool, quiz: bool) -> Markup:
        made: Markup = self._cases(Keyed(outcome), told, quiz)
        return made


def forgiven(task: TaskScore) -> Fraction:
    """The points that a task keeps beyond what its cases earned, before a person decided on it."""
    points = task.overridden.graded if task.overridden else task.points
    return points - sum((credited(outcome) for outcome in task.outcomes), Fraction(0))
