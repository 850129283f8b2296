"""What lies in the students' folders, what does not, and how the two are told apart."""

import json
from pathlib import Path

import numpy as np
import pytest

from grader import handout, release
from grader.course import CourseFolder, load
from grader.errors import GraderError
from grader.release import Change
from tests.unit import tiny_course
from tests.unit.tiny_course import ASSIGNMENT

FILES = {
    f"{ASSIGNMENT}.py",
    f"{ASSIGNMENT}.ipynb",
    "statement.md",
    "public.py",
    "checkers.py",
    "rows.npz",
    "public.json",
    "requirements.txt",
}


@pytest.fixture
def course(tmp_path: Path) -> CourseFolder:
    return load(tiny_course.write(tmp_path))


def changes(course: CourseFolder, *names: str) -> tuple[Change, ...]:
    chosen = release.released_names(course, names)
    return release.changes(course.root, release.plan(course, chosen), chosen if names else None)


def released(course: CourseFolder, language: str = "en") -> Path:
    release.apply(course.root, changes(course))
    return course.root / "student_templates" / language / ASSIGNMENT


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_writes_everything_that_a_student_needs_in_both_languages(course: CourseFolder) -> None:
    for language in ("ru", "en"):
        folder = released(course, language)
        assert {path.name for path in folder.iterdir()} == FILES
        assert (folder.parent / "lectures.md").is_file()
    assert changes(course) == ()


def test_a_notebook_says_which_libraries_it_needs(course: CourseFolder) -> None:
    def told() -> str:
        cells = json.loads(
            (released(load(course.root / "course.toml")) / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")
        )["cells"]
        return "".join(next(cell for cell in cells if cell["id"] == "rules")["source"])

    assert told().startswith("The first code cell needs NumPy and this")
    edit(course.root / "assignments" / ASSIGNMENT / "assignment.toml", '["numpy"]', '["numpy", "torch"]')
    assert told().startswith("The first code cell needs NumPy, PyTorch (`pip install torch`) and this")


def test_gives_nothing_hidden_away(course: CourseFolder) -> None:
    released(course)
    hidden = [case.name for case in course.material(ASSIGNMENT).cases if case.visibility == "hidden"]
    secrets = hidden + release.solution_lines(tiny_course.SOLUTION, "hw.py") + ["doubled", "Hidden cases"]
    for path in (course.root / "student_templates").rglob("*.*"):
        text = path.read_bytes().decode("utf-8", "replace")
        assert not [secret for secret in secrets if secret in text], path


def test_links_lead_to_files_of_the_students_folders(course: CourseFolder) -> None:
    folder = released(course, "ru")
    statement = (folder / "statement.md").read_text(encoding="utf-8")
    assert "](../lectures.md#l1-halves)" in statement
    assert f"](../../en/{ASSIGNMENT}/statement.md)" in statement
    assert (folder / f"../../en/{ASSIGNMENT}/statement.md").is_file()
    assert "](../en/lectures.md)" in (folder.parent / "lectures.md").read_text(encoding="utf-8")


def test_handout_says_what_the_reference_shows_and_how_many_cases_are_hidden(course: CourseFolder) -> None:
    given = handout.read(released(course) / "public.json")
    assert given.language == "en"
    assert given.hidden_cases == {"halve": 2, "counter": 1}
    assert given.expected["counts_up"] == {"counts": [4, 8, 12]}
    assert set(given.expected) == {"half_of_a_vector", "counts_up"}


def test_checkers_stay_at_home_if_no_public_case_names_one(course: CourseFolder) -> None:
    folder = course.root / "assignments" / ASSIGNMENT
    edit(folder / "public.py", 'checker="counted", ', "")
    assert "checkers.py" not in {path.name for path in released(course).iterdir()}


def test_data_of_hidden_cases_stays_at_home(course: CourseFolder) -> None:
    np.savez(course.root / "assignments" / ASSIGNMENT / "hidden_rows.npz", rows=np.ones(2))
    assert {path.name for path in released(course).iterdir()} == FILES


def test_says_what_is_stale_missing_and_superfluous(course: CourseFolder) -> None:
    folder = released(course)
    edit(folder / f"{ASSIGNMENT}.py", "Your code here", "My code here")
    (folder / "statement.md").unlink()
    (folder / "old.npz").write_bytes(b"")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "public.pyc").write_bytes(b"")
    found = {change.path.name: change.kind for change in changes(course)}
    assert found == {f"{ASSIGNMENT}.py": "stale", "statement.md": "missing", "old.npz": "superfluous"}
    release.apply(course.root, changes(course))
    assert changes(course) == ()
    assert not (folder / "old.npz").exists()


