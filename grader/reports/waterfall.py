"""How a course grade adds up, category by category: the steps of a waterfall from 0 to the exact grade."""

from dataclasses import dataclass
from fractions import Fraction

from grader.model import CategoryLine, Computation


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one category adds, on the course's scale: from `start` to `end`, and to `limit` had its share been 1.

    A category in which nothing counts yet adds nothing: `start` = `end` = `limit`.
    """

    line: CategoryLine
    start: Fraction
    end: Fraction
    limit: Fraction


def steps(computation: Computation) -> tuple[Step, ...]:
    """The steps in the order of the course; the last one ends at the exact grade, or above it where the scale ends."""
    reached = Fraction(0)
    found = []
    for line in computation.lines:
        unit = computation.policy.scale / computation.weight if line.part is not None else Fraction(0)
        end = reached + unit * (line.part or 0)
        limit = max(end, reached + unit * line.category.weight)
        found.append(Step(line=line, start=reached, end=end, limit=limit))
        reached = end
    return tuple(found)
