"""What a submission left goes, whatever it is; what lies beside it stays."""

import inspect
import os
import sys
from pathlib import Path

from grader.sandbox.removal import remove_tree


def test_a_tree_is_removed_however_deep_and_closed_it_is(tmp_path: Path) -> None:
    tree, outside = tmp_path / "tree", tmp_path / "outside"
    (tree / "wide" / "a" / "b").mkdir(parents=True)
    outside.mkdir()
    (outside / "kept").write_text("kept")
    here = os.open(".", os.O_RDONLY)
    os.chdir(tree)
    for _ in range(150):
        os.mkdir("d" * 200)  # so that the path is longer than the system takes
        os.chdir("d" * 200)
    Path("bottom").write_text("x")
    os.fchdir(here)
    os.close(here)
    os.symlink(outside, tree / "link")
    os.symlink(outside / "kept", tree / "wide" / "link")
    os.mkfifo(tree / "wide" / "fifo")
    open(os.fsencode(tree) + b"/\xff\n", "w").close()
    (tree / "wide" / "a").chmod(0)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 75)  # half as much stack as there are folders in each other
    try:
        remove_tree(tree)
    finally:
        sys.setrecursionlimit(limit)
    assert os.listdir(tmp_path) == ["outside"]
    assert (outside / "kept").read_text() == "kept"


def test_what_cannot_be_removed_is_left_without_a_word(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    os.symlink(tmp_path, tmp_path / "link")
    for path in (file, tmp_path / "link", tmp_path / "nothing"):
        remove_tree(path)
    assert sorted(os.listdir(tmp_path)) == ["file", "link"]
