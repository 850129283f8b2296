"""What keeps a student's code in: each wall that this machine can have holds, and a missing layer is told."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.folders import read_cases
from grader.model import Observation, Submission, Verdict
from grader.sandbox import BASIC, Call, ForkSandbox, Wall, choose_wall, strongest, view, walls

CASES = '''
"""One case."""
from grader.authoring import case


@case("t", points=1)
def attempt(student, rng):
    """An attempt.

    ru: Попытка.
    """
    return student.attempt()
'''
WALLS = {
    "bubblewrap": Wall(outer="bubblewrap", landlock=True, seccomp=True),
    "namespaces": Wall(outer="namespaces", landlock=True, seccomp=True),
    "namespaces without landlock": Wall(outer="namespaces", seccomp=True),
    "landlock": Wall(landlock=True, seccomp=True),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cases")
    (root / "hidden.py").write_text(CASES, encoding="utf-8")
    return root


@pytest.fixture(scope="module", params=WALLS)
def sandbox(request: pytest.FixtureRequest, folder: Path) -> Iterator[ForkSandbox]:
    wall = WALLS[request.param]
    failed = walls._probe(wall)
    if failed is not None:
        pytest.skip(f"{failed[0]}: {failed[1]}")
    with closing(ForkSandbox(folder, ["numpy"], wall)) as one:
        yield one


def attempt(sandbox: ForkSandbox, body: str) -> Observation:
    """What comes of a function of this body."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    source = f"import os, sys, socket, threading, tempfile\nimport numpy as np\n\ndef attempt():\n{lines}"
    (case,) = read_cases(sandbox.folder)
    submission = Submission(student="s", assignment="a", path="a.py", source=source, digest="d")
    (seen,) = sandbox.observe(submission, [Call(case=case, seed=1)])
    return seen


