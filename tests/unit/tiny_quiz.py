"""A small test with a field of every kind, written beside the homework of `tiny_course`."""

import json
from pathlib import Path

from tests.unit import tiny_course

QUIZ = "test00_warmup"

ENTRY = """
[[assignments]]
name = "test00_warmup"
category = "homework"
kind = "quiz"
due = 2026-10-16T18:00:00+03:00
"""

FACTS = """\
title = { ru = "Контрольная", en = "A test" }
points = 20

[[tasks]]
name = "mean"
title = { ru = "Среднее", en = "The mean" }
points = 4

[[tasks]]
name = "counts"
title = { ru = "Число параметров", en = "Counting parameters" }
points = 1

[[tasks]]
name = "activations"
title = { ru = "Функции активации", en = "Activations" }
points = 7

[[tasks]]
name = "layer"
title = { ru = "Слой", en = "A layer" }
points = 2

[[tasks]]
name = "derivative"
title = { ru = "Производная", en = "A derivative" }
points = 2

[[tasks]]
name = "line"
title = { ru = "Строка кода", en = "A line of code" }
points = 4
requires = ["scaled"]
forbids = ["torch"]
"""

QUESTIONS = r'''
"""Questions of the warm-up test."""

from grader.questions import (
    Variant, array, choice, choices, code, formula, integer, matching, number, option, ordering, question
)


@question("mean", fields={"mean": number(points=2), "total": number(points=2, significant=4)})
def survivors(reference, rng):
    x = rng.integers(1, 9, 4) + rng.integers(1, 9) / 10
    return Variant(
        prompt={"en": f"The mean and the sum of ${x.tolist()}$?", "ru": f"Среднее и сумма ${x.tolist()}$?"},
        answers={"mean": reference.mean(x), "total": reference.total(x)},
        labels={"mean": {"en": "mean", "ru": "среднее"}, "total": {"en": "sum", "ru": "сумма"}},
    )


@question("counts", fields={"n": integer(points=1)})
def parameters(reference, rng):
    n, m = (int(size) for size in rng.integers(20, 60, 2))
    return Variant(
        prompt={"en": f"Parameters of a linear layer ${n} \\to {m}$?", "ru": f"Параметров в слое ${n} \\to {m}$?"},
        answers={"n": reference.parameters(n, m)},
    )


@question("activations", fields={
    "bounded": choice(points=1), "odd": choices(points=2), "ranges": matching(points=2), "steps": ordering(points=2)
})
def activations(reference, rng):
    p = int(rng.integers(1, 1000))
    names = [option(key, en=key, ru=key) for key in ("relu", "tanh", "sigmoid", "softplus", "sin")]
    ranges = [option(key, en=key, ru=key) for key in ("(-1, 1)", "(0, 1)", "[0, inf)", "(0, inf)")]
    steps = [option(key, en=key, ru=key) for key in ("forward", "loss", "backward", "step")]
    text = {"en": f"Sheet {p}.", "ru": f"Лист {p}."}
    named = {name: {"en": name, "ru": name} for name in ("bounded", "odd", "ranges", "steps")}
    return Variant(
        prompt=text,
        labels=named,
        answers={
            "bounded": "sigmoid",
            "odd": ["sin", "tanh"],
            "ranges": {"tanh": "(-1, 1)", "sigmoid": "(0, 1)", "relu": "[0, inf)", "softplus": "(0, inf)"},
            "steps": ["forward", "loss", "backward", "step"],
        },
        options={"bounded": tuple(names[:4]), "odd": tuple(names), "ranges": tuple(ranges), "steps": tuple(steps)},
        items={"ranges": tuple(names[:4])},
    )


@question("layer", fields={"z": array(points=2, shape=(2, 2))})
def layer(reference, rng):
    x, w = rng.integers(-4, 5, (2, 3)), rng.integers(-4, 5, (3, 2)) + 0.5
    return Variant(
        prompt={"en": f"$x W$ for {x.tolist()} and {w.tolist()}?", "ru": f"$x W$ для {x.tolist()} и {w.tolist()}?"},
        answers={"z": reference.product(x, w)},
    )


@question("derivative", fields={"df": formula(points=2, symbols=("x",))})
def derivative(reference, rng):
    n = int(rng.integers(3, 12))
    return Variant(
        prompt={"en": f"The derivative of $x^{{{n}}}$?", "ru": f"Производная $x^{{{n}}}$?"},
        answers={"df": reference.power_rule(n)},
    )


@question("line", fields={"code": code(skeleton="""
import numpy as np


def scaled(x, p):
    # Your line goes here.
    {answer}
    return out
""")})
def line(reference, rng):
    return Variant(
        prompt={"en": "`out` is `x` divided by `1 - p`.", "ru": "`out` — это `x`, делённое на `1 - p`."},
        answers={"code": None},
    )
'''

