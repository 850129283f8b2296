"""A folder of clones: which commit counts, whose it is, and that nothing a clone brings along is run."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.intake import Batch, collect
from grader.model import Extension, Policy, Submission
from grader.sources import MAX_BYTES
from tests.unit.intake.recorded import DUE, HOMEWORK, NAME, ROSTER

HOUR = timedelta(hours=1)
LOGINS = {"ivanova_a": "ivanova_a", "bpetrov": "petrov_b"}


def git(folder: Path, *arguments: str, when: datetime = DUE, **environment: str) -> str:
    stamp = f"{int(when.timestamp())} +0300"
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_AUTHOR_DATE": stamp,
        "GIT_COMMITTER_DATE": stamp,
        **environment,
    }
    done = subprocess.run(["git", *arguments], cwd=folder, env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def clone(root: Path, name: str) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def commit(folder: Path, when: datetime, files: Mapping[str, str | bytes]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "work", when=when)


def batch(root: Path, **policy: object) -> Batch:
    return collect(root, HOMEWORK, ROSTER, Policy(**policy))  # type: ignore[arg-type]


def only(root: Path, **policy: object) -> Submission:
    (one,) = batch(root, **policy).submissions
    return one


@pytest.fixture
def petrov(tmp_path: Path) -> Path:
    return clone(tmp_path / "in", "hw01-backprop-bpetrov")


@pytest.fixture
def root(petrov: Path) -> Path:
    return petrov.parent


def test_the_newest_commit_before_the_deadline_counts(root: Path, petrov: Path) -> None:
    commit(petrov, DUE - 20 * HOUR, {f"{NAME}.py": "x = 1\n"})
    commit(petrov, DUE - HOUR, {f"{NAME}.py": "x = 2\n"})
    commit(petrov, DUE + HOUR, {f"{NAME}.py": "x = 3\n"})
    (petrov / f"{NAME}.py").write_text("not committed\n")
    found = batch(root)
    (one,) = found.submissions
    assert (found.layout, one.student, one.source) == ("git clones", "petrov_b", "x = 2\n")
    assert one.received == (DUE - HOUR).astimezone(UTC)
    assert one.notes == ("later_commits|1",)
    assert one.path.startswith(f"{petrov}@")
    assert found.unread == ()


def test_the_grace_is_part_of_the_time(root: Path, petrov: Path) -> None:
    commit(petrov, DUE - HOUR, {f"{NAME}.py": "x = 1\n"})
    commit(petrov, DUE + HOUR, {f"{NAME}.py": "x = 2\n"})
    assert only(root, grace_hours=Fraction(1)).source == "x = 2\n"
    assert only(root, grace_hours=Fraction(1, 2)).source == "x = 1\n"


def test_an_extension_moves_the_deadline_of_its_student_alone(root: Path, petrov: Path) -> None:
    commit(petrov, DUE - HOUR, {f"{NAME}.py": "x = 1\n"})
    commit(petrov, DUE + HOUR, {f"{NAME}.py": "x = 2\n"})
    commit(petrov, DUE + 9 * HOUR, {f"{NAME}.py": "x = 3\n"})
    ill = Extension(student="petrov_b", assignment="all", hours=Fraction(3), why="ill")
    assert only(root, extensions=(ill,)).source == "x = 2\n"
    assert only(root, extensions=(replace(ill, student="ivanova_a"),)).source == "x = 1\n"


def test_where_nothing_was_there_in_time_the_newest_is_late(root: Path, petrov: Path) -> None:
    commit(petrov, DUE - HOUR, {"README.md": "hello\n"})
    commit(petrov, DUE + HOUR, {f"{NAME}.py": "x = 1\n"})
    commit(petrov, DUE + 2 * HOUR, {f"{NAME}.py": "x = 2\n"})
    one = only(root)
    assert (one.source, one.received) == ("x = 2\n", (DUE + 2 * HOUR).astimezone(UTC))


def test_where_the_best_attempt_counts_the_late_one_is_graded_too(root: Path, petrov: Path) -> None:
    commit(petrov, DUE - HOUR, {f"{NAME}.py": "x = 1\n"})
    commit(petrov, DUE + HOUR, {f"{NAME}.py": "x = 2\n"})
    assert [one.source for one in batch(root, attempts="best").submissions] == ["x = 1\n", "x = 2\n"]


def test_a_commit_that_builds_on_a_later_one_comes_after_it(root: Path, petrov: Path) -> None:
    """A clock that was set back moves a commit in time, not in the order of the work."""
    commit(petrov, DUE - 3 * HOUR, {f"{NAME}.py": "x = 1\n"})
    commit(petrov, DUE - HOUR, {f"{NAME}.py": "x = 2\n"})
    commit(petrov, DUE - 2 * HOUR, {f"{NAME}.py": "x = 3\n"})
    assert only(root).source == "x = 3\n"


def test_a_clone_may_hold_every_assignment(tmp_path: Path) -> None:
    for login in LOGINS:
        folder = clone(tmp_path / "in", login)
        commit(folder, DUE, {f"{NAME}/{NAME}.py": f"x = {login!r}\n", "hw02_dropout.py": "y = 1\n"})
    found = batch(tmp_path / "in")
    assert [(one.student, one.assignment) for one in found.submissions] == [
        (student, assignment.name) for student in ("ivanova_a", "petrov_b") for assignment in HOMEWORK
    ]


def test_the_only_file_of_a_clone_for_one_assignment_is_taken(root: Path, petrov: Path) -> None:
    commit(petrov, DUE, {"src/main.py": "x = 1\n", ".github/workflows/x.py": "", "README.md": ""})
    assert only(root).notes == ("renamed|main.py",)


def test_branches_tags_and_packs_are_read(root: Path, petrov: Path) -> None:
    for number in range(3):
        commit(petrov, DUE - HOUR, {f"{NAME}.py": f"x = {number}\n"})
    git(petrov, "branch", "other")
    git(petrov, "gc", "--quiet")
    assert (petrov / ".git" / "packed-refs").exists()
    assert only(root).source == "x = 2\n"
    git(petrov, "checkout", "--quiet", "--detach", "HEAD~1")
    assert only(root).source == "x = 1\n"


# ---------------------------------------------------------------------------------------------- nothing is run


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a trace where it is run."""
    path = tmp_path / "trap.sh"
    path.write_text(f'#!/bin/sh\necho "$0 $@" >> {shlex.quote(f"{tmp_path}/sprung")}\nexit 0\n')
    path.chmod(0o755)
    return path