REFUSED = {
    "read a home": "return os.listdir('/home')",
    "read what grew": "return os.listdir('/var/log')",
    "read the accounts": "return open('/etc/passwd').read()",
    "read the processes": "return os.listdir('/proc')",
    "write into the interpreter": "open(os.__file__, 'a')",
    "write beside the package": "open(os.path.dirname(np.__file__) + '/new.py', 'w')",
    "write elsewhere": "open('/var/tmp/x', 'w')",
    "make a process": "return os.fork()",
    "run a program": "os.execv(sys.executable, ['python'])",
    "make a socket": "return socket.socket().fileno()",
    "make a local socket": "return socket.socket(socket.AF_UNIX).fileno()",
    "change its limits": "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))",
    "change its user": "os.setuid(0)",
    "leave its root": "os.chroot('/tmp')",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_nobody_needs_for_homework_is_refused(sandbox: ForkSandbox, what: str) -> None:
    seen = attempt(sandbox, REFUSED[what])
    assert seen.failure is Verdict.RAISED, seen
    assert seen.detail.startswith(("PermissionError", "FileNotFoundError", "OSError", "ValueError")), seen.detail


def test_the_folder_of_the_cases_is_out_of_sight(sandbox: ForkSandbox) -> None:
    seen = attempt(sandbox, f"return open({str(sandbox.folder / 'hidden.py')!r}).read()")
    assert seen.failure is Verdict.RAISED


HARMLESS = {
    "files of its own": "open('a', 'w').write('x')\nos.mkdir('b'); os.rename('a', 'b/c')\nreturn open('b/c').read()",
    "temporary files": "with tempfile.TemporaryFile() as file:\n    file.write(b'x'); file.seek(0)\n    return 'x'",
    "threads": "seen = []\nt = threading.Thread(target=seen.append, args=('x',)); t.start(); t.join()\nreturn seen[0]",
    "a late import": "import fractions, decimal, json, sqlite3, multiprocessing\nreturn 'x'",
    "saved arrays": "np.save('a.npy', np.eye(3)); assert np.load('a.npy').sum() == 3\nreturn 'x'",
    "linear algebra": "assert np.linalg.svd(np.eye(90))[1].sum() > 89\nreturn 'x'",
    "the clock and the system": "import time, platform\ntime.sleep(0); platform.system(); os.cpu_count()\nreturn 'x'",
    "a signal to itself": "import signal\nsignal.signal(signal.SIGUSR1, lambda *_: None)\n"
    "os.kill(os.getpid(), signal.SIGUSR1)\nreturn 'x'",
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_honest_code_does_goes_through(sandbox: ForkSandbox, what: str) -> None:
    seen = attempt(sandbox, HARMLESS[what])
    assert (seen.failure, seen.value) == (None, "x"), seen


def test_a_folder_that_fills_ends_the_case(sandbox: ForkSandbox) -> None:
    seen = attempt(sandbox, "for k in range(10**6):\n    open(f'f{k}', 'wb').write(b'x' * 2**20)")
    assert seen.failure is not None
    assert seen.failure is not Verdict.TIMED_OUT


TRAINING = """
import torch
from torch import nn
layers = [nn.Conv1d(1, 4, 3), nn.Flatten(), nn.Linear(24, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.2)]
model = nn.Sequential(*layers, nn.Linear(8, 3))
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
data = torch.utils.data.TensorDataset(torch.randn(32, 1, 8), torch.randint(0, 3, (32,)))
for x, y in torch.utils.data.DataLoader(data, batch_size=8, shuffle=True):
    optimizer.zero_grad(); nn.functional.cross_entropy(model(x), y).backward(); optimizer.step()
torch.save(model.state_dict(), 'best.pt')
model.load_state_dict(torch.load('best.pt'))
torch.set_num_threads(2); torch.randn(300, 300) @ torch.randn(300, 300)
return 'x'
"""


def test_training_goes_through(folder: Path) -> None:
    with closing(ForkSandbox(folder, ["numpy", "torch"], strongest())) as sandbox:
        seen = attempt(sandbox, TRAINING.strip())
    assert (seen.failure, seen.value) == (None, "x"), seen


# ------------------------------------------------------------------------------------------------- choosing


@pytest.fixture
def fresh() -> Iterator[None]:
    choose_wall.cache_clear()
    yield
    choose_wall.cache_clear()


def test_basic_is_what_it_says() -> None:
    assert choose_wall("basic") == BASIC
    assert BASIC.line.startswith("basic: ")
    assert "not closed off" in BASIC.line


@pytest.mark.parametrize(
    ("broken", "layers"),
    [
        (set(), {"bubblewrap", "namespaces", "landlock", "seccomp", "limits"}),
        ({"bubblewrap"}, {"namespaces", "landlock", "seccomp", "limits"}),
        ({"bubblewrap", "namespaces"}, {"landlock", "seccomp", "limits"}),
        ({"landlock"}, {"bubblewrap", "namespaces", "seccomp", "limits"}),
    ],
)
def test_a_layer_that_does_not_hold_is_left_out_and_told(
    broken: set[str], layers: set[str], monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    def probe(wall: Wall) -> tuple[str, str] | None:
        return next(
            (
                (layer, "forbidden here")
                for layer in ("bubblewrap", "namespaces", "landlock", "seccomp")
                if layer in broken and layer in wall.layers and layer in (wall.outer, "landlock", "seccomp")
            ),
            None,
        )

    monkeypatch.setattr(walls, "_probe", probe)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    wall = choose_wall("strict")
    assert (wall.strict, wall.layers) == (True, layers)
    assert wall.line.startswith("strict: ")
    for layer in broken:
        assert f"without {layer}: forbidden here" in wall.line


@pytest.mark.parametrize("broken", [{"seccomp"}, {"namespaces", "bubblewrap", "landlock"}])
def test_strict_refuses_where_too_little_holds(broken: set[str], monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    def probe(wall: Wall) -> tuple[str, str] | None:
        mine = [wall.outer] if wall.outer else []
        mine += [layer for layer in ("landlock", "seccomp") if layer in wall.layers]
        return next(((layer, "forbidden here") for layer in mine if layer in broken), None)

    monkeypatch.setattr(walls, "_probe", probe)
    with pytest.raises(GraderError, match="strict isolation cannot be had here.*pass --isolation basic"):
        choose_wall("strict")
    assert strongest() == BASIC


def test_where_there_is_no_linux_strict_says_that_it_is_basic(monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    monkeypatch.setattr("grader.sandbox.linux.available", False)
    wall = choose_wall("strict")
    assert not wall.strict
    assert "strict isolation needs Linux" in wall.line


def test_a_course_that_lies_among_the_packages_is_refused() -> None:
    with pytest.raises(GraderError, match="move the course"):
        view.readable(hidden=[str(Path(os.__file__).parent / "course")])


def test_nothing_is_shown_beside_the_interpreter_and_its_packages() -> None:
    shown = view.readable()
    assert not [path for path in shown if path in ("/", "/usr", "/home", "/root", "/etc", "/tmp", "/var")]
    root = Path(__file__).parents[3]
    assert not [path for path in shown if root.is_relative_to(path)]
