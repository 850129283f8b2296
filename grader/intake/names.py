"""People's names, made comparable: forms of a name that two lists may write, from the surest to the boldest.

A name is a set of words in any order, with or without a patronymic; ё is е, case and punctuation are nothing.  The
boldest form is a transliteration so coarse that the usual ways to write a Russian or German name in Latin agree.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import permutations

from grader.intake.archive import normal

MAX_WORDS = 5
"""A longer name is compared word by word only, not in every order without spaces."""

_APOSTROPHES = re.compile("['’ʼ`´′]")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_PATRONYMIC = re.compile(r".{2,}(?:[оеь]вич|ич|[оеё]вна|ична|инична|[oe]vich|[oe]vitch|[oe]vna|ichna)")

_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфхцыэіїєґўъь",
            [*"abvgdeziiklmnoprstufhcieiiegu", "", ""],
            strict=True,
        )
    )
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "iu", "я": "ia"}
)
_COARSER = [
    ("shch", "sch"),
    ("tch", "ch"),
    ("kh", "h"),
    ("ts", "c"),
    ("tz", "c"),
    ("ß", "s"),
    ("ks", "x"),
    ("ue", "u"),
    ("oe", "o"),
    ("ae", "a"),
    ("w", "v"),
]
_SOFTENED = [("io", "e"), ("ie", "e"), ("iu", "u"), ("ia", "a"), ("nder", "ndr")]
_LONG_I = re.compile("[ijy]+")
_SAME_TWICE = re.compile(r"(.)\1+")


def plain(name: str) -> str:
    """Letters and digits alone, in small letters: "HW01 Backprop" and "hw01_backprop" are the same."""
    return re.sub(r"[\W_]+", "", normal(name).casefold())


def words(name: str) -> tuple[str, ...]:
    """The words of a name in their order: small letters, without digits, apostrophes and the dots of ё."""
    text = _APOSTROPHES.sub("", normal(name).casefold()).replace("ё", "е")
    return tuple(word for word in _NOT_LETTERS.split(text) if word)


def is_patronymic(word: str) -> bool:
    """Whether a word looks like one; surnames may, too, so it is only ever tried without."""
    return _PATRONYMIC.fullmatch(word) is not None


def full(name: str) -> tuple[str, ...]:
    """All words of a name, if there are two at least: one word alone names nobody."""
    found = words(name)
    return found if len(found) >= 2 else ()


def shorter(name: str) -> list[tuple[str, ...]]:
    """The name without one word that looks like a patronymic, if two words are left."""
    found = words(name)
    if len(found) < 3:
        return []
    return [found[:at] + found[at + 1 :] for at, word in enumerate(found) if is_patronymic(word)]


def in_any_order(form: tuple[str, ...]) -> set[str]:
    """One text for the words of a name in whatever order; none for no words."""
    return {" ".join(sorted(form))} if form else set()


def together(form: tuple[str, ...]) -> set[str]:
    """The words of a name without spaces, in every order."""
    return {"".join(order) for order in permutations(form)} if 0 < len(form) <= MAX_WORDS else set()


@lru_cache(maxsize=20_000)
def in_latin(word: str) -> str:
    """A word in coarse Latin letters; equal for "Юлия", "Yuliya", "Julia", and for "Müller", "Mueller"."""
    text = normal(word).casefold().replace("ё", "е").translate(_CYRILLIC)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    for finer, coarser in _COARSER:
        text = text.replace(finer, coarser)
    text = _LONG_I.sub("i", text)
    for finer, coarser in _SOFTENED:
        text = text.replace(finer, coarser)
    return _SAME_TWICE.sub(r"\1", text)


def latin_in_any_order(form: tuple[str, ...]) -> set[str]:
    """`in_any_order` of the words in coarse Latin letters."""
    return in_any_order(tuple(in_latin(word) for word in form))


def latin_together(form: tuple[str, ...]) -> set[str]:
    """`together`, in coarse Latin letters."""
    return {in_latin(text) for text in together(form)}


def shares_words(one: str, other: str) -> bool:
    """Whether all words of one name, two at least, are among those of the other, in whatever letters."""
    smaller, larger = sorted(({in_latin(word) for word in words(name)} for name in (one, other)), key=len)
    return len(smaller) >= 2 and smaller <= larger
