"""A test as Moodle XML and as GIFT: read by rules of Moodle's importers, it says what the key says."""

import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from grader.checkers import builtin
from grader.cli.export import command
from grader.course import CourseFolder, load
from grader.errors import GraderError
from grader.exports import gift, lms_text, moodle_quiz
from grader.exports.lms_text import FRACTIONS
from grader.judge.oracle import reference_module
from grader.model import Key
from grader.quiz.keys import draw_key, spoiled_references
from tests.unit import every_kind
from tests.unit.every_kind import ASSIGNMENT
from tests.unit.exports import moodle_xml
from tests.unit.exports.moodle_xml import Read

VARIANTS = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return load(every_kind.write(tmp_path_factory.mktemp("course")))


@pytest.fixture(scope="module")
def keys(folder: CourseFolder) -> list[Key]:
    material = folder.material(ASSIGNMENT)
    reference, spoiled = reference_module(material), spoiled_references(material)
    return [draw_key(material, reference, bytes(32), f"variant {number}", spoiled) for number in range(VARIANTS)]


@pytest.fixture(scope="module")
def read(keys: list[Key]) -> list[Read]:
    return moodle_xml.read(moodle_quiz.text(keys))


def of(read: list[Read], name: str) -> list[Read]:
    return [one for one in read if f"({name})" in one.category]


def typed_answer(key: Key, name: str, answer: str) -> object:
    """What the grader's checker says of the same number: None for right."""
    (field,) = [one for asked in key.paper.questions for one in asked.fields if one.name == name]
    right = key.answers[name]
    return builtin(field.kind)({"answer": float(answer)}, {"answer": right.value}, **right.options)


def test_every_question_has_a_category_with_its_variants(keys, read):
    assert len({one.category for one in read}) == len(keys[0].paper.questions)
    for asked in keys[0].paper.questions:
        variants = of(read, asked.name)
        assert len(variants) == VARIANTS
        assert len({one.name for one in variants}) == VARIANTS


def test_every_kind_becomes_what_moodle_has_for_it(read):
    kinds = {re.search(r"\((\w+)\)$", one.category)[1]: one.kind for one in read}
    assert kinds == {
        "survivors": "cloze",
        "count": "numerical",
        "range_": "multichoice",
        "convex": "multichoice",
        "names": "matching",
        "loop": "ordering",
        "product": "cloze",
        "slope": "essay",
        "line": "essay",
        "curves": "multichoice",
    }


def test_points_are_the_questions(keys, read):
    for asked in keys[0].paper.questions:
        for one in of(read, asked.name):
            if one.kind != "cloze":
                assert one.points == asked.points
    (survivors, *_) = of(read, "survivors")
    assert [part.points for part in survivors.parts] == [2, 1]


def test_tolerances_are_the_graders(keys, read):
    for key, one in zip(keys, of(read, "survivors"), strict=True):
        (_, answer, _), *_ = one.parts[0].answers
        tolerance = one.parts[0].tolerances[0]
        right = key.answers["survivors.mean"].value
        assert float(answer) == right
        assert typed_answer(key, "survivors.mean", repr(right + 0.99 * tolerance)) is None
        assert typed_answer(key, "survivors.mean", repr(right + 1.01 * tolerance)) is not None
    for key, one in zip(keys, of(read, "count"), strict=True):
        assert (float(one.answers[0][1]), one.tolerances) == (key.answers["count.total"].value, [0.0])


def test_a_known_mistake_has_its_credit_and_its_hint_in_both_languages(read):
    for one in of(read, "survivors"):
        (_, (share, _, feedback)) = one.parts[0].answers
        assert share == 0.5
        assert "You did not divide by" in feedback and "Вы не разделили на" in feedback
        assert feedback.count('class="multilang"') == 2


def test_choices_give_and_take_back(keys, read):
    for key, one in zip(keys, of(read, "convex"), strict=True):
        shares = [share for share, *_ in one.answers]
        assert [place for place, share in enumerate(shares) if share > 0] == key.answers["convex.all"].value
        assert sum(shares) == pytest.approx(0)  # choosing everything earns nothing
        assert not one.more["single"]
    for key, one in zip(keys, of(read, "range_"), strict=True):
        assert [share for share, *_ in one.answers].index(1.0) == key.answers["range_.which"].value
        assert one.answers[key.answers["range_.which"].value][1] == r"\((-1, 1)\)"


def test_matching_and_order(keys, read):
    for key, one in zip(keys, of(read, "names"), strict=True):
        right = [str(place + 1) for place in key.answers["names.pairs"].value]
        assert [answer for asked, answer in one.more["pairs"] if asked] == right
        assert [asked for asked, _ in one.more["pairs"]] == ["SGD", "Adam", ""]
        assert one.text.count("<li>") == 3
    for one in of(read, "loop"):
        assert [re.sub(r"<[^>]+>", "", line) for line in one.more["order"]][0] == "zero_grad()"
        assert "forward pass" in one.more["order"][1] and "step()" in one.more["order"][3]


