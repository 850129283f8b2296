"""The course's tests handed out: papers that do not depend on what is right, questions that Moodle takes."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course.material import load_assignment, load_material
from grader.exports import gift, moodle_quiz
from grader.folders import question_files
from grader.judge.oracle import reference_module
from grader.model import Material
from grader.quiz import draw_paper
from grader.quiz.keys import draw_key, spoiled_references
from tests.unit.exports import moodle_xml

ROOT = Path(__file__).parents[2]
SECRET = bytes(32)
TESTS = sorted(path.name for path in (ROOT / "assignments").iterdir() if question_files(path))


def material_of(name: str) -> Material:
    return load_material(ROOT, replace(load_assignment(ROOT, name), kind="quiz"))


@pytest.mark.parametrize("name", TESTS)
def test_moodle_reads_every_question(name):
    material = material_of(name)
    reference, spoiled = reference_module(material), spoiled_references(material)
    keys = [draw_key(material, reference, SECRET, f"variant {number}", spoiled) for number in range(3)]
    read = moodle_xml.read(moodle_quiz.text(keys))
    assert len(read) == 3 * len(material.questions)
    for one in read:
        (key,) = [key for key in keys if key.paper.variant in one.name]
        if one.kind == "numerical":
            (asked,) = [asked for asked in key.paper.questions if f"({asked.name})" in one.category]
            assert float(one.answers[0][1]) == key.answers[asked.fields[0].name].value
    assert len(gift.held(keys[0])) + len(gift.left_out(keys[0])) == len(keys[0].answers)


@pytest.mark.parametrize("name", TESTS)
def test_no_paper_depends_on_what_is_right(name):
    material = material_of(name)
    right = draw_paper(material, reference_module(material), SECRET, "anna")
    spoiled = spoiled_references(material)
    assert len(spoiled) > 10
    for _, module in spoiled:
        with suppress(ArithmeticError, ValueError):  # no answer at all is none that a paper could tell
            assert draw_paper(material, module, SECRET, "anna") == right
