"""Test 1: every draw is a good question, its answers what PyTorch or a closed form makes of the printed text."""

import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from latex2mathml.converter import convert

from grader.checkers import builtin
from grader.files import load_module
from grader.folders import mistakes_by_file, read_cases, read_questions
from grader.model import Case, Mistake, Option, Variant
from grader.observe import load, observe
from tests.course.support import ROOT

FOLDER = ROOT / "assignments" / "test01_networks"
SOLUTION = ROOT / "solutions" / "test01_networks.py"
QUESTIONS = {question.name: question for question in read_questions(FOLDER)}
IN_CODE = {name for name, question in QUESTIONS.items() if all(f.kind == "code" for f in question.fields.values())}
COMPUTED = [name for name in QUESTIONS if name not in IN_CODE]
CASES = list(read_cases(FOLDER))
MISTAKES = [mistake for _, mistake in mistakes_by_file(FOLDER)]
DRAWS = 500
DRAWS_SOLVED = 80
DRAWS_OF_MISTAKES = 20
torch.set_num_threads(1)
RIGHT = load_module(SOLUTION, SOLUTION.stem)


def drawn(name: str, seed: int, module: Any = RIGHT) -> Variant:
    return QUESTIONS[name].generate(module, np.random.default_rng(seed))


@cache
def draws(name: str) -> list[Variant]:
    return [drawn(name, seed) for seed in range(1 if name in IN_CODE else DRAWS)]


def same(one: Any, other: Any) -> bool:
    """Whether two answers are equal to rounding error."""
    if isinstance(other, str | list | dict):
        return bool(one == other)
    return np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=1e-6, atol=1e-8)


def changed(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return not all(same(one[field], other[field]) for field in one)


# ---------------------------------------------------------------------------------------------- what is printed

FLOAT = r"-?\d+(?:\.\d+)?"


def floats(text: str) -> list[float]:
    """The numbers that stand in a text."""
    return [float(found) for found in re.findall(FLOAT, text)]


def after(text: str, *symbols: str) -> list[float]:
    """What stands behind `symbol =` in a text."""
    return [float(re.search(r"(?<!\w)" + re.escape(symbol) + rf" = ({FLOAT})", text)[1]) for symbol in symbols]


def matrices(text: str) -> list[np.ndarray]:
    """The matrices of a text, vectors as a row."""
    found = re.findall(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}", text)
    return [np.array([floats(row) for row in matrix.split(r"\\")]) for matrix in found]


def tensor(value: Any) -> torch.Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def logit(a: float) -> float:
    return math.log(a / (1 - a))


def slope_of(function: Callable[[torch.Tensor], torch.Tensor], z: Any) -> np.ndarray:
    at = tensor(z)
    function(at).sum().backward()
    return at.grad.numpy()


def activation(name: str, alpha: float) -> Callable[[torch.Tensor], torch.Tensor]:
    known = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu}
    return known.get(name) or (lambda z: F.leaky_relu(z, alpha))


# ------------------------------------------------------------------------------- every answer, from the printed text


def perceptron(text: str, _: Variant) -> dict[str, Any]:
    rows = re.findall(rf"\d & \(({FLOAT}),\\; ({FLOAT})\) & ([+-]1)", text)
    w1, w2, b, wrong = 0, 0, 0, []
    assert len(rows) == 5
    for x1, x2, y in (map(int, row) for row in rows):
        wrong.append(int(y * (w1 * x1 + w2 * x2 + b) <= 0))
        w1, w2, b = w1 + wrong[-1] * y * x1, w2 + wrong[-1] * y * x2, b + wrong[-1] * y
    return {"weights": [w1, w2, b], "mistakes": wrong}


ANGLES = np.linspace(0, 2 * np.pi, 1440, endpoint=False) + 0.0007
DIRECTIONS = np.array([np.cos(ANGLES), np.sin(ANGLES)])


def separability(_: str, variant: Variant) -> dict[str, Any]:
    named = []
    sets = re.findall(r"Set (\w): discs (.*?); crosses (.*?)\.", variant.described["en"])
    for name, *classes in sets:
        discs, crosses = (np.reshape(floats(points), (-1, 2)) @ DIRECTIONS for points in classes)
        named += [name] * bool((discs.min(axis=0) > crosses.max(axis=0) + 1e-9).any())
    assert len(sets) == 6 and variant.picture.count("<circle") == sum(one[1].count("(") for one in sets)
    return {"sets": named}


