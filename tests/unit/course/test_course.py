"""Whatever is wrong with a course is one line that names the file, the key and the remedy."""

import re
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import CourseFolder, load
from grader.errors import GraderError
from tests.unit import tiny_course
from tests.unit.tiny_course import ASSIGNMENT, COURSE, FACTS, HIDDEN, PUBLIC

COURSE_FILE = "course.toml"
FACTS_FILE = f"assignments/{ASSIGNMENT}/assignment.toml"
MISTAKES_FILE = f"assignments/{ASSIGNMENT}/mistakes/halve.py"
SOLUTION_FILE = f"solutions/{ASSIGNMENT}.py"
HIDDEN_FILE = f"assignments/{ASSIGNMENT}/hidden.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny_course.write(tmp_path).parent


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def complaint(root: Path, *, material: bool = False) -> str:
    """What is said of the course: one line, without the folder of the test."""
    with pytest.raises(GraderError) as caught:
        folder = load(root / COURSE_FILE)
        if material:
            folder.material(ASSIGNMENT)
    text = str(caught.value)
    assert "\n" not in text
    return text.replace(f"{root}/", "")


def test_a_right_course_is_read_exactly(root: Path) -> None:
    folder = load(root / COURSE_FILE)
    course, homework = folder.course, folder.course.assignment(ASSIGNMENT)
    assert isinstance(folder, CourseFolder)
    assert [category.weight for category in course.categories] == [Fraction(3, 5), Fraction(2, 5)]
    assert course.policy.late_per_day == Fraction(1, 10)
    assert homework.due == datetime(2026, 10, 5, 23, 59, tzinfo=timezone(timedelta(hours=3)))
    assert [(task.name, task.points, task.builds_on) for task in homework.tasks] == [
        ("halve", 4, ()),
        ("counter", 6, ("halve",)),
    ]
    assert (homework.category, homework.kind, homework.points) == ("homework", "homework", 10)
    assert [student.id for student in course.roster] == ["anna", "bob"]
    material = folder.material(ASSIGNMENT)
    assert [case.visibility for case in material.cases] == ["public"] * 2 + ["hidden"] * 3
    assert list(material.checkers) == ["counted"]
    assert [mistake.credit for mistake in material.mistakes] == [Fraction(1, 4)]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        # the course's file
        (COURSE_FILE, "weight = 0.6", "weight = 0.5", "key categories.weight: 0.5 + 0.4 = 0.9, must be exactly 1"),
        (COURSE_FILE, "weight = 0.6", "weight = 0.6000000000000000001", "key categories.weight: .* must be exactly 1"),
        (COURSE_FILE, "weight = 0.6", "weight = -0.6", "key categories.weight: .* must be exactly 1"),
        (COURSE_FILE, "weight = 0.6", "wieght = 0.6", "key categories[1].wieght: there is no such key: remove it or"),
        (COURSE_FILE, "weight = 0.6", "", "key categories[1].weight: this key is required: add it"),
        (COURSE_FILE, "weight = 0.6", 'weight = "much"', "key categories[1].weight: .*'much'"),
        (COURSE_FILE, "weight = 0.6", "weight = nan", "not valid TOML: .*nan"),
        (COURSE_FILE, 'name = "exam"', 'name = "homework"', "key categories: 'homework' stands there twice"),
        (COURSE_FILE, 'name = "tiny"', 'name = "tiny"\nsemester = 2', "key semester: there is no such key"),
        (COURSE_FILE, 'name = "tiny"', "", "key name: this key is required: add it"),
        (COURSE_FILE, 'ru = "Крошечный курс", ', "", "key title.ru: this key is required: add it"),
        (COURSE_FILE, 'ru = "Экзамен"', 'ru = ""', "key categories.exam.title.ru: this key is required"),
        (COURSE_FILE, "late_per_day = 0.1", "late_per_day = 1.1", "key policy.late_per_day: a share, write a number"),
        (COURSE_FILE, "late_floor = 0.5", "late_floor = -0.5", "key policy.late_floor: a share, write a number"),
        (COURSE_FILE, "late_floor = 0.5", "grace_hours = -1", "key policy.grace_hours: must not be negative"),
        (
            COURSE_FILE,
            "late_floor = 0.5",
            "pass_mark = 11",
            "key policy.pass_mark: must lie between 1 and policy.scale",
        ),
        (COURSE_FILE, "late_floor = 0.5", "pass_mark = 0", "key policy.pass_mark: must lie between"),
        (COURSE_FILE, "late_floor = 0.5", 'attempts = "first"', "key policy.attempts: .*'last' or 'best'.*'first'"),
        (COURSE_FILE, "late_floor = 0.5", "late_flor = 0.5", "key policy.late_flor: there is no such key"),
        (COURSE_FILE, "due = 2026-10-05T23:59:00+03:00", "due = 2026-10-05T23:59:00", "due: add the time zone, as in"),
        (COURSE_FILE, "due = 2026-10-05T23:59:00+03:00", "due = 2026-10-05", "due: add the time zone, as in"),
        (COURSE_FILE, "due = 2026-10-05T23:59:00+03:00", "due = 2026-13-05T23:59:00+03:00", "not valid TOML"),
        (COURSE_FILE, "due = 2026-10-05T23:59:00+03:00", 'due = "Monday"', "key assignments[1].due: "),
        (COURSE_FILE, 'category = "homework"', 'category = "hw"', "no category 'hw': use one of homework, exam"),
        (COURSE_FILE, 'kind = "external"', 'kind = "paper"', "key assignments[2].kind: .*'external'.*'paper'"),
        (COURSE_FILE, "points = 10", "points = 0", "key assignments.exam.points: .* add points = 10"),
        (COURSE_FILE, "points = 10", "", "key assignments.exam.points: .* add points = 10"),
        (COURSE_FILE, 'kind = "external"', "", "key assignments.exam: title and points stand in its assignment.toml"),
        (
            COURSE_FILE,
            '[[assignments]]\nname = "exam"',
            '[[assignments]]\nname = "hw00_warmup"',
            "'hw00_warmup' stands",
        ),
        (
            COURSE_FILE,
            'name = "hw00_warmup"',
            'name = "hw99"',
            "key assignments.hw99: there is no folder .*: create it",
        ),
        (COURSE_FILE, 'roster = "roster.csv"', 'roster = "class.csv"', "class.csv: cannot be read"),
        (COURSE_FILE, 'roster = "roster.csv"', "roster = roster.csv", "not valid TOML: .*line 3"),
        # the assignment's file
        (FACTS_FILE, "points = 10", "points = 11", "key points: the tasks add up to 10, not 11: correct one of them"),
        (FACTS_FILE, "points = 10", "points = 10.000001", "key points: the tasks add up to 10, not 10000001/1000000"),
        (FACTS_FILE, "points = 4", "points = -4", "key tasks.halve.points: must not be negative"),
        (FACTS_FILE, ', en = "Warm-up"', "", "key title.en: this key is required: add it"),
        (FACTS_FILE, ', en = "Half"', "", "key tasks.halve.title.en: this key is required: add it"),
        (FACTS_FILE, 'name = "counter"', 'name = "halve"', "key tasks.halve: stands there twice: rename one"),
        (
            FACTS_FILE,
            'builds_on = ["halve"]',
            'builds_on = ["half"]',
            "tasks.counter.builds_on: there is no task 'half'",
        ),
        (
            FACTS_FILE,
            'requires = ["Counter"]\n',
            "",
            "key tasks.counter.forbids: forbids nothing, for the task requires",
        ),
        (FACTS_FILE, "requires", "require", "key tasks[1].require: there is no such key"),
        (FACTS_FILE, 'requires = ["halve"]', 'requires = "halve"', "key tasks[1].requires: "),
        (FACTS_FILE, "points = 10", "digest = 1\npoints = 10", "key digest: there is no such key"),
        (
            FACTS_FILE,
            'section = "l1-halves"',
            'section = "l1-halves"\ncarried = 0.5',
            "key tasks.halve.carried: nothing can be lent to a task that builds on no required name: remove the key",
        ),
        (
            FACTS_FILE,
            'requires = ["Counter"]',
            'requires = ["Counter", "halve"]\ncarried = 0.5',
            "key tasks.counter.carried: nothing can be lent to a task that shares with it all that",
        ),
        (
            FACTS_FILE,
            "[[tasks]]",
            '[stand_ins]\nhalf = "numpy.half"\n\n[[tasks]]',
            "key stand_ins.half: no task requires it",
        ),
        (
            FACTS_FILE,
            "[[tasks]]",
            '[stand_ins]\nhalve = "torch.halve"\n\n[[tasks]]',
            "key stand_ins.halve: 'torch.halve' is not a dotted name in one of libraries",
        ),
    ],
)
def test_a_wrong_file_is_told(root: Path, file: str, old: str, new: str, said: str) -> None:
    change(root / file, old, new)
    text = complaint(root)
    assert re.search(".*".join(map(re.escape, said.split(".*"))), text), text
    if "class.csv" not in said:
        assert text.startswith(f"{file}: ")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            FACTS_FILE,
            "points = 4",
            "points = 5",
            "key tasks.halve.points: its cases add up to 4, not 5: correct the task",
        ),
        (
            HIDDEN_FILE,
            'case("halve", points=2)',
            'case("halv", points=2)',
            "case half_of_a_matrix_edge: there is no task",
        ),
        (HIDDEN_FILE, "points=2", 'points="-2"', "case half_of_a_matrix_edge: points must not be negative"),
        (HIDDEN_FILE, "points=2", 'points=2, checker="clos"', "there is no checker 'clos' in checkers.py or grader/"),
        (HIDDEN_FILE, "points=2", 'points=2, checker="../x"', "there is no checker '../x'"),
        (HIDDEN_FILE, "points=2", 'points=2, checker="__init__"', "there is no checker '__init__'"),
        (HIDDEN_FILE, "points=2", "points=2.0", "TypeError: points=2.0 of a case of task 'halve' is not exact"),
        (
            HIDDEN_FILE,
            "half_of_a_matrix_edge",
            "half_of_a_vector",
            "2 cases are named 'half_of_a_vector': rename all but",
        ),
        (HIDDEN_FILE, "import numpy", "import nunpy", "ModuleNotFoundError: No module named 'nunpy'"),
        (HIDDEN_FILE, "import numpy as np", "def (", "hidden.py:3: "),
        (MISTAKES_FILE, 'mistake("halve"', 'mistake("half"', "halve.py: mistake doubled: there is no task 'half'"),
        (MISTAKES_FILE, "l1-halves", "l9-halves", 'mistake doubled: section: there is no <a id="l9-halves"> in'),
        (SOLUTION_FILE, "class Counter", "class Count", "key tasks.counter.requires: hw00_warmup.py does not define"),
        (SOLUTION_FILE, "def halve", "def (", "hw00_warmup.py:9: "),
    ],
)
def test_wrong_material_is_told(root: Path, file: str, old: str, new: str, said: str) -> None:
    change(root / file, old, new)
    if file == FACTS_FILE:
        change(root / file, "points = 10", "points = 11")
    assert said in complaint(root, material=True)


