"""Uses once what libraries load at first use, so that no case of a student's pays for it."""

import sys
from typing import Any

import numpy as np


def use_once() -> None:
    """Draws, multiplies and normalizes with NumPy, and trains with torch if that is imported: its optimizers alone
    load some 800 modules.  The global random generators are left as they are.
    """
    np.linalg.norm(np.random.default_rng(0).standard_normal((2, 2)) @ np.eye(2))
    torch: Any = sys.modules.get("torch")
    if torch is not None:
        weight = torch.nn.Parameter(torch.zeros(2, 2))
        optimizer = torch.optim.Adam([weight])
        with torch.enable_grad():
            shown = torch.nn.functional.linear(torch.zeros(2, 2), weight)
            torch.nn.functional.cross_entropy(shown, torch.tensor([0, 1])).backward()
        optimizer.step()