HOSTILE = """\
[core]
\tfsmonitor = {trap}
\thooksPath = {hooks}
\tpager = {trap}
\tsshCommand = {trap}
\teditor = {trap}
\talternateRefsCommand = {trap}
\tattributesFile = {attributes}
\tgitProxy = {trap}
[log]
\tshowSignature = true
[gpg]
\tprogram = {trap}
[diff]
\texternal = {trap}
[filter "evil"]
\tclean = {trap}
\tsmudge = {trap}
\tprocess = {trap}
[credential]
\thelper = !{trap}
[alias]
\trev-list = !{trap}
\tls-tree = !{trap}
\tcat-file = !{trap}
"""


def test_nothing_that_a_clone_brings_along_is_run(tmp_path: Path, root: Path, petrov: Path, trap: Path) -> None:
    commit(petrov, DUE, {f"{NAME}.py": "x = 1\n", ".gitattributes": "*.py filter=evil diff=evil\n"})
    store = petrov / ".git"
    hooks = store / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-checkout", "pre-commit", "reference-transaction", "fsmonitor-watchman", "post-index-change"):
        (hooks / hook).write_text(trap.read_text())
        (hooks / hook).chmod(0o755)
    attributes = tmp_path / "attributes"
    attributes.write_text("* filter=evil\n")
    (store / "config").write_text(HOSTILE.format(trap=shlex.quote(str(trap)), hooks=hooks, attributes=attributes))
    (store / "info").mkdir(exist_ok=True)
    (store / "info" / "attributes").write_text("* filter=evil\n")
    assert only(root).source == "x = 1\n"
    assert not (tmp_path / "sprung").exists()
    subprocess.run(["git", "status"], cwd=petrov, capture_output=True, check=False)  # a git that trusts the clone
    assert (tmp_path / "sprung").exists()
    (store / "config").write_text("[broken")
    assert only(root).source == "x = 1\n"


