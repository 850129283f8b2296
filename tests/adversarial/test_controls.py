"""The positive control: where nothing stands in their way the attacks succeed, or the suite would prove nothing."""

from collections.abc import Iterator

import pytest

from grader.sandbox import BASIC
from tests.adversarial.arena import Arena
from tests.adversarial.attack_files import ATTACKS, HANGS_AT_IMPORT, Attack
from tests.adversarial.fight import Fight
from tests.adversarial.grading import harms_in_one_process


@pytest.fixture(scope="module")
def unwalled(arena: Arena) -> Iterator[Fight]:
    fight = Fight(arena, BASIC)
    yield fight
    fight.close()


@pytest.mark.parametrize(
    "attack", [attack for attack in ATTACKS if attack.name != HANGS_AT_IMPORT], ids=lambda attack: attack.name
)
def test_without_a_wall_exactly_the_attacks_that_need_one_get_through(unwalled: Fight, attack: Attack) -> None:
    _, harms = unwalled.attack(attack)
    assert bool(harms) == bool(attack.needs and attack.can_work), harms


@pytest.mark.parametrize(
    "attack", [attack for attack in ATTACKS if attack.stopped_by == {"process"}], ids=lambda attack: attack.name
)
def test_without_a_process_of_its_own_what_only_that_stops_gets_through(arena: Arena, attack: Attack) -> None:
    assert harms_in_one_process(arena, attack.source)
