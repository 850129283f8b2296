"""Who is who: every way to write a name finds its student, and where two could be meant nobody is."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.intake.mapping import Mapped
from grader.intake.people import Match, Person, Register
from grader.model import Student

ROSTER = (
    Student(id="ivanova_a", name="Иванова Анна Сергеевна", email="a.ivanova@example.edu"),
    Student(id="ivanova_p", name="Иванова Анна Петровна"),
    Student(id="fedorov_l", name="Фёдоров Лев Аркадьевич", email="l.fedorov@example.edu"),
    Student(id="sokolov", name="Соколов-Бельский Александр Львович"),
    Student(id="garcia_l", name="García López, Lucía"),
    Student(id="oconnor_s", name="Siobhán O'Connor"),
    Student(id="mueller_j", name="Jonas Müller"),
    Student(id="chen_wei", name='Chen Wei "Wendy"'),
    Student(id="1234567", name="Юлия Щукина", aliases=("1700", "shchuka", "Юля Щ.")),
    Student(id="abramovich", name="Абрамович Роман"),
)


def match(people: Iterable[Person], roster: Sequence[Student], mapped: Mapping[str, Mapped]) -> dict[str, Match]:
    return Register(roster, mapped).match(people)


def one(person: Person) -> Match:
    return match([person], ROSTER, {})[person.label]


def named(name: str) -> str | None:
    return one(Person(label="?", name=name)).student


@pytest.mark.parametrize(
    ("name", "student", "how"),
    [
        ("Иванова Анна Сергеевна", "ivanova_a", "name"),
        ("анна  сергеевна ИВАНОВА", "ivanova_a", "name"),
        ("Лев Федоров", "fedorov_l", "name"),
        ("Федоров, Лев Аркадьевич", "fedorov_l", "name"),
        ("Александр Соколов-Бельский", "sokolov", "name"),
        ("Соколов Бельский Александр", "sokolov", "name"),
        ("Lucía García López", "garcia_l", "name"),
        ("Siobhán OConnor", "oconnor_s", "name"),
        ("Siobhan O’Connor", "oconnor_s", "transliteration"),
        ("Jonas Mueller", "mueller_j", "transliteration"),
        ("Lev Fyodorov", "fedorov_l", "transliteration"),
        ("Yuliya Shchukina", "1234567", "transliteration"),
        ("Julia Schukina", "1234567", "transliteration"),
        ("Анна Сергеевна Ivanova", "ivanova_a", "transliteration"),
        ("Юля Щ.", "1234567", "name"),
        ("Роман Абрамович", "abramovich", "name"),
        ("Абрамович Роман Аркадьевич", "abramovich", "name"),
        ("Lucia Garcia", "garcia_l", "part of the name"),
        ("Wendy Chen", "chen_wei", "part of the name"),
        ("Wei Chen", "chen_wei", "part of the name"),
    ],
)
def test_a_name_finds_its_student(name: str, student: str, how: str) -> None:
    found = one(Person(label="?", name=name))
    assert (found.student, found.how) == (student, how)


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("Анна Иванова", ("ivanova_a", "ivanova_p")),
        ("Anna Ivanova", ("ivanova_a", "ivanova_p")),
        ("Иванова Анна Олеговна", ()),
        ("Anna Olegovna Ivanova", ()),
        ("Иванова", ()),
        ("Анна", ()),
        ("Лев", ()),
        ("Роман Аркадьевич", ()),
        ("", ()),
        ("123 456", ()),
        ("Участник 1234567", ()),
    ],
)
def test_what_could_be_two_or_nobody_is_not_guessed(name: str, candidates: tuple[str, ...]) -> None:
    found = one(Person(label="?", name=name))
    assert (found.student, found.candidates) == (None, candidates)


@pytest.mark.parametrize(
    ("person", "student", "how"),
    [
        (Person(label="?", ids=("ivanova_p",)), "ivanova_p", "id"),
        (Person(label="?", ids=("IVANOVA_P",)), "ivanova_p", "login"),
        (Person(label="?", ids=("A.Ivanova@Example.edu",)), "ivanova_a", "e-mail"),
        (Person(label="?", ids=("a.ivanova",)), "ivanova_a", "login"),
        (Person(label="?", ids=("ivanova_p@students.example.edu",)), "ivanova_p", "login"),
        (Person(label="?", ids=("a.ivanova@elsewhere.org",)), None, ""),
        (Person(label="?", ids=("shchuka",)), "1234567", "id"),
        (Person(label="?", numbers=("1700",)), "1234567", "id"),
        (Person(label="?", numbers=("1234567",)), None, ""),  # a number that the LMS made up is no id
        (Person(label="?", squeezed="ивановааннасергеевна"), "ivanova_a", "name"),
        (Person(label="?", squeezed="соколовбельскийалександр"), "sokolov", "name"),
        (Person(label="?", squeezed="mullerjonas"), "mueller_j", "transliteration"),
        (Person(label="?", squeezed="fedorovlev"), "fedorov_l", "transliteration"),
        (Person(label="?", squeezed="ивановаанна"), None, ""),
        (Person(label="?", ids=("ivanova_p",), name="Иванова Анна Сергеевна"), "ivanova_p", "id"),
    ],
)
def test_a_login_or_number_finds_its_student(person: Person, student: str | None, how: str) -> None:
    found = one(person)
    assert (found.student, found.how) == (student, how)


def test_two_people_who_could_be_one_student_are_neither() -> None:
    people = [Person(label=label, name=label) for label in ("Лев Фёдоров", "Федоров Лев", "Lev Fedorov")]
    found = match(people, ROSTER, {})
    assert [one.student for one in found.values()] == [None] * 3
    assert found["Лев Фёдоров"].candidates == ("fedorov_l",)
    surer = match([*people[1:], Person(label="x", name="Федоров Лев Аркадьевич")], ROSTER, {})
    assert {label: one.student for label, one in surer.items()} == {
        "Федоров Лев": None,
        "Lev Fedorov": None,
        "x": "fedorov_l",
    }


def test_the_map_comes_first_and_one_student_may_have_two_accounts() -> None:
    people = [Person(label="fedorov_l", ids=("fedorov_l",)), Person(label="Кто-то_77", name="Кто-то")]
    mapped = {"кто-то": Mapped(student="fedorov_l"), "fedorov_l": Mapped(student="sokolov")}
    assert {label: one.student for label, one in match(people, ROSTER, mapped).items()} == {
        "fedorov_l": "sokolov",
        "Кто-то_77": "fedorov_l",
    }


FULL = [student for student in ROSTER if student.id not in ("ivanova_a", "ivanova_p")]


@given(st.data())
def test_order_case_composition_and_yo_change_nothing(data: st.DataObject) -> None:
    student = data.draw(st.sampled_from(FULL))
    words = student.name.replace(",", "").replace('"', "").split()
    mixed = " ".join(data.draw(st.sampled_from(list(permutations(words)))))
    mixed = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), mixed)
    mixed = data.draw(st.sampled_from([str.upper, str.lower, str.title]))(mixed)
    if data.draw(st.booleans()):
        mixed = unicodedata.normalize("NFC", mixed).replace("ё", "е").replace("Ё", "Е")
    assert named(mixed) == student.id


WORDS = st.text(st.sampled_from("абвгеёийклнорстуюяьАБВ abcdefijlouy-'"), min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=2, max_size=4).map(" ".join), st.lists(WORDS, min_size=2, max_size=4).map(" ".join))
def test_somebody_is_matched_only_where_the_roster_leaves_no_doubt(one_name: str, other_name: str) -> None:
    """With a double of every student on the roster nothing but an id can be told."""
    assume(one_name.strip() and other_name.strip())
    doubles = [Student(id=f"s{n}", name=name) for n, name in enumerate((one_name, other_name, one_name, other_name))]
    for called in (one_name, other_name):
        found = match([Person(label="?", name=called, squeezed=called.replace(" ", ""))], doubles, {})["?"]
        assert found.student is None


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=10))
def test_any_texts_are_matched_or_not(label: str, name: str, number: str) -> None:
    person = Person(label=label, ids=(name, number), numbers=(number,), name=name, squeezed=label)
    found = one(person)
    assert found.student is None or found.student in {student.id for student in ROSTER}
