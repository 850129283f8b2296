"""Files of marks as people and systems make them; all mistakes are told at once, and then nothing is taken."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.intake.marks import changes, read_marks
from grader.model import Assignment, Category, Course, Policy, Student
from grader.scoring import standing_marks

NOW = datetime(2026, 12, 1, tzinfo=UTC)
TITLES = {
    "exam": {"ru": "Экзамен", "en": "Exam"},
    "test01": {"ru": "Контрольная 1: сети", "en": "Test 1: networks"},
    "hw01": {"ru": "Домашнее задание 1", "en": "Homework 1"},
}
ROSTER = (
    Student(id="ivanova_a", name="Иванова Анна Сергеевна", email="a.ivanova@example.edu"),
    Student(id="petrov_b", name="Петров Борис", email="b.petrov@example.edu", aliases=("81235",)),
    Student(id="fedorov_l", name="Фёдоров Лев Аркадьевич", email="l.fedorov@example.edu"),
    Student(id="chen_w", name='Chen Wei "Wendy"', email="w.chen@example.edu"),
    Student(id="sidorov_i", name="Сидоров Иван Петрович"),
    Student(id="sidorov_j", name="Сидоров Иван Олегович"),
)


def work(name: str, points: int = 10) -> Assignment:
    kind = "homework" if name.startswith("hw") else "external"
    return Assignment(name=name, title=TITLES[name], category="c", kind=kind, points=Fraction(points))


COURSE = Course(
    name="c",
    title={},
    categories=(Category(name="c", title={}, weight=Fraction(1)),),
    assignments=(work("hw01"), work("test01"), replace(work("exam"), bonus_points=Fraction(2))),
    policy=Policy(),
    roster=ROSTER,
)
EXAM_ALONE = replace(COURSE, assignments=(work("hw01"), work("exam")))


def read(tmp_path: Path, text: str | bytes, only: str = "", course: Course = COURSE) -> dict[tuple[str, str], str]:
    path = tmp_path / "marks.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = read_marks(path, course, NOW, only)
    assert all(mark.source == "marks.csv" and mark.imported == NOW for mark in found)
    return {(mark.student, mark.assignment): str(mark.points) for mark in found}


def complaints(tmp_path: Path, text: str, only: str = "", course: Course = COURSE) -> list[str]:
    with pytest.raises(GraderError) as caught:
        read(tmp_path, text, only, course)
    return [line.strip() for line in str(caught.value).replace(f"{tmp_path}/", "").split("\n")]


# -------------------------------------------------------------------------------------------------- what is read

BOTH = {("ivanova_a", "exam"): "15/2", ("petrov_b", "exam"): "8"}


@pytest.mark.parametrize(
    "text",
    [
        "student,exam\nivanova_a,7.5\npetrov_b,8\n",
        "student;exam\nivanova_a;7,5\npetrov_b;8\n",
        'student,exam\nivanova_a,"7,5"\n"Петров, Борис",8.0\n',
        "студент\tЭкзамен\nАнна Иванова\t7,5\nпетров борис\t8\n",
        "№;ФИО;Группа;Экзамен\n1;Иванова Анна Сергеевна;БПМИ-221;7,5\n2;Петров Борис;БПМИ-221;8\n",
        "Фамилия;Имя;Отчество;Exam\nИванова;Анна;;7,5\nПетров;Борис;Игоревич;8\n",
        "e-mail,exam\nA.Ivanova@example.edu,7.5\nb.petrov@example.edu,8\n",
        "Адрес электронной почты;Экзамен;Комментарий\na.ivanova@example.edu;7,5;молодец\nb.petrov@example.edu;8;\n",
        "ID;EXAM\nivanova_a;7,5\n81235;8\n",
        "Имя;экзамен\nИванова Анна;7,5\nPetrov Boris;8\n",
        "student,exam,\nivanova_a,7.5,\npetrov_b,8,\n",
        "student;test01;exam\nivanova_a;;7,5\npetrov_b;;8\n",
    ],
)
def test_the_ways_to_write_the_same_marks(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == BOTH
    for encoding in ("utf-8-sig", "utf-16", "cp1251"):
        assert read(tmp_path, text.encode(encoding)) == BOTH


def test_a_column_of_marks_is_of_the_assignment_that_is_named(tmp_path: Path) -> None:
    for header in ("mark", "Оценка", "баллы", "Points"):
        assert read(tmp_path, f"student;{header}\nivanova_a;7,5\npetrov_b;8\n", "exam") == BOTH
        assert read(tmp_path, f"student;{header}\nivanova_a;7,5\npetrov_b;8\n", "", EXAM_ALONE) == BOTH


def test_only_what_is_asked_for_is_taken_and_nothing_else_matters(tmp_path: Path) -> None:
    text = "student;test01;exam;hw01;что-то\nivanova_a;3;7,5;4;x\npetrov_b;oops;8;;\n"
    assert read(tmp_path, text, "exam") == BOTH


def test_points_above_the_maximum_are_taken_as_far_as_there_is_a_bonus(tmp_path: Path) -> None:
    assert read(tmp_path, "student,exam\nivanova_a,12\n") == {("ivanova_a", "exam"): "12"}
    assert complaints(tmp_path, "student,exam\nivanova_a,12.01\n")[1:] == [
        "line 2: exam: '12.01' is not a number from 0 to 12, empty, or -"
    ]


@settings(max_examples=50, deadline=None)
@given(st.fractions(0, 10, max_denominator=1).map(int), st.integers(0, 999_999), st.sampled_from(".,"))
def test_points_are_exact(tmp_path_factory: pytest.TempPathFactory, whole: int, rest: int, point: str) -> None:
    folder = tmp_path_factory.mktemp("m")
    whole = min(whole, 9)
    found = read(folder, f"student;exam\nivanova_a;{whole}{point}{rest:06}\n")
    assert found == {("ivanova_a", "exam"): str(Fraction(whole * 10**6 + rest, 10**6))}


@pytest.mark.parametrize("word", ["-", "–", "withdrawn", "Отозвана"])
def test_a_mark_is_taken_back_by_a_word(tmp_path: Path, word: str) -> None:
    assert read(tmp_path, f"student;exam\nivanova_a;{word}\npetrov_b;8\n") == {**BOTH, ("ivanova_a", "exam"): "None"}


# -------------------------------------------------------------------------------------------------- what is told


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    text = (
        "student;email;exam\n"
        "ivanova_a;;7\n"
        "nobody;;5\n"
        "\n"
        "petrov_b;l.fedorov@example.edu;5\n"
        "Сидоров Иван;;5\n"
        ";;5\n"
        "fedorov_l;;11,5,\n"
        "chen_w;;н/я\n"
        "ivanova_a;;8\n"
        "petrov_b;;8;9\n"
        "Сидоров Иван Петрович;;-1\n"
    )
    assert complaints(tmp_path, text) == [
        "marks.csv: no mark was taken; correct 9 mistakes:",
        "line 3: 'nobody' is not on the roster: correct it, or add an alias to the roster",
        "line 5: 'petrov_b l.fedorov@example.edu' means fedorov_l and petrov_b: the cells of one line must mean one "
        "student",
        "line 6: 'Сидоров Иван' may be sidorov_i or sidorov_j: write the id",
        "line 7: there is no student in it: write an id, an e-mail or a name, or remove the line",
        "line 8: exam: '11,5,' is not a number from 0 to 12, empty, or -",
        "line 9: exam: 'н/я' is not a number from 0 to 12, empty, or -",
        "line 10: 'ivanova_a': ivanova_a stands in line 2 already",
        "line 11: 4 cells, and the header has 3: quote what holds the delimiter",
        "line 12: exam: '-1' is not a number from 0 to 12, empty, or -",
    ]


def test_a_name_that_two_lines_could_mean_is_nobodys(tmp_path: Path) -> None:
    found = complaints(tmp_path, "student,exam\nАнна Иванова,5\nИванова Анна,6\n")
    assert found[1:] == [
        "line 2: 'Анна Иванова' may be ivanova_a: write the id",
        "line 3: 'Иванова Анна' may be ivanova_a: write the id",
    ]


def test_a_decimal_comma_between_commas_is_told(tmp_path: Path) -> None:
    assert "3 cells, and the header has 2" in complaints(tmp_path, "student,exam\nivanova_a,7,5\n")[1]


@pytest.mark.parametrize(
    ("header", "only", "said"),
    [
        ("student;exma", "", "column 'exma' is not understood: remove it, or call it by an assignment: test01, exam"),
        ("student;hw01;exam", "", "'hw01' is graded by the grader, its points cannot be imported: remove the column"),
        ("student;exam;Экзамен", "", "'exam' and 'Экзамен' say the same: remove one"),
        ("student;exam;Экзамен", "exam", "'exam' and 'Экзамен' say the same: remove one"),
        ("exam;test01", "", "no column says who it is: call one student, id, email or name"),
        ("student;name", "", "no column has marks: call one by an assignment: test01, exam"),
        ("student;mark", "", "'mark' does not say what for: add --assignment, one of test01, exam"),
        ("student;exam;mark", "", "'mark' does not say what for: remove it"),
        ("student;mark;оценка", "exam", "'mark' and 'оценка' are both marks: remove one"),
        ("id;логин;exam", "", "'id' and 'логин' say the same: remove one"),
        ("student;exam;", "", "column 3 has no name: give it one, or remove it"),
        ("student;exam", "hw01", "--assignment hw01: not graded outside of the grader: use one of test01, exam"),
        ("student;exam", "midterm", "--assignment midterm: not graded outside of the grader: use one of test01, exam"),
    ],
)
def test_a_header_that_is_not_clear_is_told(tmp_path: Path, header: str, only: str, said: str) -> None:
    (line,) = complaints(tmp_path, f"{header}\nivanova_a;1;2\n", only)
    assert said in line
    assert line.startswith("marks.csv: line 1: " if "--assignment h" not in line and "midterm" not in line else "--")


# --------------------------------------------------------------------------------------------------- once more


def test_what_a_corrected_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("student,exam\nivanova_a,5\npetrov_b,6\nfedorov_l,7\n", encoding="utf-8")
    first = read_marks(path, COURSE, NOW)
    path.write_text("student,exam\nivanova_a,5\npetrov_b,6.5\nfedorov_l,-\nchen_w,8\nsidorov_i,-\n", encoding="utf-8")
    found = changes(read_marks(path, COURSE, NOW), standing_marks(first))
    assert [(one.mark.student, one.kind) for one in found] == [
        ("ivanova_a", "unchanged"),
        ("petrov_b", "changed"),
        ("fedorov_l", "withdrawn"),
        ("chen_w", "new"),
        ("sidorov_i", "unchanged"),
    ]
