"""What stands for a borrowed part behaves as the reference's own would, and asking cannot be turned against us."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.folders import read_cases
from grader.judge import Loan
from grader.model import Observation, Submission, Verdict
from grader.observe import load
from grader.sandbox import Call, ForkSandbox, strongest

CASES = '''
from grader.authoring import Limits, case


@case("t", points=1, limits=Limits(seconds=1.0))
def use(student, rng):
    """Use.

    ru: Применение.
    """
    return student.use(rng)
'''

REFERENCE = """
import numpy as np

def double(x, into=None):
    if into is not None:
        into[...] = 2 * x
    return 2 * x

def draws(n, rng):
    order = rng.permutation(n)
    for i in order:
        yield int(i)

class Counter:
    def __init__(self, start=0, by=1):
        self.start, self.by, self.count, self._hidden = start, by, start, "secret"

    def add(self, array):
        self.count += self.by
        array += self.count

    def upto(self, n):
        yield from range(self.count, n)

    def __call__(self, x):
        return x + self.count

class Unlent:
    def __init__(self):
        self.key = "secret"
"""

OWN = """
import copy
import dataclasses
import numpy as np

def double(x, into=None):
    raise RuntimeError

def draws(n, rng):
    raise RuntimeError

class Counter:
    def __init__(self, *arguments, **named):
        raise RuntimeError

"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkSandbox]:
    folder = tmp_path_factory.mktemp("lending")
    (folder / "hidden.py").write_text(CASES, encoding="utf-8")
    made = ForkSandbox(folder, ["numpy"], strongest())
    yield made
    made.close()


def seen(sandbox: ForkSandbox, source: str, *more: str, loan: Loan | None = None) -> Observation:
    (case,) = read_cases(Path(sandbox.folder))
    reference, failure = load(REFERENCE, "reference.py", "reference")
    assert failure is None
    names = ("double", "draws", "Counter")
    call = Call(case=case, seed=1, borrows=(*names, *more))
    submission = Submission(student="s", assignment="a", path="a.py", source=OWN + source, digest="")
    (observation,) = sandbox.observe(submission, [call], loan or Loan(reference, names))
    return observation


def shown(sandbox: ForkSandbox, source: str, *more: str) -> Any:
    observation = seen(sandbox, source, *more)
    assert observation.failure is None, observation
    return observation.value


def test_arrays_are_changed_in_place_through_views(sandbox: ForkSandbox) -> None:
    value = shown(
        sandbox,
        """
def use(rng):
    x = np.arange(12, dtype=np.float32).reshape(3, 4)
    doubled = double(x[:, 1], into=x.T[0])
    return {"x": x, "doubled": doubled}
""",
    )
    np.testing.assert_array_equal(value["x"][:, 0], [2, 10, 18])
    np.testing.assert_array_equal(value["x"][:, 1:], np.arange(12, dtype=np.float32).reshape(3, 4)[:, 1:])
    assert value["x"].dtype == value["doubled"].dtype == np.float32


def test_generators_give_their_items_and_draw_from_the_caller_s_random_generator(sandbox: ForkSandbox) -> None:
    value = shown(sandbox, "def use(rng):\n    return [list(draws(6, rng)), list(draws(n=6, rng=rng)), rng.random()]\n")
    rng = np.random.default_rng(1)
    assert value == [list(rng.permutation(6)), list(rng.permutation(6)), rng.random()]


def test_objects_are_independent_and_can_be_read_set_and_called(sandbox: ForkSandbox) -> None:
    value = shown(
        sandbox,
        """
def use(rng):
    one, other, array = Counter(), Counter(10, by=5), np.zeros(2)
    one.add(array)
    other.add(array)
    other.by = 2
    other.note = "mine"
    other.add(array)
    return {"array": array, "count": [one.count, other.count], "by": other.by, "note": other.note,
            "upto": list(one.upto(4)), "called": one(5), "known": isinstance(one, Counter),
            "hidden": hasattr(one, "_hidden"), "unknown": hasattr(one, "unknown")}
""",
    )
    np.testing.assert_array_equal(value.pop("array"), [33, 33])
    assert value == {
        "count": [1, 17],
        "by": 2,
        "note": "mine",
        "upto": [1, 2, 3],
        "called": 6,
        "known": True,
        "hidden": False,
        "unknown": False,
    }