HIDDEN = '''
from grader.authoring import case


@case("line", points=2)
def scaled_by_the_rate(student, rng):
    """x / (1 - p).

    ru: x / (1 - p).
    """
    x = rng.standard_normal(5)
    return {"out": student.scaled(x, 0.25)}


@case("line", points=2)
def scaled_by_another_rate(student, rng):
    """x / (1 - p), for a matrix.

    ru: x / (1 - p), для матрицы.
    """
    x = rng.standard_normal((2, 3))
    return {"out": student.scaled(x, float(rng.uniform(0.3, 0.6)))}
'''

SOLUTION = """
import numpy as np


def mean(x):
    return float(np.mean(x))


def total(x):
    return float(np.sum(x))


def parameters(n, m):
    return n * m + m


def product(x, w):
    return x @ w


def power_rule(n):
    return f"{n}*x**{n - 1}"


def scaled(x, p):
    return x / (1 - p)
"""

MISTAKES = {
    "mean": '''
from grader.authoring import mistake


@mistake("mean", credit="1/4")
def one_too_few(module):
    """You divided by n - 1.

    ru: Вы поделили на n - 1.
    """
    module.mean = lambda x: float(x.sum() / (len(x) - 1))
''',
    "counts": '''
from grader.authoring import mistake


@mistake("counts")
def no_biases(module):
    """You left out the biases.

    ru: Вы забыли сдвиги.
    """
    module.parameters = lambda n, m: n * m
''',
    "derivative": '''
from grader.authoring import mistake


@mistake("derivative", credit="1/2")
def power_kept(module):
    """The power falls by one.

    ru: Степень уменьшается на единицу.
    """
    module.power_rule = lambda n: f"{n}*x**{n}"
''',
    "line": '''
from grader.authoring import mistake


@mistake("line", credit="1/2")
def multiplied(module):
    """You multiplied by 1 - p.

    ru: Вы умножили на 1 - p.
    """
    module.scaled = lambda x, p: x * (1 - p)
''',
}

STUDENTS = ("anna", "bob")


def write(root: Path) -> Path:
    """Writes the course with its test into the folder `root`; returns the path of its `course.toml`."""
    course = tiny_course.write(root)
    course.write_text(course.read_text(encoding="utf-8") + ENTRY, encoding="utf-8")
    folder = root / "assignments" / QUIZ
    texts = {
        folder / "assignment.toml": FACTS,
        folder / "questions.py": QUESTIONS,
        folder / "hidden.py": HIDDEN,
        root / "solutions" / f"{QUIZ}.py": SOLUTION,
    } | {folder / "mistakes" / f"{task}.py": text for task, text in MISTAKES.items()}
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return course


def as_json(facts: dict[str, str], answers: dict[str, str]) -> bytes:
    """A sheet as the page saves it."""
    return json.dumps({"format": "grader-answers-1", **facts, "answers": answers}).encode()


def as_markdown(facts: dict[str, str], answers: dict[str, str]) -> bytes:
    """A sheet as Markdown, its answers in a block of TOML."""
    lines = [f'{name} = "{value}"' for name, value in ({"format": "grader-answers-1"} | facts).items()]
    said = [f"\"{name}\" = '''{value}'''" for name, value in answers.items()]
    return "\n".join(["# A test", "", "```toml", *lines, "", "[answers]", *said, "```", ""]).encode()


def as_notebook(facts: dict[str, str], answers: dict[str, str]) -> bytes:
    """A sheet as a notebook, a cell for each answer."""
    lines = [f"{name} = {value!r}" for name, value in ({"format": "grader-answers-1"} | facts).items()]
    cells = ["\n".join([*lines, "answers = {}"])]
    cells += [
        f"# Write your answer between the quotes.\nanswers[{name!r}] = {value!r}" for name, value in answers.items()
    ]
    code = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text} for text in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code}).encode()
