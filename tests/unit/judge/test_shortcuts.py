"""What a task forbids is found where it is used, told with its line, and nowhere else."""

from fractions import Fraction

import pytest

from grader.judge.shortcuts import Use, shortcut
from grader.model import Task

TASK = Task(
    name="sigmoid",
    title={"ru": "", "en": ""},
    points=Fraction(1),
    requires=("sigmoid",),
    forbids=("scipy.special", "torch"),
)


@pytest.mark.parametrize(
    ("source", "use"),
    [
        ("import scipy.special\ndef sigmoid(z):\n    return scipy.special.expit(z)", Use("scipy.special.expit", 3)),
        ("from scipy.special import expit\ndef sigmoid(z):\n    return expit(z)", Use("scipy.special.expit", 3)),
        ("from scipy import special as s\ndef sigmoid(z):\n    return s.expit(z)", Use("scipy.special.expit", 3)),
        ("import torch as t\ndef sigmoid(z):\n    return t.sigmoid(z)", Use("torch.sigmoid", 3)),
        (
            "def sigmoid(z):\n    import torch.nn.functional as F\n    return F.sigmoid(z)",
            Use("torch.nn.functional", 2),
        ),
        ("from scipy.special import expit as sigmoid", Use("scipy.special.expit", 1)),
        ("from scipy.special import expit\nsigmoid = expit", Use("scipy.special.expit", 2)),
        ("from scipy.special import *\ndef sigmoid(z):\n    return expit(z)", Use("scipy.special", 1)),
        ("import importlib\ndef sigmoid(z):\n    return importlib.import_module('torch').sigmoid(z)", Use("torch", 3)),
        ("def sigmoid(z):\n    return __import__('torch').sigmoid(z)", Use("torch", 2)),
        ("import \uff54orch as t\ndef sigmoid(z):\n    return t.sigmoid(z)", Use("torch.sigmoid", 3)),
        ("def sigmoid(z):\n    return __import__('to' 'rch').sigmoid(z)", Use("torch", 2)),
        (
            "import importlib\ndef sigmoid(z):\n    return importlib.import_module('to\\x72ch').sigmoid(z)",
            Use("torch", 3),
        ),
        (
            "import torch\ndef help(z):\n    return torch.exp(z)\ndef sigmoid(z):\n    return help(z)",
            Use("torch.exp", 3),
        ),
        (
            "try:\n    import torch\nexcept ImportError:\n    pass\ndef sigmoid(z):\n    return torch.exp(z)",
            Use("torch.exp", 6),
        ),
    ],
)
def test_a_use_is_found_with_its_line(source: str, use: Use) -> None:
    assert shortcut(source, TASK) == use


@pytest.mark.parametrize(
    "source",
    [
        "def sigmoid(z):\n    # torch.sigmoid would do\n    return 1",
        "def sigmoid(z):\n    'like torch.sigmoid and scipy.special.expit'\n    return 1",
        "import torch\ndef sigmoid(z):\n    return 1\ndef other(z):\n    return torch.exp(z)",
        "import numpy as torch\ndef sigmoid(z):\n    return torch.exp(z)",
        "def sigmoid(torch):\n    return torch.exp(1)",
        "import scipy\ndef sigmoid(z):\n    return scipy.stats.norm(z)",
        "def sigmoid(z:\n    import torch",
        "",
        "x = " + "-" * 100_000 + "1",
        "\0",
    ],
)
def test_nobody_is_accused_of_a_mention(source: str) -> None:
    assert shortcut(source, TASK) is None


def test_a_class_is_searched_in_all_its_methods_and_bases() -> None:
    task = Task(name="bn", title={}, points=Fraction(1), requires=("Norm",), forbids=("torch",))
    source = "import torch\nclass Norm(torch.nn.BatchNorm1d):\n    pass"
    assert shortcut(source, task) == Use("torch.nn.BatchNorm1d", 2)
