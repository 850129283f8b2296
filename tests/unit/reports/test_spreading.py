"""Work spread over processes: all of it is done, once; a failure is raised here; nothing is left running."""

import os

import pytest

from grader.reports import spreading
from grader.reports.spreading import FEW, spread
from tests.unit.sandbox.processes import children


@pytest.mark.parametrize("count", [0, 1, FEW - 1, FEW, 3 * FEW + 1])
@pytest.mark.parametrize("cores", [{0}, {0, 1}, {0, 1, 2}])
def test_everything_is_done_once(count: int, cores: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading.os, "sched_getaffinity", lambda pid: cores)
    before = children(os.getpid())
    with spread(range(count), lambda items: [(item, os.getpid()) for item in items]) as parts:
        done = [one for part in parts() for one in part]
    assert sorted(item for item, _ in done) == list(range(count))
    assert len({process for _, process in done}) == (len(cores) if count >= FEW else min(count, 1))
    assert children(os.getpid()) == before


def test_what_goes_wrong_in_one_is_raised_and_ends_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading.os, "sched_getaffinity", lambda pid: {0, 1})
    before = children(os.getpid())

    def work(items: range) -> None:
        if 1 in items:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"), spread(range(FEW), work) as parts:
        parts()
    assert children(os.getpid()) == before
