from collections.abc import Iterator

import pytest

from tests.adversarial.arena import Arena


@pytest.fixture(scope="session")
def arena() -> Iterator[Arena]:
    one = Arena()
    yield one
    one.close()
