"""What an instructor is told of a folder of submissions besides the grades: who is who, and what was left out."""

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.intake import Batch, Match

BY_ID = "id"
DOUBTFUL = ("transliteration", "part of the name")
"""Ways of matching that a person should look at."""


def batch_lines(batch: "Batch") -> list[str]:
    """The lines, in the order in which they matter."""
    return [*_matched(batch), *_strangers(batch), *_left_out(batch)]


def _matched(batch: "Batch") -> list[str]:
    ways = Counter(match.how for match in batch.matches if match.student is not None)
    lines = []
    if set(ways) - {BY_ID}:
        counts = ", ".join(f"{count} by {how}" for how, count in ways.most_common())
        lines.append(f"matched to the roster: {counts}")
    return lines + [
        f"by {match.how}, look whether it is right: {_clean(match.label)} is {match.student}"
        for match in batch.matches
        if match.student is not None and match.how in DOUBTFUL
    ]


def _strangers(batch: "Batch") -> list[str]:
    if not batch.strangers:
        return []
    by_label = {match.label: match for match in batch.matches}
    lines = [f"not on the roster, graded all the same: {', '.join(map(_clean, batch.strangers))}"]
    lines.append("to say who they are, fill in these lines and give the file with --map (- leaves somebody out):")
    lines.append("  name,student")
    return lines + [f"  {_row(by_label.get(label), label)}" for label in batch.strangers]


def _row(match: "Match | None", label: str) -> str:
    """A line of the `--map` file that wants only the student's id."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow([_clean(label), ""])
    could = f"    could be {' or '.join(match.candidates)}" if match is not None and match.candidates else ""
    return text.getvalue() + could


def _left_out(batch: "Batch") -> list[str]:
    advice = "name it <assignment>.py, and only one so, in its student's folder"
    return [
        *(f"left out: {_clean(remark)}" for remark in batch.remarks),
        *(f"not read: {_clean(file)}: {advice}" for file in batch.unread),
    ]


def _clean(text: str) -> str:
    from grader import messages

    return messages.clean(text, 300)
