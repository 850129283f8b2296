"""The demo's class, had it handed in notebooks: each file, cut into cells, earns to the letter what it earns as `.py`.

What is at the top level and no task needs is the one difference, and it is meant: in a notebook it is not executed, so
it can neither fail nor hang.  Only a sample goes through the sandbox: of the rest, the text is shown to be the same.
"""

import ast
from collections.abc import Mapping
from dataclasses import replace

import pytest

from grader.autograde.submission import grade_submission
from grader.course import CourseFolder, load
from grader.intake import Batch, collect
from grader.intake.files import Found, read_submission
from grader.model import Outcome, Submission
from grader.sandbox import ForkSandbox, strongest
from tests.course.support import ROOT, oracle
from tests.unit.notebook_files import cut, notebook

CLASS = ROOT / "tests" / "demo_class"
SECRET = b"the demo's class is no secret..."

LEFT_OUT = {
    ("belova_yu", "hw02_regularization"): ["w = [", "while l2_penalty", "print("],
    ("chen_wei", "hw02_regularization"): ["warnings.warn(", "np.int32("],
    ("chen_wei", "hw03_optimizers"): ["_rng =", "_t =", "_label =", "_x =", "_net =", "_losses =", "print("],
    ("kiseleva_n", "hw03_optimizers"): ["get_ipython()", "get_ipython()"],
    ("lebedev_i", "hw01_backprop"): ["if __name__"],
    ("tarasov_g", "hw01_backprop"): ["test_z =", "print(softmax("],
    ("tarasov_g", "hw03_optimizers"): ["sys.exit("],
    ("chen_wei", "hw04_training"): ["warnings.warn("],
    ("lebedev_i", "hw04_training"): ["if __name__"],
}
"""What is not executed in the notebook, besides imports of which nothing is used."""

SAMPLE = [
    ("tarasov_g", "hw01_backprop"),
    ("komarov_f", "hw02_regularization"),
    ("kiseleva_n", "hw03_optimizers"),
    ("komarov_f", "hw01_backprop"),
    ("sokolov_belsky_a", "hw02_regularization"),
    ("garcia_l", "hw02_regularization"),
    ("smirnov_yu", "hw01_backprop"),
    ("lebedev_i", "hw04_training"),
]
"""Files that fail in every way in which files of the class fail, and one that binds functions by assignment."""

Key = tuple[str, str]


@pytest.fixture(scope="module")
def folder() -> CourseFolder:
    return load(ROOT / "course.toml", CLASS / "roster.csv")


@pytest.fixture(scope="module")
def batch(folder: CourseFolder) -> Batch:
    assignments = [a for a in folder.course.assignments if a.kind == "homework"]
    return collect(CLASS / "submissions", assignments, folder.course.roster)


@pytest.fixture(scope="module")
def pairs(batch: Batch, folder: CourseFolder) -> Mapping[Key, tuple[Submission, Submission]]:
    """Each file that can be read at all, and the same code as a notebook."""
    found = {}
    for submission in batch.submissions:
        if submission.source is not None:
            key = (submission.student, submission.assignment)
            found[key] = (submission, as_notebook(submission, folder))
    return found


def as_notebook(submission: Submission, folder: CourseFolder) -> Submission:
    raw = notebook(*cut(submission.source or ""))
    return read_submission(
        Found(
            student=submission.student,
            assignment=submission.assignment,
            name=f"{submission.assignment}.ipynb",
            where=f"{submission.path}.ipynb",
            raw=raw,
        ),
        folder.course.assignment(submission.assignment),
    )


def code(source: str) -> list[str]:
    """The statements of a module but for texts that stand alone, such as its docstring."""
    return [
        ast.unparse(node)
        for node in ast.parse(source).body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]


def test_the_code_is_the_same_but_for_what_no_task_needs(pairs: Mapping[Key, tuple[Submission, Submission]]) -> None:
    left_out = {}
    for key, (file, cells) in pairs.items():
        if key == ("komarov_f", "hw01_backprop"):  # no Python: told as a cell that cannot be read
            assert [note.split("|")[0] for note in cells.notes] == ["cell_unread"]
            continue
        kept, all_of_it = code(cells.source or ""), code(file.source or "")
        missing = [text for text in all_of_it if text not in kept and not text.startswith(("import ", "from "))]
        assert kept == [text for text in all_of_it if text in kept], key
        assert cells.notes == (), key
        if missing:
            left_out[key] = missing
    assert len(pairs) > 80
    assert left_out.keys() == LEFT_OUT.keys()
    for key, texts in left_out.items():
        assert len(texts) == len(LEFT_OUT[key])
        assert all(text.startswith(start) for text, start in zip(texts, LEFT_OUT[key], strict=True)), texts


@pytest.mark.parametrize("assignment", sorted({name for _, name in SAMPLE}))
def test_scorecards_are_the_same(assignment: str, pairs: Mapping[Key, tuple[Submission, Submission]]) -> None:
    truth = oracle(assignment)
    sandbox = ForkSandbox(truth.material.folder, truth.material.assignment.libraries, strongest())
    try:
        for key in (key for key in SAMPLE if key[1] == assignment):
            outcomes = [
                [one for task in grade_submission(truth, sandbox, form, SECRET)[0] for one in task.outcomes]
                for form in pairs[key]
            ]
            compare(key, pairs[key][0].source or "", *outcomes)
    finally:
        sandbox.close()


def compare(key: Key, source: str, file: list[Outcome], cells: list[Outcome]) -> None:
    """What a file and the notebook of the same code earned, and said, is the same."""
    starts = first_lines(source)
    for one, other in zip(file, cells, strict=True):
        if other.cell is not None:
            assert other.line is not None
            other = replace(other, cell=None, line=starts[other.cell - 1] + other.line - 1)
        assert one == other, key


def first_lines(source: str) -> list[int]:
    """The lines at which the cells that are not empty begin."""
    cells = cut(source)
    starts = [1 + sum(cell.count("\n") + 1 for cell in cells[:number]) for number in range(len(cells))]
    return [start for start, cell in zip(starts, cells, strict=True) if cell.strip()]
