"""A small complete course with one test, written into a folder: a question of every kind, three students."""

from pathlib import Path

ASSIGNMENT = "test00_tiny"

COURSE = """\
name = "tiny"
title = { ru = "Крошечный курс", en = "A tiny course" }
roster = "roster.csv"

[policy]

[[categories]]
name = "tests"
title = { ru = "Контрольные", en = "Tests" }
weight = 1

[[assignments]]
name = "test00_tiny"
category = "tests"
kind = "quiz"
due = 2026-10-05T23:59:00+03:00
"""

ROSTER = """\
student,name,email,language
anna,Анна Иванова,anna@example.org,ru
bob,Bob Smith,bob@example.org,en
chen,Чэнь Вэй,chen@example.org,ru
"""

_TITLES = {
    "survivors": ("Выжившие", "Survivors", 3),
    "count": ("Сколько параметров", "How many parameters", 1),
    "range": ("Область значений", "Range", 1),
    "convex": ("Выпуклые функции", "Convex functions", 2),
    "names": ("Кто есть кто", "Who is who", 2),
    "loop": ("Цикл обучения", "The training loop", 2),
    "product": ("Произведение", "A product", 2),
    "slope": ("Производная", "A derivative", 1),
    "line": ("Одна строка", "One line", 2),
    "curves": ("Кривые", "Curves", 1),
}

FACTS = f"""\
title = {{ ru = "Маленькая контрольная", en = "A small test" }}
points = {sum(points for *_, points in _TITLES.values())}
""" + "".join(
    f"""
[[tasks]]
name = "{name}"
title = {{ ru = "{ru}", en = "{en}" }}
points = {points}
"""
    for name, (ru, en, points) in _TITLES.items()
)

QUESTIONS = r'''
"""One question of every kind."""

from grader.questions import (
    Variant, array, choice, choices, code, formula, integer, matching, number, option, ordering, question,
)


LONG = r"\begin{pmatrix}" + "&".join("1" * 12) + r"\end{pmatrix}"


@question("survivors", fields={"mean": number(points=2, significant=3), "grows": choice(points=1)})
def survivors(reference, rng):
    x, p = int(rng.integers(2, 90)), float(rng.choice([0.2, 0.25, 0.4]))
    return Variant(
        prompt={
            "en": rf"A unit has the value ${x}$ and is dropped with $p = {p}$; what stays is $\frac{{x}}{{1-p}}$.",
            "ru": rf"Нейрон равен ${x}$ и выключается с $p = {p}$; оставшееся равно $\frac{{x}}{{1-p}}$.",
        },
        answers={"mean": reference.survivor(x, p), "grows": "key_yes" if reference.survivor(x, p) > x else "key_no"},
        options={"grows": (option("key_yes", en="larger than $x$", ru="больше $x$"),
                           option("key_no", en="smaller than $x$", ru="меньше $x$"),
                           option("key_same", en="equal to $x$", ru="равно $x$"))},
        labels={"mean": {"en": "$y$", "ru": "$y$"},
                "grows": {"en": "It is", "ru": "Оно"}},
    )


@question("count", fields={"total": integer(points=1)})
def count(reference, rng):
    n, m = (int(size) for size in rng.integers(3, 40, 2))
    return Variant(
        prompt={"en": rf"How many parameters has a linear layer with $W \in \mathbb{{R}}^{{{n} \times {m}}}$ and $b$?",
                "ru": rf"Сколько параметров у слоя с $W \in \mathbb{{R}}^{{{n} \times {m}}}$ и $b$?"},
        answers={"total": reference.parameters(n, m)},
    )


@question("range", fields={"which": choice(points=1)})
def range_(reference, rng):
    return Variant(
        prompt={"en": r"The range of $\tanh$ is", "ru": r"Область значений $\tanh$:"},
        answers={"which": reference.RANGE},
        options={"which": (option("key_open", en="$(-1, 1)$", ru="$(-1, 1)$"),
                           option("key_unit", en="$(0, 1)$", ru="$(0, 1)$"),
                           option("key_closed", en="$[-1, 1]$", ru="$[-1, 1]$"))},
    )


@question("convex", fields={"all": choices(points=2)})
def convex(reference, rng):
    return Variant(
        prompt={"en": "Which are convex?", "ru": "Какие функции выпуклы?"},
        answers={"all": sorted(reference.CONVEX)},
        options={"all": (option("key_square", en="$x^2$", ru="$x^2$"),
                         option("key_relu", en=r"$\max(0, x)$", ru=r"$\max(0, x)$"),
                         option("key_tanh", en=r"$\tanh x$", ru=r"$\tanh x$"),
                         option("key_sine", en=r"$\sin x$", ru=r"$\sin x$"))},
    )


@question("names", fields={"pairs": matching(points=2)})
def names(reference, rng):
    return Variant(
        prompt={"en": "Match.", "ru": "Сопоставьте."},
        answers={"pairs": dict(reference.NAMES)},
        items={"pairs": (option("key_sgd", en="SGD", ru="SGD"), option("key_adam", en="Adam", ru="Adam"))},
        options={"pairs": (option("key_plain", en=r"$w - \eta g$", ru=r"$w - \eta g$"),
                           option("key_scaled", en=r"$w - \eta \frac{\hat m}{\sqrt{\hat v} + \varepsilon}$",
                                  ru=r"$w - \eta \frac{\hat m}{\sqrt{\hat v} + \varepsilon}$"),
                           option("key_none", en="neither", ru="ни один"))},
    )


@question("loop", fields={"order": ordering(points=2)})
def loop(reference, rng):
    return Variant(
        prompt={"en": "Put the steps in order.", "ru": "Расставьте шаги по порядку."},
        answers={"order": list(reference.LOOP)},
        options={"order": (option("key_zero", en="`zero_grad()`", ru="`zero_grad()`"),
                           option("key_forward", en="forward pass", ru="прямой проход"),
                           option("key_backward", en="`backward()`", ru="`backward()`"),
                           option("key_step", en="`step()`", ru="`step()`"))},
    )


@question("product", fields={"z": array(points=2, shape=(2, 2))})
def product(reference, rng):
    x, w = rng.integers(-3, 4, (2, 2)).astype(float), rng.integers(1, 5, (2, 2)).astype(float)
    show = lambda a: r"\begin{pmatrix}" + r"\\".join("&".join(f"{v:g}" for v in row) for row in a) + r"\end{pmatrix}"
    return Variant(
        prompt={"en": f"$$x = {show(x)}, \\quad W = {show(w)}, \\quad b = {LONG}$$\n\nWhat is $xW$?",
                "ru": f"$$x = {show(x)}, \\quad W = {show(w)}, \\quad b = {LONG}$$\n\nЧему равно $xW$?"},
        answers={"z": reference.product(x, w)},
    )


@question("slope", fields={"d": formula(points=1, symbols=("x",))})
def slope(reference, rng):
    k = int(rng.integers(2, 9))
    return Variant(
        prompt={"en": f"The derivative of ${k} x^2$ by $x$ is", "ru": f"Производная ${k} x^2$ по $x$:"},
        answers={"d": reference.slope(k)},
    )


@question("line", fields={"body": code(skeleton="import numpy as np\n\n\ndef relu(x):\n    {answer}\n")})
def line(reference, rng):
    return Variant(
        prompt={"en": "Write the body of ReLU for an array `x`.", "ru": "Напишите тело ReLU для массива `x`."},
        answers={"body": None},
    )


@question("curves", fields={"what": choice(points=1)})
def curves(reference, rng):
    turn = int(rng.integers(20, 80))
    return Variant(
        prompt={"en": f"What happens after epoch {turn}?", "ru": f"Что происходит после эпохи {turn}?"},
        answers={"what": reference.CURVES},
        options={"what": (option("key_over", en="overfitting", ru="переобучение"),
                          option("key_under", en="underfitting", ru="недообучение"))},
        picture=f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60" role="img"><defs>'
                f'<clipPath id="frame"><rect width="120" height="60"/></clipPath></defs><g clip-path="url(#frame)">'
                f'<path d="M0 10 L{turn} 50 L120 20" fill="none" stroke="#c33"/>'
                f'<path d="M0 8 L{turn} 48 L120 56" fill="none" stroke="#36c"/></g></svg>',
        described={"en": f"Training loss falls all the time, validation loss until epoch {turn}, then it grows.",
                   "ru": f"Потери на обучении всё время падают, на валидации до эпохи {turn}, потом растут."},
    )
'''.lstrip()