def test_an_array_is_answered_entry_by_entry(keys, read):
    for key, one in zip(keys, of(read, "product"), strict=True):
        entries = [float(part.answers[0][1]) for part in one.parts]
        np.testing.assert_array_equal(np.reshape(entries, (2, 2)), key.answers["product.z"].value)


def test_what_moodle_cannot_judge_is_shown_to_whoever_does(keys, read):
    for key, one in zip(keys, of(read, "slope"), strict=True):
        assert key.answers["slope.d"].typed in one.more["for_the_grader"]
    assert of(read, "line")[0].more["template"].startswith("import numpy as np")


def test_formulas_are_left_to_mathjax_and_pictures_come_along(read):
    assert r"\(p = 0." in of(read, "survivors")[0].text and r"\frac{x}{1-p}" in of(read, "survivors")[0].text
    assert all(re.findall(r"\$[^c]", one.text) == [] for one in read)
    (curves, *_) = of(read, "curves")
    assert curves.files["curves.svg"].startswith(b"<svg")
    assert 'alt="Потери на обучении' in curves.text


def test_within_a_span_of_one_language_there_is_no_other_span(read):
    for one in read:
        for inner in re.findall(r'<span lang="\w\w" class="multilang">(.*?)</span>', one.text, re.DOTALL):
            assert "<span" not in inner


def test_one_language_has_no_spans(keys):
    text = moodle_quiz.text(keys, ["en"])
    assert "multilang" not in text and "Выпуклые" not in text
    assert len(moodle_xml.read(text)) == VARIANTS * len(keys[0].paper.questions)


def test_a_formula_holds_no_sign_of_html():
    assert lms_text.line({"en": "if $0<x$ & $y > 0$"}, ["en"]) == r"if \(0\lt x\) &amp; \(y \gt  0\)"
    assert lms_text.rich({"en": "$$a<b$$"}, ["en"]).count(r"\[a\lt b\]") == 1


def test_all_shares_are_moodles():
    for fraction in FRACTIONS:
        moodle_xml._known(float(fraction))
    assert len(FRACTIONS) == len(moodle_xml.SHARES)


def test_the_command_draws_variants_that_no_student_has(folder, tmp_path: Path):
    out = tmp_path / "quiz.xml"
    course = str(folder.root / "course.toml")
    arguments = ["moodle-quiz", ASSIGNMENT, "--variants", "3", "--out", str(out), "--course", course]
    said = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert said.output.splitlines() == [
        f"written: {out}: 3 variants of 10 questions",
        "Moodle cannot judge these, they are essays: line, slope",
        "some questions are of Moodle's type ordering: part of Moodle 4.4, a plugin before",
    ]
    first = out.read_bytes()
    CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert out.read_bytes() == first
    assert len(moodle_xml.read(first.decode())) == 30


def test_homework_has_no_questions_to_export(tmp_path: Path):
    from tests.unit import tiny_course

    course = str(tiny_course.write(tmp_path))
    with pytest.raises(GraderError, match="no assignment is a test"):
        CliRunner().invoke(command, ["gift", tiny_course.ASSIGNMENT, "--course", course], catch_exceptions=False)


# ---------------------------------------------------------------------------------------------------------- GIFT


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def test_gift_holds_what_it_can_and_names_the_rest(keys):
    assert gift.left_out(keys[0]) == ["curves.what", "line.body", "loop.order", "product.z", "slope.d"]
    text = gift.text(keys)
    blocks = text.strip().split("\n\n")
    assert all("\n" not in block for block in blocks)
    questions = [block for block in blocks if not block.startswith("$CATEGORY: $course$/top/")]
    assert len(questions) == 6 * VARIANTS and len(blocks) == len(questions) + 6
    form = re.compile(r"::((?:\\.|[^\\:])+)::\[html\]((?:\\.|[^\\{}~=#])*)\{((?:\\.|[^\\{}])*)\}")
    assert all(form.fullmatch(question) for question in questions)


def test_gift_says_what_the_key_says(keys):
    by_name = {block.split("::")[1]: block for block in gift.text(keys).split("\n\n") if block.startswith("::")}
    for key in keys:
        mine = {name: block for name, block in by_name.items() if key.paper.variant in name}
        texts = "\n".join(unescaped(block) for block in mine.values())
        (slip,) = key.answers["survivors.mean"].slips
        assert f"=%50%{slip.value:g}:" in texts and "#You did not divide by" not in texts
        assert f"=#{key.answers['count.total'].value}:0" in texts.replace("# =", "=#")
        assert r"=\((-1, 1)\)" in texts and "%-50%" in texts
        pairs = key.answers["names.pairs"].value
        assert f"=SGD -> {pairs[0] + 1}" in texts and f"=Adam -> {pairs[1] + 1}" in texts