def parameters(text: str, _: Variant) -> dict[str, Any]:
    sizes = [int(size) for size in re.findall(r"\d+", re.search(r"layers of \$(.*?)\$", text)[1])]
    layers = [torch.nn.Linear(n_in, n_out) for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)]
    layer = int(re.search(r"\$W_(\d)\$", text)[1])
    count = sum(weight.numel() for one in layers for weight in one.parameters())
    return {"total": count, "shape": list(layers[layer - 1].weight.T.shape)}


def shapes(text: str, variant: Variant) -> dict[str, Any]:
    batch, n_in, n_out = (int(size) for size in re.findall(r"(\d+) (?:samples|inputs|outputs)", text))
    x, w, b = torch.zeros(batch, n_in), torch.zeros(n_in, n_out), torch.zeros(n_out)
    sizes = {"z": (x @ w + b).shape, "dw": w.shape, "db": b.shape, "dx": x.shape}
    keys = {tuple(map(int, re.findall(r"\d+", one.text["en"]))): one.key for one in variant.options["shapes"]}
    return {"shapes": {name: keys[tuple(size)] for name, size in sizes.items()}}


def linear(text: str, _: Variant) -> dict[str, Any]:
    x, w, dz = map(tensor, matrices(text))
    b = tensor(np.zeros(2))
    (x @ w + b).backward(dz)
    return {"dw": w.grad, "db": b.grad, "dx": x.grad}


def activations(text: str, _: Variant) -> dict[str, Any]:
    sigmoid, tanh, leaky = text.split("\n\n")[1:4]
    (a, da), (b, db), (alpha, z, dc) = (
        after(sigmoid, "a", "da"),
        after(tanh, "a", "da"),
        after(leaky, r"\alpha", "z", "da"),
    )
    return {
        "sigmoid": da * slope_of(torch.sigmoid, logit(a)),
        "tanh": db * slope_of(torch.tanh, math.atanh(b)),
        "leaky": dc * slope_of(activation("leaky_relu", alpha), z),
    }


SEEN = np.concatenate([np.linspace(-4, -1e-6, 25), np.linspace(1e-6, 4, 25)])


@cache
def slopes(name: str, alpha: float) -> np.ndarray:
    """The derivative of an activation where the graphs have points."""
    return slope_of(activation(name, alpha), SEEN)


def derivative_graphs(text: str, variant: Variant) -> dict[str, Any]:
    """Reads the graphs themselves: the one whose line has the heights of the derivative."""
    (alpha,) = after(text, r"\alpha")
    panels = re.split(r'<text [^>]*font-size="15"[^>]*>(\w)</text>', variant.picture)[1:]
    keys = {re.search(r"Graph (\w)", one.text["en"])[1]: one.key for one in variant.options["graphs"]}
    found: dict[str, list[str]] = {}
    for letter, panel in zip(panels[::2], panels[1::2], strict=True):
        points = np.array(floats(" ".join(re.findall(r'polyline points="(.*?)"', panel)))).reshape(-1, 2)
        z, height = (points[:, 0] - 68) / 17, (110 - points[:, 1]) / 92
        if len(z) < len(SEEN):
            continue  # leaves the picture: no derivative here does
        assert np.allclose(z, SEEN, atol=0.01)
        for item in variant.items["graphs"]:
            if np.abs(slopes(item.key, alpha) - height).max() < 0.02:
                found.setdefault(item.key, []).append(keys[letter])
    assert {len(graphs) for graphs in found.values()} == {1}
    return {"graphs": {name: graphs[0] for name, graphs in found.items()}}


def saturation(text: str, variant: Variant) -> dict[str, Any]:
    a1, a2, a3 = (after(text.split("The outputs are")[1], f"a_{n}")[0] for n in (1, 2, 3))
    w1, w2 = (float(re.search(rf"z_{n} = ({FLOAT})\\,a", text)[1]) for n in (2, 3))
    z1 = tensor(logit(a1))
    h2 = torch.sigmoid(w1 * torch.sigmoid(z1) + (logit(a2) - w1 * a1))
    h3 = torch.sigmoid(w2 * h2 + (logit(a3) - w2 * a2))
    h3.backward()
    assert float(h3.detach()) == pytest.approx(a3)
    units = {one.key: one.text["en"] for one in variant.options["least"]}
    alpha = after(units["leaky_relu"], r"\alpha")[0]
    slopes = {name: slope_of(activation(name, alpha), after(unit, "z")[0]) for name, unit in units.items()}
    least, second = sorted(slopes.values())[:2]
    assert second > 2 * least, "the smallest is not by far the smallest"
    return {"through": z1.grad, "least": min(slopes, key=lambda name: slopes[name])}


