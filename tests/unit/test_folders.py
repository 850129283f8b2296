"""What the files of an assignment's folder define."""

from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.folders import author_module, mistakes_by_file, nouns, read_cases, read_checkers, read_questions
from grader.model import Case
from tests.unit import tiny_course

CASE = '''
@case("t", points=1)
def {name}(student, rng):
    """English.

    ru: По-русски.
    """
'''
HEAD = "from grader.authoring import case, mistake\n"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_the_file_decides_the_visibility_and_public_cases_come_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        hidden=HEAD + CASE.format(name="b") + CASE.format(name="a"),
        public=HEAD + CASE.format(name="z"),
    )
    assert [(case.name, case.visibility) for case in read_cases(tmp_path)] == [
        ("z", "public"),
        ("b", "hidden"),
        ("a", "hidden"),
    ]


def test_a_folder_without_files_defines_nothing(tmp_path: Path) -> None:
    assert (list(read_cases(tmp_path)), read_checkers(tmp_path), list(mistakes_by_file(tmp_path))) == ([], {}, [])


def test_checkers_are_the_files_own_public_functions(tmp_path: Path) -> None:
    write(
        tmp_path,
        checkers="import numpy as np\nfrom grader.checkers import broken\nfrom grader.checkers.close import check\n"
        "LIMIT = 3\ndef own(o, e): ...\ndef _helper(): ...\n",
    )
    assert list(read_checkers(tmp_path)) == ["own"]


def test_mistakes_come_file_by_file(tmp_path: Path) -> None:
    one = '@mistake("t")\ndef {name}(module):\n    """E.\n\n    ru: Р.\n    """\n'
    write(tmp_path, mistakes__b=HEAD + one.format(name="x"), mistakes__a=HEAD + one.format(name="y"))
    assert [(path.stem, mistake.name) for path, mistake in mistakes_by_file(tmp_path)] == [("a", "y"), ("b", "x")]


def test_questions_come_file_by_file_from_one_file_or_a_folder(tmp_path: Path) -> None:
    head = "from grader.questions import integer, question\n"
    one = '@question("{name}", fields={{"n": integer(points=1)}})\ndef {name}(reference, rng): ...\n'
    b_and_a = head + one.format(name="b") + one.format(name="a")
    write(tmp_path / "several", questions__2_two=b_and_a, questions__1_one=head + one.format(name="c"))
    assert [question.name for question in read_questions(tmp_path / "several")] == ["c", "b", "a"]
    write(tmp_path / "single", questions=b_and_a)
    assert [question.name for question in read_questions(tmp_path / "single")] == ["b", "a"]


def test_nouns_are_told_by_their_type_in_the_order_of_definition(tmp_path: Path) -> None:
    write(tmp_path, public=HEAD + "x = 1\n" + CASE.format(name="b") + CASE.format(name="a"))
    assert [case.name for case in nouns(author_module(tmp_path / "public.py"), Case)] == ["b", "a"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = (", "hidden.py:1: '\\(' was never closed"),
        ("\n\nx y", "hidden.py:3: invalid syntax"),
        ("import no_such", "hidden.py: ModuleNotFoundError: No module named 'no_such'"),
        ("1 / 0", "hidden.py: ZeroDivisionError: division by zero"),
        (
            HEAD + '@case("t", points=0.5)\ndef a(s, r):\n    "E.\\n\\nru: Р."',
            "hidden.py: TypeError: points=0.5 .* exact",
        ),
        (HEAD + '@case("t", points=1)\ndef a(s, r): ...', "hidden.py: ValueError: case a: write a docstring"),
        (HEAD + '@case("t")\ndef a(s, r): ...', "hidden.py: TypeError: .*points"),
    ],
)
def test_what_is_wrong_in_an_authors_file_is_one_line_with_its_name(tmp_path: Path, source: str, message: str) -> None:
    write(tmp_path, hidden=source)
    with pytest.raises(GraderError, match=message) as caught:
        list(read_cases(tmp_path))
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_a_file_finds_what_lies_beside_it(tmp_path: Path) -> None:
    folder = tiny_course.write(tmp_path).parent / "assignments" / tiny_course.ASSIGNMENT
    assert [case.name for case in read_cases(folder)] == [
        "half_of_a_vector",
        "counts_up",
        "half_of_a_matrix_edge",
        "half_in_single_precision_edge",
        "two_counters_apart_edge",
    ]
