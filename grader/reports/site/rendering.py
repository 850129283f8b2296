"""Templates of the site, and the functions by which they say things."""

import re
from collections.abc import Collection
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from grader import messages
from grader.model import Outcome, Scorecard, Task, TaskScore, Verdict
from grader.pages import compile_all, environment, script_data
from grader.reports.contents import Keyed
from grader.reports.site import places
from grader.reports.site.tokens import source_lines
from grader.reports.words import capitalised
from grader.scoring import credited, decimal

MENU = (
    (places.INDEX, "Class"),
    (places.TASKS, "Tasks and mistakes"),
    (places.SIMILARITY, "Similarity"),
    (places.RUNS, "Runs, late and missing work"),
)

_CODE = re.compile(r"`([^`]*)`")
# What would show a program otherwise than Python reads it: marks of direction, and control characters.
_UNSEEN = {
    number: f"⟨U+{number:04X}⟩"
    for numbers in (range(0x09), (0x0B,), range(0x0E, 0x20), (0x7F, 0x61C, 0x200E, 0x200F), range(0x202A, 0x202F))
    for number in numbers
} | {number: f"⟨U+{number:04X}⟩" for number in range(0x2066, 0x206A)}
_ODD = re.compile(f"[{''.join(map(re.escape, map(chr, _UNSEEN)))}]")


@cache
def site_environment() -> Environment:
    """The templates, compiled once.  Everything is escaped; a student's name, file or exception is never markup."""
    made = environment("grader.reports.site")
    made.filters |= {
        "decimal": decimal,
        "many": many,
        "percent": percent,
        "time": time,
        "code": code,
        "script_data": script_data,
        "credited": credited,
        "capitalised": capitalised,
    }
    made.tests["contains"] = lambda flags, flag: flag in flags
    made.globals |= {
        "menu": MENU,
        "places": places,
        "earned": _earned,
        "found": _found,
        "verdict": lambda one: messages.verdict(one, "en"),
        "note": lambda text: capitalised(messages.note(text, "en")),
        "worst": _worst,
        "own_title": _own_title,
        "case": lambda outcome, *rest: _case(Keyed(outcome), *rest),
        "section": lambda task, *rest: _section(Keyed(task), *rest),
        "program": program,
        "Verdict": Verdict,
    }
    compile_all(made)
    return made


# Much of what a class wrote is alike, and is rendered once for all who have the same.
@lru_cache(maxsize=2048)
def _section(task: Keyed[TaskScore], has_text: bool) -> Markup:
    """A task and the table of its cases."""
    section: Markup = _macros().task_section(task.noun, has_text)
    return section


@lru_cache(maxsize=16384)
def _case(outcome: Keyed[Outcome], *rest: str | bool) -> Markup:
    """A case as a row of the table of its task."""
    row: Markup = _macros().case_row(outcome.noun, *rest)
    return row


@cache
def _macros() -> Any:
    return site_environment().get_template("sections.html.j2").module


def many(number: int, noun: str) -> str:
    """ "1 day", "2 days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def percent(share: Any) -> str:
    """A share in [0, 1] as whole per cent."""
    return f"{decimal(100 * share, 0)} %"


def time(moment: datetime | None) -> str:
    """A time to the minute, with its zone."""
    return "" if moment is None else moment.isoformat(sep=" ", timespec="minutes")


@lru_cache(maxsize=4096)
def code(sentence: str) -> Markup:
    """A sentence whose code stands between backticks."""
    parts = (str(escape(part)) for part in _CODE.split(sentence))
    return Markup("".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts)))


def program(text: str, side: str = "", marked: Collection[int] = ()) -> Markup:
    """A program line by line: line 3 has the anchor `<side>L3`; the lines `marked` stand out.

    `side` is ours: a word that may stand in an address.
    """
    # Escaped once as a whole: piece by piece it takes ten times as long.
    lines = source_lines(str(escape(text.translate(_UNSEEN) if _ODD.search(text) else text)))
    shown = []
    for number, line in enumerate(lines, 1):
        anchor = f"{side}L{number}"
        link = f'<a href="#{anchor}">{number}</a>{line}'
        shown.append(f'<span id="{anchor}">{f"<mark>{link}</mark>" if number in marked else link}\n</span>')
    return Markup("".join(shown))


def _earned(score: TaskScore) -> Any:
    """The points that a task's cases earned by themselves."""
    return sum(credited(outcome) for outcome in score.outcomes)


def _own_title(outcome: Outcome, task: Task | TaskScore) -> str:
    """The title of a case, unless it is its task's, with the name of the case at most: so are those of questions."""
    title = outcome.title["en"]
    return "" if title in (task.title["en"], f"{task.title['en']} (`{outcome.case}`)") else title


def _found(outcome: Outcome) -> str:
    """What was found, with the numbers of hidden cases: this site is the instructor's."""
    return "" if outcome.verdict is Verdict.PASSED else capitalised(messages.outcome(outcome, "en", reveal=True))


def _worst(card: Scorecard) -> Verdict:
    return min((o.verdict for task in card.tasks for o in task.outcomes), key=lambda one: one.severity)
