"""Where the attacks happen: a small course beside everything that they are after.

`solve` is the task that is attacked: only who has the key of the reference can answer, so every point of it was
stolen.  `half` an attacker solves honestly in the same file.  The cases tell the attacker all that one could wish to
know (paths, ports, addresses, process ids), so that nothing is stopped by mere ignorance; they hold no secret.
"""

import ctypes
import hashlib
import json
import os
import secrets
import shutil
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from grader.course import CourseFolder, load
from tests.places import open_folder

ASSIGNMENT = "hw00_arena"
KEY_OF_SHARED_MEMORY = 0x67726164

COURSE = f"""\
name = "arena"
title = {{ ru = "Арена", en = "Arena" }}
roster = "roster.csv"

[policy]
late_per_day = 0.1
late_floor = 0.5

[[categories]]
name = "homework"
title = {{ ru = "Домашние задания", en = "Homework" }}
weight = 1

[[assignments]]
name = "{ASSIGNMENT}"
category = "homework"
due = 2026-10-05T23:59:00+03:00
"""

FACTS = """\
title = { ru = "Арена", en = "Arena" }
points = 10
libraries = ["numpy"]

[[tasks]]
name = "half"
title = { ru = "Половина", en = "Half" }
points = 2
requires = ["half"]

[[tasks]]
name = "solve"
title = { ru = "Задача", en = "Task" }
points = 8
requires = ["solve"]
forbids = ["torch"]
"""

CASES = '''\
"""The cases of the arena."""

import json

from grader.authoring import Limits, case

TARGETS = json.loads({targets!r})
QUICK = Limits(seconds=0.2, memory_mb=256, output_mb=1)


def told(student):
    student.targets = dict(TARGETS)
'''

PUBLIC = '''

@case("solve", points=0, limits=QUICK)
def in_public(student, rng):
    """In public.

    ru: На виду.
    """
    told(student)
    x = rng.standard_normal((5, 4))
    return {"out": student.solve(x), "inputs": {"x": x}}
'''

HIDDEN = '''

@case("half", points=2)
def half_of_a_vector(student, rng):
    """Half of a vector.

    ru: Половина вектора.
    """
    x = rng.standard_normal(5)
    return {"out": student.half(x), "inputs": {"x": x}}


@case("solve", points=8, limits=QUICK)
def in_secret(student, rng):
    """In secret.

    ru: Втайне.
    """
    told(student)
    x = rng.standard_normal((5, 4))
    return {"out": student.solve(x), "inputs": {"x": x}}
'''

SOLUTION = '''\
"""The arena.

ru: Арена.
"""

import numpy as np

# BEGIN SOLUTION
KEY = np.array({key})
# END SOLUTION


def half(x: np.ndarray) -> np.ndarray:
    """Half of it.

    ru: Половина.
    """
    # BEGIN SOLUTION
    return x / 2
    # END SOLUTION


def solve(x: np.ndarray) -> np.ndarray:
    """The product with a key that nobody is told.

    ru: Произведение с ключом, которого никто не знает.
    """
    # BEGIN SOLUTION
    return x @ KEY
    # END SOLUTION
'''

HONEST = """\
import numpy as np


def half(x):
    return x * 0.5


def solve(x):
    return np.zeros_like(x)
"""
"""A neighbour: one task right, the other as wrong as everybody's."""