def test_folders_of_assignments_that_are_gone_go_too(course: CourseFolder) -> None:
    old = released(course).parent / "hw99" / "hw99.py"
    old.parent.mkdir()
    old.write_text("pass\n", encoding="utf-8")
    assert changes(course, ASSIGNMENT) == ()
    assert [change.kind for change in changes(course)] == ["superfluous"]
    release.apply(course.root, changes(course))
    assert not old.parent.exists()


def test_a_changed_solution_makes_its_files_stale(course: CourseFolder) -> None:
    released(course)
    edit(course.root / "solutions" / f"{ASSIGNMENT}.py", "np.asarray(0.5", "np.asarray(0.25")
    assert {change.path.name for change in changes(course)} == {"public.json"}


def test_last_bits_of_another_machine_are_not_stale(course: CourseFolder) -> None:
    path = released(course) / "public.json"
    given = handout.read(path)
    given.expected["half_of_a_vector"]["out"] *= 1 + 1e-15
    given.expected["half_of_a_vector"]["out"][0] = np.nextafter(given.expected["half_of_a_vector"]["out"][0], 9)
    path.write_text(handout.to_json(given), encoding="utf-8", newline="\n")
    assert changes(course) == ()
    given.expected["half_of_a_vector"]["out"] *= 1 + 1e-6
    path.write_text(handout.to_json(given), encoding="utf-8", newline="\n")
    assert [change.kind for change in changes(course)] == ["stale"]


def test_a_damaged_handout_is_written_anew(course: CourseFolder) -> None:
    path = released(course) / "public.json"
    path.write_text("{", encoding="utf-8")
    assert [change.path.name for change in changes(course)] == ["public.json"]


@pytest.mark.parametrize("name", ["hw77", "exam"])
def test_only_homework_of_the_course_is_released(course: CourseFolder, name: str) -> None:
    with pytest.raises(GraderError, match=f"no homework '{name}'.*{ASSIGNMENT}"):
        release.released_names(course, [name])


def test_a_case_that_the_reference_fails_is_not_handed_out(course: CourseFolder) -> None:
    edit(course.root / "solutions" / f"{ASSIGNMENT}.py", "return x * np", "return None * np")
    with pytest.raises(GraderError, match=r"public\.py: case half_of_a_vector: the reference does not pass"):
        changes(course)


@pytest.mark.parametrize("gone", [f"assignments/{ASSIGNMENT}/statement.ru.md", "assignments/lectures.en.md"])
def test_a_missing_text_is_told_by_its_path(course: CourseFolder, gone: str) -> None:
    (course.root / gone).unlink()
    with pytest.raises(GraderError, match=gone.rsplit("/", 1)[1]):
        changes(course)


def test_a_reference_without_a_region_is_not_handed_out(course: CourseFolder) -> None:
    path = course.root / "solutions" / f"{ASSIGNMENT}.py"
    text = path.read_text(encoding="utf-8").replace("# BEGIN SOLUTION", "").replace("# END SOLUTION", "")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GraderError, match=rf"{ASSIGNMENT}\.py: no region .*the whole solution would be handed out"):
        changes(course)


def test_handout_says_what_a_task_requires_and_forbids(course: CourseFolder) -> None:
    tasks = handout.read(released(course) / "public.json").tasks
    assert [(task.requires, task.forbids) for task in tasks] == [(("halve",), ()), (("Counter",), ("torch",))]
