"""A roster's one name in the two columns that other programs have for it."""

import re

_PATRONYMIC = re.compile(r".{2,}(?:вич|ич|вна|чна|vich|vna|ichna)", re.IGNORECASE)


def last_and_first(name: str) -> tuple[str, str]:
    """The last name and the rest, where the name itself shows which is which; else all of it, and nothing.

    A comma shows it ("García López, Lucía"), and a patronymic does, which stands behind the first name
    ("Иванова Анна Сергеевна", "Анна Сергеевна Иванова").
    """
    last, comma, first = name.partition(",")
    if comma:
        return last.strip(), first.strip()
    words = name.split()
    if len(words) == 3 and _PATRONYMIC.fullmatch(words[2]):
        return words[0], " ".join(words[1:])
    if len(words) == 3 and _PATRONYMIC.fullmatch(words[1]):
        return words[2], " ".join(words[:2])
    return name.strip(), ""
