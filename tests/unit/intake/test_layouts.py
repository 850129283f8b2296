"""Every layout that learning systems export, as a zip and unpacked: whose, what, when, and what is told of the rest."""

import os
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.intake import Batch, collect, read_map
from grader.model import Extension, Policy
from tests.unit.intake import recorded
from tests.unit.intake.recorded import DUE, HOMEWORK, MOSCOW, NAME, ROSTER, Member, assignment, text, write_zip

Files = Mapping[str, bytes | str]
Place = Callable[[Path, Files], Path]


@pytest.fixture(params=[recorded.zipped, recorded.unpacked])
def place(request: pytest.FixtureRequest) -> Place:
    """Puts files where an instructor has them: in a zip, or unpacked."""
    chosen: Place = request.param
    return chosen


def batch(root: Path, *asked: str, **policy: object) -> Batch:
    return collect(root, HOMEWORK, ROSTER, Policy(**policy), asked)  # type: ignore[arg-type]


def sources(found: Batch) -> dict[str, str | None]:
    assert {one.assignment for one in found.submissions} <= {NAME}
    return {one.student: one.source for one in found.submissions}


def times(found: Batch) -> dict[str, datetime | None]:
    return {one.student: one.received for one in found.submissions}


EVERYBODY = {student: text(student) for student in ("ivanova_a", "petrov_b", "fedorov_l")}


@pytest.mark.parametrize(
    ("files", "layout"),
    [
        (recorded.FOLDERS, "a folder per student"),
        (recorded.FLAT, "files named by their students"),
        (recorded.MOODLE, "Moodle's download of all submissions"),
        (recorded.MOODLE_FLAT, "Moodle's download of all submissions"),
        (recorded.CANVAS, "Canvas's submissions.zip"),
        (recorded.NBGRADER, "nbgrader's submitted tree"),
    ],
)
@pytest.mark.parametrize("wrapping", ["", "export 7/", "a/b/"])
def test_a_layout_is_recognised_and_everybody_is_found(
    tmp_path: Path, place: Place, files: Files, layout: str, wrapping: str
) -> None:
    if wrapping == "a/b/" and layout in ("a folder per student", "files named by their students"):
        wrapping = "class/"
    beside = {"readme.txt": "downloaded on Tuesday\n"} if wrapping else {}
    root = place(tmp_path, beside | {wrapping + path: data for path, data in files.items()})
    found = batch(root)
    assert found.layout == layout
    assert sources(found) == EVERYBODY
    assert found.strangers == ()
    assert all("hw01_backprop-1.py" in path for path in found.unread)
    assert {match.student for match in found.matches} == set(EVERYBODY)


def test_moodle_tells_online_text_and_takes_the_only_file(tmp_path: Path, place: Place) -> None:
    found = batch(place(tmp_path, recorded.MOODLE))
    assert any("García López_1234571" in line and "typed into the page" in line for line in found.remarks)
    assert not any("1234570" in line for line in found.remarks)
    (petrov,) = [one for one in found.submissions if one.student == "petrov_b"]
    assert petrov.notes == ("renamed|мое решение.py",)


def test_the_time_of_a_download_is_not_the_time_of_handing_in(tmp_path: Path) -> None:
    found = batch(recorded.zipped(tmp_path, recorded.MOODLE))
    assert set(times(found).values()) == {None}
    assert any("are those of the download" in line for line in found.remarks)


def test_moodle_keeps_times_that_a_class_can_have(tmp_path: Path) -> None:
    stamped = [
        Member(name=f"Анна Иванова_1_assignsubmission_file/{NAME}.py", data="a = 1", time=(2026, 10, 5, 21, 0, 0)),
        Member(name=f"Борис Петров_2_assignsubmission_file/{NAME}.py", data="b = 1", time=(2026, 10, 6, 9, 30, 2)),
        Member(
            name=f"Лев Федоров_3_assignsubmission_file/{NAME}.py",
            data="c = 1",
            extra=b"UT\x05\x00\x01" + int(datetime(2026, 10, 5, 12, 0, tzinfo=UTC).timestamp()).to_bytes(4, "little"),
        ),
    ]
    two = batch(write_zip(tmp_path / "two.zip", stamped[:2]))
    assert times(two) == {
        "ivanova_a": datetime(2026, 10, 5, 21, 0, tzinfo=MOSCOW),
        "petrov_b": datetime(2026, 10, 6, 9, 30, 2, tzinfo=MOSCOW),
    }
    # Two clocks in one zip cannot be compared.
    assert set(times(batch(write_zip(tmp_path / "three.zip", stamped))).values()) == {None}
    (only,) = batch(write_zip(tmp_path / "one.zip", stamped[2:])).submissions
    assert only.received is None


