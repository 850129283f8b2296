from collections.abc import Iterator

import pytest

from grader.sandbox import forking
from tests.adversarial.arena import Arena


@pytest.fixture(scope="session")
def arena() -> Iterator[Arena]:
    one = Arena()
    yield one
    one.close()


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """No attack stops the worker for good, but on a busy disk it takes its time to remove what one left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forking, "ANSWER_SECONDS", 60.0)
        yield
