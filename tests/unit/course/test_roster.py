"""The roster."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.roster import read_roster
from grader.errors import GraderError
from grader.model import Student


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "student,name,email,language\nanna,Анна,a@x.org,en\n",
        "student;name;email;language\nanna;Анна;a@x.org;en\n",
        "\ufeffstudent,name,email,language\r\nanna,Анна,a@x.org,en\r\n",
        "student,name,email,language\r\n\r\nanna , Анна, a@x.org ,en",
        'language,"email",name,student\nen,a@x.org,"Анна",anna\n\n',
    ],
)
def test_a_student_is_read_from_any_common_csv(tmp_path: Path, text: str) -> None:
    assert read_roster(write(tmp_path, text)) == (Student(id="anna", name="Анна", email="a@x.org", language="en"),)


def test_email_and_language_may_be_left_out(tmp_path: Path) -> None:
    path = write(tmp_path, 'student,name\nb,"Smith, Bob"\na,"Two\nlines"\n')
    assert read_roster(path) == (Student(id="b", name="Smith, Bob"), Student(id="a", name="Two\nlines"))


def test_aliases_are_what_else_a_student_is_called(tmp_path: Path) -> None:
    path = write(tmp_path, "student,name,aliases\na,A,\nb,B, IvanovaA | 1234567||Аня Иванова\n")
    assert [student.aliases for student in read_roster(path)] == [(), ("IvanovaA", "1234567", "Аня Иванова")]


def test_an_empty_class_is_a_class(tmp_path: Path) -> None:
    assert read_roster(write(tmp_path, "student,name\n")) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("anna,Anna\n", "line 1: the header must be student,name"),
        ("student\nanna\n", "line 1: the header must be student,name"),
        ("student,name,group\nanna,Anna,1\n", "line 1: the header must be student,name and may add email,language"),
        ("student,name\nanna\n", "line 2: not as many cells as the header has"),
        ("student,name\nanna,Ivanova, Anna\n", "line 2: not as many cells as the header has: quote a name"),
        ("student,name\na,A\na,B\n", "line 3: 'a' stands there twice: remove one"),
        ("student,name\na,A\n ,B\n", "line 3: '' cannot be an id"),
        ("student,name\n../x,A\n", "line 2: '../x' cannot be an id: use letters, digits and"),
        ("student,name\n..,A\n", "line 2: '..' cannot be an id"),
        ("student,name\na b,A\n", "line 2: 'a b' cannot be an id"),
        ("student,name\n" + "x" * 81 + ",A\n", "line 2: '"),
        ("student,name,language\na,A,de\n", "line 2: key language: .*'de'"),
        ('student,name\na,A\nb,"' + "x" * 200_000, "line 3: field larger than field limit .*: look for a quote"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(GraderError, match=said) as caught:
        read_roster(path)
    assert str(caught.value).startswith(f"{path}: line ")


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="the file is empty: the first line must name the columns"):
        read_roster(write(tmp_path, ""))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_a_spreadsheet_saves_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["student", "name", "email"], ["a", "Иванова Анна", ""], ["b", "Ёлкин Пётр", "b@x.org"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (tmp_path / "roster.csv").write_bytes(text.encode(encoding))
    students = read_roster(tmp_path / "roster.csv")
    assert [(one.id, one.name, one.email) for one in students] == [tuple(row) for row in rows[1:]]


@given(
    st.one_of(
        st.binary(max_size=100),
        st.text(max_size=100).map(lambda text: b"student,name\n" + text.encode("utf-8", "replace")),
    )
)
def test_any_file_is_a_roster_or_one_line(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = write(tmp_path_factory.mktemp("r"), raw)
    try:
        students = read_roster(path)
    except GraderError as error:
        assert str(path) in str(error)
    else:
        assert len({student.id for student in students}) == len(students)
