"""Facts → sentences, in Russian and in English: the only place that words what a person reads about a grade.

    outcome(outcome, "ru")               one sentence for a judged case; a hidden one loses its numbers
    verdict(Verdict.TIMED_OUT, "en")     a short label
    unreadable("encoding", "…", "ru")    why a submission could not be read
    note("renamed|hw1.py", "en")         a remark on a submission
    phrase("late", "ru", days="2 дня")   the words of pages and tables
    checking("hidden", "en", …)          the words around a check at home
    picture("curves.same", "en")         what is said of a picture
    beside(outcome, "ru")                the numbers of a public case beside the expected ones
    whiteboard(computation, "ru")        a course grade worked out, line by line
    needed(needed, "ru")                 what each mark takes on what is still open
    final("passed", "ru", …)             the words that these two are made of
    asking("save", "en")                 the words of a test's page, sheet and notebook
    days(2, "ru")                        a number with its noun: "2 дня"

A language is one file of dictionaries (`en.py`, `ru.py`); all of them cover the same keys.  Sentences are
plain text in which code stands between backticks.  Whatever a student controls in them (the text of an
exception, the name of a type, the key of a dict, the name of a file) is stripped of control and
bidirectional characters, cut to a sane length, and never contains a backtick.
"""

from grader.messages.foreign import clean, code
from grader.messages.redaction import UNANSWERED, redacted
from grader.messages.sentences import (
    asking,
    beside,
    checking,
    days,
    final,
    note,
    outcome,
    phrase,
    picture,
    unreadable,
    verdict,
)
from grader.messages.whiteboard import BoardLine, extension, needed, whiteboard

__all__ = [
    "BoardLine",
    "UNANSWERED",
    "asking",
    "beside",
    "checking",
    "clean",
    "code",
    "days",
    "extension",
    "final",
    "needed",
    "note",
    "outcome",
    "phrase",
    "picture",
    "redacted",
    "unreadable",
    "verdict",
    "whiteboard",
]