def test_a_section_must_be_an_anchor_in_every_language_that_has_lectures(root: Path) -> None:
    change(root / "assignments" / "lectures.ru.md", 'id="l1-counters"', 'id="l1-counter"')
    said = 'assignment.toml: key tasks.counter.section: there is no <a id="l1-counters"> in lectures.ru.md: add it or'
    assert said in complaint(root, material=True)
    (root / "assignments" / "lectures.ru.md").unlink()
    assert load(root / COURSE_FILE).material(ASSIGNMENT).mistakes


def test_a_course_file_of_another_name_is_the_one_that_is_told(root: Path) -> None:
    change(root / COURSE_FILE, 'name = "hw00_warmup"', 'name = "hw99"')
    other = (root / COURSE_FILE).rename(root / "c2.toml")
    with pytest.raises(GraderError, match=r"c2\.toml: key assignments\.hw99: there is no folder"):
        load(other)


def test_a_task_that_no_case_looks_at_is_told(root: Path) -> None:
    change(root / FACTS_FILE, 'name = "counter"', 'name = "extra"')
    change(root / FACTS_FILE, "points = 6", "points = 0")
    change(root / FACTS_FILE, "points = 10", "points = 4")
    for file in ("public.py", "hidden.py"):
        change(root / "assignments" / ASSIGNMENT / file, 'case("counter", points=', 'case("halve", points=0 * ')
    assert "key tasks.extra: there is no case of it: write one" in complaint(root, material=True)


