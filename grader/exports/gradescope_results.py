"""A scorecard as Gradescope's `results.json`: a test for every case, and what is said of the whole.

    {"score", "output", "output_format", "test_output_format", "test_name_format", "stdout_visibility", "extra_data",
     "tests": [{"number", "name", "score", "max_score", "status", "output", "visibility"}]}

Only keys that Gradescope documents; no leaderboard.  What was found in hidden cases is told without numbers, and like
everything that would give their points away it is shown once the grades are published.  `score` is what counts, after
the late penalty and with credit for known mistakes: Gradescope takes it in place of the sum of the tests.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from grader import messages
from grader.messages import phrase
from grader.model import Outcome, Scorecard, TaskScore, Verdict
from grader.scoring import credited, decimal

HIDDEN = "after_published"
VISIBLE = "visible"
PLACES = 6


def document(card: Scorecard, language: str, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The results of one graded submission, its sentences in one language.

    `extra` is kept beside the results for the instructor's programs; students do not see it.
    """
    tests = [_whole(card, language)]
    for number, task in enumerate(card.tasks, start=1):
        tests += _task(number, task, language)
    return _results(card.score, _summary(card, language), tests, extra)


def failure(sentences: Sequence[str], extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The results where there is no scorecard: 0 points, and the reason."""
    return _results(Fraction(0), sentences, [], extra)


def _results(
    score: Fraction, sentences: Sequence[str], tests: list[dict[str, Any]], extra: Mapping[str, Any] | None
) -> dict[str, Any]:
    return {
        "score": _number(score),
        "output": "\n".join(sentences),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "extra_data": dict(extra or {}),
        "tests": tests,
    }


def _summary(card: Scorecard, language: str) -> list[str]:
    """What everybody may read at once: how the public cases went, and remarks."""
    public = [o for task in card.tasks for o in task.outcomes if o.visibility == "public"]
    earned, maximum = (
        sum(points, Fraction(0)) for points in ((credited(o) for o in public), (o.points for o in public))
    )
    lines = [_sentence(phrase("public_score", language, score=decimal(earned), maximum=decimal(maximum)))]
    if card.held:
        lines.append(_sentence(phrase("held.why", language)))
    if card.late_days:
        lines.append(_sentence(phrase("late_by", language, days=messages.days(card.late_days, language))))
    return [*lines, *(_sentence(messages.note(note, language)) for note in card.notes)]


def _whole(card: Scorecard, language: str) -> dict[str, Any]:
    """The score as it counts; it tells what hidden cases earned, and so is shown when they are."""
    lines = [phrase("score", language, score=decimal(card.score), maximum=decimal(card.max_points))]
    if card.late_days:
        facts = {"points": decimal(card.points), "factor": decimal(card.late_factor, 4), "score": decimal(card.score)}
        lines.append(phrase("late", language, days=messages.days(card.late_days, language), **facts))
    every = [outcome for task in card.tasks for outcome in task.outcomes]
    return {
        "number": "0",
        "name": phrase("how_it_is_made", language),
        "output": "\n".join(_sentence(line) for line in lines),
        "visibility": _visibility(every),
    }


def _task(number: int, task: TaskScore, language: str) -> Iterator[dict[str, Any]]:
    title = task.title[language]
    for index, outcome in enumerate(task.outcomes, start=1):
        yield {
            "number": f"{number}.{index}",
            "name": f"{title}: {outcome.title[language]}",
            "score": _number(credited(outcome)),
            "max_score": _number(outcome.points),
            "status": "passed" if outcome.verdict in (Verdict.PASSED, Verdict.GRADER_ERROR) else "failed",
            "output": _sentence(messages.outcome(outcome, language)),
            "visibility": _visibility([outcome]),
        }
    advice = list(_advice(task, language))
    if advice:
        yield {
            "number": f"{number}.{len(task.outcomes) + 1}",
            "name": f"{title}: {decimal(task.points)} / {decimal(task.max_points)}",
            "output": "\n".join(_sentence(line) for line in advice),
            "visibility": _visibility(task.outcomes),
        }


def _advice(task: TaskScore, language: str) -> Iterator[str]:
    """What is said of a task as a whole: the mistake that explains it, points beyond its cases, what to reread."""
    if task.diagnosis:
        yield phrase("hint", language, hint=task.diagnosis.hint[language])
    beyond = task.points - sum((credited(outcome) for outcome in task.outcomes), Fraction(0))
    if task.carried:
        yield phrase(
            "carried",
            language,
            tasks=", ".join(messages.code(name) for name in task.carried.tasks),
            points=decimal(task.carried.points),
            maximum=decimal(task.max_points),
            credited=decimal(task.carried.credited),
        )
    elif beyond > 0:
        yield phrase("forgiven", language, points=decimal(beyond))
    section = (task.diagnosis.section if task.diagnosis else "") or task.section
    if section and task.points < task.max_points:
        yield phrase("section", language, section=messages.code(section), lectures=messages.code("lectures.md"))


def _visibility(outcomes: Sequence[Outcome]) -> str:
    return VISIBLE if all(outcome.visibility == "public" for outcome in outcomes) else HIDDEN


def _sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def _number(value: Fraction) -> int | float:
    text = decimal(value, PLACES)
    return float(text) if "." in text else int(text)