SUBCLASSES = {
    "plain": (
        "class Own(Counter):\n    def __init__(self, by):\n        super().__init__(1, by)\n        self.count = -1\n"
    ),
    "named": (
        "class Own(Counter):\n    def __init__(self, by):\n"
        "        Counter.__init__(self, start=1, by=by)\n        self.count = -1\n"
    ),
    "dataclass": "@dataclasses.dataclass\nclass Own(Counter):\n    by: int\n    start: int = 1\n    count: int = -1\n",
    "set_before": (
        "class Own(Counter):\n    def __init__(self, by):\n"
        "        self.start = 5\n        self.count = -1\n        super().__init__(1, by)\n"
    ),
}


@pytest.mark.parametrize("kind", SUBCLASSES)
def test_a_subclass_has_the_methods_and_settings_of_what_is_lent_and_keeps_its_own(
    kind: str, sandbox: ForkSandbox
) -> None:
    use = """
    def add(self, array):
        array *= 10
        super().add(array)

def use(rng):
    own, array = Own(3), np.ones(2)
    own.add(array)
    own.by = 4
    own.add(array)
    return [array, own.by, own.start, own.count]
"""
    value = shown(sandbox, SUBCLASSES[kind] + use)
    np.testing.assert_array_equal(value[0], [148, 148])  # 10·1 + (1 + 3) = 14, 10·14 + (4 + 4)
    assert value[1:] == [4, 1, -1]


@pytest.mark.parametrize(
    ("name", "source"),
    {
        "slots": "class Own(Counter):\n    __slots__ = ('a',)\n\ndef use(rng):\n    Own(1).add(np.zeros(1))\n",
        "copied": "def use(rng):\n    copy.deepcopy(Counter())\n",
        "not_plain": "def use(rng):\n    return double(lambda: 1)\n",
        "of_another_generator": "def use(rng):\n    return list(draws(3, np.random.Generator(np.random.MT19937(1))))\n",
        "read_only": "def use(rng):\n    x = np.ones(2)\n    x.flags.writeable = False\n    double(x, into=x)\n",
        "set_to_what_is_not_plain": "def use(rng):\n    Counter().by = use\n",
        "constructor": "def use(rng):\n    Counter(1, 2, 3)\n",
    }.items(),
)
def test_what_cannot_be_lent_fails_politely(name: str, source: str, sandbox: ForkSandbox) -> None:
    observation = seen(sandbox, source)
    if name != "slots" or observation.failure is not None:
        assert observation.failure is Verdict.RAISED
        assert observation.detail.startswith(("ValueError", "TypeError"))


def test_a_public_library_s_object_is_put_in_as_it_is(sandbox: ForkSandbox) -> None:
    source = "class Order(dict):\n    pass\n\ndef use(rng):\n    return Order.__module__\n"
    assert shown(sandbox, source, "Order=collections.OrderedDict") == "collections"


ATTACKS = {
    "asks for what is not lent": "Counter._lent.wire.ask('make Unlent')",
    "asks for what is inside": "Counter()._lent.wire.ask('get Counter.__class__', of=0)",
    "asks for the private": "Counter()._lent.wire.ask('get Counter._hidden', of=0)",
    "asks for another's object": "Counter._lent.wire.ask('get Counter.count', of=31)",
    "sends huge arrays": "double(np.zeros(10**6))",
    "keeps objects": "[Counter() for _ in range(10**5)]",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused(attack: str, sandbox: ForkSandbox) -> None:
    observation = seen(sandbox, f"def use(rng):\n    return {ATTACKS[attack]}\n")
    assert observation.failure is Verdict.RAISED
    assert observation.detail.startswith("ValueError")


FLOODS = {
    "answered": "double(1.0)",
    "refused": "refused()",
    "garbled": "Counter._lent.wire._answer('x' * 10**5, [[0] * 10**4, {}], {})",
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_questions_costs_only_itself(flood: str, sandbox: ForkSandbox) -> None:
    refused = "def refused():\n    try:\n        double(np.zeros(10**6))\n    except ValueError:\n        pass\n\n"
    source = f"{refused}def use(rng):\n    while True:\n        {FLOODS[flood]}\n"
    assert seen(sandbox, source).failure in (Verdict.OUTPUT_LIMIT, Verdict.TIMED_OUT, Verdict.RAISED)
    assert shown(sandbox, "def use(rng):\n    return double(2)\n") == 4


def test_what_is_lent_ends_with_its_case(sandbox: ForkSandbox) -> None:
    first = shown(
        sandbox, "def use(rng):\n    Counter().add(np.zeros(1))\n    return Counter()._lent.wire is not None\n"
    )
    assert first is True
    again = seen(sandbox, "def use(rng):\n    return Counter._lent.wire.ask('get Counter.count', of=0)\n")
    assert again.failure is Verdict.RAISED
    assert "no such object" in again.detail