def test_what_is_missing_is_not_fetched(tmp_path: Path, root: Path, petrov: Path, trap: Path) -> None:
    commit(petrov, DUE, {f"{NAME}.py": "x = 1\n"})
    (petrov / ".git" / "config").write_text(
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n"
        f'[remote "origin"]\n\turl = ext::{trap}\n\tpromisor = true\n\tuploadpack = {trap}\n'
        "[protocol]\n\tallow = always\n"
    )
    blob = git(petrov, "rev-parse", f"HEAD:{NAME}.py", GIT_CONFIG_GLOBAL=os.devnull)
    (petrov / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    one = only(root)
    assert (one.source, one.unreadable) == (None, "damaged")
    assert not (tmp_path / "sprung").exists()


def test_no_configuration_of_the_instructor_is_read(
    tmp_path: Path, root: Path, petrov: Path, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(petrov, DUE, {f"{NAME}.py": "x = 1\n"})
    (tmp_path / ".gitconfig").write_text(f"[log]\n\tshowSignature = true\n[core]\n\tpager = {trap}\n[broken")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    assert only(root).source == "x = 1\n"
    assert not (tmp_path / "sprung").exists()


def test_the_clone_is_left_as_it_was(root: Path, petrov: Path) -> None:
    commit(petrov, DUE, {f"{NAME}.py": "x = 1\n"})

    def state() -> dict[str, tuple[int, bytes]]:
        files = [path for path in petrov.rglob("*") if path.is_file()]
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = state()
    batch(root)
    assert state() == before


# ----------------------------------------------------------------------------------------------- broken clones


def test_a_broken_clone_is_told_and_the_others_are_graded(tmp_path: Path) -> None:
    root = tmp_path / "in"
    good = clone(root, "hw01-backprop-bpetrov")
    commit(good, DUE, {f"{NAME}.py": "good = 1\n"})
    clone(root, "hw01-backprop-empty")
    (root / "hw01-backprop-file").mkdir()
    (root / "hw01-backprop-file" / ".git").write_text(f"gitdir: {good}/.git\n")
    (root / "hw01-backprop-link").mkdir()
    (root / "hw01-backprop-link" / ".git").symlink_to(good / ".git")
    borrowed = clone(root, "hw01-backprop-alternates")
    (borrowed / ".git" / "objects" / "info" / "alternates").write_text(f"{good}/.git/objects\n")
    (borrowed / ".git" / "HEAD").write_text(git(good, "rev-parse", "HEAD"))
    lost = clone(root, "hw01-backprop-lost")
    (lost / ".git" / "HEAD").write_text("0" * 39 + "1")
    outside = clone(root, "hw01-backprop-outside")
    (outside / ".git" / "HEAD").write_text("ref: refs/../../../hw01-backprop-bpetrov/.git/refs/heads/main\n")
    garbage = clone(root, "hw01-backprop-garbage")
    (garbage / ".git" / "HEAD").write_bytes(os.urandom(50))
    round_trip = clone(root, "hw01-backprop-loop")
    (round_trip / ".git" / "refs" / "heads" / "main").write_text("ref: refs/heads/main\n")
    found = batch(root)
    assert [(one.student, one.source) for one in found.submissions] == [("petrov_b", "good = 1\n")]
    assert {line.partition(": ")[0].removeprefix("hw01-backprop-") for line in found.remarks} == {
        "empty",
        "file",
        "link",
        "alternates",
        "lost",
        "outside",
        "garbage",
        "loop",
    }


def test_links_and_large_files_in_a_commit_say_so(root: Path, petrov: Path) -> None:
    (petrov / f"{NAME}.py").symlink_to("/etc/passwd")
    commit(petrov, DUE - HOUR, {})
    assert only(root).unreadable == "not_a_file"
    (petrov / f"{NAME}.py").unlink()
    commit(petrov, DUE, {f"{NAME}.py": b"#" * (MAX_BYTES + 1)})
    assert only(root).unreadable == "too_large"


def test_a_tree_that_unfolds_without_end_is_refused(root: Path, petrov: Path) -> None:
    commit(petrov, DUE, {"a/x.py": "x = 1\n"})
    tree = git(petrov, "rev-parse", "HEAD:a")
    for _ in range(12):
        listing = "".join(f"040000 tree {tree}\t{n}\n" for n in range(10))
        made = subprocess.run(["git", "mktree"], cwd=petrov, input=listing, capture_output=True, text=True, check=True)
        tree = made.stdout.strip()
    head = git(petrov, "commit-tree", tree, "-m", "bomb", when=DUE)
    git(petrov, "update-ref", "refs/heads/main", head)
    found = batch(root)
    assert found.submissions == ()
    assert found.remarks == ("hw01-backprop-bpetrov: there is too much in it to be a homework",)


def test_without_git_it_is_one_line(root: Path, petrov: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commit(petrov, DUE, {f"{NAME}.py": "x = 1\n"})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GraderError, match="git: there is no such command here: install it"):
        batch(root)