def derivative_formula(text: str, variant: Variant) -> dict[str, Any]:
    factor, power, sign, first = re.search(r"= (\d)a\^\{(\d)\} ([+-]) (\d?)a", text).groups()
    inner = torch.tanh if r"a = \tanh" in text else torch.sigmoid
    z = np.linspace(-2, 2, 7)

    def f(at: torch.Tensor) -> torch.Tensor:
        a = inner(at)
        return int(factor) * a ** int(power) + int(f"{sign}{first or 1}") * a

    answer = str(variant.answers["derivative"])
    assert re.fullmatch(r"[-+*() a\d]+", answer)
    assert np.allclose(eval(answer, {"a": inner(torch.tensor(z)).numpy()}), slope_of(f, z))
    return {"derivative": answer}


def risk(text: str, _: Variant) -> dict[str, Any]:
    _, y, s = (np.array(floats(row)) for row in re.search(r"ccccc\} (.*?) \\end", text)[1].split(r"\\"))
    assert len(y) == len(s) == 5 and not set(y * s) & {0, 1}
    signs = sum(float(label * score <= 0) for label, score in zip(y, s, strict=True))
    return {"zero_one": signs / 5, "hinge": F.relu(1 - torch.tensor(y) * torch.tensor(s)).mean()}


def cross_entropy(text: str, _: Variant) -> dict[str, Any]:
    logits = re.search(r"z = \((.*?)\)\$", text)[1].split(r",\;\, ")
    label = int(re.search(r"is number (\d)", text)[1]) - 1
    z = tensor([0.0 if one == "0" else math.log(int(one.removeprefix(r"\ln "))) for one in logits])
    loss = F.cross_entropy(z[None], torch.tensor([label]))
    loss.backward()
    return {"p": torch.softmax(z.detach(), 0), "loss": loss.detach(), "dz": z.grad}


def graph(text: str, _: Variant) -> dict[str, Any]:
    x, y, z = map(tensor, after(text, "x", "y", "z"))
    difference = re.search(r"r = (x - z|z - x)", text)[1]
    (x * y * (x - z if difference == "x - z" else z - x)).backward()
    return {"dx": x.grad, "dy": y.grad, "dz": z.grad}


def backprop(text: str, _: Variant) -> dict[str, Any]:
    x, w1, b1, w2 = (tensor(matrix) for matrix in matrices(text))
    b2, target = after(text, "b_2", "t")
    out = F.relu(x @ w1 + b1) @ w2.T + b2
    loss = ((out - target) ** 2).sum() / 2
    loss.backward()
    return {"loss": loss.detach(), "dw2": w2.grad[0], "dw1": w1.grad}


def finite_difference(text: str, _: Variant) -> dict[str, Any]:
    c, sign, d = re.search(r"L\(w\) = (\d?)w\^3 ([+-]) (\d?)w", text).groups()
    w, h = after(text.split("at $")[1], "w", "h")
    cube, slope = int(c or 1), int(f"{sign}{d or 1}")
    return {"central": 3 * cube * w**2 + slope + cube * h**2, "error": cube * h**2}


@cache
def learning(f: str, start: str) -> list[str]:
    torch.manual_seed(1)
    net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh() if "tanh" in f else torch.nn.Sigmoid())
    net.append(torch.nn.Linear(4, 1))
    names = dict(zip(("W1", "b1", "W2", "b2"), net.parameters(), strict=True))
    zero = {"all weights are **zero**": "W1 W2", "$W_1$ is **zero**": "W1", "$W_2$ is **zero**": "W2"}
    with torch.no_grad():
        for name in ("b1", "b2", *next(value for key, value in zero.items() if start.startswith(key)).split()):
            names[name].zero_()
    (net(torch.randn(5, 3)) - torch.randn(5, 1)).square().mean().backward()
    return sorted(name for name, weight in names.items() if weight.grad.abs().max() > 1e-9)


