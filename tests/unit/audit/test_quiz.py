"""The audit of a test: a sound one is clean, and each thing that may be wrong with a question is found."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader.audit import QuizReport, audit_quiz, to_json
from grader.audit.slips import CODE_DRAWS
from grader.audit.variants import unbalanced
from grader.course import load
from tests.unit import tiny_quiz
from tests.unit.tiny_quiz import QUIZ

DRAWS = 30
SIZES = "n, m = (int(size) for size in rng.integers(20, 60, 2))"
TIED = "(option('sigmoid', en='0.5', ru='0,5'), option('half', en='$0.50$', ru='$0,50$')),"
ITEMS = 'items={"ranges": tuple(names[:4])}'
MORE = f"import random; {SIZES.replace('rng.integers(20, 60, 2)', 'random.sample(range(10**6), 2)')}"

SPOILED: dict[str, tuple[str, str, str, str]] = {
    # what is wrong: (the question, what is replaced in it, by what, what the audit says)
    "raises": ("parameters", SIZES, f"assert rng.integers(5); {SIZES}", r"raises AssertionError"),
    "divides by zero": ("survivors", "reference.mean(x)", "reference.mean(x) / 0", r"raises ZeroDivisionError"),
    "nan": ("survivors", "reference.mean(x)", 'float("nan")', r"not a finite number"),
    "not whole": ("parameters", "reference.parameters(n, m)", "n / 7", r"not a whole number"),
    "shape": ("layer", "reference.product(x, w)", "x @ w[:, 0]", r"shape \(2, 2\)"),
    "formula": ("derivative", "reference.power_rule(n)", '"y**2"', r"no formula"),
    "no such option": ("activations", '"bounded": "sigmoid"', '"bounded": "sine"', r"'sine' is not among the options"),
    "all are right": ("activations", '["sin", "tanh"]', "[one.key for one in names]", r"none or all"),
    "another order": ("activations", '["forward", "loss",', '["forward",', r"not one of all options"),
    "items": ("activations", ITEMS, ITEMS.replace("4", "3"), r"items are not"),
    "same text": ("activations", "option(key, en=key", 'option(key, en="a"', r"two options have the same text in en"),
    "same key": ("activations", "names = [option(key,", 'names = [option("tanh",', r"two options have the same key"),
    "a tie": ("activations", "tuple(names[:4]),", TIED, r"the wrong option half is as right as sigmoid"),
    "no label": ("survivors", '"ru": "среднее"', '"ru": " "', r"the label of mean is missing in ru"),
    "no labels": ("activations", "labels=named,", "", r"the label of bounded is missing in ru"),
    "no text": ("activations", '"ru": f"Лист {p}."', '"ru": ""', r"the prompt is missing in ru"),
    "open math": ("parameters", 'm}$?", "ru"', 'm}?", "ru"', r"the prompt \(en\): a \$ is not closed"),
    "visible": ("parameters", '"en": f"', '"en": f"{n * m + m}: ', r"stands in the prompt, in 30 of 30"),
    "not drawn": ("parameters", SIZES, "n, m = 20, 30", r"is the same for everybody"),
    "guessed": ("parameters", "(20, 60, 2)", "(20, 22, 2)", r"blind guessing earns \d\d%"),
    "unseeded": ("parameters", SIZES, MORE, r"when it is drawn again"),
    "spread": ("parameters", "rng.integers(20, 60, 2)", "10 ** rng.integers(1, 6, 2)", r"answers range from"),
    "other fields": ("parameters", '{"n":', '{"m": 1, "n":', r"its answers are of \['m', 'n'\]"),
}  # fmt: skip


def audited(root: Path, question: str, old: str, new: str) -> QuizReport:
    """One question of the tiny test, with something changed in it."""
    course = tiny_quiz.write(root)
    file = root / "assignments" / QUIZ / "questions.py"
    before, name, after = file.read_text(encoding="utf-8").partition(f"def {question}(")
    assert old in after
    file.write_text(before + name + after.replace(old, new, 1), encoding="utf-8")
    material = load(course).material(QUIZ)
    only = tuple(one for one in material.questions if one.name == question)
    return audit_quiz(replace(material, questions=only, mistakes=()), DRAWS)


def test_a_sound_test_is_clean_and_has_its_figures(tmp_path: Path) -> None:
    course = tiny_quiz.write(tmp_path)
    file = tmp_path / "assignments" / QUIZ / "questions.py"
    numbers = ("rng.integers(1, 9, 4) + rng.integers(1, 9) / 10", "rng.integers(1, 9, 7) + rng.integers(1, 9, 7) / 100")
    file.write_text(file.read_text(encoding="utf-8").replace(*numbers), encoding="utf-8")
    report = audit_quiz(load(course).material(QUIZ), DRAWS)
    assert [finding.text for finding in report.findings if finding.wrong] == []
    assert report.clean
    rows = {row.question: row for row in report.questions}
    points = {"survivors": 4, "parameters": 1, "activations": 7, "layer": 2, "derivative": 2, "line": 4}
    assert {name: row.points for name, row in rows.items()} == points
    assert all(row.variants == DRAWS for row in rows.values())
    assert rows["activations"].distinct == DRAWS
    slips = {"one_too_few": DRAWS, "no_biases": DRAWS, "power_kept": DRAWS, "multiplied": CODE_DRAWS}
    assert {row.mistake: row.diagnosed for row in report.slips} == slips
    guesses = {field.name: field.guess for field in rows["activations"].fields}
    assert guesses == pytest.approx({"bounded": 1 / 4, "odd": 1 / 5, "ranges": 1 / 24, "steps": 1 / 12})
    assert rows["survivors"].copied < 0.5
    assert to_json([report])["clean"]


@pytest.mark.parametrize("what", SPOILED)
def test_what_is_wrong_is_found(tmp_path: Path, what: str) -> None:
    *change, said = SPOILED[what]
    report = audited(tmp_path, *change)
    assert [finding.text for finding in report.findings if re.search(said, finding.text)] != []


def test_a_slip_that_gives_the_right_answer_and_one_like_another_are_found(tmp_path: Path) -> None:
    file = tmp_path / "assignments" / QUIZ / "mistakes" / "counts.py"
    tiny_quiz.write(tmp_path)
    text = file.read_text(encoding="utf-8")
    slip = text.partition("\n\n\n")[2]
    for name, body in (("none_at_all", "n * m + m"), ("twin", "n * m"), ("broken", "1 / 0")):
        text += "\n\n" + slip.replace("no_biases", name).replace("n * m", body)
    file.write_text(text, encoding="utf-8")
    material = load(tmp_path / "course.toml").material(QUIZ)
    only = tuple(question for question in material.questions if question.task == "counts")
    report = audit_quiz(replace(material, questions=only), DRAWS)
    wrong = "\n".join(finding.text for finding in report.findings if finding.wrong)
    assert "mistake none_at_all: gives the right answer in every variant" in wrong
    assert "mistake twin: is recognised in 0 of 30 wrong variants, else taken for nothing" in wrong
    assert "mistake broken: raises ZeroDivisionError" in wrong


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no math",
        "$x$ and $$y$$",
        r"\$5 and $\{1\}$",
        r"$\left(x\right) \leftarrow y$",
        r"$$\begin{pmatrix}1\end{pmatrix}$$",
    ],
)
def test_math_that_closes(text: str) -> None:
    assert list(unbalanced(text)) == []


@pytest.mark.parametrize(
    "text", ["$x", "$$x$", "$x{$", "$}x{$", r"$\left(x$", r"$\begin{pmatrix}1$", r"$\begin{a}\end{b}$"]
)
def test_math_that_does_not(text: str) -> None:
    assert len(list(unbalanced(text))) == 1
