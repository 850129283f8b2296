"""Chooses the sentence for a fact and fills it in; the words themselves are in the file of the language."""

import math
import re
from types import ModuleType

from grader.messages import en, ru
from grader.messages.foreign import clean, code, value
from grader.messages.redaction import UNANSWERED, is_dotted_name, redacted
from grader.model import Difference, Outcome, Verdict

LANGUAGES: dict[str, ModuleType] = {"ru": ru, "en": en}

_LOADING = frozenset({"SyntaxError", "IndentationError", "TabError"})
_EXITS = re.compile(r"SystemExit|KeyboardInterrupt|GeneratorExit|exit \d+")
_SIGNAL = re.compile(r"SIG[A-Z0-9]+")
_WITH_LINE = frozenset({"encoding", "not_a_notebook", "cut_off", "merge_conflict"})
_BESIDE = frozenset({"value", "nonfinite", "shape", "dtype", "length", "type", "property"})
_SEQUENCE = re.compile(r"(list|tuple) of (\d+)")


def outcome(outcome: Outcome, language: str, *, reveal: bool | None = None) -> str:
    """One sentence, in small letters and without a full stop, for what became of a case.

    `reveal` says whether numbers and texts are shown; by default those of public cases are.  What our own
    failure was is shown only where `reveal=True` is asked for: that text is the instructor's, not a
    student's.
    """
    shown = outcome.visibility == "public" if reveal is None else reveal
    told = outcome if shown else redacted(outcome)
    if told.difference is not None:
        return _difference(told.difference, language, shown)
    if told.verdict is Verdict.GRADER_ERROR and reveal is not True:
        return _say("SENTENCES", language, "grader_error")
    if told.verdict is Verdict.MISSING and told.detail == UNANSWERED:
        return _say("ANSWERS", language, UNANSWERED)
    key, fields = _ending(told)
    inside = ".inside" if key in ("missing", "crashed.exit") else ""
    kind = f"line{inside}" if told.cell is None else f"line.cell{inside}"
    line = "" if told.line is None else _say("SENTENCES", language, kind, line=told.line, cell=told.cell)
    return _say("SENTENCES", language, key, line=line, **fields)


def verdict(verdict: Verdict, language: str) -> str:
    """A label of two or three words for a verdict."""
    return _say("VERDICTS", language, verdict.value)


def unreadable(kind: str, detail: str, language: str) -> str:
    """Why a submission could not be read and what to do.

    `detail` says where: for "encoding" the line, or the byte and the line; else a text such as a file's suffix.
    """
    known = kind if kind in _words("UNREADABLE", language) else "other"
    return _say("UNREADABLE", language, known, where=_where(kind, detail, language))


def note(text: str, language: str) -> str:
    """A remark on a submission, from "key|detail"; the kinds of `unreadable` may be keys too."""
    key, _, detail = text.partition("|")
    if key in _words("UNREADABLE", language):
        return unreadable(key, detail, language)
    if key in _words("NOTES", language):
        parts = [value(part) for part in (*detail.split("|", 2), "", "", "")[:3]]
        return _say(
            "NOTES", language, key, detail=code(detail), **dict(zip(("one", "two", "three"), parts, strict=True))
        )
    return _say("NOTES", language, "other", detail=code(text))


def phrase(key: str, language: str, **fields: object) -> str:
    """The words of pages and tables; `KeyError` where there is no such key."""
    return _say("PAGES", language, key, **fields)


def picture(key: str, language: str, **fields: object) -> str:
    """What is said of pictures, in small letters and without a full stop; `KeyError` where there is no such key."""
    return _say("PICTURES", language, key, **fields)


def beside(outcome: Outcome, language: str) -> dict[str, str] | None:
    """What a public case saw beside what it should have seen: place, observed, expected and, of numbers, how far off.

    None where the case is hidden, or where there are not two things to be put beside each other.
    """
    difference = outcome.difference
    if outcome.visibility != "public" or difference is None or difference.kind not in _BESIDE:
        return None
    if not (difference.observed and difference.expected):
        return None
    found = {
        "place": _place(difference, language),
        "observed": _thing(difference.observed, language),
        "expected": _thing(difference.expected, language),
    }
    if difference.kind == "length":
        found |= {key: _say("SENTENCES", language, "length", length=found[key]) for key in ("observed", "expected")}
    if difference.tolerance > 0 and math.isfinite(difference.error):
        found |= {"error": f"{difference.error:.2g}", "tolerance": f"{difference.tolerance:.1g}"}
    return found


def checking(key: str, language: str, **fields: object) -> str:
    """What `grader check` and the cells of a notebook say; `KeyError` where there is no such key."""
    return _say("CHECK", language, key, **fields)


def final(key: str, language: str, **fields: object) -> str:
    """The words around a course grade's computation; `KeyError` where there is no such key."""
    return _say("FINAL", language, key, **fields)


def asking(key: str, language: str, **fields: object) -> str:
    """What a test is handed out with; `KeyError` where there is no such key."""
    return _say("QUIZ", language, key, **fields)


def days(number: int, language: str) -> str:
    """ "2 days", "5 дней": a number with the form of the noun that it asks for."""
    forms = _words("NOUNS", language)["days"]
    return f"{number} {forms[LANGUAGES[language].form(number)]}"


def _words(table: str, language: str) -> dict[str, str]:
    words: dict[str, str] = getattr(LANGUAGES[language], table)
    return words


def _say(table: str, language: str, key: str, **fields: object) -> str:
    return _words(table, language)[key].format(**fields)


