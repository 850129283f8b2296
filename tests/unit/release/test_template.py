"""Stubs for regions, one language for docstrings, and everything else as it was."""

import ast
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.release import make_template, solution_lines
from tests.unit import tiny_course

RAISE = "raise NotImplementedError"


def template(source: str, language: str = "en") -> str:
    return make_template(dedent(source), "hw.py", language)


def refusal(source: str) -> str:
    with pytest.raises(GraderError) as caught:
        template(source)
    return str(caught.value)


def test_a_region_in_a_function_becomes_a_stub_at_its_indentation() -> None:
    source = """\
    def f(x):
        y = x + 1  # given
        if y:
            # BEGIN SOLUTION
            y = y * 2
            return y
            # END SOLUTION
        return y
    """
    for language, invitation in (("en", "# Your code here"), ("ru", "# Ваш код")):
        assert template(source, language) == dedent(f"""\
        def f(x):
            y = x + 1  # given
            if y:
                {invitation}
                raise NotImplementedError
            return y
        """)


def test_helpers_of_the_solution_vanish_from_modules_and_classes() -> None:
    source = """\
    import math

    # BEGIN SOLUTION
    LIMIT = 5


    def _helper():
        return 1
    # END SOLUTION


    class A:
        x = 1

        # BEGIN SOLUTION
        def _private(self):
            return 2
        # END SOLUTION

        y = 2


    # BEGIN SOLUTION
    Z = 1
    # END SOLUTION
    """
    assert template(source) == "import math\n\n\nclass A:\n    x = 1\n\n    y = 2\n"


def test_docstrings_inside_regions_need_no_second_language() -> None:
    source = '# BEGIN SOLUTION\ndef _f():\n    """Only English."""\n# END SOLUTION\nX = 1\n'
    assert template(source) == "X = 1\n"


def test_docstrings_keep_one_half_with_quotes_and_indentation() -> None:
    source = """\
    r'''Module: \\alpha.

    ru: Модуль: \\beta.

    Второй абзац.
        С отступом.
    '''


    class A:
        \"\"\"One line. ‘é’

        ru: Одна строка.
        \"\"\"

        async def f(self): \"\"\"Short.

            ru: Кратко. \"\"\"; return 1
    """
    assert template(source, "ru") == dedent("""\
    r'''Модуль: \\beta.

    Второй абзац.
        С отступом.
    '''


    class A:
        \"\"\"Одна строка.\"\"\"

        async def f(self): \"\"\"Кратко.\"\"\"; return 1
    """)
    assert template(source, "en") == dedent("""\
    r'''Module: \\alpha.'''


    class A:
        \"\"\"One line. ‘é’\"\"\"

        async def f(self): \"\"\"Short.\"\"\"; return 1
    """)


def test_a_half_that_ends_with_a_quote_stays_a_string() -> None:
    source = '"""Says "yes".\n\nIt says "no"\n\nru: Говорит "да"\n"""\n'
    assert ast.get_docstring(ast.parse(template(source, "ru"))) == 'Говорит "да"'
    assert ast.get_docstring(ast.parse(template(source, "en"))) == 'Says "yes".\n\nIt says "no"'


def test_the_rest_is_left_as_it_is() -> None:
    source = "import os, sys   # unused,too\nx = [ 1,2 ]\n\n\n\n# ru: a comment\ny = 'ru: text'\n"
    assert template(source) == source


words = st.text("abcxyz \"'é∂", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(english=st.lists(words, min_size=1, max_size=3), russian=st.lists(words, min_size=1, max_size=3))
def test_any_two_halves_come_apart(english: list[str], russian: list[str]) -> None:
    halves = {"en": "\n\n    ".join(english) + ".", "ru": "\n    ".join(russian) + "."}
    body = f"{halves['en']}\n\n    ru: {halves['ru']}\n    "
    source = f"def f():\n    '''{body.replace(chr(39), '')}'''\n"
    for language, half in halves.items():
        documented = ast.parse(template(source, language)).body[0]
        assert isinstance(documented, ast.FunctionDef)
        shown = (ast.get_docstring(documented) or "").split()
        assert shown == half.replace("'", "").split()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = 1\n# BEGIN SOLUTION\ny = 1\n", "hw.py:2: '# BEGIN SOLUTION' without '# END SOLUTION'"),
        ("x = 1\n# END SOLUTION\n", "hw.py:2: '# END SOLUTION' without '# BEGIN SOLUTION'"),
        ("# BEGIN SOLUTION\nx = 1\n# BEGIN SOLUTION\n", "hw.py:3: region opened inside that of line 1"),
        ("if 1:\n    # BEGIN SOLUTION\n    x = 1\n# END SOLUTION\n", "hw.py:4: indented unlike"),
        ("x = 1  # BEGIN SOLUTION\n", "hw.py:1: the marker must stand alone on its line"),
        ("def f():\n    # BEGIN SOLUTION\n    # END SOLUTION\n    pass\n", "hw.py:2: no statement between"),
        ('"""Only English."""\n', "hw.py:1: the docstring needs an English part"),
        ('"""ru: Только русский."""\n', "hw.py:1: the docstring needs an English part"),
        ('x = 1\ndef f():\n    """A.\n\n    ru:\n    """\n', "hw.py:3: the docstring needs"),
        ('def f():\n    "A." "ru: Б."\n    return 1\n', "hw.py:2: the docstring"),
        ("def f(:\n", "hw.py:1: "),
        ("class A:\n    # BEGIN SOLUTION\n    x = 1\n    # END SOLUTION\n", "does not compile"),
    ],
)
def test_bad_marks_are_told_with_file_and_line(source: str, told: str) -> None:
    message = refusal(source)
    assert message.startswith("hw.py") and told in message and "\n" not in message


def test_solution_lines_are_the_code_of_the_regions() -> None:
    lines = solution_lines(tiny_course.SOLUTION, "hw.py")
    assert "return x * np.asarray(0.5, dtype=x.dtype)" in lines
    assert "def _secret_helper(rows: np.ndarray) -> int:" in lines
    assert not any(line in template(tiny_course.SOLUTION) for line in lines)
