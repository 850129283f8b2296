"""A small complete course, written into a folder: one homework with two tasks, an exam on paper, two students."""

from pathlib import Path

import numpy as np

ASSIGNMENT = "hw00_warmup"

COURSE = """\
name = "tiny"
title = { ru = "Крошечный курс", en = "A tiny course" }
roster = "roster.csv"

[policy]
late_per_day = 0.1
late_floor = 0.5

[[categories]]
name = "homework"
title = { ru = "Домашние задания", en = "Homework" }
weight = 0.6

[[categories]]
name = "exam"
title = { ru = "Экзамен", en = "Exam" }
weight = 0.4

[[assignments]]
name = "hw00_warmup"
category = "homework"
due = 2026-10-05T23:59:00+03:00

[[assignments]]
name = "exam"
category = "exam"
kind = "external"
title = { ru = "Экзамен", en = "Exam" }
points = 10
"""

ROSTER = """\
student,name,email,language
anna,Анна Иванова,anna@example.org,ru
bob,Bob Smith,bob@example.org,en
"""

FACTS = """\
title = { ru = "Разминка", en = "Warm-up" }
points = 10
libraries = ["numpy"]

[[tasks]]
name = "halve"
title = { ru = "Половина", en = "Half" }
points = 4
requires = ["halve"]
section = "l1-halves"

[[tasks]]
name = "counter"
title = { ru = "Счётчик", en = "Counter" }
points = 6
requires = ["Counter"]
builds_on = ["halve"]
forbids = ["torch"]
section = "l1-counters"
"""

PUBLIC = '''\
"""Public cases of the warm-up."""

from pathlib import Path

import numpy as np

from grader.authoring import Limits, case

with np.load(Path(__file__).with_name("rows.npz")) as data:
    ROWS = data["rows"]


@case("halve", points=1)
def half_of_a_vector(student, rng):
    """Half of a vector.

    ru: Половина вектора.
    """
    x = rng.standard_normal(5)
    return {"out": student.halve(x), "inputs": {"x": x}}


@case("counter", points=2, checker="counted", limits=Limits(seconds=1.0))
def counts_up(student, rng):
    """The counter counts the rows that it has seen.

    ru: Счётчик считает увиденные строки.
    """
    counter = student.Counter()
    return {"counts": [counter.add(ROWS) for _ in range(3)]}
'''

HIDDEN = '''\
"""Hidden cases of the warm-up."""

import numpy as np

from grader.authoring import case, snapshot


@case("halve", points=2)
def half_of_a_matrix_edge(student, rng):
    """Half of matrices.

    ru: Половина матриц.
    """
    x = rng.standard_normal((3, 4))
    return {"out": student.halve(x), "inputs": {"x": x}}


@case("halve", points=1, fresh=False)
def half_in_single_precision_edge(student, rng):
    """float32 stays float32.

    ru: float32 остаётся float32.
    """
    return {"out": student.halve(rng.standard_normal(3).astype(np.float32))}


@case("counter", points=4)
def two_counters_apart_edge(student, rng):
    """Two counters do not share their state.

    ru: У двух счётчиков нет общего состояния.
    """
    rows, one, other = rng.standard_normal((7, 2)), student.Counter(), student.Counter()
    seen = snapshot([one.add(rows), other.add(rows[:3]), one.add(rows)])
    return {"seen": seen, "means": [one.mean, other.mean]}
'''

CHECKERS = '''\
"""Checkers of the warm-up."""

from grader.checkers import broken
from grader.trees import first_difference


def counted(observed, expected):
    """The counts are those of the reference."""
    form = first_difference(observed, expected, values=False)
    if form:
        return form
    if observed["counts"] == expected["counts"]:
        return None
    return broken("counts", en="the rows are miscounted", ru="строки сосчитаны неверно")
'''

MISTAKES = '''\
"""Known mistakes of `halve`."""

from grader.authoring import mistake


@mistake("halve", section="l1-halves", credit="1/4")
def doubled(module):
    """You doubled; look at the formula again.

    ru: Вы удвоили; посмотрите на формулу ещё раз.
    """
    module.halve = lambda x: x * 2
'''

SOLUTION = '''\
"""Warm-up. Samples are rows.

ru: Разминка. Объекты выборки — строки.
"""

import numpy as np


def halve(x: np.ndarray) -> np.ndarray:
    """Half of every entry; shape and dtype of `x`.

    The formula: out = x / 2.

    ru: Половина каждого элемента; форма и dtype как у `x`.

    Формула: out = x / 2.
    """
    # BEGIN SOLUTION
    return x * np.asarray(0.5, dtype=x.dtype)
    # END SOLUTION


# BEGIN SOLUTION
def _secret_helper(rows: np.ndarray) -> int:
    return int(rows.shape[0])
# END SOLUTION


class Counter:
    """Counts rows; `mean` is half of how many rows it saw.

    ru: Считает строки; `mean` — половина от числа увиденных строк.
    """

    def __init__(self) -> None:
        """Nothing is counted yet.

        ru: Пока ничего не сосчитано.
        """
        self.count = 0

    def add(self, rows: np.ndarray) -> int:
        """Adds the rows of `rows`; returns how many there were in all.

        ru: Прибавляет строки `rows`; возвращает, сколько их было всего.
        """
        # BEGIN SOLUTION
        self.count += _secret_helper(rows)
        return self.count
        # END SOLUTION

    @property
    def mean(self) -> float:
        """Half of the count.

        ru: Половина счётчика.
        """
        # BEGIN SOLUTION
        return float(halve(np.asarray(float(self.count))))
        # END SOLUTION
'''

STATEMENTS = {
    "ru": "# Разминка\n\nСм. [лекцию 1](../lectures.ru.md#l1-halves); [in English](statement.en.md).\n",
    "en": "# Warm-up\n\nSee [lecture 1](../lectures.en.md#l1-halves); [по-русски](statement.ru.md).\n",
}

LECTURES = {
    "ru": '# Лекции\n\n<a id="l1-halves"></a>\n<a id="l1-counters"></a>\n\n[English](lectures.en.md)\n',
    "en": '# Lectures\n\n<a id="l1-halves"></a>\n<a id="l1-counters"></a>\n\n[Русский](lectures.ru.md)\n',
}


def write(root: Path) -> Path:
    """Writes the course into the folder `root`; returns the path of its `course.toml`."""
    folder = root / "assignments" / ASSIGNMENT
    texts = {
        root / "course.toml": COURSE,
        root / "roster.csv": ROSTER,
        root / "solutions" / f"{ASSIGNMENT}.py": SOLUTION,
        folder / "assignment.toml": FACTS,
        folder / "public.py": PUBLIC,
        folder / "hidden.py": HIDDEN,
        folder / "checkers.py": CHECKERS,
        folder / "mistakes" / "halve.py": MISTAKES,
        folder / "accepted" / "division.py": SOLUTION.replace("x * np.asarray(0.5, dtype=x.dtype)", "x / 2"),
    }
    for language in ("ru", "en"):
        texts[folder / f"statement.{language}.md"] = STATEMENTS[language]
        texts[root / "assignments" / f"lectures.{language}.md"] = LECTURES[language]
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    np.savez(folder / "rows.npz", rows=np.arange(8.0).reshape(4, 2))
    return root / "course.toml"
