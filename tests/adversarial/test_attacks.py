"""Every attack against every wall that can be had here: it earns nothing, harms nobody, and is told for what it is."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest

from grader import messages
from grader.errors import GraderError
from grader.model import LANGUAGES, Outcome
from grader.sandbox import Wall, choose_wall, limits
from tests.adversarial.arena import Arena
from tests.adversarial.attack_files import ATTACKS, HANGS_AT_IMPORT, Attack
from tests.adversarial.fight import Fight

WHOLE = "strict"
"""All that this machine has; the others lack something, and are tried with the attacks that some layer must stop."""

WALLS = {
    WHOLE: lambda: choose_wall("strict"),
    "without_bubblewrap": lambda: replace(choose_wall("strict"), outer="namespaces"),
    "without_namespaces": lambda: replace(choose_wall("strict"), outer=""),
    "namespaces_alone": lambda: Wall(outer="namespaces"),
    "landlock_alone": lambda: Wall(landlock=True),
    "seccomp_alone": lambda: Wall(seccomp=True),
}

FILES = ("leaves_", "fills_")
"""What is done to a folder of one's own matters most where that is no file system of one's own."""


class Ring:
    """The fight that goes on, behind one wall after another."""

    def __init__(self, arena: Arena) -> None:
        self.arena, self.wall = arena, ""
        self.fight: Fight | None = None

    def enter(self, wall: str) -> Fight:
        """A fight behind this wall; `GraderError` where the wall cannot be had."""
        if self.fight is None or self.wall != wall:
            self.leave()
            self.wall, self.fight = wall, Fight(self.arena, WALLS[wall]())
        return self.fight

    def leave(self) -> None:
        """Ends the fight, if there is one."""
        if self.fight is not None:
            self.fight.close()
            self.fight = None


@pytest.fixture(scope="module")
def ring(arena: Arena) -> Iterator[Ring]:
    one = Ring(arena)
    yield one
    one.leave()


def pairs() -> list[object]:
    """Every attack with the whole wall, and those that a wall must stop with each part of it."""
    return [
        pytest.param(wall, attack, id=f"{wall}-{attack.name}")
        for wall in WALLS
        for attack in ATTACKS
        if wall == WHOLE or attack.needs or (wall == "without_namespaces" and attack.name.startswith(FILES))
    ]


@pytest.mark.parametrize(("wall", "attack"), pairs())
def test_it_gains_nothing_and_harms_nobody(
    ring: Ring, wall: str, attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    if attack.name == HANGS_AT_IMPORT:
        # Here the parent loses patience, which costs the whole file.  That the child's own alarm, after ten seconds,
        # costs what stands behind the loop alone, is shown by belova_yu of the demo's class.
        monkeypatch.setattr(limits, "LOAD", replace(limits.LOAD, seconds=0.6))
        attack = replace(attack, loses_half=True)
    try:
        fight = ring.enter(wall)
    except GraderError as error:
        pytest.skip(f"this wall cannot be had here: {error}")
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
