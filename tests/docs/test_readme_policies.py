"""The policies that README.md tells are those that a course file may have, and its example is one."""

import re
import tomllib
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

from pydantic import TypeAdapter

from grader.course.course_file import CourseFile, Entry
from grader.model import Category, Extension, Policy

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def told(table: str) -> set[str]:
    return set(re.findall(rf"`{table}\.(\w+)`", README))


def test_every_policy_is_told_and_no_other() -> None:
    assert told("policy") == {one.name for one in fields(Policy)} - {"extensions"}
    assert told("categories") == {one.name for one in fields(Category)} - {"name", "title"}
    assert told("assignments") == {one.name for one in fields(Entry)} & {"bonus", "bonus_points"}


def test_what_is_left_out_is_as_told() -> None:
    rows = re.findall(r"^\| `(policy|categories)\.(\w+)` \|.*\| `\"?([\w.]+)\"?` \|$", README, re.MULTILINE)
    assert len(rows) >= 6
    for table, key, default in rows:
        noun = {"policy": Policy, "categories": Category}[table]
        (field,) = [one for one in fields(noun) if one.name == key]
        assert str(field.default) == default


def test_the_extension_is_one() -> None:
    (block,) = re.findall(r"^```toml\n(\[\[extensions\]\].*?)^```", README, re.MULTILINE | re.DOTALL)
    (table,) = tomllib.loads(block, parse_float=Fraction)["extensions"]
    assert TypeAdapter(Extension).validate_python(table).hours == 48
    assert "extensions" in {one.name for one in fields(CourseFile)}
