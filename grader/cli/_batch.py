"""What an instructor is told of a folder of submissions besides the grades: who is who, and what was left out."""

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.intake import Batch

PLAIN, BY_ID = "a folder per student", "id"
"""Where folders are named by ids there is nothing to be said of who is who."""
MAX_LINES = 100
DOUBTFUL = ("transliteration", "part of the name")
"""Ways of matching that a person should look at."""


def batch_lines(batch: "Batch") -> list[str]:
    """The lines, in the order in which they matter."""
    return [*_matched(batch), *_strangers(batch), *_left_out(batch)]


def _matched(batch: "Batch") -> list[str]:
    ways = Counter(match.how for match in batch.matches if match.student is not None)
    lines = []
    if set(ways) - {BY_ID} or (ways and batch.layout != PLAIN):
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
    doubtful = [match for label in batch.strangers if (match := by_label.get(label)) is not None and match.candidates]
    return [
        f"not on the roster, graded all the same: {', '.join(map(_clean, batch.strangers))}",
        *(f"{_clean(match.label)} could be {' or '.join(match.candidates)}: not guessed" for match in doubtful),
        "to say who they are, fill in these lines and give the file with --map (- leaves somebody out):",
        "  name,student",
        *(f"  {_row(label)}" for label in batch.strangers),
    ]


def _row(label: str) -> str:
    """A line of the `--map` file that wants only the student's id."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow([_clean(label), ""])
    return text.getvalue()


def _left_out(batch: "Batch") -> list[str]:
    return [
        *_some([f"note: {_clean(remark)}" for remark in batch.remarks]),
        *_some([f"not read: {_clean(file)}: {_advice(batch.misplaced.get(file))}" for file in batch.unread]),
    ]


def _advice(named: str | None) -> str:
    """What to do about a file that was not read; `named` is the assignment that it is named by, if the folder is at
    fault."""
    if named is None:
        return "name it <assignment>.py, and only one so, in its student's folder"
    return f"its name is right, its folder's is not: put it into its student's folder, or there into {named}/"


def _some(lines: list[str]) -> list[str]:
    """The first of many lines, for one student may have handed in a whole library."""
    more = len(lines) - MAX_LINES
    return lines if more <= 0 else [*lines[:MAX_LINES], f"… and {more} more like these"]


def _clean(text: str) -> str:
    from grader import messages

    return messages.clean(text, 300)
