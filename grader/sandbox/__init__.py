"""The only place that starts a process, and the only one where a student's code runs.

    parent (trusted)      the oracle, the clock, the gradebook; reads frames, runs and unpickles nothing of theirs
     └ worker             exec'd with a clean environment; holds numpy (torch) and the cases, warm, on one thread
        └ child (fork)    limits → the student's module → one case after another → a frame for each

A case that hangs or dies costs that case alone: the next child goes on with the rest.
"""

from grader.sandbox.forking import ForkSandbox
from grader.sandbox.in_process import InProcessSandbox
from grader.sandbox.protocol import Call, Lender, Sandbox
from grader.sandbox.walls import BASIC, Isolation, Wall, choose_wall, strongest

__all__ = [
    "BASIC",
    "Call",
    "ForkSandbox",
    "InProcessSandbox",
    "Isolation",
    "Lender",
    "Sandbox",
    "Wall",
    "choose_wall",
    "strongest",
]
