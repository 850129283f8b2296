"""The answer sheets of the demo's class are those that its script writes, and every way of handing in is among them."""

import pytest

from grader.course import CourseFolder, load
from grader.sheets import read_sheet
from tests.course.support import ROOT
from tests.demo_class.sheets import CLASS, files, sittings


@pytest.fixture(scope="module")
def folder() -> CourseFolder:
    """The course with the demo's roster."""
    return load(ROOT / "course.toml", CLASS / "roster.csv")


def test_writing_them_again_gives_the_same_bytes(folder: CourseFolder) -> None:
    """If not, a question has changed: run `python -m tests.demo_class.sheets`, and see that expected.toml holds."""
    tests = {one.name for one in folder.course.assignments if one.kind == "quiz"}
    there = {
        path.relative_to(CLASS / "submissions").as_posix(): path.read_bytes()
        for path in (CLASS / "submissions").glob("*/*/*")
        if path.parent.name in tests
    }
    written = {path: text.encode() for path, text in files(folder)}
    assert there.keys() == written.keys()
    assert [path for path in there if there[path] != written[path]] == []


def test_every_way_of_handing_in_is_there(folder: CourseFolder) -> None:
    """Each form, another's paper, a late sheet, nothing at all; and every sheet can be read."""
    every = [sitting for tests in sittings().values() for sitting in tests.values()]
    assert {sitting.form for sitting in every} == {"json", "md", "ipynb"}
    assert any(sitting.paper_of for sitting in every)
    assert any(sitting.received for sitting in every)
    assert {student.id for student in folder.course.roster} - sittings().keys() == {"yakovlev_b"}
    for student, tests in sittings().items():
        for name, sitting in tests.items():
            sheet = read_sheet((CLASS / "submissions" / student / name / f"{name}.{sitting.form}").read_bytes())
            assert sheet.assignment == name
            assert sheet.student == (sitting.paper_of or student)
            assert sheet.notes == ()
