"""A course grade as one would write it on a whiteboard, line by line, and what is needed for a better one.

Numbers are exact decimals, or, where no short one is exact, decimals of four places with "≈" before them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.messages.foreign import clean
from grader.messages.sentences import days
from grader.messages.sentences import final as phrase
from grader.model import (
    Assignment,
    AssignmentGrade,
    AssignmentLine,
    CategoryLine,
    Computation,
    Extension,
    Needed,
    Policy,
    Target,
    Text,
)
from grader.rounding import approximate, decimal, decimal_up


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """A line of plain text; `depth` is 0 for categories and the end, 1 for assignments, 2 for remarks on them."""

    depth: int
    text: str


def _say(key: str, language: str, **fields: object) -> str:
    """The phrase, in which an equation that does not quite hold has ≈ in place of =."""
    return phrase(key, language, **fields).replace("= ≈ ", "≈ ")


def _equation(key: str, language: str, **fields: object) -> str:
    """A phrase of one sum: where any number in it is rounded, they bear no ≈ each, but it stands in place of =."""
    text = phrase(key, language, **fields)
    return text.replace("≈ ", "").replace(" = ", " ≈ ") if "≈" in text else text


def whiteboard(computation: Computation, language: str) -> list[BoardLine]:
    """The lines from the assignments' points to the mark."""
    lines = [line for category in computation.lines for line in _category(category, computation.policy, language)]
    return [*lines, *(BoardLine(depth=0, text=text) for text in _end(computation, language))]


def needed(facts: Needed, language: str) -> list[BoardLine]:
    """What each mark takes, the highest first, under a line that says of which assignments.

    The marks that are reached anyway share a line, and so do those that cannot be.
    """
    if facts.held or not facts.targets:
        return [BoardLine(depth=0, text=_say("needed.held" if facts.held else "needed.nothing", language))]
    lines = [BoardLine(depth=0, text=_say("needed", language, titles=_titles(facts.assignments, language)))]
    if facts.others:
        others = _say("needed.others", language, titles=_titles(facts.others, language))
        lines.append(BoardLine(depth=1, text=others))
    lines += [BoardLine(depth=1, text=text) for text in _targets(facts, language)]
    if facts.passing is not None:
        lines.append(BoardLine(depth=1, text=_target(facts.passing, facts, "pass.", language)))
    return lines


def _targets(facts: Needed, language: str) -> Iterator[str]:
    out = [one.mark for one in facts.targets if one.reach == "impossible"]
    if out:
        yield _say("needed.impossible.range" if len(out) > 1 else "needed.impossible", language, mark=min(out))
    yield from (_target(one, facts, "", language) for one in reversed(facts.targets) if one.reach == "possible")
    had = [one.mark for one in facts.targets if one.reach == "reached"]
    if had:
        yield _say("needed.reached.range" if len(had) > 1 else "needed.reached", language, mark=max(had))


def _target(target: Target, facts: Needed, what: str, language: str) -> str:
    if target.share is None:
        return _say(f"needed.{what}{target.reach}", language, mark=target.mark)
    if len(facts.assignments) > 1:
        percent = decimal_up(target.share * 100)
        return _say(f"needed.{what}many", language, mark=target.mark, percent=percent)
    maximum = facts.assignments[0].points
    points = decimal_up(target.share * maximum)
    return _say(f"needed.{what}one", language, mark=target.mark, points=points, maximum=decimal(maximum))


def _category(line: CategoryLine, policy: Policy, language: str) -> Iterator[BoardLine]:
    def say(key: str, **fields: object) -> BoardLine:
        return BoardLine(depth=1, text=_say(key, language, **fields))

    def equation(key: str, **fields: object) -> BoardLine:
        return BoardLine(depth=1, text=_equation(key, language, **fields))

    category, grade = line.category, line.grade
    weight = approximate(category.weight)
    title = _title(category.title, language)
    yield BoardLine(depth=0, text=_say("category", language, title=title, weight=weight))
    for one in line.lines:
        yield BoardLine(depth=1, text=_assignment(one, language))
        yield from (BoardLine(depth=2, text=text) for text in _remarks(one, line, policy, language))
    if grade.mean is None or grade.share is None:
        yield say("no_share", weight=weight)
        return
    mean = approximate(grade.mean)
    if len(line.shares) == 1:
        yield say("mean.one", mean=mean)
    else:
        yield equation("mean", terms=" + ".join(map(approximate, line.shares)), count=line.count, mean=mean)
    if grade.mean > category.cap:
        yield say("cap", mean=mean, cap=approximate(category.cap))
    if category.minimum > 0:
        key = "minimum.unmet" if grade.share < category.minimum else "minimum.met"
        yield say(key, minimum=approximate(category.minimum), share=approximate(grade.share))


