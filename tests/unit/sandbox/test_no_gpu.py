"""A grade does not depend on whether the machine has a GPU: submissions see none, and no command offers one."""

import os
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader.cli import LazyGroup, group
from grader.folders import read_cases
from grader.model import Submission
from grader.sandbox import Call, ForkSandbox, strongest

CASES = '''
"""What a submission sees of the machine."""
from grader.authoring import case


@case("t", points=1)
def look(student, rng):
    """A look around.

    ru: Взгляд вокруг.
    """
    return {"seen": student.seen()}
'''

LOOK = """
import os
import torch

def seen():
    return [os.environ.get("CUDA_VISIBLE_DEVICES"), torch.cuda.is_available(), str(torch.get_default_device()),
            torch.get_num_threads()]
"""


def test_submissions_see_no_gpu_and_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "CUDA_VISIBLE_DEVICES", "0")
    (tmp_path / "hidden.py").write_text(CASES, encoding="utf-8")
    (case,) = read_cases(tmp_path)
    submission = Submission(student="s", assignment="a", path="a.py", source=LOOK, digest="")
    with closing(ForkSandbox(tmp_path, ["numpy", "torch"], strongest())) as sandbox:
        sandbox.start()
        (seen,) = sandbox.observe(submission, [Call(case=case, seed=0)])
    assert seen.value == {"seen": ["", False, "cpu", 1]}


@pytest.mark.parametrize("command", LazyGroup().list_commands(click.Context(group)))
def test_no_command_offers_a_gpu(command: str) -> None:
    result = CliRunner().invoke(group, [command, "--gpu"])
    assert result.exit_code == 2
    assert "No such option" in result.output and "--gpu" in result.output
