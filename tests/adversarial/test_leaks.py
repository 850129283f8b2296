"""Hidden inputs: told to nobody, by no road that a submission has; and drawn again in an appeal."""

import html
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from grader.autograde import Autograder
from grader.exports import autograde_json
from grader.gradebook import open_gradebook
from grader.judge import draw_seed
from grader.model import Case, Run, Scorecard, Submission
from grader.observe import observe
from grader.reports import write_pages
from grader.sandbox import strongest
from tests.adversarial.arena import ASSIGNMENT, Arena
from tests.adversarial.attack_files import ATTACKS
from tests.adversarial.grading import Grader, sandbox

TELLERS = [attack for attack in ATTACKS if attack.name.startswith(("tells_", "writes_to_", "lies_", "answers_"))]
RETURNS_INPUTS = "def half(x): return x / 2\ndef solve(x): return x\n"


@pytest.fixture(scope="module")
def written(arena: Arena, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Scorecard], list[Path]]:
    """The scorecards of the attacks on the reports, through the gradebook's file, and the pages made of them."""
    out = tmp_path_factory.mktemp("leaks")
    cards = grade(arena, {attack.name: attack.source for attack in TELLERS}, out / "gradebook.sqlite")
    with open_gradebook(out / "gradebook.sqlite") as book:
        return cards, write_pages(book, out, datetime(2026, 12, 1, tzinfo=UTC))


def grade(arena: Arena, sources: dict[str, str], book: Path) -> list[Scorecard]:
    """Grades sources of students who are all on the roster, as a run of the command does."""
    (arena.root / "roster.csv").write_text("student,name\n" + "".join(f"{name},{name}\n" for name in sources))
    course = arena.reload()
    handed_in = [
        Submission(student=name, assignment=ASSIGNMENT, path=f"{name}.py", source=source, digest=name)
        for name, source in sources.items()
    ]
    wall = strongest()
    grader = Autograder({ASSIGNMENT: course.material(ASSIGNMENT)}, course.course, arena.secret, wall=wall)
    run = Run(id="run", started=datetime.now(UTC), grader="0", course=course.course, isolation=wall.line, versions={})
    with open_gradebook(book) as gradebook:
        return [graded.card for graded in grader.grade(handed_in, gradebook, run)]


def test_every_attack_on_the_reports_is_graded_and_reported(written: tuple[list[Scorecard], list[Path]]) -> None:
    cards, pages = written
    assert len(cards) == len(TELLERS) >= 12
    assert not [card.student for card in cards if card.held]
    assert len(pages) == 2 * 2 * len(TELLERS)


def test_no_page_tells_a_number_of_a_hidden_case(written: tuple[list[Scorecard], list[Path]]) -> None:
    told = 0
    for page in written[1]:
        for item in page.read_text(encoding="utf-8").split("<li>"):
            if "(скрытый тест)" in item or "(hidden)" in item:
                told += 1
                said = html.unescape(re.sub(r"<[^>]*>", " ", item.partition("</li>")[0]))
                assert not re.search(r"\d{3}", said), f"{page}: {said}"
    assert told >= len(TELLERS)


def test_no_page_holds_what_the_student_may_not_write(written: tuple[list[Scorecard], list[Path]]) -> None:
    for page in written[1]:
        text = page.read_text(encoding="utf-8")
        assert not {c for c in text if unicodedata.category(c).startswith("C")} - {"\n"}, page
        assert not re.search(r"<\s*(script|img|iframe|object)", text), page


def test_texts_of_students_are_capped(written: tuple[list[Scorecard], list[Path]]) -> None:
    for page in written[1]:
        assert max(map(len, page.read_text(encoding="utf-8").splitlines())) < 1000, page
    document = autograde_json.document(written[0], assignment=None, isolation="")
    messages = [case["message"] for card in document["submissions"] for task in card["tasks"] for case in task["cases"]]
    assert max(map(len, messages)) < 600


# ------------------------------------------------------------------------------------------------- in an appeal


class Spy(ModuleType):
    """A module that keeps what it is asked."""

    def __init__(self) -> None:
        super().__init__("spy")
        self.asked: list[np.ndarray] = []
        self.half = self.solve = self._keep

    def _keep(self, x: np.ndarray) -> np.ndarray:
        self.asked.append(x.copy())
        return x


def drawn(case: Case, secret: bytes, student: str) -> np.ndarray:
    """The inputs of a case for a student, drawn again from nothing but names and the course's secret."""
    spy = Spy()
    observe(case, spy, draw_seed(secret, ASSIGNMENT, student, case))
    return spy.asked[0]


@pytest.fixture
def hidden(arena: Arena) -> Iterator[Case]:
    material = arena.course.material(ASSIGNMENT)
    yield next(case for case in material.cases if case.name == "in_secret")


def test_hidden_inputs_are_drawn_again_in_an_appeal(arena: Arena, hidden: Case) -> None:
    """What the student's code was asked is in no report; secret, student and names are enough to ask it again."""
    one = sandbox(arena, strongest())
    try:
        for student in ("anna", "boris"):
            shown = Grader(arena, one).grade(RETURNS_INPUTS, student)
            seen = next(observation.value["out"] for observation in shown.observed if observation.case == "in_secret")
            np.testing.assert_array_equal(seen, drawn(hidden, arena.secret, student))
    finally:
        one.close()


def test_hidden_inputs_are_worth_nothing_to_anybody_else(arena: Arena, hidden: Case) -> None:
    anna, boris = (drawn(hidden, arena.secret, student) for student in ("anna", "boris"))
    other_secret = drawn(hidden, b"x" * 32, "anna")
    assert not np.isin(anna, boris).any()
    assert not np.isin(anna, other_secret).any()
    np.testing.assert_array_equal(anna, drawn(hidden, arena.secret, "anna"))