@cache
def units_left(units: int, alike: int) -> int:
    torch.manual_seed(units)
    net = torch.nn.Sequential(torch.nn.Linear(3, units), torch.nn.Tanh(), torch.nn.Linear(units, 1)).double()
    with torch.no_grad():
        net[0].weight[1:alike], net[0].bias[1:alike], net[2].weight[:, 1:alike] = (
            net[0].weight[0].clone(),
            net[0].bias[0].clone(),
            net[2].weight[:, :1].clone(),
        )
    x, y = torch.randn(6, 3).double(), torch.randn(6, 1).double()
    for _ in range(5):
        net.zero_grad()
        (net(x) - y).square().mean().backward()
        with torch.no_grad():
            for weight in net.parameters():
                weight -= 0.1 * weight.grad
    return len(torch.unique(net[0].weight.detach().round(decimals=9), dim=0))


def symmetry(text: str, _: Variant) -> dict[str, Any]:
    f, start = re.search(r"\$h = (.*?)\(xW_1.*?begins to learn: (.*?), the biases", text).groups()
    units, alike = map(int, re.search(r"layer of (\d+) units of \$\\tanh\$, (\d) of them", text).groups())
    return {"learn": learning(f, start), "distinct": units_left(units, alike)}


LOOP = (
    r"\.train\(\)",
    r"zero_grad",
    r"= \w+\(x\)",
    r"loss = \w+\(\w+, y\)",
    "backward",
    r"\.step",
    r"\.eval",
    "no_grad",
)


def train_loop(text: str, variant: Variant) -> dict[str, Any]:
    def key(line: str) -> str:
        (found,) = [one.key for one in variant.options["order"] if re.search(line, one.text["en"])]
        return found

    w = torch.nn.Parameter(torch.tensor(after(text, "w")[0], dtype=torch.float64))
    (rate,) = after(text, r"\eta")
    for gradient in floats(re.search(r"contribute the gradients (.*?) \(each", text)[1]):
        (gradient * w).backward()
        w.data -= rate * w.grad
    return {"order": [key(line) for line in LOOP], "forgotten": w.detach()}


def minibatches(text: str, _: Variant) -> dict[str, Any]:
    words = (r"(\d+) rows", r"(\d+) columns", r"for (\d+) epochs", r"batch size is (\d+)")
    samples, features, epochs, size = (int(re.search(word, text)[1]) for word in words)
    loader = torch.utils.data.DataLoader(torch.zeros(samples, features), batch_size=size)
    return {"steps": epochs * len(loader), "last": samples % size, "shape": [size, features]}


def curves(text: str, variant: Variant) -> dict[str, Any]:
    high, gap = floats(re.search(r"(loss above .* is large; .* more than \S+ above)", text)[1])
    found, epoch = {}, None
    for name, *several in re.findall(r"(\w): train (.*?); validation (.*?)\.(?: |$)", variant.described["en"]):
        train, val = map(floats, several)
        assert len(train) == len(val) == 10 and len(set(val)) >= 5
        assert abs(train[-1] - high) > 0.1 and abs(val[-1] - train[-1] - gap) > 0.1, "too near to tell"
        found[name] = "underfitting" if train[-1] > high else "overfitting" if val[-1] - train[-1] > gap else "good"
        if found[name] == "overfitting":
            assert sorted(val)[1] - min(val) > 0.05, "the lowest cannot be seen"
            epoch = val.index(min(val)) + 1
    assert sorted(found.values()) == ["good", "overfitting", "underfitting"]
    return {"networks": found, "epoch": epoch}


@pytest.mark.parametrize("name", COMPUTED)
def test_answers_are_what_follows_from_the_text(name: str) -> None:
    solve = globals()[name]
    for seed, variant in enumerate(draws(name)[:DRAWS_SOLVED]):
        expected = solve(variant.prompt["en"], variant)
        assert expected.keys() == variant.answers.keys()
        for field, answer in variant.answers.items():
            assert same(expected[field], answer), (seed, field, variant.prompt["en"], answer, expected[field])


# --------------------------------------------------------------------------------------------- every draw is good


