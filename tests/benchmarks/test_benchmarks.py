"""What `make bench` prints is what was measured, and every way it compares grades for real."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from tests.benchmarks import comparison, growth, ways
from tests.benchmarks.comparison import FLOOR, OTTER, OURS, PYTEST
from tests.benchmarks.cost import Cost, processor
from tests.benchmarks.homework import Homework, homework
from tests.benchmarks.processes import by_pytest


def printed(table: Table) -> str:
    console = Console(file=io.StringIO(), width=120)
    console.print(table)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def costs(floor: float, ours: float, pytest_: float, otter: float) -> dict[str, Cost]:
    """Milliseconds in each way."""
    ways = {FLOOR: floor, OURS: ours, PYTEST: pytest_, OTTER: otter}
    return {way: Cost(each / 1000, each / 1000) for way, each in ways.items()}


def test_figures_hold_or_are_missed() -> None:
    said = comparison.verdicts(costs(10, 20, 1000, 3000), allowed_ms=15)
    assert [line.split()[0] for line in said] == ["holds", "holds", "MISSED"]
    assert "10.0 ms above" in said[0] and "50 times" in said[1] and "150 times" in said[2]


def test_a_long_homework_is_held_to_a_share_of_the_floor_too() -> None:
    said = comparison.verdicts(costs(100, 160, 100_000, 100_000), allowed_ms=25)
    assert [line.split()[0] for line in said][:2] == ["MISSED", "MISSED"]
    assert "1.60 times the floor" in said[1]


def test_the_table_has_ratios() -> None:
    text = printed(comparison.table_of("title", costs(10, 20, 1000, 3000)))
    row = next(line for line in text.splitlines() if PYTEST in line)
    assert [cell.strip() for cell in row.split("│")[2:-1]] == ["1000.0", "1000.0", "100.00", "50.00"]


def test_growth_compares_with_the_smallest_class_and_with_one_job() -> None:
    def run(submissions: int, jobs: int, each: float, peak: float) -> dict[str, float]:
        facts = {"submissions": submissions, "jobs": jobs, "seconds": 1.0, "each": each, "processor": each}
        return {**facts, "parent_peak": peak, "below_peak": 0.0}

    found = [run(30, 1, 0.1, 50e6), run(300, 1, 0.11, 51e6), run(300, 2, 0.06, 60e6)]
    said = growth.verdicts(found)
    assert "10 times the submissions: 1.10 times the time for each, +1.0 MB" in said[0]
    assert said[1].split()[0] == "holds" and "1.83" in said[1]
    assert "0.1" not in said[1] and "300" in printed(growth.table_of("title", found))


@pytest.fixture
def small() -> Homework:
    return homework("hw03_optimizers")


def test_the_time_of_the_processor_counts_what_still_runs() -> None:
    before = processor()
    assert sum(number * number for number in range(200_000)) > 0
    assert processor() > before


def test_an_answer_that_is_not_right_stops_a_benchmark(small: Homework, tmp_path: Path) -> None:
    broken = Homework(material=small.material, sources=("def sgd(): pass",))
    with pytest.raises(SystemExit, match="does not pass"):
        ways.floor(broken, broken.submissions(2))
    with pytest.raises(SystemExit, match="failed"):
        by_pytest(broken, broken.submissions(1)[0], tmp_path)
