"""Text → what was chosen, matched or put in order; options are answered by the number under which they are shown.

    2      1, 3      a2 b1 c3      3 1 2

`options` are the keys in the order in which this student saw them, `items` those of what they are matched to.
"""

import re
from collections.abc import Sequence

from grader.quiz.numbers import MAX_CHARACTERS, NotRead, tidy

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LOOK_ALIKE = str.maketrans("асеіоАВСЕ", "aceioabce")
"""Letters of the Russian keyboard that look like those on the sheet."""

_NUMBERS = re.compile(r"[№#(\[{]?\s*(\d{1,3})\s*[)\]}.:]?")
_PAIR = re.compile(r"([a-z])\s*[-–—:=>→.)]*\s*(\d{1,3})")
_GAP = re.compile(r"[\s,;]+|\s*(?:и|and|&|\+)\s+")
_NONE = frozenset({"0", "-", "none", "нет", "ничего"})


def read_choice(text: str, options: Sequence[str]) -> str:
    """The key of the one option that a text names; raises `NotRead`."""
    numbers = _numbers(text, "choice", options)
    if len(set(numbers)) != 1:
        raise NotRead("choice.one", str(len(options)))
    return options[numbers[0] - 1]


def read_choices(text: str, options: Sequence[str]) -> list[str]:
    """The keys of the options that a text names, each once; none for "0" or "-"; raises `NotRead`."""
    if tidy(text).lower() in _NONE:
        return []
    return sorted({options[number - 1] for number in _numbers(text, "choices", options)})


def read_ordering(text: str, options: Sequence[str]) -> list[str]:
    """The keys of all options in the order that a text puts them in; raises `NotRead`."""
    plain = re.sub(r"\s*(?:->|→|>|<|-)\s*", " ", tidy(text))
    numbers = _numbers(plain, "ordering", options)
    if sorted(numbers) != list(range(1, len(options) + 1)):
        raise NotRead("ordering.all", str(len(options)))
    return [options[number - 1] for number in numbers]


def read_matching(text: str, items: Sequence[str], options: Sequence[str]) -> dict[str, str]:
    """Key of item → key of option; items that are not named are left out; raises `NotRead`.

    Numbers alone are for the items in their order, if there is one for each.
    """
    if len(text) > MAX_CHARACTERS:
        raise NotRead("matching", str(len(options)))
    plain = tidy(text).translate(_LOOK_ALIKE).lower()
    if re.fullmatch(r"[\d\s,;]+", plain):
        numbers = _numbers(plain, "matching", options)
        if len(numbers) != len(items):
            raise NotRead("matching", str(len(options)))
        return {item: options[number - 1] for item, number in zip(items, numbers, strict=True)}
    matched: dict[str, str] = {}
    if _PAIR.sub("", plain).strip(" ,;.\n") or not plain:
        raise NotRead("matching", str(len(options)))
    for letter, digits in _PAIR.findall(plain):
        at, number = LETTERS.index(letter), int(digits)
        if at >= len(items) or not 1 <= number <= len(options):
            raise NotRead("matching", str(len(options)))
        if matched.setdefault(items[at], options[number - 1]) != options[number - 1]:
            raise NotRead("matching.twice", letter)
    return matched


def _numbers(text: str, reason: str, options: Sequence[str]) -> list[int]:
    """The numbers of shown options that a text consists of."""
    if len(text) > MAX_CHARACTERS:
        raise NotRead(reason, str(len(options)))
    tokens = [token for token in _GAP.split(tidy(text).strip(" ,;.")) if token]
    found = [_NUMBERS.fullmatch(token) for token in tokens]
    numbers = [int(one[1]) for one in found if one is not None]
    if not numbers or len(numbers) != len(tokens) or not all(1 <= number <= len(options) for number in numbers):
        raise NotRead(reason, str(len(options)))
    return numbers
