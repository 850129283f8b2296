"""One export of each learning system, made to its format: names, flags and times as in real ones, and no real people.

The assignment is `hw01_backprop`, due on 5 October 2026 at 23:59 Moscow time; `text(student)` is what each handed in.
"""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

from grader.model import Assignment, Student

MOSCOW = timezone(timedelta(hours=3))
DUE = datetime(2026, 10, 5, 23, 59, tzinfo=MOSCOW)
NAME = "hw01_backprop"
UTF8 = 0x800


def assignment(name: str, due: datetime | None = DUE) -> Assignment:
    title = {"ru": f"Работа {name}", "en": f"The work {name}"}
    return Assignment(name=name, title=title, category="homework", kind="homework", points=Fraction(1), due=due)


HOMEWORK = (assignment(NAME), assignment("hw02_dropout"))

ROSTER = (
    Student(id="ivanova_a", name="Иванова Анна Сергеевна", email="a.ivanova@example.edu"),
    Student(id="petrov_b", name="Петров Борис", email="b.petrov@example.edu", aliases=("bpetrov", "81235")),
    Student(id="fedorov_l", name="Фёдоров Лев Аркадьевич", email="l.fedorov@example.edu"),
    Student(id="garcia_l", name="García López, Lucía", email="lucia.garcia@example.edu", language="en"),
)


def text(student: str) -> str:
    return f"author = {student!r}\n"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A member of a zip, down to what its maker's habits leave in it."""

    name: bytes | str
    data: bytes | str = b""
    flags: int = UTF8
    time: tuple[int, int, int, int, int, int] = (2026, 10, 7, 12, 0, 0)
    extra: bytes = b""
    mode: int = 0o100644
    method: int = zipfile.ZIP_DEFLATED


class _Info(zipfile.ZipInfo):
    """A member whose name is written as these bytes, with these flags."""

    raw = b""
    flags = 0

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.raw, self.flags


def write_zip(path: Path, members: Sequence[Member]) -> Path:
    """Writes the members as they stand, whatever a decent program would say to them."""
    with zipfile.ZipFile(path, "w") as zipped:
        for number, member in enumerate(members):
            info = _Info(f"{number}", date_time=member.time)
            info.raw = member.name if isinstance(member.name, bytes) else member.name.encode()
            info.flags, info.extra, info.compress_type = member.flags, member.extra, member.method
            info.external_attr = member.mode << 16
            zipped.writestr(info, member.data)
    return path


def zipped(tmp_path: Path, files: Mapping[str, bytes | str], name: str = "export.zip") -> Path:
    """A zip of these files, all with the time of the download, as newer programs make it."""
    return write_zip(tmp_path / name, [Member(name=path, data=data) for path, data in files.items()])


def unpacked(tmp_path: Path, files: Mapping[str, bytes | str], name: str = "export") -> Path:
    """The same files in a folder."""
    root = tmp_path / name
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return root


FOLDERS = {
    f"ivanova_a/{NAME}.py": text("ivanova_a"),
    f"petrov_b/{NAME}/{NAME}.py": text("petrov_b"),
    f"petrov_b/{NAME}/timestamp.txt": "2026-10-06T10:00:00+03:00\n",
    f"fedorov_l/{NAME}.py": text("fedorov_l"),
}

FLAT = {
    f"ivanova_a_{NAME}.py": text("ivanova_a"),
    "petrov_b-HW01 backprop (1).py": text("petrov_b"),
    f"{NAME}_Фёдоров Лев.py": text("fedorov_l"),
}

MOODLE = {
    f"Анна Иванова_1234567_assignsubmission_file/{NAME}.py": text("ivanova_a"),
    "Борис Петров_1234568_assignsubmission_file/мое решение.py": text("petrov_b"),
    f"Лев Федоров_1234570_assignsubmission_file/папка/{NAME}.py": text("fedorov_l"),
    "Лев Федоров_1234570_assignsubmission_onlinetext/onlinetext.html": "<html><body>см. файл</body></html>",
    "Lucía García López_1234571_assignsubmission_onlinetext/onlinetext.html": "<html><body>def f</body></html>",
}

MOODLE_FLAT = {
    f"Анна Иванова_1234567_assignsubmission_file_{NAME}.py": text("ivanova_a"),
    "Борис Петров_1234568_assignsubmission_file_мое решение.py": text("petrov_b"),
    f"Лев Федоров_1234570_assignsubmission_file_{NAME}.py": text("fedorov_l"),
}

CANVAS = {
    f"ивановааннасергеевна_81234_5512345_{NAME}.py": text("ivanova_a"),
    f"borispetrov_LATE_81235_5512399_{NAME}-2.py": text("petrov_b"),
    f"borispetrov_LATE_81235_5512388_{NAME}-1.py": "older = 1\n",
    f"фёдоровлев_81236_5512401_{NAME}.py": text("fedorov_l"),
    "garcíalópezlucía_81237_5512402_text.html": "<p>def f</p>",
}

GRADESCOPE_METADATA = """\
---
submission_98765:
  :submitters:
  - :name: Anna Ivanova
    :sid: ivanova_a
    :email: a.ivanova@example.edu
  :created_at: 2026-10-05 20:58:59.123456789 Z
  :score: 7.0
  :status: processed
  :results:
    tests: []
  :history:
  - :id: 98001
    :created_at: 2026-10-01 10:00:00.000000000 Z
submission_98766:
  :submitters:
  - :name: Boris Petrov
    :sid: ''
    :email: B.Petrov@example.edu
  - :name: Лев Фёдоров
    :sid:
    :email:
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: &1 2026-10-06 07:00:00.000000000 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: Etc/UTC
    time: *1
  :score:
submission_98767:
  :submitters: []
"""

GRADESCOPE = {
    "assignment_4242_export/submission_metadata.yml": GRADESCOPE_METADATA,
    f"assignment_4242_export/submission_98765/{NAME}.py": text("ivanova_a"),
    f"assignment_4242_export/submission_98766/src/{NAME}.py": "group = True\n",
    f"assignment_4242_export/submission_98767/{NAME}.py": "nobody = True\n",
}

NBGRADER = {
    f"submitted/ivanova_a/{NAME}/{NAME}.py": text("ivanova_a"),
    f"submitted/ivanova_a/{NAME}/timestamp.txt": "2026-10-05 20:00:00.123456 UTC\n",
    f"submitted/petrov_b/{NAME}/{NAME}.py": text("petrov_b"),
    f"submitted/fedorov_l/{NAME}/{NAME}.py": text("fedorov_l"),
    f"source/{NAME}/{NAME}.py": "reference = True\n",
    f"autograded/ivanova_a/{NAME}/{NAME}.py": "graded = True\n",
    "nbgrader_config.py": "c = get_config()\n",
}