def test_canvas_takes_the_newest_and_says_what_late_means(tmp_path: Path, place: Place) -> None:
    root = place(tmp_path, recorded.CANVAS)
    found = batch(root, grace_hours=Fraction(1))
    assert times(found) == {
        "ivanova_a": None,
        "petrov_b": DUE + timedelta(hours=1, seconds=1),
        "fedorov_l": None,
    }
    (petrov,) = [one for one in found.submissions if one.student == "petrov_b"]
    assert petrov.notes == ("late_at_least|",)
    assert any("garcíalópezlucía_81237_5512402_text.html" in line for line in found.remarks)
    ill = Extension(student="petrov_b", assignment="all", hours=Fraction(3), why="ill")
    (extended,) = [one for one in batch(root, extensions=(ill,)).submissions if one.student == "petrov_b"]
    assert extended.notes == ()
    every = batch(root, attempts="best")
    assert [one.source for one in every.submissions if one.student == "petrov_b"] == ["older = 1\n", text("petrov_b")]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (f"anon_x7Kd2_5512400_{NAME}.py", "anon_x7Kd2"),
        (f"LATE_anon_x7Kd2_5512400_{NAME}.py", "anon_x7Kd2"),
        (f"smithjohn_LATE_5_600_{NAME}.py", "smithjohn_5"),
        (f"smithjohn_5_600_{NAME}_77_888_x.py", "smithjohn_5"),
    ],
)
def test_canvas_names(tmp_path: Path, place: Place, name: str, label: str) -> None:
    found = batch(place(tmp_path, {name: "x = 1\n"}))
    assert (found.layout, found.strangers) == ("Canvas's submissions.zip", (label,))


def test_gradescope_says_whose_and_when(tmp_path: Path, place: Place) -> None:
    found = batch(place(tmp_path, recorded.GRADESCOPE))
    assert found.layout == "Gradescope's export"
    assert sources(found) == {
        "ivanova_a": text("ivanova_a"),
        "petrov_b": "group = True\n",
        "fedorov_l": "group = True\n",
    }
    assert times(found) == {
        "ivanova_a": datetime(2026, 10, 5, 20, 58, 59, 123456, tzinfo=UTC),
        "petrov_b": datetime(2026, 10, 6, 7, 0, tzinfo=UTC),
        "fedorov_l": datetime(2026, 10, 6, 7, 0, tzinfo=UTC),
    }
    assert found.remarks == ("submission_98767: submission_metadata.yml does not say whose it is",)
    assert found.unread == (f"submission_98767/{NAME}.py",)


@pytest.mark.parametrize(
    ("time", "received"),
    [
        ("2026-10-05 20:59:00 Z", datetime(2026, 10, 5, 20, 59, tzinfo=UTC)),
        ("2026-10-05T20:59:00.5-07:00", datetime(2026, 10, 6, 3, 59, 0, 500_000, tzinfo=UTC)),
        ("2026-10-05 20:59:00 UTC", datetime(2026, 10, 5, 20, 59, tzinfo=UTC)),
        ("'2026-10-05 20:59:00 +0300'", datetime(2026, 10, 5, 17, 59, tzinfo=UTC)),
        ("2026-13-05 20:59:00 Z", None),
        ("yesterday", None),
        ("[1, 2]", None),
    ],
)
def test_gradescope_times(tmp_path: Path, time: str, received: datetime | None) -> None:
    metadata = f"submission_1:\n  :submitters:\n  - :name: Анна Иванова\n  :created_at: {time}\n"
    files = {"submission_metadata.yml": metadata, f"submission_1/{NAME}.py": "x = 1\n"}
    (only,) = batch(recorded.unpacked(tmp_path, files)).submissions
    assert only.received == received
    assert only.student == "ivanova_a"


