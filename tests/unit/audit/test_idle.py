"""Idle answers have the form of the right ones."""

import numpy as np
import pytest

from grader.audit.bench import Bench
from grader.audit.idle import KINDS, idle_module


def test_functions_answer_in_form(bench: Bench) -> None:
    x = np.arange(4.0)
    answers = {kind: idle_module(bench.material, kind).halve(x) for kind in KINDS}
    assert answers["none"] is None
    assert answers["echo"] is x
    assert (answers["zeros"] == 0).all() and answers["zeros"].shape == x.shape
    assert np.isnan(answers["nan"]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_methods_leave_the_object_alone(bench: Bench, kind: str) -> None:
    counter = idle_module(bench.material, kind).Counter()
    counter.add(np.ones((3, 2)))
    assert counter.count == 0
