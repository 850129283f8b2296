"""A large class, one in ten of it hostile: `python -m tests.benchmarks.hostile_class [--size 3000] [--jobs 2]`.

Homework 1.  The honest hand in right answers and answers with known mistakes, in many hands; the hostile hand in the
attacks of `tests/adversarial`, each in place of one task.  Every honest submission must get exactly the points that
its text gets where nobody is hostile, and nothing that the attacks are after may be touched.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from grader.autograde import Autograder
from grader.course import load
from grader.gradebook import MemoryGradebook
from grader.model import Course, Material, Run, Scorecard, Submission
from grader.sandbox import Wall, choose_wall
from tests.adversarial.arena import Arena
from tests.adversarial.attack_files import ATTACKS, Attack
from tests.adversarial.watch import Watch

ROOT = Path(__file__).parents[2]
NAME = "hw01_backprop"
ONE_IN = 10
QUICK_FIRST = sorted(ATTACKS, key=lambda attack: (not attack.needs, attack.name))
"""A small class meets the attacks on the wall first, which do not wait to be timed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a class: who got other points than alone, what was harmed, and how long it took."""

    size: int
    hostile: int
    injured: tuple[str, ...]
    held: tuple[str, ...]
    harms: frozenset[str]
    verdicts: Counter[str]
    seconds: float


def main() -> None:
    """Grades a class and prints what came of it; exits with 1 where an honest submission was harmed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=3000)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    wall = choose_wall("strict")
    print(wall.line)
    result = run(chosen.size, chosen.jobs, wall)
    each = result.seconds / result.size * 1000
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in result.verdicts.most_common())
    print(f"{result.size} submissions in {result.seconds:.0f} s ({each:.0f} ms each), {result.hostile} of them hostile")
    print(f"worst verdicts of the hostile: {verdicts}")
    print(f"honest submissions with other points than alone: {', '.join(result.injured) or 'none'}")
    print(f"held for a person: {', '.join(result.held) or 'none'}")
    print(f"harm done: {', '.join(sorted(result.harms)) or 'none'}")
    sys.exit(bool(result.injured or result.held or result.harms))


def run(size: int, jobs: int, wall: Wall, hands: int = 100) -> Result:
    """Grades the honest texts by themselves, at most `hands`, then a class of `size` with the hostile among them."""
    course, material = _homework()
    texts = _honest_texts(material)[:hands]
    arena = Arena()
    watch = Watch(arena)
    try:
        alone = _grade(course, material, [_submission(f"alone{k}", text) for k, text in enumerate(texts)], 1, wall)
        watch.between()
        watch.at_rest()
        attacks = {f"student{k}": QUICK_FIRST[k // ONE_IN % len(QUICK_FIRST)] for k in range(ONE_IN // 2, size, ONE_IN)}
        handed_in = [
            _submission(student, _adapted(attacks[student], material, arena, k))
            if (student := f"student{k}") in attacks
            else _submission(student, texts[k % len(texts)])
            for k in range(size)
        ]
        started = time.monotonic()
        cards = _grade(course, material, handed_in, jobs, wall)
        seconds = time.monotonic() - started
        watch.between()
        harms = watch.harms()
    finally:
        watch.close()
        arena.close()
    due = {f"student{k}": _points(alone[f"alone{k % len(texts)}"]) for k in range(size)}
    honest = [card for student, card in cards.items() if student not in attacks]
    return Result(
        size=len(cards),
        hostile=len(attacks),
        injured=tuple(card.student for card in honest if _points(card) != due[card.student]),
        held=tuple(card.student for card in cards.values() if card.held),
        harms=frozenset(harms),
        verdicts=Counter(_worst(cards[student]) for student in attacks),
        seconds=seconds,
    )


def _homework() -> tuple[Course, Material]:
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as roster:
        roster.write("student,name\n")
        roster.flush()
        folder = load(ROOT / "course.toml", Path(roster.name))
    return folder.course, folder.material(NAME)


def _honest_texts(material: Material) -> list[str]:
    rewritten = ROOT / "tests" / "course" / "rewritten" / NAME
    paths = [*sorted((material.folder / "accepted").glob("*.py")), *sorted(rewritten.glob("*.py"))]
    return [path.read_text(encoding="utf-8") for path in paths]


def _adapted(attack: Attack, material: Material, arena: Arena, number: int) -> str:
    """The attack in place of one task of the homework, knowing all that it could wish to know."""
    tasks = material.assignment.tasks
    names = tasks[number // ONE_IN % len(tasks)].requires
    head = f"targets = {arena.targets()!r}\nimport numpy as _np\n"
    # Some attacks end or hang while they are loaded: what they attack stands before them.
    first = "_np.array(values[0], dtype=float) if values else _np.zeros((5, 4))"
    calls = "\n".join(f"def {name}(*values, **named): return solve({first})" for name in names)
    return f"{head}{calls}\n{attack.source}"


def _submission(student: str, source: str) -> Submission:
    path = f"{student}/{NAME}.py"
    return Submission(student=student, assignment=NAME, path=path, source=source, digest=student)


def _grade(
    course: Course, material: Material, handed_in: Sequence[Submission], jobs: int, wall: Wall
) -> dict[str, Scorecard]:
    about = Run(id="hostile", started=datetime.now(UTC), grader="", course=course, isolation=wall.line, versions={})
    grader = Autograder({NAME: material}, course, b"hostile class", wall=wall, jobs=jobs)
    return {one.card.student: one.card for one in grader.grade(handed_in, MemoryGradebook(), about)}


def _points(card: Scorecard) -> list[tuple[str, Fraction]]:
    return [(task.task, task.points) for task in card.tasks]


def _worst(card: Scorecard) -> str:
    verdicts = (outcome.verdict for task in card.tasks for outcome in task.outcomes)
    return min(verdicts, key=lambda verdict: verdict.severity).value


if __name__ == "__main__":
    main()
