"""Test 2: five hundred draws of every question are well posed, and are answered anew from what the student reads.

The second computation starts from the English text alone, as a student does: what it needs is found there.  It is done
by PyTorch, by enumeration or by symbolic differentiation, never by the reference.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy
import torch
from latex2mathml.converter import convert

from grader.folders import mistakes_by_file, read_questions
from grader.model import Field, Mistake, Question, Tree, Variant
from grader.observe import load
from grader.quiz.skeleton import fill
from tests.course.support import ROOT, grade_module, reference

NAME = "test02_regularization"
FOLDER = ROOT / "assignments" / NAME
DRAWS = 500
QUESTIONS = {question.name: question for question in read_questions(FOLDER)}
MISTAKES = tuple(mistake for _, mistake in mistakes_by_file(FOLDER))
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def fresh_reference() -> Any:
    """A copy of the reference that may be spoilt."""
    module, _ = load((ROOT / "solutions" / f"{NAME}.py").read_text("utf-8"), f"{NAME}.py")
    return module


def draw(question: Question, seed: int, module: Any) -> Variant:
    """One draw of a question."""
    return question.generate(module, np.random.default_rng(seed))


@cache
def variants(name: str) -> tuple[Variant, ...]:
    """The draws of a question, answered by the reference."""
    module = fresh_reference()
    return tuple(draw(QUESTIONS[name], seed, module) for seed in range(DRAWS))


def texts(variant: Variant, language: str) -> Iterator[str]:
    """All that a student reads of a variant."""
    yield variant.prompt[language]
    yield from (label[language] for label in variant.labels.values())
    if variant.picture:
        yield variant.described[language]
    for several in (*variant.options.values(), *variant.items.values()):
        yield from (one.text[language] for one in several)


def fields() -> Iterator[Any]:
    for question in QUESTIONS.values():
        for name, field in question.fields.items():
            yield pytest.param(question.name, name, field, id=f"{question.name}.{name}")


def agree(one: Tree, other: Tree, field: Field) -> bool:
    """Whether two answers are the same to the digits that are asked for."""
    if field.kind in ("number", "array"):
        return np.allclose(one, other, rtol=0.5 * 10 ** (1 - field.options["significant"]), atol=1e-9)
    if field.kind == "formula":
        return bool(sympy.simplify(sympy.sympify(one) - sympy.sympify(other)) == 0)
    return one == other


# ------------------------------------------------------------------------------------------------- well posed


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(("language", "letters"), [("ru", "[а-яё]"), ("en", "[a-z]")])
def test_every_text_is_there_and_can_be_rendered(name: str, language: str, letters: str) -> None:
    formulas = set()
    for variant in variants(name):
        assert len(QUESTIONS[name].fields) == 1 or set(variant.labels) == set(QUESTIONS[name].fields)
        assert re.search(letters, variant.prompt[language])
        for text in texts(variant, language):
            assert text.strip()
            assert not re.search(r"\d\.\d{5}|\bnan\b|\binf\b|e-\d\d|np\.", text), text
            assert "$" not in FORMULA.sub("", text), text
            formulas |= {"".join(found) for found in FORMULA.findall(text)}
    for formula in sorted(formulas)[:60]:
        assert "<math" in convert(formula)


@pytest.mark.parametrize("name", QUESTIONS)
def test_russian_texts_are_russian_and_english_ones_english(name: str) -> None:
    for variant in variants(name)[:50]:
        assert not any(re.search("[а-яё]", text, re.IGNORECASE) for text in texts(variant, "en"))
        assert re.search("[а-яё]{4}", variant.prompt["ru"])


@pytest.mark.parametrize(("name", "field", "asked"), list(fields()))
def test_answers_fit_their_kind(name: str, field: str, asked: Field) -> None:
    for variant in variants(name):
        answer: Any = variant.answers[field]
        keys = [option.key for option in variant.options.get(field, ())]
        shown = [tuple(option.text[language] for option in variant.options.get(field, ())) for language in ("ru", "en")]
        assert len(set(keys)) == len(keys)
        assert all(len(set(several)) == len(several) for several in shown)
        match asked.kind:
            case "number":
                assert isinstance(answer, float) and np.isfinite(answer) and 0.1 <= abs(answer) <= 10_000
            case "integer":
                assert isinstance(answer, int) and answer > 0
            case "array":
                assert answer.shape == asked.options["shape"] and np.isfinite(answer).all() and answer.any()
            case "choice":
                assert answer in keys
            case "choices":
                assert set(answer) < set(keys) and len(answer) == len(set(answer)) >= 2
            case "matching":
                assert list(answer) == [item.key for item in variant.items[field]] and set(answer.values()) <= set(keys)
            case "ordering":
                assert sorted(answer) == sorted(keys)
            case "code":
                assert answer is None and asked.options["skeleton"].count("{answer}") == 1


@pytest.mark.parametrize(("name", "field", "asked"), list(fields()))
def test_no_answer_can_be_read_in_the_text(name: str, field: str, asked: Field) -> None:
    for variant in variants(name):
        answer: Any = variant.answers[field]
        text = " ".join([variant.prompt["en"], *(label["en"] for label in variant.labels.values())])
        shown = [round(float(found), 6) for found in NUMBER.findall(text)]
        if asked.kind in ("number", "integer"):
            assert round(abs(answer), 6) not in map(abs, shown), (answer, text)
        elif asked.kind == "array":
            flat = [round(float(entry), 6) for entry in np.ravel(answer)]
            assert flat not in [shown[at : at + len(flat)] for at in range(len(shown))], (answer, text)


@pytest.mark.parametrize("name", [name for name in QUESTIONS if not name.endswith("_code")])
def test_neighbours_rarely_get_the_same(name: str) -> None:
    """A question as it is shown: text, labels, picture, and what there is to choose from."""
    shown = {
        (*texts(variant, "en"), variant.picture, str(variant.items), str(variant.options)) for variant in variants(name)
    }
    assert len(shown) >= {"modes": 70, "l2_formula": 5, "decay_schedule": 30}.get(name, DRAWS // 8)


def test_points_are_those_of_the_tasks() -> None:
    """One question a task, in the same order."""
    from grader.course.material import load_assignment

    assignment = load_assignment(ROOT, NAME)
    assert [task.name for task in assignment.tasks] == [question.task for question in QUESTIONS.values()]
    assert len(QUESTIONS) >= 14


# ---------------------------------------------------------------------------------------------- answered anew


def value(text: str, name: str) -> float:
    """The number after `name = ` in a text."""
    found = re.search(re.escape(name) + r"\s*(?:=|is)\s*\$?(-?[\d.]*\d)", text)
    assert found, (name, text)
    return float(found[1])


def vector(text: str, name: str) -> np.ndarray:
    """The numbers in brackets after `name = `."""
    found = re.search(re.escape(name) + r" = \(([^)]*)\)", text)
    assert found, (name, text)
    return np.array([float(number) for number in NUMBER.findall(found[1])])


def matrices(text: str) -> list[np.ndarray]:
    """All matrices of a text."""
    return [
        np.array([[float(number) for number in NUMBER.findall(line)] for line in body.split(r"\\")])
        for body in re.findall(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}", text)
    ]


def solved_epoch(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    batch = ["loss", "backward", "step"]
    if "very beginning" in text:
        batch = ["zero_grad", *batch]
    elif "before the backward pass" in text:
        batch = ["loss", "zero_grad", "backward", "step"]
    else:
        batch = [*batch, "zero_grad"]
    return {"order": ["train", *batch, "eval", "validate"]}


def solved_batches(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    rows, columns = (int(number) for number in re.search(r"(\d+) \\times (\d+)", text).groups())  # type: ignore[union-attr]
    size = int(re.search(r"of size \$(\d+)\$", text)[1])  # type: ignore[index]
    batches = torch.utils.data.DataLoader(torch.zeros(rows, 1), batch_size=size)
    right = [o.key for o in variant.options["drawn"] if o.text["en"].startswith(f"${size} \\times {columns}$")]
    return {"drawn": right[0], "steps": len(batches)}


def solved_fit(variant: Variant) -> dict[str, Tree]:
    text = variant.described["en"]
    curves = [[float(v) for v in NUMBER.findall(part)] for part in re.split("training|validation|A dotted", text)[1:]]
    high = curves[0][-1] > curves[2][0]
    against_high = {"larger_network", "less_decay", "less_dropout", "better_features"}
    shown = {option.key for option in variant.options["helps"]}
    helps = shown & against_high if high else shown - against_high
    return {"state": "underfitting" if high else "overfitting", "helps": sorted(helps)}


def solved_early_stopping(variant: Variant) -> dict[str, Tree]:
    """By the reference of homework 2, which is checked by other means."""
    _, losses, rest = variant.prompt["en"].split("\n\n")
    patience = int(re.search(r"`patience` = (\d)", rest)[1])  # type: ignore[index]
    stopper = reference("hw02_regularization").EarlyStopping(patience, min_delta=0.02)
    weights = [np.zeros(1)]
    for epoch, loss in enumerate(NUMBER.findall(losses), start=1):
        if stopper.step(float(loss), weights):
            return {"stopped": epoch, "kept": stopper.best_epoch + 1}
    raise AssertionError("never stopped")


def solved_dropout_forward(variant: Variant) -> dict[str, Tree]:
    text, p = variant.prompt["en"], value(variant.prompt["en"], "p")
    x, mask, w = vector(text, "x"), vector(text, "m"), vector(variant.labels["evaluated"]["en"], "w")
    kept = torch.nn.Dropout(p).eval()(torch.tensor(x))
    return {
        "out": [one / (1 - p) if bit else 0.0 for one, bit in zip(x, mask, strict=True)],
        "evaluated": float(kept @ torch.tensor(w)),
    }


def solved_dropout_expectation(variant: Variant) -> dict[str, Tree]:
    """Over all masks."""
    text = variant.prompt["en"]
    p, x, w = value(text, "p"), vector(text, "x"), vector(text, "w")
    masks = [np.array(mask) for mask in product([0, 1], repeat=len(x))]
    weights = [np.prod(np.where(mask, 1 - p, p)) for mask in masks]
    values = [(w * x * mask / (1 - p)).sum() for mask in masks]
    mean = float(np.dot(weights, values))
    return {"mean": mean, "variance": float(np.dot(weights, (np.array(values) - mean) ** 2))}


def solved_dropout_backward(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    x, mask, dout = (torch.tensor(one) for one in matrices(text))
    x.requires_grad_()
    (x * mask / (1 - value(text, "p"))).backward(dout)
    return {"dx": x.grad.numpy()}


def layer(text: str) -> torch.nn.BatchNorm1d:
    """The layer that a text speaks of; eps is next to nothing."""
    made = torch.nn.BatchNorm1d(1, eps=1e-12, dtype=torch.float64)
    with torch.no_grad():
        made.weight.fill_(value(text, r"\gamma"))
        made.bias.fill_(value(text, r"\beta"))
    return made


def solved_batch_norm_train(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    x = torch.tensor(vector(text, "x"))[:, None]
    return {"out": layer(text)(x).detach().numpy()[:, 0]}


def solved_batch_norm_eval(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    made = layer(text).eval()
    made.running_mean.fill_(value(text, "`running_mean`"))
    made.running_var.fill_(value(text, "`running_var`"))
    return {"out": made(torch.tensor(vector(text, "x"))[:, None]).detach().numpy()[:, 0]}


def solved_running_statistics(variant: Variant) -> dict[str, Tree]:
    """By batches that have these means and variances."""
    text = variant.prompt["en"]
    lists = [[float(v) for v in NUMBER.findall(found)] for found in re.findall(r"are \$([^$]*)\$", text)]
    size = int(value(text, "B"))
    made = torch.nn.BatchNorm1d(1, momentum=value(text, r"\alpha"), dtype=torch.float64)
    pattern = torch.arange(size, dtype=torch.float64)
    pattern = (pattern - pattern.mean()) / pattern.std(correction=0)
    for mean, variance in zip(*lists, strict=True):
        made((mean + pattern * variance**0.5)[:, None])
    return {"mean": made.running_mean.item(), "variance": made.running_var.item()}


def solved_batch_norm_roles(variant: Variant) -> dict[str, Tree]:
    sizes = [int(number) for number in re.findall(r"\d+", variant.prompt["en"].replace("BatchNorm1d", ""))]
    network = torch.nn.Sequential(
        torch.nn.Linear(*sizes[:2]), torch.nn.BatchNorm1d(sizes[2]), torch.nn.ReLU(), torch.nn.Linear(*sizes[3:])
    )
    names = {"gamma": "weight", "beta": "bias"}
    parameters, buffers = dict(network[1].named_parameters()), dict(network[1].named_buffers())
    roles = {}
    for item in variant.items["roles"]:
        name = names.get(item.key, item.key)
        assert f"`{name}`" in item.text["en"]
        roles[item.key] = "trained" if name in parameters else "buffer" if name in buffers else "chosen"
    return {"roles": roles, "count": sum(parameter.numel() for parameter in network.parameters())}


def stepped(make: Callable[..., Any], w: float, gradients: list[float], **keywords: Any) -> tuple[float, Any]:
    """A weight after one step of an optimizer of PyTorch for each gradient, and the optimizer's state of it."""
    weight = torch.tensor([w], dtype=torch.float64, requires_grad=True)
    optimizer = make([weight], **keywords)
    for gradient in gradients:
        weight.grad = torch.tensor([gradient], dtype=torch.float64)
        optimizer.step()
    return weight.item(), optimizer.state[weight]


