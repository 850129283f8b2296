"""A language as templates speak it: sentences of `grader.messages` as HTML, code as code, everything escaped."""

import re
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from markupsafe import Markup, escape

from grader import messages
from grader.model import Computation, Extension, Needed, Outcome, Overridden, Scorecard, Text, Verdict
from grader.reports.drawing import Fact
from grader.scoring import decimal

_CODE = re.compile(r"`([^`]+)`")


@lru_cache(4096)  # most sentences are an author's, and stand on the pages of everybody
def prose(sentence: str) -> Markup:
    """A sentence, of ours or an author's, whose code stands between backticks."""
    parts = _CODE.split(" ".join(sentence.split()).replace(" %", "\u00a0%"))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part) for index, part in enumerate(parts)
    )


def capitalised(sentence: str) -> str:
    """The sentence with a capital first letter, unless it begins with code."""
    return sentence[:1].upper() + sentence[1:]


def percent(share: Fraction) -> str:
    """A share in percent, as numbers are written on pages."""
    return decimal(share * 100, 1)


def time(moment: datetime, like: datetime | None = None) -> str:
    """A time to the minute, in the time zone of `like` where both have one."""
    if like is not None and like.tzinfo is not None and moment.tzinfo is not None:
        moment = moment.astimezone(like.tzinfo)
    return moment.isoformat(sep=" ", timespec="minutes")


class Words:
    """What a template says in `language`; every method but `plain` gives HTML."""

    def __init__(self, language: str) -> None:
        self.language = language

    def plain(self, key: str, **fields: object) -> str:
        """Words of pages as text, for attributes; code in it keeps no backticks."""
        return messages.phrase(key, self.language, **fields).replace("`", "")

    def say(self, key: str, **fields: object) -> Markup:
        """Words of pages; code among `fields` stands between backticks."""
        return prose(messages.phrase(key, self.language, **fields))

    def title(self, text: Text) -> Markup:
        """What an author wrote in every language."""
        return prose(self._of(text))

    def heading(self, text: Text) -> str:
        """The same as plain text, for the title of a window and for attributes."""
        return self._of(text).replace("`", "")

    def quoted(self, text: Text) -> str:
        """What an author wrote, as a name in a sentence."""
        return messages.phrase("quoted", self.language, text=self._of(text))

    def hint(self, text: Text) -> Markup:
        """The hint of a diagnosed mistake."""
        return prose(messages.phrase("hint", self.language, hint=self._of(text)))

    def message(self, outcome: Outcome) -> Markup:
        """What became of a case; without the numbers if it is hidden, or if they stand beside it."""
        reveal = False if messages.beside(outcome, self.language) else None
        return prose(capitalised(messages.outcome(outcome, self.language, reveal=reveal)))

    def common(self, card: Scorecard) -> Markup | None:
        """What every single case of a work failed of, where that is one and the same thing; else None."""
        every = [outcome for task in card.tasks for outcome in task.outcomes]
        if len({one.verdict for one in every}) != 1:
            return None
        reasons = {(one.verdict, messages.outcome(one, self.language, reveal=False)) for one in every}
        if len(every) == 1 or len(reasons) != 1 or every[0].verdict is Verdict.PASSED:
            return None
        return self.message(min(every, key=lambda one: one.visibility != "public"))

    def beside(self, outcome: Outcome) -> Mapping[str, Markup]:
        """The numbers of a public case beside the expected ones, by the keys of their headings; else none."""
        return {key: prose(text) for key, text in (messages.beside(outcome, self.language) or {}).items()}

    def verdict(self, verdict: Verdict) -> Markup:
        """The label of a verdict."""
        return escape(messages.verdict(verdict, self.language))

    def note(self, text: str) -> Markup:
        """A remark on a submission."""
        return prose(capitalised(messages.note(text, self.language)))

    def days(self, number: int) -> str:
        """A number of days."""
        return messages.days(number, self.language)

    def extension(self, granted: Extension) -> Markup:
        """Why a deadline is a later one."""
        return prose(capitalised(messages.extension(granted, self.language)))

    def overridden(self, decided: Overridden) -> Markup:
        """What a person decided on a task, and why; the reason and the name are plain text."""
        override = decided.override
        return escape(
            messages.phrase(
                "overridden",
                self.language,
                at=time(override.at),
                by=messages.clean(override.by),
                points=decimal(override.points or Fraction(0)),
                graded=decimal(decided.graded),
                why=messages.clean(override.why, 1000),
            )
        )

    def whiteboard(self, computation: Computation) -> list[tuple[int, Markup]]:
        """The course grade worked out line by line: (depth, line)."""
        lines = messages.whiteboard(computation, self.language)
        return [(line.depth, prose(capitalised(line.text))) for line in lines]

    def needed(self, facts: Needed) -> tuple[Markup, list[Markup]]:
        """What each mark takes on what is still open: the heading and the lines below it."""
        heading, *lines = messages.needed(facts, self.language)
        return prose(capitalised(heading.text)), [prose(capitalised(line.text)) for line in lines]

    def seen(self, fact: Fact) -> Markup:
        """What a picture shows."""
        return prose(capitalised(messages.picture(fact.key, self.language, **fact.fields)))

    def picture(self, key: str) -> Markup:
        """The words around pictures."""
        return prose(messages.picture(key, self.language))

    def label(self, title: Text, heading: str, facts: tuple[Fact, ...]) -> str:
        """A picture for those who do not see it: its title and all that is said of it, as plain text."""
        said = [capitalised(messages.picture(fact.key, self.language, **fact.fields)) for fact in facts]
        return ". ".join(part.rstrip(".") for part in (self.heading(title), heading, *said) if part) + "."

    def _of(self, text: Text) -> str:
        return text.get(self.language) or text.get("en", "")