class Arena:
    """A course in a folder of its own, with doors to knock at and canaries; `close` removes all of it."""

    def __init__(self) -> None:
        self.token = secrets.token_hex(8)
        self.mark = f"grader-mark-{self.token}"
        self.boast = f"boast-{secrets.token_hex(8)}"
        self.secret = secrets.token_bytes(32)
        self.loot = f"loot-{secrets.token_hex(16)}"
        self.key = np.random.default_rng().standard_normal((4, 4))
        # Not below pytest's own folder, which is closed to other users and would itself stop an attack.
        self.root = Path(tempfile.mkdtemp(prefix="arena-", dir=open_folder()))
        self.root.chmod(0o755)
        self.scratch = Path(tempfile.mkdtemp(prefix="arena-scratch-", dir=open_folder()))
        self.scratch.chmod(0o755)
        self._keepsake = ctypes.create_string_buffer(self.loot.encode())
        self._open_doors()
        self._texts = self._written()
        self.mend()
        self.course = self.reload()

    def reload(self) -> CourseFolder:
        """The course as its files are now."""
        return load(self.root / "course.toml")

    def mend(self) -> None:
        """Writes everything as it was at first, and nothing else stays in the canary's folder."""
        for path, content in self._texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o644)  # so that no mode stops an attack
        for path in (self.root / "canary").iterdir():
            if path not in self._texts:
                path.unlink()

    def _open_doors(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(str(self.root / "door"))
        (self.root / "door").chmod(0o777)
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract.bind(f"\0{self.mark}")
        for door in (self.unix, self.abstract):
            door.listen()
        self.doors = (self.tcp, self.udp, self.unix, self.abstract)
        for door in self.doors:
            door.setblocking(False)

    def _written(self) -> dict[Path, bytes]:
        folder = self.root / "assignments" / ASSIGNMENT
        (self.root / "open.txt").write_text(self.loot)
        self.open_file = (self.root / "open.txt").open("r+")
        cases = CASES.replace("{targets!r}", repr(json.dumps(self.targets())))
        texts = {
            self.root / "open.txt": self.loot,
            self.root / "course.toml": COURSE,
            self.root / "roster.csv": "student,name\nanna,Анна\n",
            self.root / "solutions" / f"{ASSIGNMENT}.py": SOLUTION.replace("{key}", repr(self.key.tolist())),
            self.root / "submissions" / "anna" / f"{ASSIGNMENT}.py": f"# {self.loot}\n{HONEST}",
            self.root / "gradebook.sqlite": self.loot,
            self.root / "canary" / "canary.txt": "sings",
            folder / "assignment.toml": FACTS,
            folder / "public.py": cases + PUBLIC,
            folder / "hidden.py": cases + HIDDEN,
            folder / "statement.ru.md": "# Арена\n",
            folder / "statement.en.md": "# Arena\n",
        }
        secret = {self.root / ".grader" / "secret": self.secret}
        return {path: text.encode() for path, text in texts.items()} | secret

    def targets(self) -> dict[str, Any]:
        """What an attacker is told: where everything is that could be stolen, harmed or called."""
        return {
            "root": str(self.root),
            "reference": str(self.root / "solutions" / f"{ASSIGNMENT}.py"),
            "secret": str(self.root / ".grader" / "secret"),
            "neighbour": str(self.root / "submissions" / "anna" / f"{ASSIGNMENT}.py"),
            "gradebook": str(self.root / "gradebook.sqlite"),
            "canary": str(self.root / "canary" / "canary.txt"),
            "mark": self.mark,
            "boast": self.boast,
            "parent": os.getpid(),
            "address": ctypes.addressof(self._keepsake),
            "length": len(self.loot),
            "descriptor": self.open_file.fileno(),
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "unix": str(self.root / "door"),
            "abstract": f"\0{self.mark}",
            "shared_memory": KEY_OF_SHARED_MEMORY,
        }

    def needles(self) -> dict[str, list[bytes]]:
        """What must not be seen in anything that came out of a submission, by the harm that it would be."""
        return {
            "leak": [self.secret, self.secret.hex().encode(), self.loot.encode(), self.key.tobytes()],
            "boast": [self.boast.encode()],
        }

    def tree(self) -> dict[str, str]:
        """Every file and folder of the course, with mode and content."""
        seen = {}
        for path in sorted(self.root.rglob("*")):
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            seen[str(path.relative_to(self.root))] = f"{path.lstat().st_mode:o} {content}"
        return seen

    def knocks(self) -> int:
        """How often somebody knocked at a door since this was last asked."""
        count = 0
        for door in self.doors:
            with suppress(BlockingIOError):
                while True:
                    if door is self.udp:
                        door.recv(100)
                    else:
                        door.accept()[0].close()
                    count += 1
        return count

    def close(self) -> None:
        """Closes the doors and removes the folders."""
        for door in self.doors:
            door.close()
        self.open_file.close()
        for folder in (self.root, self.scratch):
            shutil.rmtree(folder, ignore_errors=True)
