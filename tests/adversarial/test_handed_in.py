"""What is handed in besides code: links, pipes, devices, names.  From the folder to table, pages and JSON."""

import csv
import io
import json
import os
import re
import socket
import unicodedata
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import group
from tests.unit import tiny_course
from tests.unit.tiny_course import ASSIGNMENT, SOLUTION

LOOT = "loot-31415926"
EVIL_NAMES = (
    '=HYPERLINK("http:evil","click")',
    "@SUM",
    "-2+3",
    "<script>alert(1)<",
    "\x1b[2J\x1b]0;title\x07",
    "two\nlines\r",
    "\u202egnorw\u202c",
    "a|b`c`![](x)",
    "..",
    "...",
    "$(touch pwned)",
    "--help",
    "CON",
    "x" * 250,
)
CONTROL = {"Cc", "Cf", "Cs", "Cn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A course after `autograde` and `report`: the folder, what was printed, and the JSON by student."""

    root: Path
    printed: str
    cards: dict[str, dict]

    def pages(self) -> list[Path]:
        return [path for path in (self.root / "reports").rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    """Everything hostile that a folder can hold, beside one honest student, graded and reported by the commands."""
    root = tmp_path_factory.mktemp("handed_in")
    tiny_course.write(root)
    secret = root / "elsewhere" / "secret.py"
    secret.parent.mkdir()
    secret.write_text(f"# {LOOT}\n{SOLUTION}")
    inbox = root / "in"
    _put(inbox / "anna")
    (inbox / "link_to_file").mkdir()
    (inbox / "link_to_file" / f"{ASSIGNMENT}.py").symlink_to(secret)
    (inbox / "link_to_folder").symlink_to(secret.parent)
    (inbox / "link_inside").mkdir()
    (inbox / "link_inside" / ASSIGNMENT).symlink_to(secret.parent)
    (inbox / "loop").mkdir()
    (inbox / "loop" / "loop").symlink_to(inbox)
    (inbox / "pipe").mkdir()
    os.mkfifo(inbox / "pipe" / f"{ASSIGNMENT}.py")
    _put(inbox / "pipe_for_time")
    os.mkfifo(inbox / "pipe_for_time" / "timestamp.txt")
    (inbox / "folder" / f"{ASSIGNMENT}.py").mkdir(parents=True)
    (inbox / "huge").mkdir()
    with (inbox / "huge" / f"{ASSIGNMENT}.py").open("wb") as file:
        file.truncate(2**40)
    (inbox / "socket").mkdir()
    with closing(socket.socket(socket.AF_UNIX)) as door, suppress(OSError):
        door.bind(str(inbox / "socket" / f"{ASSIGNMENT}.py"))
    for name in EVIL_NAMES:
        if name != "..":
            with suppress(OSError):
                _put(inbox / name)
    os.makedirs(os.fsencode(inbox) + b"/\xff\xfe")
    (Path(os.fsdecode(os.fsencode(inbox) + b"/\xff\xfe")) / f"{ASSIGNMENT}.py").write_text(SOLUTION)
    evil = '"-2+3","=cmd()"\n"@SUM","<script>alert(1)</script>"\n"+1","@SUM(1)|`x`"\n'
    (root / "roster.csv").write_text(f"student,name\nanna,Anna\n{evil}")
    before = {path: path.read_bytes() for path in secret.parent.iterdir()}

    runner = CliRunner()
    course = ["--course", str(root / "course.toml")]
    book = ["--gradebook", str(root / "gradebook.sqlite")]
    wall = ["--isolation", "basic"]  # the folder is under attack here, not the sandbox
    first = runner.invoke(group, ["autograde", str(inbox), *course, *book, *wall, "--json", str(root / "cards.json")])
    assert first.exception is None or isinstance(first.exception, SystemExit), first.exception
    second = runner.invoke(group, ["report", *book, "--out", str(root / "reports")])
    assert second.exit_code == 0, second.output
    assert {path: path.read_bytes() for path in secret.parent.iterdir()} == before
    document = json.loads((root / "cards.json").read_text(encoding="utf-8"))
    cards = {one["student"]: one for one in document["submissions"]}
    yield Graded(root=root, printed=first.output + second.output, cards=cards)


def _put(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{ASSIGNMENT}.py").write_text(SOLUTION)


def test_the_honest_one_gets_everything(graded: Graded) -> None:
    assert graded.cards["anna"]["score"] == graded.cards["anna"]["max_score"] == 10


@pytest.mark.parametrize("student", ["link_to_file", "pipe", "huge", "folder"])
def test_what_is_no_ordinary_file_earns_nothing_and_is_told_why(graded: Graded, student: str) -> None:
    card = graded.cards[student]
    assert card["score"] == 0
    assert not card["held"]
    cases = [case for task in card["tasks"] for case in task["cases"]]
    assert {case["verdict"] for case in cases} == {"malformed"}
    assert all(case["message"] for case in cases)


def test_links_lead_nowhere(graded: Graded) -> None:
    assert {"link_to_folder", "link_inside", "loop"}.isdisjoint(
        student for student, card in graded.cards.items() if card["score"] > 0
    )
    for path in [*graded.pages(), graded.root / "cards.json", graded.root / "gradebook.sqlite"]:
        assert LOOT.encode() not in path.read_bytes()


def test_a_name_is_only_a_name(graded: Graded) -> None:
    """Whoever has an odd name and the right answer gets the points, and no file beside the reports."""
    odd = [card for student, card in graded.cards.items() if student.startswith(("=", "@", "<", "$", "--"))]
    assert len(odd) >= 5
    assert all(card["score"] == 10 for card in odd)
    assert not list(graded.root.rglob("pwned"))
    assert {path.name for path in graded.root.iterdir()} >= {"reports", "gradebook.sqlite", "cards.json"}
    for path in graded.pages():
        assert path.resolve().is_relative_to((graded.root / "reports").resolve())


def test_nothing_that_is_printed_controls_a_terminal(graded: Graded) -> None:
    strange = {c for c in graded.printed if unicodedata.category(c) in CONTROL} - {"\n"}
    assert not strange


def test_no_cell_of_a_table_is_a_formula(graded: Graded) -> None:
    (table,) = (graded.root / "reports").glob("*.csv")
    rows = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert len(rows) == 5
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert re.fullmatch(r"-?\d+(\.\d+)?", cell) or not cell.startswith("-")


class Elements(HTMLParser):
    """The names of a page's elements, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag == "a":
            self.links += [value or "" for name, value in attrs if name == "href"]


def test_no_page_holds_elements_of_a_student_or_control_characters(graded: Graded) -> None:
    pages = [path for path in graded.pages() if path.suffix != ".csv"]
    assert pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not {c for c in text if unicodedata.category(c) in CONTROL} - {"\n", "\t"}
        if "students" not in path.parts:  # the instructor's have scripts, and tests in a browser
            continue
        elements = Elements(text)
        assert not elements.names & {"script", "img", "iframe", "object", "embed", "form", "base"}
        assert not [link for link in elements.links if not re.fullmatch(r"(\w+(\.en|\.ru)?\.html)?(#[\w.-]+)?", link)]
