"""Every attack against every wall that can be had here: it earns nothing, harms nobody, and is told for what it is."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from grader import messages
from grader.model import LANGUAGES, Outcome
from tests.adversarial.arena import Arena
from tests.adversarial.attack_files import ATTACKS, Attack
from tests.adversarial.fight import Fight
from tests.adversarial.grading import WALLS, Wall


@pytest.fixture(scope="module", params=WALLS, ids=lambda wall: wall.name)
def fight(request: pytest.FixtureRequest, arena: Arena) -> Iterator[Fight]:
    wall: Wall = request.param
    if wall.missing:
        pytest.skip(wall.missing)
    with Fight(arena, wall) as one:
        yield one


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_it_gains_nothing_and_harms_nobody(fight: Fight, attack: Attack) -> None:
    if attack.needs and not attack.needs & fight.wall.layers:
        pytest.skip(f"only {' or '.join(sorted(attack.needs))} stops it, and that is not there")
    if fight.wall.partial and not attack.needs:
        pytest.skip("stopped by no layer of the wall: tried behind the whole one")
    shown, harms = fight.attack(attack)
    assert not harms
    assert shown.verdicts("solve") <= attack.expect
    if not attack.loses_half:
        assert shown.points("half") == 2
    for task in shown.card.tasks:
        for outcome in task.outcomes:
            assert_told_well(outcome)


def assert_told_well(outcome: Outcome) -> None:
    """A sentence in each language, short, printable, and without a number of a hidden case."""
    for language in LANGUAGES:
        sentence = messages.outcome(outcome, language)
        assert 0 < len(sentence) < 600
        assert not [c for c in sentence if unicodedata.category(c).startswith("C")], ascii(sentence)
        assert re.search("[а-яё]" if language == "ru" else "[a-z]", sentence)
        if outcome.visibility == "hidden":
            assert not re.search(r"\d{3}", sentence), sentence


def test_there_are_enough_attacks_and_each_says_what_it_is() -> None:
    assert len(ATTACKS) >= 50
    assert len({attack.does for attack in ATTACKS}) == len(ATTACKS)
