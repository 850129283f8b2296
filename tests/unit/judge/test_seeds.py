"""Where the inputs of a case come from."""

import os
import stat
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.judge import course_secret, draw_seed
from grader.model import Case

NAMES = st.text(st.characters(exclude_characters="\0"), max_size=20)


def case(**changes: Any) -> Case:
    return Case(name="c", task="t", title={}, points=Fraction(1), exercise=lambda s, r: None, **changes)


def test_a_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / ".grader" / "secret"
    secret = course_secret(path)
    assert len(secret) == 32
    assert course_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["secret"]
    assert course_secret(tmp_path / "other") != secret


def test_two_graders_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    path, found = tmp_path / "secret", []
    start = threading.Barrier(8)

    def make() -> None:
        start.wait()
        found.append(course_secret(path))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {path.read_bytes()}


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_damaged_secret_is_told_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)
    with pytest.raises(GraderError, match=rf"secret: holds {len(content)} bytes, not 32: restore it from a backup"):
        course_secret(path)
    assert path.read_bytes() == content


def test_a_secret_that_cannot_be_read_or_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path, tmp_path / "file" / "secret"):
        with pytest.raises(GraderError, match="cannot be read or made"):
            course_secret(path)


@given(st.binary(min_size=32, max_size=32), NAMES, NAMES)
def test_a_hidden_case_draws_from_secret_assignment_student_and_case(secret: bytes, one: str, other: str) -> None:
    seed = draw_seed(secret, "hw", one, case())
    assert seed == draw_seed(secret, "hw", one, case())
    assert 0 <= seed < 2**128
    assert (draw_seed(secret, "hw", other, case()) == seed) == (one == other)
    assert draw_seed(secret[::-1] + b"x", "hw", one, case()) != seed
    assert draw_seed(secret, "hw2", one, case()) != seed


@given(st.binary(max_size=40), NAMES)
def test_a_public_case_is_the_same_for_all_with_or_without_the_secret(secret: bytes, student: str) -> None:
    public = case(visibility="public")
    assert draw_seed(secret, "hw", student, public) == draw_seed(b"", "hw", "", public)


@given(NAMES, NAMES)
def test_a_case_that_is_not_fresh_is_the_same_for_a_course(one: str, other: str) -> None:
    stale = case(fresh=False)
    assert draw_seed(b"k", "hw", one, stale) == draw_seed(b"k", "hw", other, stale)
    assert draw_seed(b"k", "hw", one, stale) != draw_seed(b"l", "hw", one, stale)


def test_the_visibility_decides_even_where_the_secret_is_the_public_key() -> None:
    assert draw_seed(b"public", "hw", "x", case()) != draw_seed(b"public", "hw", "x", case(visibility="public"))
