"""Known mistakes: caught, told apart, recognised, never missed by luck."""

from pathlib import Path

import pytest

from grader.audit.bench import Plan
from grader.audit.known import Known, try_mistakes

MORE = '''

@mistake("halve")
def also_doubled(module):
    """Another way to double.

    ru: Другой способ удвоить.
    """
    module.halve = lambda x: x + x


@mistake("halve")
def wrong_for_vectors(module):
    """Wrong for vectors of five.

    ru: Неверно для векторов из пяти чисел.
    """
    module.halve = lambda x: x * (2.0 if x.shape == (5,) else np.asarray(0.5, x.dtype))


@mistake("halve")
def wrong_by_luck(module):
    """Wrong for positive sums.

    ru: Неверно для положительных сумм.
    """
    module.halve = lambda x: x * np.asarray(2.0 if x.ndim == 2 and x.sum() > 0 else 0.5, x.dtype)
'''


@pytest.fixture
def more(folder: Path) -> None:
    path = folder / "mistakes" / "halve.py"
    path.write_text("import numpy as np\n\n" + path.read_text(encoding="utf-8") + MORE, encoding="utf-8")


def tried(plan: Plan, name: str) -> Known:
    return {known.mistake: known for known in try_mistakes(plan, "halve")}[name]


def test_a_mistake_that_is_as_it_should_be(plan: Plan) -> None:
    (doubled,) = try_mistakes(plan, "halve")
    assert doubled.noticed == ("half_of_a_vector", "half_of_a_matrix_edge", "half_in_single_precision_edge")
    assert (doubled.diagnosis, doubled.twins, doubled.passed, doubled.unsteady) == ("doubled", (), (), ())
    assert doubled.draws == plan.seeds


@pytest.mark.usefixtures("more")
def test_twins_are_named_and_not_diagnosed(plan: Plan) -> None:
    doubled = tried(plan, "doubled")
    assert (doubled.twins, doubled.diagnosis) == (("also_doubled",), "")


@pytest.mark.usefixtures("more")
def test_what_only_a_public_case_notices_passes_every_draw(plan: Plan) -> None:
    found = tried(plan, "wrong_for_vectors")
    assert found.noticed == ("half_of_a_vector",)
    assert found.passed == tuple(range(plan.seeds))


@pytest.mark.usefixtures("more")
def test_what_depends_on_the_draw_is_told(plan: Plan) -> None:
    many = Plan(course=plan.course, name=plan.name, seeds=12)
    found = tried(many, "wrong_by_luck")
    assert 0 < len(found.passed) < found.draws == 12
    assert [case for case, _ in found.unsteady] == ["half_of_a_matrix_edge"]