def _assignment(line: AssignmentLine, language: str) -> str:
    grade, title = line.grade, _title(line.assignment.title, language) or line.assignment.name
    if grade.points is None or grade.share is None:
        return _say(_without_points(grade), language, title=title)
    facts = {
        "title": title,
        "points": approximate(grade.points),
        "maximum": approximate(grade.max_points),
        "share": approximate(grade.share),
    }
    if grade.late_days and grade.earned is not None:
        earned, factor = approximate(grade.earned), approximate(grade.late_factor)
        return _say("late", language, **facts, earned=earned, factor=factor)
    return _say("graded", language, **facts)


def _without_points(grade: AssignmentGrade) -> str:
    if grade.standing != "missing":
        return grade.standing
    if grade.bonus:
        return "missing.bonus"
    return "missing.left_out" if grade.use == "left_out" else "missing.zero"


def _remarks(line: AssignmentLine, category: CategoryLine, policy: Policy, language: str) -> Iterator[str]:
    grade = line.grade
    for one in (override for override in line.overrides if override.points is not None):
        yield _say(
            "override", language, task=one.task, points=approximate(one.points or Fraction(0)), why=clean(one.why, 400)
        )
    if grade.points is not None and grade.late_days:
        yield _late(grade, policy, language)
    if grade.extension is not None:
        yield extension(grade.extension, language)
    if grade.use == "dropped":
        dropped = sum(one.grade.use == "dropped" for one in category.lines)
        yield _say("dropped", language, number=dropped, total=dropped + category.count)
    if grade.bonus and grade.points is not None:
        yield _say("bonus" if grade.use == "bonus" else "bonus.alone", language)


def _late(grade: AssignmentGrade, policy: Policy, language: str) -> str:
    plain = 1 - policy.late_per_day * grade.late_days
    key = "late.why" if plain == grade.late_factor else "late.floor"
    return _say(
        key,
        language,
        days=days(grade.late_days, language),
        per_day=approximate(policy.late_per_day),
        number=grade.late_days,
        plain=approximate(plain),
        factor=approximate(grade.late_factor),
    )


def extension(granted: Extension, language: str) -> str:
    """Why a student's own deadline is a later one."""
    why = clean(granted.why, 400)
    if granted.due is not None:
        return _say("extension", language, due=granted.due.isoformat(" ", "minutes"), why=why)
    return _say("extension.hours", language, hours=approximate(granted.hours or Fraction(0)), why=why)


def _end(computation: Computation, language: str) -> Iterator[str]:
    grade, policy, total = computation.grade, computation.policy, computation.total
    if not computation.weight:
        yield _say("none", language)
        return
    parts = [(line.grade.weight, line.grade.share) for line in computation.lines if line.grade.share is not None]
    terms = " + ".join(f"{approximate(weight)} · {approximate(share)}" for weight, share in parts)
    yield _equation("sum", language, terms=terms, total=approximate(total))
    mean = total / computation.weight
    if computation.weight != 1:
        weight = approximate(computation.weight)
        yield _equation("rescaled", language, total=approximate(total), weight=weight, mean=approximate(mean))
    yield _say("scaled", language, scale=policy.scale, exact=approximate(policy.scale * mean))
    if policy.scale * mean > grade.exact:
        yield _say("scale_cap", language, scale=policy.scale)
    if grade.mark is None:
        yield _say("no_mark", language)
        return
    yield _say("rounded_so_far" if computation.so_far else "rounded", language, mark=grade.mark)
    yield from _passing(computation, grade.mark, language)


def _passing(computation: Computation, mark: int, language: str) -> Iterator[str]:
    grade, pass_mark = computation.grade, computation.policy.pass_mark
    if grade.passed:
        yield _say("passed", language, mark=mark, pass_mark=pass_mark)
    if mark < pass_mark:
        yield _say("not_passed.mark", language, mark=mark, pass_mark=pass_mark)
    if grade.unmet:
        titles = [_title(one.category.title, language) for one in computation.lines if one.category.name in grade.unmet]
        yield _say("not_passed.minimum", language, titles=", ".join(titles))


def _titles(assignments: Sequence[Assignment], language: str) -> str:
    return ", ".join(_title(one.title, language) or one.name for one in assignments)


def _title(title: Text, language: str) -> str:
    return title.get(language) or title.get("en", "")