def test_an_assignment_without_points_is_told(root: Path) -> None:
    (root / FACTS_FILE).write_text('title = { ru = "р", en = "e" }\npoints = 0\ntasks = []\n', encoding="utf-8")
    assert "key points: must be more than 0" in complaint(root)


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (COURSE_FILE, "course.toml: cannot be read (No such file or directory): create it or correct the path"),
        (FACTS_FILE, "assignment.toml: cannot be read"),
        ("roster.csv", "roster.csv: cannot be read (No such file or directory): correct the path"),
    ],
)
def test_a_file_that_is_not_there_is_told(root: Path, gone: str, said: str) -> None:
    (root / gone).unlink()
    assert said in complaint(root)
    (root / gone).mkdir()
    assert "Is a directory" in complaint(root)


def test_a_solution_that_is_not_there_is_told(root: Path) -> None:
    (root / "solutions" / f"{ASSIGNMENT}.py").unlink()
    assert f"solutions/{ASSIGNMENT}.py: the reference solution is not there: write it" in complaint(root, material=True)


@pytest.mark.parametrize("file", [COURSE_FILE, FACTS_FILE])
def test_a_file_that_is_not_utf8_is_told(root: Path, file: str) -> None:
    (root / file).write_bytes((root / file).read_text(encoding="utf-8").encode("cp1251", "replace"))
    assert re.search(r"not UTF-8 \(byte \d+\): save it as", complaint(root)) or file == FACTS_FILE


