"""Every attack against every wall that can be had here: it earns nothing, harms nobody, and is told for what it is."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest

from grader import messages
from grader.errors import GraderError
from grader.model import LANGUAGES, Outcome
from grader.sandbox import Wall, choose_wall
from tests.adversarial.arena import Arena
from tests.adversarial.attack_files import ATTACKS, Attack
from tests.adversarial.fight import Fight


WHOLE = "strict"
"""All that this machine has; the others lack something, and are tried with the attacks that some layer must stop."""

WALLS = {
    WHOLE: lambda: choose_wall("strict"),
    "without bubblewrap": lambda: replace(choose_wall("strict"), outer="namespaces"),
    "without namespaces": lambda: replace(choose_wall("strict"), outer=""),
    "namespaces alone": lambda: Wall(outer="namespaces"),
    "landlock alone": lambda: Wall(landlock=True),
    "seccomp alone": lambda: Wall(seccomp=True),
}


@pytest.fixture(scope="module", params=WALLS)
def fight(request: pytest.FixtureRequest, arena: Arena) -> Iterator[Fight]:
    try:
        one = Fight(arena, WALLS[request.param]())
    except GraderError as error:
        pytest.skip(f"this wall cannot be had here: {error}")
    with one:
        yield one


def pairs() -> list[object]:
    """Every attack with the whole wall, and those that a wall must stop with each part of it."""
    return [
        pytest.param(wall, attack, id=f"{wall}-{attack.name}")
        for wall in WALLS
        for attack in ATTACKS
        if wall == WHOLE or attack.needs
    ]


@pytest.mark.parametrize(("fight", "attack"), pairs(), indirect=["fight"])
def test_it_gains_nothing_and_harms_nobody(fight: Fight, attack: Attack) -> None:
    if attack.needs and not attack.needs & fight.wall.layers:
        pytest.skip(f"only {' or '.join(sorted(attack.needs))} stops it, and that is not there")
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