@pytest.mark.parametrize(
    "metadata",
    [
        b"",
        b"\xff\xfe",
        b"- 1\n- 2\n",
        b"a: [b, c",
        b"\t\t",
        b"[" * 5000,
        b"a: " + b"{b: " * 5000,
        b"a: &x [*x, *x]\n? [1]\n: 2\n",
        b"submission_1: {':submitters': [3, {':name': [x]}]}",
        b"submission_1: !!python/object/apply:os.system ['false']",
    ],
)
def test_metadata_that_is_broken_is_one_line_or_nobodys(tmp_path: Path, metadata: bytes) -> None:
    root = recorded.unpacked(tmp_path, {"submission_metadata.yml": metadata, f"submission_1/{NAME}.py": "x = 1\n"})
    try:
        found = batch(root)
    except GraderError as error:
        assert str(error).startswith(f"{root}/submission_metadata.yml: ")
        assert "\n" not in str(error)
    else:
        assert found.submissions == ()
        assert found.unread == (f"submission_1/{NAME}.py",)


def test_nbgrader_keeps_the_time_and_leaves_the_teachers_files(tmp_path: Path, place: Place) -> None:
    found = batch(place(tmp_path, recorded.NBGRADER))
    assert times(found)["ivanova_a"] == datetime(2026, 10, 5, 20, 0, 0, 123456, tzinfo=UTC)
    assert found.unread == ()


@pytest.mark.parametrize(
    ("name", "student"),
    [
        (f"petrov_b_{NAME}.py", "petrov_b"),
        (f"petrov_b-{NAME} (2).py", "petrov_b"),
        ("hw01-backprop.petrov_b.py", "petrov_b"),
        ("Борис Петров HW01 Backprop.py", "petrov_b"),
        ("b.petrov@example.edu_hw01_backprop.py", "petrov_b"),
        ("petrov_b_hw012_backprop.py", None),
    ],
)
def test_a_file_that_is_named_by_its_student(tmp_path: Path, place: Place, name: str, student: str | None) -> None:
    found = batch(place(tmp_path, {name: "x = 1\n"}), "hw02_dropout")
    if student is None:
        assert [one.assignment for one in found.submissions] == ["hw02_dropout"]
    else:
        assert [(one.student, one.assignment, one.notes) for one in found.submissions] == [(student, NAME, ())]


def test_a_file_that_names_no_assignment_is_for_the_one_that_is_meant(tmp_path: Path, place: Place) -> None:
    files = {"petrov_b.py": text("petrov_b"), "ivanova_a.py": text("ivanova_a")}
    root = place(tmp_path, files)
    nothing = batch(root)
    assert (nothing.submissions, len(nothing.unread)) == ((), 2)
    assert set(sources(batch(root, NAME))) == {"petrov_b", "ivanova_a"}
    called = place(tmp_path, files).rename(tmp_path / f"HW01 Backprop (final){root.suffix}")
    assert set(sources(batch(called))) == {"petrov_b", "ivanova_a"}


def test_an_export_of_one_assignment_gives_a_file_of_another_to_nobody(tmp_path: Path, place: Place) -> None:
    files = {f"Студент {letter}_{n}_assignsubmission_file/{NAME}.py": "x = 1\n" for n, letter in enumerate("АБВГДЕ")}
    files["Борис Петров_99_assignsubmission_file/hw02_dropout.py"] = "y = 1\n"
    found = batch(place(tmp_path, files))
    assert {one.assignment for one in found.submissions} == {NAME}
    assert "petrov_b" not in sources(found)
    assert found.unread == ("Борис Петров_99_assignsubmission_file/hw02_dropout.py",)


def test_exports_of_two_assignments_in_one_folder_are_both_read(tmp_path: Path, place: Place) -> None:
    files = {
        f"Анна Иванова_1_assignsubmission_file/{NAME}.py": "x = 1\n",
        "Анна Иванова_7_assignsubmission_file/hw02_dropout.py": "y = 1\n",
    }
    found = batch(place(tmp_path, files))
    assert found.strangers == ("Анна Иванова_1", "Анна Иванова_7")  # two numbers: two people, for all that is known


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_on_a_disk_are_read_in_either_composition(tmp_path: Path, form: str) -> None:
    files = {f"Фёдоров Лёвушка Аркадьевич/{NAME}/{NAME}.py": "x = 1\n", f"Фёдоров Лев/{NAME}/timestamp.txt": "?"}
    root = recorded.unpacked(tmp_path, {unicodedata.normalize(form, path): data for path, data in files.items()})
    (root / unicodedata.normalize(form, "Фёдоров Лев") / "hw02_dropout").mkdir()
    found = batch(root)
    assert found.strangers == ("Фёдоров Лёвушка Аркадьевич",)
    assert {match.label for match in found.matches} == {"Фёдоров Лёвушка Аркадьевич", "Фёдоров Лев"}