SOLUTION = '''\
"""The answers of the small test."""

import numpy as np

RANGE = "key_open"
CONVEX = ("key_square", "key_relu")
NAMES = {"key_sgd": "key_plain", "key_adam": "key_scaled"}
LOOP = ("key_zero", "key_forward", "key_backward", "key_step")
CURVES = "key_over"


def survivor(x, p):
    return x / (1 - p)


def parameters(n, m):
    return n * m + m


def product(x, w):
    return x @ w


def slope(k):
    return f"{2 * k}*x"


def relu(x):
    return np.maximum(x, 0)
'''

SPOILED = '''\
"""Every answer is another one: what is handed out must not change with it."""

import numpy as np

RANGE = "key_unit"
CONVEX = ("key_tanh",)
NAMES = {"key_sgd": "key_none", "key_adam": "key_plain"}
LOOP = ("key_step", "key_backward", "key_forward", "key_zero")
CURVES = "key_under"


def survivor(x, p):
    return -7 * x - p


def parameters(n, m):
    return n + m + 1


def product(x, w):
    return 100 + x + w


def slope(k):
    return f"{k}*x + 777"


def relu(x):
    return x - 31
'''

HIDDEN = '''\
"""What a code field is judged by."""

from grader.authoring import case


@case("line", points=2)
def relu_of_both_signs(student, rng):
    """ReLU of numbers of both signs.

    ru: ReLU чисел обоих знаков.
    """
    return {"out": student.relu(rng.standard_normal((3, 4)))}
'''

MISTAKES = '''\
"""Known mistakes of `survivors`."""

from grader.authoring import mistake


@mistake("survivors", credit="1/2")
def not_rescaled(module):
    """You did not divide by $1-p$.

    ru: Вы не разделили на $1-p$.
    """
    module.survivor = lambda x, p: x * 1.0
'''


def write(root: Path, solution: str = SOLUTION) -> Path:
    """Writes the course into the folder `root`; returns the path of its `course.toml`."""
    folder = root / "assignments" / ASSIGNMENT
    texts = {
        root / "course.toml": COURSE,
        root / "roster.csv": ROSTER,
        root / "solutions" / f"{ASSIGNMENT}.py": solution,
        folder / "assignment.toml": FACTS,
        folder / "questions.py": QUESTIONS,
        folder / "hidden.py": HIDDEN,
        folder / "mistakes" / "survivors.py": MISTAKES,
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    (root / ".grader").mkdir(exist_ok=True)
    (root / ".grader" / "secret").write_bytes(bytes(range(32)))
    return root / "course.toml"
