"""The attacks: real submissions in `attacks/`, each of which says in its first lines what it is.

    # attack: reads the reference from the course's folder and lets it answer
    # stopped by: namespaces or landlock
    # expect: raised
    # works: as root                  left out where it works for everybody
    # loses: half                     left out where its own honest task `half` earns its points all the same

`stopped by` names what is enough to stop it, each alone.  Of these, `process` is that a submission has a process of
its own, `limits` are the limits of that process, `judge` is that nothing is believed which comes out of it; all three
are there with every wall.  The others are layers of a wall: where none of them is there, the attack gets through.
`expect` holds every verdict that an attacked case may have behind a strict wall.
"""

import ctypes
import os
import platform
import re
import site
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.model import Verdict

FOLDER = Path(__file__).parent / "attacks"
ALWAYS = frozenset({"process", "limits", "judge"})
LAYERS = frozenset({"namespaces", "bubblewrap", "landlock", "seccomp"})
_LINE = re.compile(r"# (attack|stopped by|expect|works|loses): (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One file of `attacks/` and what it says of itself."""

    name: str
    source: str
    does: str
    stopped_by: frozenset[str]
    expect: frozenset[Verdict]
    works: str = ""
    loses_half: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """The layers of which one must be there to stop it; none where any wall does."""
        return frozenset() if self.stopped_by & ALWAYS else self.stopped_by

    @property
    def can_work(self) -> bool:
        """Whether this machine and this user give it a chance, if nothing stops it."""
        return not self.works or CONDITIONS[self.works]()


def read(path: Path) -> Attack:
    """The attack in a file; `ValueError` where its first lines do not say what they must."""
    source = path.read_text(encoding="utf-8")
    head: dict[str, str] = {}
    for line in source.splitlines():
        found = _LINE.fullmatch(line)
        if not found:
            break
        head[found[1]] = found[2]
    if missing := {"attack", "stopped by", "expect"} - head.keys():
        raise ValueError(f"{path.name}: its first lines lack {', '.join(sorted(missing))}")
    stopped_by = frozenset(head["stopped by"].split(" or "))
    if unknown := stopped_by - ALWAYS - LAYERS:
        raise ValueError(f"{path.name}: nothing is called {', '.join(sorted(unknown))}")
    if head.get("works", "as root") not in CONDITIONS or head.get("loses", "half") != "half":
        raise ValueError(f"{path.name}: an unknown condition or loss")
    return Attack(
        name=path.stem,
        source=source,
        does=head["attack"],
        stopped_by=stopped_by,
        expect=frozenset(Verdict(word) for word in head["expect"].split()),
        works=head.get("works", ""),
        loses_half="loses" in head,
    )


def _as_root() -> bool:
    return os.geteuid() == 0


def _with_ptrace() -> bool:
    """Whether a process may take hold of its parent of the same user."""
    scope = Path("/proc/sys/kernel/yama/ptrace_scope")
    return _as_root() or not scope.exists() or scope.read_text().strip() == "0"


def _packages_writable() -> bool:
    return os.access(site.getsitepackages()[0], os.W_OK)


def _system_call(number: int, *arguments: object) -> Callable[[], bool]:
    def works() -> bool:
        if platform.machine() != "x86_64":  # elsewhere the numbers are others
            return False
        descriptor = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
        if descriptor >= 0:
            os.close(descriptor)
        return bool(descriptor >= 0)

    return works


def _with_user_namespaces() -> bool:
    child = os.fork()
    if child == 0:
        os._exit(ctypes.CDLL(None).unshare(0x10000000 | 0x20000) != 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


IO_URING_SETUP, USERFAULTFD = 425, 323

CONDITIONS: dict[str, Callable[[], bool]] = {
    "as root": _as_root,
    "with ptrace": _with_ptrace,
    "where the packages can be written": _packages_writable,
    "with processors to lose": lambda: len(os.sched_getaffinity(0)) > 1,
    "with io_uring": _system_call(IO_URING_SETUP, 4, ctypes.create_string_buffer(256)),
    "with userfaultfd": _system_call(USERFAULTFD, 1),
    "with a keyring": lambda: Path("/proc/keys").exists(),
    "with user namespaces": _with_user_namespaces,
}
"""What an attack may need to have a chance."""

HANGS_AT_IMPORT = "hangs_at_import"
"""It takes all the time that loading may take, whatever the wall: tried behind the whole one alone."""

ATTACKS = [read(path) for path in sorted(FOLDER.glob("*.py"))]