def texts_of(variant: Variant, language: str) -> list[str]:
    """All that a student reads in a language."""
    shown: list[Option] = [one for several in (variant.options, variant.items) for of in several.values() for one in of]
    texts = [variant.prompt, *variant.labels.values(), *(one.text for one in shown)]
    return [text[language] for text in texts + ([variant.described] if variant.picture else [])]


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_texts_are_whole_in_both_languages(name: str, language: str) -> None:
    for variant in draws(name):
        for text in texts_of(variant, language):
            assert text.strip()
            assert not re.search(r"\d\.\d{4}|\de[-+]\d|nan|inf\b|np\.|float|array\(\[", text), text
            assert not re.search(r"<\w+>", text), "a value was not filled in"
            assert text.count("$") % 2 == 0
        assert bool(re.search("[а-яё]", variant.prompt[language])) == (language == "ru")
        if len(variant.answers) > 1:
            assert variant.labels.keys() == variant.answers.keys()


@pytest.mark.parametrize("name", QUESTIONS)
def test_both_languages_say_the_same_numbers(name: str) -> None:
    for variant in draws(name):
        assert sorted(floats(variant.prompt["en"])) == sorted(floats(variant.prompt["ru"]))


@pytest.mark.parametrize("name", QUESTIONS)
def test_mathematics_is_rendered(name: str) -> None:
    for variant in draws(name)[:5]:
        for text in texts_of(variant, "ru") + texts_of(variant, "en"):
            for formula in re.findall(r"\$\$?(.+?)\$\$?", text):
                assert "<math" in convert(formula) and "\\" not in convert(formula), formula


@pytest.mark.parametrize("name", COMPUTED)
def test_answers_have_the_form_of_their_fields(name: str) -> None:
    for variant in draws(name):
        for field, spec in QUESTIONS[name].fields.items():
            answer, keys = variant.answers[field], {one.key for one in variant.options.get(field, ())}
            match spec.kind:
                case "number":
                    assert isinstance(answer, float) and math.isfinite(answer) and answer != 0
                case "integer":
                    assert isinstance(answer, int)
                case "array":
                    assert answer.shape == spec.options["shape"] and np.isfinite(answer).all()
                case "choice":
                    assert answer in keys
                case "choices":
                    assert 0 < len(answer) < len(keys) and answer == sorted(set(answer) & keys)
                case "ordering":
                    assert set(answer) == keys and len(answer) == len(keys)
                case "matching":
                    assert answer.keys() == {one.key for one in variant.items[field]} and set(answer.values()) <= keys


@pytest.mark.parametrize("name", COMPUTED)
def test_options_differ_from_each_other(name: str) -> None:
    for variant in draws(name):
        for several in (*variant.options.values(), *variant.items.values()):
            for language in ("en", "ru"):
                assert len({one.text[language] for one in several}) == len(several)
            assert len({one.key for one in several}) == len(several)


@pytest.mark.parametrize("name", COMPUTED)
def test_difficulty_is_alike(name: str) -> None:
    """Numbers that a hand can work with, and of like size in every draw."""
    for variant in draws(name):
        for field, spec in QUESTIONS[name].fields.items():
            if spec.kind in ("number", "array"):
                answer = np.abs(variant.answers[field])
                assert answer.max() < 200 and answer[answer > 0].min() > 1e-3
            if spec.kind == "number" and (name, field) not in {("cross_entropy", "loss"), ("saturation", "through")}:
                assert variant.answers[field] == round(variant.answers[field], 3), "no short decimal"


@pytest.mark.parametrize("name", [name for name in COMPUTED if drawn(name, 0).picture])
def test_pictures_are_small_and_whole(name: str) -> None:
    for variant in draws(name)[:50]:
        root = ElementTree.fromstring(variant.picture)
        assert root.tag.endswith("svg") and len(variant.picture) < 15_000
        assert "http" not in variant.picture.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", COMPUTED)
def test_neighbours_get_other_questions(name: str) -> None:
    """Of the answers to a question at most a fifth are the same, and of the questions hardly any."""
    seen = [str((variant.answers, variant.prompt["en"], variant.described)) for variant in draws(name)]
    assert len(set(seen)) >= 40


def test_no_two_papers_are_the_same() -> None:
    papers = {"".join(draws(name)[seed].prompt["en"] for name in COMPUTED) for seed in range(DRAWS)}
    assert len(papers) == DRAWS