def test_a_time_that_no_calendar_has_is_no_time(tmp_path: Path) -> None:
    root = recorded.unpacked(tmp_path, recorded.FOLDERS)
    try:
        os.utime(root / "ivanova_a" / f"{NAME}.py", (2**55, 2**55))
    except OSError:
        pytest.skip("this file system keeps no such times")
    assert sources(batch(root)) == EVERYBODY


def test_a_few_names_do_not_speak_for_an_export_that_says_what_it_is(tmp_path: Path, place: Place) -> None:
    files = {f"Студент {letter}_{n}_assignsubmission_file/решение.py": "x = 1\n" for n, letter in enumerate("АБВГ")}
    files["Борис Петров_99_assignsubmission_file/hw02_dropout.py"] = "y = 1\n"
    assert {one.assignment for one in batch(place(tmp_path, files)).submissions} == {"hw02_dropout"}
    asked = batch(place(tmp_path, files), NAME)
    assert {one.assignment for one in asked.submissions} == {NAME}
    assert "petrov_b" not in sources(asked)


# -------------------------------------------------------------------------------------------------------- --map


def test_the_map_settles_who_and_when(tmp_path: Path, place: Place) -> None:
    root = place(
        tmp_path,
        {
            f"Анечка_1_assignsubmission_file/{NAME}.py": "x = 1\n",
            f"Анечка И._7_assignsubmission_file/{NAME}.py": "x = 2\n",
            f"Преподаватель Лев_3_assignsubmission_file/{NAME}.py": "x = 3\n",
            f"Новенький_4_assignsubmission_file/{NAME}.py": "x = 4\n",
        },
    )
    settled = tmp_path / "map.csv"
    settled.write_text(
        "name;student;received\nанечка_1;ivanova_a;2026-10-05T10:00:00+03:00\n"
        "Анечка И.;ivanova_a;2026-10-06T10:00:00+03:00\nПреподаватель Лев_3;-;\nНовенький_4;;\n",
        encoding="utf-8-sig",
    )
    mapped = read_map(settled, ROSTER)
    found = collect(root, HOMEWORK, ROSTER, Policy(), (), mapped)
    assert sources(found) == {"ivanova_a": "x = 2\n", "Новенький_4": "x = 4\n"}
    assert times(found)["ivanova_a"] == datetime(2026, 10, 6, 10, 0, tzinfo=MOSCOW)
    best = collect(root, HOMEWORK, ROSTER, Policy(attempts="best"), (), mapped)
    assert [one.source for one in best.submissions] == ["x = 1\n", "x = 2\n", "x = 4\n"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("who,student\n", "line 1: the header must be name,student and may add received"),
        ("", "the file is empty: the first line must name the columns"),
        ("name,student\nx,nobody\n", "line 2: 'nobody' is not on the roster: correct it, or write - to leave them out"),
        ("name,student\nx,petrov_b\nX ,petrov_b\n", "line 3: 'X' stands there twice"),
        ("name,student\nx\n", "line 2: not as many cells"),
        ("name,student,received\nx,petrov_b,today\n", "line 2: 'today' is no time with a zone"),
        ("name,student,received\nx,petrov_b,2026-10-05T10:00\n", "is no time with a zone"),
        ('name,student\n"' + "x" * 200_000, "line 2: field larger"),
    ],
)
def test_a_map_that_is_wrong_is_one_line(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "map.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GraderError) as caught:
        read_map(path, ROSTER)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_map_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "map.csv").write_bytes(b"\xff")
    for path in (tmp_path / "map.csv", tmp_path / "none.csv", tmp_path):
        with pytest.raises(GraderError, match=str(path)):
            read_map(path, ROSTER)


# ---------------------------------------------------------------------------------- several files of one student


