"""The same attacks where the grader is run by an ordinary user, who has other powers and other walls than root."""

import os
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adversarial.attack_files import ATTACKS

ROOT = Path(__file__).parents[2]
SPARE = 64_321
WAITING = "hangs or swallows or turns or sleeps or half_a_message or keeps_the_pipe or chains or computes or deep"
"""Attacks that wait to be timed out, which has nothing to do with who runs the grader."""
CHOSEN = " or ".join(attack.name for attack in ATTACKS if attack.stopped_by != {"judge"})
"""Nor has what comes out of a submission and is not believed."""


def closed_folders(paths: list[Path]) -> dict[Path, list[Path]]:
    """The folders that others may not enter, each with those of the paths that lie below it."""
    found: dict[Path, list[Path]] = {}
    for path in paths:
        closed = [parent for parent in reversed(path.parents) if not parent.stat().st_mode & stat.S_IXOTH]
        if closed:
            found.setdefault(closed[0], []).append(path)
    return found


def opened(paths: list[Path]) -> list[str]:
    """Commands for a mount namespace, in which everybody sees these paths and nobody what else is in closed folders."""
    commands = ["set -e"]
    for number, (folder, below) in enumerate(closed_folders(paths).items()):
        commands.append(f"mkdir -p $STAGE/{number}")
        for index, path in enumerate(below):
            stage = f"$STAGE/{number}/{index}"
            commands += [f"mkdir -p {stage}", f"mount --bind {shlex.quote(str(path))} {stage}"]
        commands.append(f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(str(folder))}")
        for index, path in enumerate(below):
            place = shlex.quote(str(path))
            commands += [f"mkdir -p {place}", f"mount --bind $STAGE/{number}/{index} {place}"]
    return commands


@pytest.mark.skipif(os.geteuid() != 0, reason="the whole suite is run by an ordinary user already")
@pytest.mark.skipif(not (shutil.which("unshare") and shutil.which("setpriv")), reason="util-linux is not there")
def test_an_ordinary_user_is_as_safe(tmp_path: Path) -> None:
    paths = list(dict.fromkeys([Path(sys.base_prefix), Path(sys.prefix), ROOT]))
    tests = [
        "tests/adversarial/test_attacks.py",
        "tests/adversarial/test_controls.py",
        "-k",
        f"({CHOSEN}) and not ({WAITING})",
    ]
    pytest_ = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-rf", *tests]
    become = ["setpriv", f"--reuid={SPARE}", f"--regid={SPARE}", "--clear-groups", "--inh-caps=-all"]
    script = "\n".join([*opened(paths), f"cd {shlex.quote(str(ROOT))}", f"exec {shlex.join([*become, *pytest_])}"])
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "STAGE": str(tmp_path / "stage"),
    }
    unshare = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script]
    probe = subprocess.run([*unshare[:4], "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip(f"no mount namespace can be made here: {probe.stderr.decode().strip()}")
    done = subprocess.run(unshare, capture_output=True, text=True, env=environment, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
