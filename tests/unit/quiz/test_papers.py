"""Every student's own paper: the same whenever it is drawn, without an answer, and what grading expects."""

import pytest

from grader.judge import Oracle, draw_seed
from grader.model import Material
from grader.quiz import Variants, draw_paper, draw_variant, typed_answer, variant_id
from grader.sheets import Sheet
from tests.unit.quiz.sitting import SECRET, facts, folder_in
from tests.unit.tiny_quiz import QUIZ


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return folder_in(tmp_path_factory.mktemp("course")).material(QUIZ)


def test_what_is_shown_is_what_grading_expects(material: Material) -> None:
    oracle = Oracle(material)
    for student in ("anna", "bob"):
        for question in material.questions:
            variant = draw_variant(material, question, oracle.reference, SECRET, student)
            for case in material.cases_of(question.task):
                if case.draws:
                    shown = oracle.expected(case, draw_seed(SECRET, QUIZ, student, case)).value["answer"]
                    name = case.name.removeprefix(f"{question.name}.")
                    field = question.fields[name]
                    assert typed_answer(field, name, variant, shown) == typed_answer(
                        field, name, variant, variant.answers[name]
                    )


def test_papers_are_ones_own_and_the_same_when_they_are_drawn_again(material: Material) -> None:
    reference = Oracle(material).reference
    papers = {student: draw_paper(material, reference, SECRET, student) for student in ("anna", "bob", "carl")}
    assert papers["anna"] == draw_paper(material, reference, SECRET, "anna")
    assert len({paper.variant for paper in papers.values()}) == 3
    assert len({str(sorted(question.prompt["en"] for question in paper.questions)) for paper in papers.values()}) == 3
    assert draw_paper(material, reference, b"t" * 32, "anna").variant != papers["anna"].variant


SHEET = Sheet(**facts("anna"), answers={"a.b": "1"})


def changed(**said: str) -> Sheet:
    return Sheet(**({**facts("anna"), **said}), answers={"a.b": "1"})


@pytest.mark.parametrize(
    ("sheet", "refused", "detail", "owner", "notes"),
    [
        (changed(), "", "", "", ()),
        (changed(variant=variant_id(SECRET, QUIZ, "anna").upper()), "", "", "", ()),
        (changed(variant=variant_id(SECRET, QUIZ, "bob")), "other_variant", "", "bob", ()),
        (changed(variant="ffffffffff"), "unknown_variant", "ffffffffff", "", ()),
        (changed(variant=""), "", "", "", ("no_variant|",)),
        (changed(variant="", student=""), "", "", "", ("no_variant|",)),
        (changed(student="bob"), "", "", "", ("other_student|bob",)),
        (changed(student=""), "", "", "", ()),
        (changed(assignment="test01"), "other_assignment", "test01", "", ()),
        (changed(assignment=""), "", "", "", ()),
        (changed(format="grader-answers-2"), "other_format", "grader-answers-2", "", ()),
        (Sheet(**facts("anna"), answers={"a.b": " "}), "no_answers", "", "", ()),
        (Sheet(**facts("anna")), "no_answers", "", "", ()),
    ],
)
def test_whose_sheet_it_is(sheet: Sheet, refused: str, detail: str, owner: str, notes: tuple[str, ...]) -> None:
    standing = Variants(SECRET, QUIZ, ["anna", "bob"]).standing(sheet, "anna")
    assert (standing.refused, standing.detail, standing.owner, standing.notes) == (refused, detail, owner, notes)


def test_whoever_is_not_on_the_roster_has_a_variant_too() -> None:
    assert Variants(SECRET, QUIZ, ["anna"]).standing(Sheet(**facts("carl"), answers={"a": "1"}), "carl").refused == ""
