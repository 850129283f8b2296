"""The handout survives its own file, and a damaged one is told with a remedy."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import handout
from grader.errors import GraderError
from grader.handout import Handout, HandoutTask, from_json, to_json
from grader.trees import first_difference

TITLE = {"ru": "Разминка", "en": "Warm-up"}


def make(expected: dict[str, object], points: Fraction = Fraction(4)) -> Handout:
    task = HandoutTask(
        name="halve",
        title=TITLE,
        points=points,
        section="l1-halves",
        hidden_cases=3,
        requires=("halve",),
        forbids=("torch",),
    )
    return Handout(assignment="hw00", title=TITLE, language="ru", tasks=(task,), expected=expected)


trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.floats() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below) | st.tuples(below, below),
    max_leaves=8,
)


@given(expected=st.dictionaries(st.text(), trees), points=st.fractions(min_value=0))
def test_reads_what_it_wrote(expected: dict[str, object], points: Fraction) -> None:
    written = make(expected, points)
    read = from_json(to_json(written), "public.json")
    assert repr(read) == repr(written)  # NaN differs from itself


def test_keeps_arrays_to_the_last_bit() -> None:
    tree = {"x": np.random.default_rng(0).standard_normal((3, 4)), "n": np.arange(3, dtype=np.int32)}
    read = from_json(to_json(make({"case": tree})), "public.json").expected["case"]
    assert read["x"].tobytes() == tree["x"].tobytes()
    assert first_difference(read, tree) is None


def test_a_bonus_stays_one_and_is_not_mentioned_where_there_is_none() -> None:
    plain = make({})
    bonus = replace(plain, tasks=(replace(plain.tasks[0], bonus=True),))
    assert from_json(to_json(bonus), "public.json") == bonus
    assert "bonus" not in to_json(plain)


def test_each_task_and_case_has_a_line_of_its_own() -> None:
    lines = to_json(make({"one": 1, "other": [np.ones(3)]})).splitlines()
    assert sum('"halve"' in line for line in lines) == 1
    assert sum('"one": ' in line for line in lines) == 1
    assert sum('"other": ' in line for line in lines) == 1


def test_counts_hidden_cases_by_task() -> None:
    assert make({}).hidden_cases == {"halve": 3}


def test_a_handout_of_the_first_format_forbids_nothing() -> None:
    facts = json.loads(to_json(make({"case": np.ones(2)})))
    for key in ("requires", "forbids"):
        del facts["tasks"][0][key]
    read = from_json(json.dumps({**facts, "version": 1}), "public.json")
    assert (read.tasks[0].requires, read.tasks[0].forbids) == ((), ())


def damaged() -> list[str]:
    good = json.loads(to_json(make({"case": np.ones(2)})))
    changes = [
        {"version": handout.VERSION + 1},
        {"version": True},
        {"tasks": [{**good["tasks"][0], "forbids": "torch"}]},
        {"tasks": [{**good["tasks"][0], "requires": [5]}]},
        {"language": "fr"},
        {"title": "Warm-up"},
        {"title": {"ru": "Разминка"}},
        {"tasks": 5},
        {"tasks": [5]},
        {"tasks": [{**good["tasks"][0], "points": "1/0"}]},
        {"tasks": [{**good["tasks"][0], "points": 1}]},
        {"tasks": [{**good["tasks"][0], "hidden_cases": -1}]},
        {"expected": []},
        {"expected": {"case": {"tree": {"a": [0, "<f8", [2]]}, "arrays": ["AAAA"]}}},
        {"expected": {"case": {"tree": {"a": [0, "O", [2]]}, "arrays": ["AAAA"]}}},
    ]
    texts = [json.dumps({**good, **change}) for change in changes]
    texts += [json.dumps({key: value for key, value in good.items() if key != gone}) for gone in good]
    return [*texts, "", "[]", "null", '{"version": 1', "[" * 100_000]


@pytest.mark.parametrize("text", damaged())
def test_damaged_file_is_told_with_the_remedy(text: str) -> None:
    with pytest.raises(GraderError, match=r"^folder/public.json: damaged \(.+\): download the folder anew$"):
        from_json(text, "folder/public.json")


def test_file_that_is_not_there_or_not_text_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="cannot be read .*: download the folder anew"):
        handout.read(tmp_path / "public.json")
    (tmp_path / "public.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(GraderError, match="not UTF-8.*: download the folder anew"):
        handout.read(tmp_path / "public.json")