def solved_momentum(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    gradients = [value(text, "g_1"), value(text, "g_2")]
    lr, mu = value(text, r"\eta"), value(text, r"\mu")
    weight, state = stepped(torch.optim.SGD, value(text, "w_0"), gradients, lr=lr, momentum=mu)
    return {"buffer": state["momentum_buffer"].item(), "weight": weight}


def solved_l2_step(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    weight = torch.tensor([value(text, "w_{t-1}")], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD(
        [weight], lr=value(text, r"\eta"), momentum=value(text, r"\mu"), weight_decay=value(text, r"\lambda")
    )
    optimizer.state[weight]["momentum_buffer"] = torch.tensor([value(text, "b_{t-1}")], dtype=torch.float64)
    weight.grad = torch.tensor([value(text, "g_t")], dtype=torch.float64)
    optimizer.step()
    return {"weight": weight.item()}


def solved_l2_formula(variant: Variant) -> dict[str, Tree]:
    """By differentiating the penalty."""
    found = re.search(r"added \$(?:\\frac\{(\d)\}\{(\d)\}|(\d?))\\lambda", variant.prompt["en"])
    assert found
    w, b, g, eta, lam, mu = sympy.symbols("w b g eta lam mu")
    coefficient = sympy.Rational(int(found[1]), int(found[2])) if found[1] else sympy.Integer(found[3] or 1)
    return {"next": str(w - eta * (mu * b + g + sympy.diff(coefficient * lam * w**2, w)))}


def solved_decay_schedule(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    rates = [float(found) for found in re.findall(r"\$\\eta = ([\d.]+)\$", text)]
    weight = torch.tensor([value(text, "$w")], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.AdamW([weight], weight_decay=value(text, r"\lambda"))
    for lr in (rates[0], rates[0], rates[1], rates[1]):
        optimizer.param_groups[0]["lr"] = lr
        weight.grad = torch.zeros(1, dtype=torch.float64)
        optimizer.step()
    return {"weight": weight.item()}


def solved_adam(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    betas = (value(text, r"\beta_1"), value(text, r"\beta_2"))
    gradients = [value(text, "g_1"), value(text, "g_2")]
    weight, state = stepped(torch.optim.Adam, value(text, "w_0"), gradients, lr=value(text, r"\eta"), betas=betas)
    return {
        "m_hat": state["exp_avg"].item() / (1 - betas[0] ** 2),
        "v_hat": state["exp_avg_sq"].item() / (1 - betas[1] ** 2),
        "weight": weight,
    }


def solved_adamw(variant: Variant) -> dict[str, Tree]:
    text = variant.prompt["en"]
    keywords = {"lr": value(text, r"\eta"), "weight_decay": value(text, r"\lambda"), "betas": (0.9, 0.999)}
    w, gradients = value(text, "w_0"), [value(text, "g_1")]
    return {
        "decoupled": stepped(torch.optim.AdamW, w, gradients, **keywords)[0],
        "coupled": stepped(torch.optim.Adam, w, gradients, **keywords)[0],
    }


SOLVED: dict[str, Callable[[Variant], dict[str, Tree]]] = {
    "train_loop": solved_epoch,
    "sgd_batch": solved_batches,
    "fit": solved_fit,
    "early_stopping": solved_early_stopping,
    "dropout_forward": solved_dropout_forward,
    "dropout_expectation": solved_dropout_expectation,
    "dropout_backward": solved_dropout_backward,
    "batch_norm_train": solved_batch_norm_train,
    "batch_norm_eval": solved_batch_norm_eval,
    "running_statistics": solved_running_statistics,
    "batch_norm_roles": solved_batch_norm_roles,
    "momentum": solved_momentum,
    "l2_step": solved_l2_step,
    "decay_schedule": solved_decay_schedule,
    "adam": solved_adam,
    "adamw": solved_adamw,
    "l2_formula": solved_l2_formula,
}


@pytest.mark.parametrize("name", SOLVED)
def test_the_answer_is_what_the_text_asks_for(name: str) -> None:
    question, few = QUESTIONS[name], 20 if name == "l2_formula" else 150
    for variant in variants(name)[:few]:
        anew = SOLVED[name](variant)
        assert set(anew) == set(question.fields)
        for field, asked in question.fields.items():
            right = variant.answers[field]
            if asked.kind in ("number", "array"):
                # ε of Adam is in ours as in theirs
                np.testing.assert_allclose(right, anew[field], rtol=1e-6, atol=1e-9)
            else:
                assert agree(right, anew[field], asked), (field, right, anew[field])


def test_calls_do_what_is_said_of_them() -> None:
    """Each effect is seen in PyTorch after the call that the reference names, and after no other."""

    def effects(call: str) -> set[str]:
        network = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
        optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
        network.train(call == "eval")  # the other mode
        x = torch.randn(4, 2)
        network(x).square().sum().backward()
        loss = network(x).square().sum()
        before = [parameter.detach().clone() for parameter in network.parameters()]
        grads = [parameter.grad.clone() for parameter in network.parameters()]  # type: ignore[union-attr]
        with torch.set_grad_enabled(call != "no_grad"):
            {
                "train": network.train,
                "eval": network.eval,
                "no_grad": lambda: None,
                "zero_grad": optimizer.zero_grad,
                "backward": loss.backward,
                "step": optimizer.step,
            }[call]()
            seen = set()
            if not network(x).requires_grad:
                seen.add("no_graph")
        if network[1].training != (call == "eval"):
            seen.add("batch_statistics" if network[1].training else "running_statistics")
        now = [parameter.grad for parameter in network.parameters()]
        if all(grad is None for grad in now):
            seen.add("gradients_cleared")
        elif not all(torch.equal(a, b) for a, b in zip(grads, now, strict=True)):  # type: ignore[arg-type]
            seen.add("gradients_added")
        if not all(torch.equal(a, b) for a, b in zip(before, network.parameters(), strict=True)):
            seen.add("weights_changed")
        return seen

    found = {
        effect: call
        for call in ("train", "eval", "no_grad", "zero_grad", "backward", "step")
        for effect in effects(call)
    }
    assert found == fresh_reference().calls_by_effect()


# ---------------------------------------------------------------------------------------------- known mistakes


MISTAKES_BY_NAME = {(mistake.task, mistake.name): mistake for mistake in MISTAKES}


@cache
def mistaken(task: str, name: str) -> tuple[Variant, ...]:
    """The first draws of a question as a mistake answers them."""
    module = fresh_reference()
    MISTAKES_BY_NAME[task, name].apply(module)
    return tuple(draw(QUESTIONS[task], seed, module) for seed in range(40))


def same(question: Question, one: Variant, other: Variant) -> bool:
    """Whether two variants of a question have the same answers."""
    return all(agree(one.answers[name], other.answers[name], field) for name, field in question.fields.items())


OF_FIELDS = [mistake for mistake in MISTAKES if not mistake.task.endswith("_code")]


@pytest.mark.parametrize("mistake", OF_FIELDS, ids=lambda mistake: f"{mistake.task}.{mistake.name}")
def test_a_mistake_changes_the_answer_and_nothing_else(mistake: Mistake) -> None:
    question, shown = QUESTIONS[mistake.task], mistaken(mistake.task, mistake.name)
    right = variants(mistake.task)[: len(shown)]
    if question.name == "l2_formula":
        shown, right = shown[:12], right[:12]
    assert [variant.prompt for variant in shown] == [variant.prompt for variant in right]
    changed = [not same(question, one, other) for one, other in zip(shown, right, strict=True)]
    assert np.mean(changed) >= 0.95


@pytest.mark.parametrize(
    "name", [name for name in QUESTIONS if name not in ("l2_formula", "dropout_code", "momentum_code")]
)
def test_mistakes_of_a_question_can_be_told_apart(name: str) -> None:
    question = QUESTIONS[name]
    several = [mistake.name for mistake in MISTAKES if mistake.task == name]
    assert len(several) >= 3
    for at, one in enumerate(several):
        for other in several[at + 1 :]:
            alike = [same(question, a, b) for a, b in zip(mistaken(name, one), mistaken(name, other), strict=True)]
            assert np.mean(alike) <= 0.05, (one, other)


def test_every_question_has_known_mistakes() -> None:
    assert {mistake.task for mistake in MISTAKES} == {question.task for question in QUESTIONS.values()}
    for slip in ("adam", "l2_step", "l2_formula", "batch_norm_roles", "sgd_batch"):
        assert any(mistake.task == slip and mistake.credit for mistake in MISTAKES)


# ---------------------------------------------------------------------------------------------- lines of code

LINES = {
    "dropout_code": (
        "out = np.where(dropped, 0, x) / (1 - p)",
        "out = x * ~dropped / (1 - p)",
        "    out = x * (1 - dropped)\n    out = out / (1 - p)",
        "out = x.copy()\nout[dropped] = 0\nout /= 1 - p",
        "out = np.zeros_like(x)\nkeep = np.logical_not(dropped)\nout[keep] = x[keep] * (1 / (1 - p))",
    ),
    "momentum_code": (
        "b = mu * b + g\nw = w - lr * b",
        "b *= mu\nb += g\nw -= lr * b",
        "b, w = mu * b + g, w - lr * (mu * b + g)",
        "v = b * mu + g\nreturn w - v * lr, v",
        "```python\nb = np.add(mu * b, g)\nw = np.subtract(w, lr * b)\n```",
    ),
}


@pytest.mark.parametrize(("task", "lines"), [(task, lines) for task, several in LINES.items() for lines in several])
def test_lines_in_any_style_earn_everything(task: str, lines: str) -> None:
    (field,) = QUESTIONS[task].fields.values()
    module, _ = load(fill(field.options["skeleton"], lines).source, "lines.py")
    for seed in range(3):
        outcomes = grade_module(NAME, module, seed, task)
        assert {key: (o.verdict, o.difference) for key, o in outcomes.items() if o.credit != 1} == {}


@pytest.mark.parametrize(("task", "lines"), [("dropout_code", "out = x"), ("momentum_code", "pass")])
def test_lines_that_do_nothing_earn_nothing(task: str, lines: str) -> None:
    (field,) = QUESTIONS[task].fields.values()
    module, _ = load(fill(field.options["skeleton"], lines).source, "lines.py")
    outcomes = grade_module(NAME, module, 0, task)
    assert len(outcomes) == 2
    assert [key for key, outcome in outcomes.items() if outcome.earned] == []
