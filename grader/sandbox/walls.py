"""Which layers keep a student's code in, chosen by trying each for real, and said in one line with the grades.

`strict` is seccomp with namespaces, or seccomp with Landlock where a container forbids namespaces; all that the
system has is used.  The study behind it: of namespaces, Landlock and seccomp any two stop everything that was tried,
and one alone does not.  Where no two can be had `strict` refuses; it never becomes `basic` by itself on Linux.
"""

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from grader.errors import GraderError
from grader.sandbox import linux, namespaces, view
from grader.sandbox.environment import ENVIRONMENT

Isolation = Literal["strict", "basic"]
Outer = Literal["bubblewrap", "namespaces", ""]

PROBE_SECONDS = 20.0
LIMITS = "limits on processor time, memory, files and output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """The layers around a worker and its children; limits there are always.

    outer: what makes the namespaces, "" for none.  reduced: why something is missing, for whoever reads the grades.
    """

    outer: Outer = ""
    landlock: bool = False
    seccomp: bool = False
    reduced: tuple[str, ...] = ()

    @property
    def layers(self) -> frozenset[str]:
        """Names of the layers: "namespaces", "bubblewrap", "landlock", "seccomp", "limits"."""
        found = {"limits"}
        if self.outer:
            found |= {"namespaces", self.outer}
        return frozenset(found | {name for name in ("landlock", "seccomp") if getattr(self, name)})

    @property
    def strict(self) -> bool:
        """Whether it keeps in whoever wants out."""
        return self.seccomp and (bool(self.outer) or self.landlock)

    @property
    def line(self) -> str:
        """One line for the console and the gradebook."""
        missing = f" ({'; '.join(self.reduced)})" if self.reduced else ""
        if not self.strict:
            return (
                f"basic: a process of its own for each submission, with {LIMITS}; "
                f"its file system and network are not closed off{missing}"
            )
        parts = []
        if self.outer:
            by = " by bubblewrap" if self.outer == "bubblewrap" else ""
            parts.append(f"user, mount, pid, net and ipc namespaces{by}, a pid namespace and /tmp for each submission")
        parts += [name for name, there in (("Landlock", self.landlock), ("seccomp", self.seccomp)) if there]
        return f"strict: {', '.join([*parts, LIMITS])}{missing}"

    def user(self, number: int) -> int | None:
        """The spare user that worker `number` becomes: under root only, and only behind a strict wall.

        Where nothing is mounted, an interpreter below a closed home would be out of reach: root then stays, without
        any of its capabilities.
        """
        if not self.strict or os.geteuid() != 0 or not (self.outer or view.open_to_all()):
            return None
        return namespaces.spare_user(os.getpid() + number)

    def command(self, module: str, descriptor: int, shown: Sequence[Path]) -> list[str]:
        """How Python is started for a module of ours that serves on a descriptor.

        `shown` are folders that it needs until it is warm; bubblewrap has to be told of them.
        """
        python = [sys.executable, "-s", "-P", "-m", module, str(descriptor)]
        return [*_bubblewrap(shown), *python] if self.outer == "bubblewrap" else python


BASIC = Wall()


def _bubblewrap(shown: Sequence[Path]) -> list[str]:
    """The outer wall as a command line.  Root keeps what it needs to become a spare user inside."""
    visible = view.readable()
    words = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    words += ["--die-with-parent", "--new-session", "--proc", "/proc"]
    words += [
        "--perms",
        "1777",
        "--tmpfs",
        namespaces.private_folder(visible),
    ]  # some libraries want one to be imported
    shown_paths = [*visible, *(str(folder) for folder in shown)]
    for folder in sorted(
        {str(parent) for path in (*shown_paths, *view.DEVICES) for parent in Path(path).parents} - {"/"}
    ):
        words += ["--perms", "0755", "--dir", folder]  # by default the way to what is shown would be root's alone
    if os.geteuid() == 0:
        words += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user"]
    for path in shown_paths:
        words += ["--ro-bind", os.path.realpath(path), path]
    for device in view.DEVICES:
        words += ["--dev-bind-try", device, device]
    return [*words, "--remount-ro", "/", "--chdir", "/", "--"]


@functools.cache
def choose_wall(isolation: Isolation) -> Wall:
    """The strongest wall that can be had here, for "strict", or `BASIC`.

    `GraderError` where strict cannot be had: what was tried, why it failed, what to install or to pass.
    """
    if isolation == "basic":
        return BASIC
    if not linux.available:
        return replace(BASIC, reduced=("strict isolation needs Linux",))
    wall, why = _full(), list[str]()
    while wall.strict:
        failed = _probe(wall)
        if failed is None:
            return replace(wall, reduced=tuple(why))
        layer, reason = failed
        why.append(f"without {layer}: {reason}")
        wall = _without(wall, layer)
    raise GraderError(
        f"strict isolation cannot be had here: {'; '.join(why)}. Install bubblewrap and 'grader[instructor]', or pass "
        "--isolation basic where you trust every submission"
    )


def strongest() -> Wall:
    """The strict wall where it can be had, else `BASIC`: for code that is trusted, such as an author's."""
    try:
        return choose_wall("strict")
    except GraderError:
        return BASIC


def _full() -> Wall:
    outer: Outer = "bubblewrap" if shutil.which("bwrap") else "namespaces"
    return Wall(outer=outer, landlock=True, seccomp=True)


def _without(wall: Wall, layer: str) -> Wall:
    """The next weaker wall: our own namespaces take the place of bubblewrap's."""
    if layer == "bubblewrap":
        return replace(wall, outer="namespaces")
    if layer == "namespaces":
        return replace(wall, outer="")
    return replace(wall, landlock=False) if layer == "landlock" else replace(wall, seccomp=False)


def _probe(wall: Wall) -> tuple[str, str] | None:
    """Tries a wall: the layer that does not hold and why, or None.

    A process goes behind it as a worker does, forks as for a submission, and tries what must not be possible.
    """
    outer = wall.outer or "landlock"
    with tempfile.TemporaryDirectory(prefix="grader-probe-") as folder:
        canary, scratch = Path(folder) / "canary", Path(folder) / "scratch"
        canary.write_text("x", encoding="utf-8")
        scratch.mkdir()
        os.chmod(folder, 0o711)  # so that the layers alone keep a spare user from the canary
        uid = wall.user(0)
        if uid is not None:
            os.chown(scratch, uid, uid)
        ours, theirs = os.pipe()
        request = {"wall": asdict(wall), "uid": uid, "scratch": str(scratch), "canary": str(canary), "out": theirs}
        try:
            done = subprocess.run(
                wall.command("grader.sandbox.probe", theirs, ()),
                input=json.dumps(request).encode(),
                pass_fds=[theirs],
                capture_output=True,
                env=ENVIRONMENT,
                cwd="/",
                timeout=PROBE_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return outer, str(error)
        finally:
            os.close(theirs)
        with open(ours, "rb") as pipe:
            answer: Any = json.loads(pipe.read() or b"null")
    if answer is None:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        return outer, said[-1] if said else f"the probe ended with {done.returncode}"
    return None if answer["layer"] is None else (answer["layer"], answer["reason"])