def test_two_that_could_be_the_same_student_are_not_guessed_between(tmp_path: Path, place: Place) -> None:
    files = {f"Иванова Анна/{NAME}.py": "x = 1\n", f"Анна Иванова/{NAME}.py": "x = 2\n"}
    assert batch(place(tmp_path, files)).strangers == ("Анна Иванова", "Иванова Анна")
    sure = batch(place(tmp_path, files | {f"ivanova_a/{NAME}.py": "x = 3\n"}))
    assert sources(sure)["ivanova_a"] == "x = 3\n"
    assert sure.strangers == ("Анна Иванова", "Иванова Анна")


def test_two_accounts_of_one_student_without_times_are_told(tmp_path: Path, place: Place) -> None:
    files = {f"b.petrov@example.edu/{NAME}.py": "x = 1\n", f"bpetrov/{NAME}.py": "x = 2\n"}
    found = batch(place(tmp_path, files))
    assert found.submissions == ()
    assert len(found.remarks) == 1
    assert f"petrov_b {NAME}: " in found.remarks[0]
    assert "nothing says which is newer" in found.remarks[0]
    timed = files | {
        "b.petrov@example.edu/timestamp.txt": "2026-10-05T10:00:00Z",
        "bpetrov/timestamp.txt": "2026-10-04T10:00:00Z",
    }
    assert sources(batch(place(tmp_path, timed))) == {"petrov_b": "x = 1\n"}
    own = files | {f"petrov_b/{NAME}.py": "x = 3\n"}
    assert sources(batch(place(tmp_path, own))) == {"petrov_b": "x = 3\n"}


@pytest.mark.parametrize(
    ("program", "notebook", "chosen"),
    [
        ((2026, 10, 5, 10, 0, 0), (2026, 10, 5, 12, 0, 0), f"{NAME}.ipynb"),
        ((2026, 10, 5, 12, 0, 0), (2026, 10, 5, 10, 0, 0), f"{NAME}.py"),
        ((2026, 10, 5, 12, 0, 0), (2026, 10, 5, 12, 0, 30), f"{NAME}.py"),
        ((1980, 0, 0, 0, 0, 0), (2026, 10, 5, 12, 0, 0), f"{NAME}.py"),
    ],
)
def test_of_a_program_and_a_notebook_the_newer_counts(
    tmp_path: Path, program: tuple[int, ...], notebook: tuple[int, ...], chosen: str
) -> None:
    members = [
        Member(name=f"petrov_b/{NAME}.py", data="x = 1\n", time=program),  # type: ignore[arg-type]
        Member(name=f"petrov_b/{NAME}.ipynb", data='{"cells": []}', time=notebook),  # type: ignore[arg-type]
    ]
    (only,) = batch(write_zip(tmp_path / "both.zip", members)).submissions
    assert only.path.endswith(chosen)
    assert only.notes == (f"both_forms|{chosen}",)


@pytest.mark.parametrize(
    ("program", "notebook", "chosen"), [(1, 0, "ipynb"), (0, 1, "py"), (None, 3, "ipynb"), (2, 2, "py")]
)
def test_of_a_program_and_a_notebook_the_one_that_was_worked_on_counts(
    tmp_path: Path, place: Place, program: int | None, notebook: int, chosen: str
) -> None:
    stub = "raise NotImplementedError\n"
    files = {
        f"petrov_b/{NAME}.py": "" if program is None else "x = 1\n" + stub * program,
        f"petrov_b/{NAME}.ipynb": "x = 1\n" + stub * notebook,
    }
    (only,) = batch(place(tmp_path, files)).submissions
    assert only.path.endswith(f".{chosen}")


def test_a_file_cannot_be_called_so_that_it_is_somebody_elses(tmp_path: Path) -> None:
    """In the flat forms the student's own file name follows the student's name."""
    moodle = f"Анна Иванова_1_assignsubmission_file_Борис Петров_2_assignsubmission_file_{NAME}.py"
    canvas = f"ивановааннасергеевна_81_5001_petrovboris_82_5002_{NAME}.py"
    for name in (moodle, canvas):
        (only,) = batch(recorded.unpacked(tmp_path / name[:5], {name: "x = 1\n"})).submissions
        assert only.student == "ivanova_a"


def test_an_assignment_without_a_deadline_has_no_late_ones(tmp_path: Path, place: Place) -> None:
    root = place(tmp_path, recorded.CANVAS)
    found = collect(root, [assignment(NAME, due=None)], ROSTER)
    assert set(times(found).values()) == {None}