# ------------------------------------------------------------------------------------------------ known mistakes


@cache
def slipped(task: str, mistake: str) -> list[Variant]:
    """What the question of a mistake shows and answers when the mistake is made."""
    (apply,) = [one.apply for one in MISTAKES if (one.task, one.name) == (task, mistake)]
    module = load_module(SOLUTION, SOLUTION.stem)
    apply(module)
    (name,) = [name for name, question in QUESTIONS.items() if question.task == task]
    return [drawn(name, seed, module) for seed in range(DRAWS_OF_MISTAKES)]


COMPUTED_MISTAKES = [one for one in MISTAKES if one.task not in IN_CODE]


@pytest.mark.parametrize("mistake", COMPUTED_MISTAKES, ids=lambda one: f"{one.task}-{one.name}")
def test_a_mistake_gives_another_answer_to_the_same_question(mistake: Mistake) -> None:
    differ = 0
    (name,) = [name for name, question in QUESTIONS.items() if question.task == mistake.task]
    for right, wrong in zip(draws(name), slipped(mistake.task, mistake.name), strict=False):
        assert (right.prompt, right.picture, right.options) == (wrong.prompt, wrong.picture, wrong.options)
        assert all(
            np.isfinite(value).all() for value in wrong.answers.values() if isinstance(value, float | np.ndarray)
        )
        differ += changed(right.answers, wrong.answers)
    assert differ >= 0.95 * DRAWS_OF_MISTAKES


def test_mistakes_of_a_question_can_be_told_apart() -> None:
    alike = {}
    for one, other in combinations(COMPUTED_MISTAKES, 2):
        if one.task == other.task:
            pairs = zip(slipped(one.task, one.name), slipped(other.task, other.name), strict=True)
            alike[one.name, other.name] = sum(not changed(a.answers, b.answers) for a, b in pairs)
    assert {pair: count for pair, count in alike.items() if count > 0.1 * DRAWS_OF_MISTAKES} == {}


def test_every_question_knows_mistakes() -> None:
    known = [mistake.task for mistake in MISTAKES]
    assert {
        name: known.count(question.task) for name, question in QUESTIONS.items() if known.count(question.task) < 3
    } == {}
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)


# -------------------------------------------------------------------------------------------------- code answers


def passes(case: Case, module: Any) -> bool:
    shown, expected = (observe(case, one, seed=5) for one in (module, RIGHT))
    assert expected.failure is None
    return shown.failure is None and builtin(case.checker)(shown.value, expected.value, **case.options) is None


@pytest.mark.parametrize("path", sorted(FOLDER.glob("accepted/*.py")), ids=lambda path: path.stem)
def test_other_right_lines_pass(path: Any) -> None:
    module, failure = load(path.read_text(encoding="utf-8"), "submission.py")
    assert failure is None and [case.name for case in CASES if not passes(case, module)] == []


@pytest.mark.parametrize("mistake", [one for one in MISTAKES if one.task in IN_CODE], ids=lambda one: one.name)
def test_mistakes_in_code_are_noticed(mistake: Mistake) -> None:
    module = load_module(SOLUTION, SOLUTION.stem)
    mistake.apply(module)
    assert not all(passes(case, module) for case in CASES if case.task == mistake.task)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("bias_gradient", "return dz.sum(axis=0)"),
        ("stable_softmax", "z = z - z.max(1)[:, None]\nreturn np.exp(z) / np.exp(z).sum(1)[:, None]"),
    ],
)
def test_lines_put_into_the_skeleton_are_what_the_cases_ask_for(name: str, line: str) -> None:
    (field,) = QUESTIONS[name].fields.values()
    module, failure = load(field.options["skeleton"].replace("{answer}", line.replace("\n", "\n    ")), "submission.py")
    assert failure is None and all(passes(case, module) for case in CASES if case.task == QUESTIONS[name].task)


def test_softmax_is_that_of_pytorch() -> None:
    z = np.random.default_rng(0).standard_normal((4, 3)) * 300
    assert np.allclose(RIGHT.softmax(z), torch.softmax(torch.tensor(z), 1))
    assert RIGHT.bias_gradient(z.astype(np.float32)).dtype == RIGHT.softmax(z.astype(np.float32)).dtype == np.float32
