"""What libraries load at first use is loaded, and the random generators draw what they would have drawn."""

import random
import subprocess
import sys

import numpy as np
import torch

from grader.warming import use_once


def test_the_global_generators_are_left_alone() -> None:
    def drawn(*, warm: bool) -> tuple[float, float, float]:
        random.seed(1)
        np.random.seed(1)
        torch.manual_seed(1)
        if warm:
            use_once()
        return random.random(), np.random.random(), torch.rand(()).item()

    assert drawn(warm=True) == drawn(warm=False)


def test_a_step_of_an_optimizer_loads_nothing_more() -> None:
    program = """
import sys
import torch
from grader.warming import use_once
with torch.no_grad():
    use_once()
before = set(sys.modules)
weight = torch.nn.Parameter(torch.ones(2))
optimizer = torch.optim.SGD([weight], lr=0.1, momentum=0.9)
weight.sum().backward()
optimizer.step()
print(sorted(set(sys.modules) - before))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
