"""A test from answer sheets to the gradebook: each field marked for what it is, and nothing else for its neighbour."""

import os
from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from grader import messages
from grader.autograde import Autograder, Graded, SheetJudge, check_references
from grader.course import CourseFolder
from grader.errors import GraderError
from grader.gradebook import MemoryGradebook
from grader.intake import collect
from grader.judge import Oracle
from grader.model import Outcome, Run, Scorecard, TaskScore, Verdict
from grader.sandbox import strongest
from tests.unit import tiny_quiz
from tests.unit.quiz.sitting import SECRET, facts, folder_in, right_answers
from tests.unit.sandbox.processes import children, gone, started_since
from tests.unit.tiny_quiz import QUIZ, as_json, as_markdown, as_notebook

Change = Callable[[dict[str, str]], dict[str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return folder_in(tmp_path_factory.mktemp("course"))


def hand_in(inbox: Path, student: str, raw: bytes, suffix: str = "json") -> None:
    (inbox / student).mkdir(parents=True, exist_ok=True)
    (inbox / student / f"{QUIZ}.{suffix}").write_bytes(raw)


def graded(folder: CourseFolder, inbox: Path, book: MemoryGradebook, jobs: int = 1) -> Generator[Graded, None, None]:
    course, material = folder.course, folder.material(QUIZ)
    batch = collect(inbox, [course.assignment(QUIZ)], course.roster, course.policy, {QUIZ})
    run = Run(id="run", started=datetime(2026, 10, 1, tzinfo=UTC), grader="0", course=course, isolation="", versions={})
    autograder = Autograder({QUIZ: material}, course, SECRET, wall=strongest(), jobs=jobs)
    return autograder.grade(batch.submissions, book, run)


def grade(folder: CourseFolder, inbox: Path, book: MemoryGradebook | None = None) -> dict[str, Scorecard]:
    return {one.card.student: one.card for one in graded(folder, inbox, book or MemoryGradebook())}


def no_code(answers: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in answers.items() if name != "line.code"}


def task(card: Scorecard, name: str) -> TaskScore:
    return next(one for one in card.tasks if one.task == name)


def outcome(card: Scorecard, name: str) -> Outcome:
    return next(one for score in card.tasks for one in score.outcomes if one.case == name)


@pytest.fixture
def without_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts a sandbox all the same fails."""

    def refuse(*arguments: object) -> None:
        raise AssertionError("a sandbox was started")

    monkeypatch.setattr("grader.autograde.judges.ForkSandbox", refuse)
    monkeypatch.setattr("grader.autograde.running.self_test", refuse)


def test_the_reference_is_right(folder: CourseFolder) -> None:
    check_references({QUIZ: folder.material(QUIZ)}, SECRET)


@pytest.mark.parametrize(("form", "suffix"), [(as_json, "json"), (as_markdown, "md"), (as_notebook, "ipynb")])
@pytest.mark.usefixtures("without_sandbox")
def test_whichever_sheet_comes_back_is_worth_the_same(
    folder: CourseFolder, tmp_path: Path, form: Callable[..., bytes], suffix: str
) -> None:
    material = folder.material(QUIZ)
    hand_in(tmp_path, "anna", form(facts("anna"), no_code(right_answers(material, "anna"))), suffix)
    hand_in(tmp_path, "bob", form(facts("bob"), no_code(right_answers(material, "anna"))), suffix)
    cards = grade(folder, tmp_path)
    assert (cards["anna"].points, cards["anna"].held) == (16, False)
    assert cards["bob"].points < 6  # a neighbour's answers, copied onto one's own sheet
    code = outcome(cards["anna"], "scaled_by_the_rate")
    assert (code.verdict, messages.outcome(code, "ru")) == (Verdict.MISSING, "ответа нет")


@pytest.mark.usefixtures("without_sandbox")
def test_a_bad_answer_costs_its_own_field_and_no_more(folder: CourseFolder, tmp_path: Path) -> None:
    bad = {
        "survivors.mean": ("много", Verdict.MALFORMED),
        "survivors.total": ("", Verdict.MISSING),
        "parameters.n": ("1" * 10**5, Verdict.MALFORMED),
        "activations.bounded": ("9", Verdict.MALFORMED),
        "activations.odd": ("все", Verdict.MALFORMED),
        "activations.ranges": ("[" * 10**4, Verdict.MALFORMED),
        "activations.steps": ("1 1 1 1", Verdict.MALFORMED),
        "layer.z": ("1 2", Verdict.MALFORMED),
        "derivative.df": ("__import__('os').abort()", Verdict.MALFORMED),
    }
    material = folder.material(QUIZ)
    for at, (name, (text, _)) in enumerate(bad.items()):
        student = f"student{at}"
        answers = no_code(right_answers(material, student)) | {name: text, "no.such": "1"}
        hand_in(tmp_path, student, as_json(facts(student), answers))
    cards = grade(folder, tmp_path)
    for at, (name, (_, verdict)) in enumerate(bad.items()):
        card = cards[f"student{at}"]
        lost = outcome(card, name)
        assert (lost.verdict, card.points) == (verdict, 16 - lost.points)
        assert card.notes == ("answer_unknown|no.such",)
        for language in ("ru", "en"):
            assert len(messages.outcome(lost, language)) < 250


@pytest.mark.usefixtures("without_sandbox")
def test_partial_credit_is_the_checkers(folder: CourseFolder, tmp_path: Path) -> None:
    answers = no_code(right_answers(folder.material(QUIZ), "anna"))
    one = answers["activations.odd"].partition(",")[0]
    hand_in(tmp_path, "anna", as_json(facts("anna"), answers | {"activations.odd": one}))
    card = grade(folder, tmp_path)["anna"]
    assert (outcome(card, "activations.odd").credit, card.points) == (Fraction(1, 2), 15)


@pytest.mark.parametrize(
    ("slip", "name", "points"),
    [("one_too_few", "mean", Fraction(2)), ("no_biases", "counts", 0), ("power_kept", "derivative", 1)],
)
@pytest.mark.usefixtures("without_sandbox")
def test_a_known_slip_is_recognised_though_its_answer_is_rounded(
    folder: CourseFolder, tmp_path: Path, slip: str, name: str, points: Fraction
) -> None:
    for student in ("anna", "bob"):
        answers = no_code(right_answers(folder.material(QUIZ), student, slip=slip))
        hand_in(tmp_path, student, as_json(facts(student), answers))
    for card in grade(folder, tmp_path).values():
        score = task(card, name)
        assert score.diagnosis is not None
        assert (score.diagnosis.mistake, score.points) == (slip, points)
        assert [one.diagnosis for one in card.tasks if one is not score] == [None] * 5


@pytest.mark.usefixtures("without_sandbox")
def test_slips_of_one_name_in_two_tasks_are_two(folder: CourseFolder, tmp_path: Path) -> None:
    material = folder.material(QUIZ)
    same = {"one_too_few": "slip", "no_biases": "slip", "power_kept": "slip"}
    named = tuple(replace(one, name=same.get(one.name, one.name)) for one in material.mistakes)
    answers = {}
    for slip in same:
        answers |= {
            name: text
            for name, text in no_code(right_answers(material, "anna", slip=slip)).items()
            if text != right_answers(material, "anna")[name]
        }
    hand_in(tmp_path, "anna", as_json(facts("anna"), no_code(right_answers(material, "anna")) | answers))
    batch = collect(tmp_path, [folder.course.assignment(QUIZ)], folder.course.roster)
    judge = SheetJudge(Oracle(replace(material, mistakes=named)), SECRET, ["anna"])
    tasks, _ = judge.grade(batch.submissions[0])
    told = {one.task: one.diagnosis.mistake for one in tasks if one.diagnosis}
    assert told == {"mean": "slip", "counts": "slip", "derivative": "slip"}


@pytest.mark.usefixtures("without_sandbox")
def test_a_slip_that_does_not_explain_every_field_is_not_told(folder: CourseFolder, tmp_path: Path) -> None:
    answers = no_code(right_answers(folder.material(QUIZ), "anna", slip="one_too_few"))
    for student, total in (("anna", "0,123"), ("bob", "")):
        mine = no_code(right_answers(folder.material(QUIZ), student, slip="one_too_few")) | {"survivors.total": total}
        hand_in(tmp_path, student, as_json(facts(student), mine))
    assert answers["survivors.total"]
    assert [task(card, "mean").diagnosis for card in grade(folder, tmp_path).values()] == [None, None]


@pytest.mark.usefixtures("without_sandbox")
def test_another_students_variant_is_told_to_the_instructor_alone(folder: CourseFolder, tmp_path: Path) -> None:
    hand_in(tmp_path, "bob", as_json(facts("anna"), right_answers(folder.material(QUIZ), "anna")))
    hand_in(tmp_path, "anna", b"{")
    card = grade(folder, tmp_path)["bob"]
    assert card.points == 0
    told = {outcome.detail for score in card.tasks for outcome in score.outcomes}
    assert told == {"anna"}
    for language in ("ru", "en"):
        said = messages.outcome(card.tasks[0].outcomes[0], language)
        assert "anna" not in said
    assert outcome(grade(folder, tmp_path)["anna"], "layer.z").verdict is Verdict.MALFORMED


def test_lines_of_code_run_in_the_sandbox_each_for_itself(folder: CourseFolder, tmp_path: Path) -> None:
    lines = {
        "right": "out = x / (1 - p)",
        "indented": "    q = 1 - p\n    out = x / q\n",
        "slipped": "out = x * (1 - p)",
        "syntax": "q = 1\nout = x / (1 - p",
        "raises": "\nq = 1 - p\nout = x / r",
        "hostile": "import os; os._exit(0)",
        "forbidden": "import torch\nout = x / (1 - p)",
        "escapes": "return x / (1 - p)\n\n\ndef other():\n    out = 1",
        "nothing": " ",
    }
    for student, typed in lines.items():
        answers = right_answers(folder.material(QUIZ), student) | {"line.code": typed}
        hand_in(tmp_path, student, as_json(facts(student), answers))
    book = MemoryGradebook()
    cards = grade(folder, tmp_path, book)
    points = {student: card.points for student, card in cards.items()}
    assert points == {
        "right": 20,
        "indented": 20,
        "slipped": 18,
        "syntax": 16,
        "raises": 16,
        "hostile": 16,
        "forbidden": 16,
        "escapes": 20,
        "nothing": 16,
    }
    seen = {student: task(card, "line").outcomes[0] for student, card in cards.items()}
    assert task(cards["slipped"], "line").diagnosis is not None
    assert (seen["syntax"].verdict, seen["syntax"].line) == (Verdict.RAISED, 2)
    assert (seen["raises"].verdict, seen["raises"].line) == (Verdict.RAISED, 2)
    assert seen["hostile"].verdict is Verdict.CRASHED
    assert seen["forbidden"].verdict is Verdict.FORBIDDEN
    assert not any(card.held for card in cards.values())
    again = grade(folder, tmp_path, book)
    assert {student: card.points for student, card in again.items()} == points


def test_our_own_failure_costs_nothing_and_is_held(
    folder: CourseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("grader.autograde.sheets.read_answer", broken)
    hand_in(tmp_path, "anna", as_json(facts("anna"), no_code(right_answers(folder.material(QUIZ), "anna"))))
    card = grade(folder, tmp_path)["anna"]
    assert (card.points, card.held) == (20, True)


def hand_in_a_class(folder: CourseFolder, inbox: Path) -> list[str]:
    """Right, slipping and coding students, another's sheet and one that cannot be read."""
    material = folder.material(QUIZ)
    for student in ("anna", "bob", "carl", "dora", "emil"):
        answers = right_answers(material, student, slip="one_too_few" if student in ("bob", "dora") else "")
        code = {"line.code": "out = x * (1 - p)"} if student == "carl" else {}
        of = "anna" if student == "emil" else student
        hand_in(inbox, student, as_json(facts(of), answers | code | {"no.such": "1"}))
    hand_in(inbox, "fred", b"{")
    return ["anna", "bob", "carl", "dora", "emil", "fred"]


def timeless(card: Scorecard) -> Scorecard:
    return replace(card, seconds=0.0)


def test_several_processes_say_the_same_in_the_same_order(
    folder: CourseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.autograde.running.SHEETS_FOR_A_PROCESS", 2)
    students = hand_in_a_class(folder, tmp_path)
    one, two = (
        [timeless(one.card) for one in graded(folder, tmp_path, MemoryGradebook(), jobs=jobs)] for jobs in (1, 2)
    )
    assert [card.student for card in one] == students
    assert two == one
    assert not any(card.held for card in two)
    assert [bool(task(card, "mean").diagnosis) for card in one] == [False, True, False, True, False, False]


def test_what_was_graded_when_a_run_is_stopped_is_not_graded_again(
    folder: CourseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.autograde.running.SHEETS_FOR_A_PROCESS", 2)
    students, book, before = hand_in_a_class(folder, tmp_path), MemoryGradebook(), children(os.getpid())
    stream = graded(folder, tmp_path, book, jobs=2)
    first = [next(stream) for _ in range(2)]
    processes = started_since(before)
    stream.close()
    assert processes and gone(processes)
    rest = list(graded(folder, tmp_path, book))
    assert [one.card.student for one in rest] == students
    assert [one.new for one in rest] == [False, False, True, True, True, True]
    assert [timeless(one.card) for one in rest[:2]] == [timeless(one.card) for one in first]


def test_the_tiny_class_has_its_two_students() -> None:
    assert tiny_quiz.STUDENTS == ("anna", "bob")


def test_a_class_whose_papers_another_secret_drew_is_not_graded(folder: CourseFolder, tmp_path: Path) -> None:
    """Else whoever lost the file, or works in a new clone, would give everybody 0."""
    for number in range(5):
        student = f"student{number}"
        hand_in(
            tmp_path,
            student,
            as_json(facts(student) | {"variant": "ffffffffff"}, right_answers(folder.material(QUIZ), student)),
        )
    book = MemoryGradebook()
    with pytest.raises(GraderError, match=r"none of 5 answer sheets is of a variant .*put back the"):
        grade(folder, tmp_path, book)
    assert list(book.scorecards()) == []


def test_one_sheet_of_this_secret_says_that_it_is_the_right_one(folder: CourseFolder, tmp_path: Path) -> None:
    for number in range(5):
        student = f"student{number}"
        other = {} if number == 0 else {"variant": "ffffffffff"}
        hand_in(tmp_path, student, as_json(facts(student) | other, right_answers(folder.material(QUIZ), student)))
    cards = grade(folder, tmp_path)
    assert [cards[f"student{number}"].points > 0 for number in range(5)] == [True, False, False, False, False]
