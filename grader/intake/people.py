"""Who handed something in, as an LMS calls them, and who on the roster that is.

Nothing is guessed: where two students could be meant, nobody is, until a line of the `--map` file says who.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.intake import names
from grader.intake.archive import normal
from grader.intake.mapping import Mapped, map_key
from grader.model import Student


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What an export knows of somebody; `label` is one of a kind in it, and what the `--map` file calls them."""

    label: str
    ids: tuple[str, ...] = ()
    """Logins, addresses, numbers of the student: compared with the roster's ids, addresses and aliases."""
    numbers: tuple[str, ...] = ()
    """Numbers that the LMS made up: compared with the aliases alone."""
    name: str = ""
    squeezed: str = ""
    """The name without spaces, where the export has it so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Whom somebody was matched to and by what; without a student, those of the roster who could be meant."""

    label: str
    student: str | None
    how: str = ""
    candidates: tuple[str, ...] = ()


Keys = Callable[[Student], Iterable[str]]


def _folded(texts: Iterable[str]) -> set[str]:
    return {normal(text).casefold() for text in texts if text}


def _logins(texts: Iterable[str]) -> set[str]:
    """The texts, and what stands before the @ of an address."""
    folded = _folded(texts)
    return folded | {text.partition("@")[0] for text in folded}


def _known_as(student: Student) -> tuple[str, ...]:
    return (student.name, *(alias for alias in student.aliases if " " in alias))


Render = Callable[[tuple[str, ...]], set[str]]


def _written(render: Render) -> Keys:
    """A student's names, as "=name", and without the patronymic, as "<name"."""
    return lambda student: {
        mark + key
        for name in _known_as(student)
        for mark, forms in (("=", [names.full(name)]), ("<", names.shorter(name)))
        for form in forms
        for key in render(form)
    }


def _called(render: Render) -> Callable[[Person], set[str]]:
    """A person's name as it is, as one that lacks the patronymic, and as one that has it where the roster does not.

    Two different patronymics never meet: that would be two people.
    """

    def keys(person: Person) -> set[str]:
        own = [mark + key for mark in "=<" for key in render(names.full(person.name))]
        return {*own, *("=" + key for form in names.shorter(person.name) for key in render(form))}

    return keys


def _full(person: Person) -> set[str]:
    return {"=" + key for key in names.in_any_order(names.full(person.name))}


def _squeezed(person: Person) -> set[str]:
    return {mark + names.plain(person.squeezed) for mark in "=<"} if person.squeezed else set()


def _latin_squeezed(person: Person) -> set[str]:
    return {mark + names.in_latin(names.plain(person.squeezed)) for mark in "=<"} if person.squeezed else set()


_LEVELS: Sequence[tuple[str, Keys, Callable[[Person], set[str]]]] = (
    ("id", lambda s: {s.id, *s.aliases}, lambda p: {normal(one) for one in p.ids}),
    ("id", lambda s: s.aliases, lambda p: set(p.numbers)),
    ("e-mail", lambda s: _folded([s.email]), lambda p: _folded(one for one in p.ids if "@" in one)),
    ("login", lambda s: _folded([s.id, *s.aliases]), lambda p: _logins(p.ids)),
    ("login", lambda s: _logins([s.email]), lambda p: _folded(p.ids)),
    ("name", _written(names.in_any_order), _full),
    ("name", _written(names.in_any_order), _called(names.in_any_order)),
    ("name", _written(names.together), _squeezed),
    ("transliteration", _written(names.latin_in_any_order), _called(names.latin_in_any_order)),
    ("transliteration", _written(names.latin_together), _latin_squeezed),
)
"""From the surest to the boldest: what it is called, a student's keys, a person's keys."""

_CERTAIN = 3
"""By the levels before this one, several people of an export may be the same student: they have two accounts."""


class Register:
    """The roster, by everything that its students may be called, and the `--map` file, which comes first."""

    def __init__(self, roster: Sequence[Student], mapped: Mapping[str, Mapped]) -> None:
        self.ids = frozenset(student.id for student in roster)
        self._roster, self._mapped = roster, mapped
        self._tables: dict[int, dict[str, set[str]]] = {}

    def match(self, people: Iterable[Person]) -> dict[str, Match]:
        """Label → match.  A student whom two people could be by a bold level alone is neither of them."""
        found: dict[str, tuple[int, Match]] = {}
        for person in people:
            if person.label not in found:
                found[person.label] = self._by_map(person) or self._by_roster(person)
        best: dict[str, int] = {}
        claims: Counter[tuple[str, int]] = Counter()
        for level, one in found.values():
            if one.student is not None:
                best[one.student] = min(level, best.get(one.student, level))
                claims[one.student, level] += 1
        return {
            label: one if _stands(level, one, best, claims) else _withdrawn(one)
            for label, (level, one) in found.items()
        }

    def knows(self, label: str) -> bool:
        """Whether somebody who is called so is on the roster."""
        return self.match([Person(label=label, ids=(label,), name=label)])[label].student is not None

    def said_of(self, person: Person) -> Mapped | None:
        """The line of the `--map` file about somebody: by the label, a login, an address or the name."""
        called = (person.label, *person.ids, person.name)
        return next((self._mapped[key] for one in called if one and (key := map_key(one)) in self._mapped), None)

    def _by_map(self, person: Person) -> tuple[int, Match] | None:
        line = self.said_of(person)
        return None if line is None else (-1, Match(label=person.label, student=line.student, how="--map"))

    def _by_roster(self, person: Person) -> tuple[int, Match]:
        for level, (how, _, keys_of) in enumerate(_LEVELS):
            keys = keys_of(person) - {""}
            hits = {student for key in keys for student in self._table(level).get(key, ())} if keys else set()
            if hits:
                return level, _of(person, hits, how)
        hits = {s.id for s in self._roster if any(names.shares_words(person.name, name) for name in _known_as(s))}
        return len(_LEVELS), _of(person, hits, "part of the name")

    def _table(self, level: int) -> dict[str, set[str]]:
        """Key → the ids of the students who have it; made when somebody first asks for that level."""
        if level not in self._tables:
            table: defaultdict[str, set[str]] = defaultdict(set)
            keys_of = _LEVELS[level][1]
            for student in self._roster:
                for key in keys_of(student):
                    table[normal(key)].add(student.id)
            self._tables[level] = table
        return self._tables[level]


def _stands(level: int, one: Match, best: Mapping[str, int], claims: Mapping[tuple[str, int], int]) -> bool:
    if one.student is None or level < _CERTAIN:
        return True
    return best[one.student] == level and claims[one.student, level] == 1


def _withdrawn(one: Match) -> Match:
    return Match(label=one.label, student=None, candidates=(one.student,) if one.student else ())


def _of(person: Person, hits: set[str], how: str) -> Match:
    if len(hits) == 1:
        return Match(label=person.label, student=next(iter(hits)), how=how)
    return Match(label=person.label, student=None, candidates=tuple(sorted(hits)))