@pytest.mark.parametrize("file", [COURSE_FILE, FACTS_FILE, "roster.csv"])
def test_a_byte_order_mark_and_windows_line_ends_are_nothing(root: Path, file: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    (root / file).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(root / COURSE_FILE).course.name == "tiny"


@given(st.text(max_size=200))
def test_any_text_as_course_file_is_one_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = tmp_path_factory.mktemp("c")
    (root / COURSE_FILE).write_bytes(text.encode("utf-8", "replace"))
    assert "course.toml" in complaint(root)


def test_the_first_of_many_complaints_counts_the_others(root: Path) -> None:
    change(root / COURSE_FILE, 'name = "tiny"', "x = 1\ny = 2")
    assert (
        complaint(root) == f"{COURSE_FILE}: key x: there is no such key: remove it or correct its spelling (and 2 more)"
    )


# ------------------------------------------------------------------------------------------------- the version


def digest(root: Path) -> str:
    return load(root / COURSE_FILE).course.assignment(ASSIGNMENT).digest


@pytest.mark.parametrize(
    "file", [FACTS_FILE, HIDDEN_FILE, f"solutions/{ASSIGNMENT}.py", f"assignments/{ASSIGNMENT}/mistakes/halve.py"]
)
def test_what_decides_a_grade_decides_the_digest(root: Path, file: str) -> None:
    before = digest(root)
    assert digest(root) == before
    with (root / file).open("a", encoding="utf-8") as stream:
        stream.write("\n# changed\n")
    assert digest(root) != before


def test_each_file_of_questions_decides_the_digest(root: Path) -> None:
    file, digests = root / "assignments" / ASSIGNMENT / "questions" / "1_halves.py", [digest(root)]
    file.parent.mkdir()
    for text in ("x = 1\n", "x = 2\n"):
        file.write_text(text, encoding="utf-8")
        digests.append(digest(root))
    assert len(set(digests)) == 3


def test_data_beside_the_cases_decides_the_digest_and_prose_does_not(root: Path) -> None:
    before, folder = digest(root), root / "assignments" / ASSIGNMENT
    (folder / "statement.en.md").write_text("Reworded.", encoding="utf-8")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert digest(root) == before
    (folder / "rows.npz").write_bytes(b"other")
    assert digest(root) != before


def test_the_tiny_course_is_what_these_tests_take_it_for() -> None:
    assert all("points" in text for text in (COURSE, FACTS, PUBLIC, HIDDEN))


def test_sections_of_the_lectures_have_their_headings(root: Path) -> None:
    lectures = root / "assignments" / "lectures.en.md"
    lectures.write_text(
        '<a id="l1-halves"></a> <a id="old"></a>\n\n### Halves #\n\n<a id="l1-counters"></a>\ntext\n', "utf-8"
    )
    (root / "assignments" / "lectures.ru.md").write_text('<a id="l1-halves"></a><a id="l1-counters"></a>\n# Половины\n')
    sections = load(root / "course.toml").course.assignment(ASSIGNMENT).sections
    assert sections["l1-halves"] == {"ru": "Половины", "en": "Halves"}
    assert sections["old"] == {"en": "Halves"}
    assert sections["l1-counters"] == {"ru": "Половины"}
