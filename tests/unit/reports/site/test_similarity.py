"""Copies are found however they are disguised, and what everybody writes is not held against anybody."""

import io
import random
import re
import tokenize

import numpy as np
import pytest
from copydetect.utils import winnow
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.reports.site.similarity import Pair, Work, alike, common, winnowed, works_of
from grader.reports.site.tokens import source_lines, tokens
from tests.benchmarks.report_site import program


def work(student: str, text: str) -> Work:
    return Work(digest=student, students=(student,), text=text)


def programs(number: int, seed: int = 1) -> list[str]:
    luck = random.Random(seed)
    return [program(luck) for _ in range(number)]


def who(pairs: list[Pair]) -> list[set[str]]:
    return [{*pair.left.work.students, *pair.right.work.students} for pair in pairs]


def renamed(text: str) -> str:
    """Other names, comments and layout; the functions in another order."""
    names = {"x": "inputs", "w": "weights", "out": "result", "grad": "g", "mask": "keep", "step": "eta"}
    for old, new in names.items():
        text = re.sub(rf"\b{old}\b", new, text)
    head, *functions = text.split("\n\n\n")
    text = "\n\n\n".join([head, *functions[::-1]])
    return re.sub(r"\n    ", "\n        # mine\n\n        ", text).replace(" + ", "+")


def test_people_who_wrote_their_own_are_not_paired():
    texts = programs(12)
    assert alike([work(str(i), text) for i, text in enumerate(texts)], []) == []


@pytest.mark.parametrize("disguise", [lambda text: text + "\n# end\n", renamed])
def test_a_copy_is_found_however_it_is_disguised(disguise):
    texts = programs(12)
    texts[7] = disguise(texts[3])
    (pair,) = alike([work(str(i), text) for i, text in enumerate(texts)], [])
    assert who([pair]) == [{"3", "7"}]
    assert pair.left.share > 0.9
    assert pair.right.share > 0.9


def test_the_passages_are_the_lines_that_were_copied():
    one, other = programs(2)
    lines, others = one.splitlines(), other.splitlines()
    stolen = [*others[:60], *lines[100:140], *others[60:90]]
    (pair,) = alike([work("a", "\n".join(lines[90:150])), work("b", "\n".join(stolen))], [])
    sides = {pair.left.work.students[0]: pair.left, pair.right.work.students[0]: pair.right}
    longest = {name: max(side.passages, key=lambda one: one[1] - one[0]) for name, side in sides.items()}
    assert longest["a"] == pytest.approx((11, 50), abs=4)
    assert longest["b"] == pytest.approx((61, 100), abs=4)


def test_what_the_template_gave_is_not_counted():
    template, *own = programs(5)
    works = [work(str(i), template + text[:600]) for i, text in enumerate(own)]
    assert alike(works, [template]) == []
    assert alike(works, []) != []


def test_what_many_share_is_not_held_against_anybody():
    shared, *own = programs(common(0) + 3)
    works = [work(str(i), shared + text) for i, text in enumerate(own)]
    assert len(works) > common(len(works))
    assert alike(works, []) == []


def test_one_file_of_two_students_is_one_work():
    works = works_of({"a": "1", "b": "2", "c": "1", "d": "gone"}, {"1": "x = 1", "2": "y = 2"})
    assert [(one.students, one.text) for one in works] == [(("a", "c"), "x = 1"), (("b",), "y = 2")]


def test_the_same_is_found_again():
    texts = programs(6)
    works = [work(str(i), text) for i, text in enumerate([*texts, renamed(texts[0]), texts[1] + "x = 1"])]
    assert alike(works, []) == alike(works[:], [])


def test_names_strings_comments_and_layout_are_no_difference():
    one = 'def f(x):  # why\n    """Doc."""\n    return x + len("abc")\n'
    other = "def loss(value):\n\n  '''Другое.'''\n  return value+len(\n  'z')\n"
    assert list(tokens(one).codes) == list(tokens(other).codes)


def test_numbers_operators_and_builtins_are_a_difference():
    texts = ["y = abs(x) + 1", "y = abs(x) + 2", "y = abs(x) - 1", "y = len(x) + 1"]
    assert len({tuple(tokens(text).codes) for text in texts}) == len(texts)


def test_every_token_knows_its_line():
    assert list(tokens("a = 1\n\n# c\nb = '''x\n\ny'''; c\r\nd").lines) == [1, 1, 1, 4, 4, 4, 6, 6, 7]


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("'\"\\#\n\r()ab1."), max_size=300))
def test_whatever_was_handed_in_has_tokens_in_its_lines(text):
    read = tokens(text)
    assert len(read.codes) == len(read.lines)
    assert all(1 <= line <= max(1, len(source_lines(text)) + 1) for line in read.lines)
    assert list(read.lines) == sorted(read.lines)


@pytest.mark.parametrize("text", ['"' * 200_000, "'''" + "\\" * 200_000, "(" * 200_000, "1e" * 100_000, "a." * 100_000])
def test_a_hostile_text_takes_no_longer_than_another(text):
    assert len(tokens(text).codes) <= 100_000
    assert alike([work("a", text), work("b", "x = 1")], []) == []


def test_tokens_begin_on_the_lines_that_python_says():
    text = program(random.Random(5)) + "x = '''one\n# no comment\n'''; y = 1e-3  # '\nz = (\\\n  \"#\")\n"
    layout = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    read = tokenize.generate_tokens(io.StringIO(text).readline)
    assert tokens(text).lines.tolist() == [one.start[0] for one in read if one.type not in layout]


@given(st.lists(st.integers(-(2**50), 2**50), min_size=1, max_size=60, unique=True), st.integers(1, 8))
def test_what_is_kept_of_different_numbers_is_what_copydetect_keeps(numbers, window):
    grams, window = np.array(numbers, dtype=np.int64), min(window, len(numbers))
    assert winnowed(grams, window).tolist() == sorted(set(winnow(grams, window, remove_duplicates=False)[1]))