def _where(kind: str, detail: str, language: str) -> str:
    numbers = re.findall(r"\d+", detail) if kind in _WITH_LINE else []
    if len(numbers) == 1:
        return _say("SENTENCES", language, "where.line", line=numbers[0])
    if len(numbers) == 2:
        return _say("SENTENCES", language, "where.byte_line", byte=numbers[0], line=numbers[1])
    return _say("SENTENCES", language, "where", detail=value(detail)) if detail.strip() else ""


def _ending(outcome: Outcome) -> tuple[str, dict[str, str]]:
    """The sentence for a case that gave nothing to compare, and what it is filled with."""
    detail = clean(outcome.detail)
    if outcome.verdict is Verdict.RAISED:
        return _exception(detail)
    if outcome.verdict is Verdict.CRASHED:
        return _crash(detail)
    if outcome.verdict is Verdict.SKIPPED and detail:
        return "skipped.after", {"name": code(detail)}
    if outcome.verdict is Verdict.MISSING and not is_dotted_name(outcome.detail):
        return "missing.unnamed", {}
    if detail and outcome.verdict in (Verdict.FORBIDDEN, Verdict.MISSING):
        return f"{outcome.verdict.value}.name", {"name": code(detail, 80)}
    if detail and outcome.verdict in (Verdict.GRADER_ERROR, Verdict.MALFORMED):
        return f"{outcome.verdict.value}.detail", {"detail": code(detail)}
    return outcome.verdict.value, {}


def _crash(detail: str) -> tuple[str, dict[str, str]]:
    if detail == "wire":
        return "crashed.wire", {}
    if _EXITS.fullmatch(detail):
        return "crashed.exit", {}
    return ("crashed.how", {"how": detail}) if _SIGNAL.fullmatch(detail) else ("crashed", {})


def _exception(detail: str) -> tuple[str, dict[str, str]]:
    kind = detail.partition(":")[0].strip()
    if kind in _LOADING:
        return "raised.load", {"exception": code(detail)}
    if not kind:
        return "raised.own", {}
    return "raised.denied" if kind == "PermissionError" else "raised", {"exception": code(detail.rstrip(": "))}


def _difference(difference: Difference, language: str, shown: bool) -> str:
    if difference.kind == "unreadable":
        return unreadable(difference.path, difference.observed, language)
    if difference.kind in ("answer", "unread"):
        return _answer(difference, language)
    key, fields = _respect(difference, language, shown)
    known = key if key in _words("SENTENCES", language) else "difference.other"
    sentence = _say("SENTENCES", language, known, place=_place(difference, language), **fields)
    return sentence + _relation(difference, language)


def _answer(difference: Difference, language: str) -> str:
    """What is said of an answer of a test: why it could not be read, or in what respect it is not right."""
    key = f"{difference.kind}.{difference.path}"
    known = key if key in _words("ANSWERS", language) else "unread" if difference.kind == "unread" else "answer.value"
    place = _say("ANSWERS", language, "the_answer")
    if difference.at:
        place = _say("ANSWERS", language, "entry", at=code(f"[{', '.join(map(str, difference.at))}]"))
    one, _, two = difference.expected.partition("|")
    fields = {"typed": code(difference.observed, 60), "detail": value(difference.expected), "one": value(one)}
    fields |= {"two": value(two), "form": code(one), "piece": code(two), "named": code(difference.expected)}
    return _say("ANSWERS", language, known, place=place, **fields)


def _relation(difference: Difference, language: str) -> str:
    """What the numbers say by themselves, such as "everything is exactly 32 times too large"."""
    if difference.relation != "factor":
        return _say("SENTENCES", language, f"relation.{difference.relation}") if difference.relation else ""
    if "p" in difference.factor:
        return _say("SENTENCES", language, "relation.factor.rate", factor=code(difference.factor))
    small = difference.factor.startswith("1/")
    size = "small" if small else "large"
    return _say("SENTENCES", language, f"relation.factor.{size}", factor=difference.factor.removeprefix("1/"))


def _respect(difference: Difference, language: str, shown: bool) -> tuple[str, dict[str, str]]:
    """The sentence for a difference of some kind, and what it is filled with besides the place."""
    kind = f"difference.{difference.kind}"
    fields = {
        "observed": _thing(difference.observed, language),
        "expected": _thing(difference.expected, language),
    }
    if difference.kind == "type" and difference.observed == "None":
        return f"{kind}.none", fields
    if difference.kind == "property":
        statement = difference.note or {}
        words = clean(statement.get(language) or statement.get("en", ""), 400)
        return f"{kind}{_shown_numbers(difference, shown)}", {**fields, "statement": words}
    if difference.kind in ("value", "nonfinite", "extra") and not shown:
        return f"{kind}.hidden", {}
    if difference.kind == "value" and difference.tolerance > 0 and math.isfinite(difference.error):
        sizes = {"error": f"{difference.error:.2g}", "tolerance": f"{difference.tolerance:.1g}"}
        return f"{kind}.error", {**fields, **sizes}
    return kind, fields


def _shown_numbers(difference: Difference, shown: bool) -> str:
    if not shown:
        return ".hidden"
    if not difference.observed:
        return ""
    return ".both" if difference.expected else ".observed"


def _thing(text: str, language: str) -> str:
    """What was seen or expected, as `grader.trees` describes it, in the words of a language."""
    if not text:
        return _say("SENTENCES", language, "something_else")
    sequence = _SEQUENCE.fullmatch(text)
    if sequence:
        return _say("SENTENCES", language, "sequence", kind=sequence[1], length=sequence[2])
    return value(text)


def _place(difference: Difference, language: str) -> str:
    """Where in the observation, such as `grads.W[1][2, 0]`, or "the result" for the whole of it."""
    pointed = difference.at and difference.kind != "mutated"
    index = f"[{', '.join(map(str, difference.at))}]" if pointed else ""
    if difference.path or index:
        return code(difference.path + index, 120)
    return _say("SENTENCES", language, "the_result")
