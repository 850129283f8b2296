"""What each kind of exhibit shows, and the picture that is kept of it beside a scorecard.

What is given, such as the loss surface under an optimizer's path, is taken from the reference's tree alone; of a
student's, what is drawn, and only if it has the very form of the reference's.  Single precision is enough to look at.
A picture on which nobody could see a difference teaches nothing, and is not kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.model import Exhibit, Picture, Tree
from grader.trees import TreeError, from_json, leaves, to_json

MAX_ENTRIES = 6000
"""Of all arrays that one side of a picture holds."""

VISIBLE = 0.01
"""The least distance that can be seen, as a share of what the picture spans."""

ACCIDENT = 4.5
"""So many standard deviations are no accident: once in a hundred thousand rows, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a tree of that kind holds: the keys of what is given and of what is drawn; `form` says what is wrong.

    `differs` says of (observed, expected) whether a picture shows a difference.
    """

    given: tuple[str, ...]
    drawn: tuple[str, ...]
    form: Callable[[dict[str, Any]], bool]
    says: str
    differs: Callable[[Any, Any], bool]


def problem(exhibit: Exhibit, shown: Tree) -> str:
    """Why what the reference shows cannot be drawn, for the author; "" where it can."""
    kind = KINDS[exhibit.kind]
    keys = {*kind.given, *kind.drawn}
    if not isinstance(shown, dict) or set(shown) != keys:
        return f"an exhibit of kind {exhibit.kind} returns a dict with the keys {', '.join(sorted(keys))}"
    if not all(_is_numeric(leaf) for _, leaf in leaves(shown)) or not kind.form(shown):
        return f"an exhibit of kind {exhibit.kind} returns {kind.says}"
    if not all(np.isfinite(leaf).all() for _, leaf in leaves(shown)):
        return "NaN and infinity cannot be drawn: choose other inputs"
    entries = sum(np.size(leaf) for _, leaf in leaves(shown))
    return f"{entries} entries are too many, at most {MAX_ENTRIES}" if entries > MAX_ENTRIES else ""


def picture(exhibit: Exhibit, observed: Tree, expected: Tree) -> Picture | None:
    """What is kept of an exhibit, where the two can be told apart by eye; else None.  `expected` has no `problem`.

    A student whose code shows something of another form, such as nothing at all, is told so by the cases.
    """
    kind = KINDS[exhibit.kind]
    drawn = {key: observed.get(key) for key in kind.drawn} if isinstance(observed, dict) else None
    if drawn is None or _form(drawn) != _form({key: expected[key] for key in kind.drawn}):
        return None
    if not kind.differs({**expected, **drawn}, expected):
        return None
    return Picture(
        exhibit=exhibit.case.name,
        task=exhibit.case.task,
        title=exhibit.case.title,
        kind=exhibit.kind,
        expected=to_json(_small(expected)),
        observed=to_json(_small(drawn)),
    )


def restored(picture: Picture) -> tuple[dict[str, Any] | None, dict[str, Any]] | None:
    """(observed, expected) of a picture, each with all that its kind holds; None where it cannot be read."""
    try:
        expected = from_json(picture.expected)
        observed = None if picture.observed is None else {**expected, **from_json(picture.observed)}
    except (TreeError, TypeError):
        return None
    return observed, expected


def dropped_and_factor(shown: dict[str, Any]) -> tuple[float, float]:
    """Of a mask: the share of elements that are 0, and what the others were multiplied by (0 if there are none)."""
    x, out = np.asarray(shown["x"], dtype=np.float64), np.asarray(shown["out"], dtype=np.float64)
    kept = out != 0
    return 1 - float(kept.mean()), float(np.median(out[kept] / x[kept])) if kept.any() else 0.0


def _is_numeric(leaf: Tree) -> bool:
    return isinstance(leaf, bool | int | float) or (isinstance(leaf, np.ndarray) and leaf.dtype.kind in "biuf")


def _form(tree: Tree) -> list[tuple[str, Any]]:
    """Every place of a tree with the shape of the numbers there; None for what are not numbers."""
    return [(path, np.shape(leaf) if _is_numeric(leaf) else None) for path, leaf in leaves(tree)]


def _small(tree: Tree) -> Tree:
    """The tree in single precision; what is beyond it becomes infinite."""
    if isinstance(tree, dict):
        return {key: _small(item) for key, item in tree.items()}
    with np.errstate(all="ignore"):
        return np.asarray(tree, dtype=np.float64).astype(np.float32)


def _flat(array: Any, dimensions: int = 1) -> bool:
    return np.ndim(array) == dimensions and np.size(array) > 0


def _apart(observed: Tree, expected: Tree) -> bool:
    """Whether anything in two trees of one form is visibly apart, measured by what the right one spans there."""
    pairs = zip(leaves(observed), leaves(expected), strict=True)
    return any(_visibly(np.asarray(one, float), np.asarray(other, float)) for (_, one), (_, other) in pairs)


def _visibly(observed: np.ndarray, expected: np.ndarray) -> bool:
    with np.errstate(all="ignore"):
        distance = np.abs(observed - expected).max()
    return not distance <= VISIBLE * (float(np.ptp(expected)) or 1.0)


def _curves(shown: dict[str, Any]) -> bool:
    x, y = shown["x"], shown["y"]
    if not (isinstance(x, dict) and isinstance(y, dict) and x and set(x) == set(y)):
        return False
    return all(_flat(x[name]) and np.shape(x[name]) == np.shape(y[name]) for name in x)


def _mask(shown: dict[str, Any]) -> bool:
    x, p = shown["x"], shown["p"]
    return _flat(x, 2) and np.shape(shown["out"]) == np.shape(x) and np.ndim(p) == 0 and 0 < p < 1 and bool(np.all(x))


def _mask_differs(observed: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Whether the share that is dropped, in all or in any row or column, is no accident, or the scale is wrong."""
    p = float(expected["p"])
    zero = np.asarray(observed["out"]) == 0
    for share in (zero.mean(), zero.mean(axis=0), zero.mean(axis=1)):
        deviation = np.sqrt(p * (1 - p) / (zero.size / np.size(share)))
        if np.abs(share - p).max() > ACCIDENT * deviation:
            return True
    _, factor = dropped_and_factor(observed)
    return not abs(factor * (1 - p) - 1) <= VISIBLE


def _histograms(shown: dict[str, Any]) -> bool:
    after = shown["after"]
    return _flat(shown["before"]) and isinstance(after, dict) and bool(after) and all(map(_flat, after.values()))


def _path(shown: dict[str, Any]) -> bool:
    path, surface = shown["path"], shown["surface"]
    if not (_flat(path, 2) and np.shape(path)[1] == 2 and isinstance(surface, dict) and set(surface) == set("xyz")):
        return False
    x, y, z = surface["x"], surface["y"], surface["z"]
    return _flat(x) and _flat(y) and np.shape(z) == (np.size(y), np.size(x)) and min(np.shape(z)) > 1


def _history(shown: dict[str, Any]) -> bool:
    train, val, runs = shown["train_loss"], shown["val_loss"], shown["runs"]
    if not (_flat(train) and np.shape(train) == np.shape(val) and isinstance(runs, dict) and runs):
        return False
    return all(np.shape(run) == (3,) and 1 <= run[0] <= np.size(val) and 1 <= run[2] <= run[0] for run in runs.values())


def _regions(shown: dict[str, Any]) -> bool:
    x, y, names, regions = (shown[key] for key in ("x", "y", "names", "regions"))
    if not all(isinstance(side, dict) and len(side) == 1 for side in (x, y)) or not isinstance(names, dict):
        return False
    (across,), (up,) = x.values(), y.values()
    numbers = list(range(len(names)))
    if not _flat(across) or not _flat(up) or np.shape(regions) != (np.size(up), np.size(across)):
        return False
    counted = all(np.ndim(number) == 0 for number in names.values()) and sorted(names.values()) == numbers
    return counted and min(np.shape(regions)) > 1 and bool(np.isin(regions, numbers).all())


KINDS = {
    "curves": Kind(
        given=("x",),
        drawn=("y",),
        form=_curves,
        says="dicts x and y of vectors, with the same keys and lengths: a panel each, named by its key",
        differs=lambda observed, expected: _apart(observed["y"], expected["y"]),
    ),
    "mask": Kind(
        given=("x", "p"),
        drawn=("out",),
        form=_mask,
        says="a matrix x without zeros, the share 0 < p < 1 that is to be dropped, and out of the shape of x",
        differs=_mask_differs,
    ),
    "histograms": Kind(
        given=("before",),
        drawn=("after",),
        form=_histograms,
        says="a vector before and a dict after of vectors: a panel each, named by its key",
        differs=lambda observed, expected: _apart(observed["after"], expected["after"]),
    ),
    "path": Kind(
        given=("surface",),
        drawn=("path",),
        form=_path,
        says="a matrix path (steps, 2) and a dict surface of vectors x, y and the matrix z (len(y), len(x))",
        differs=lambda observed, expected: _apart(observed["path"], expected["path"]),
    ),
    "history": Kind(
        given=("train_loss", "val_loss"),
        drawn=("runs",),
        form=_history,
        says="vectors train_loss and val_loss, a number for each epoch, and a dict runs of vectors of three numbers: "
        "epochs made, epochs recorded, the epoch (from 1) whose weights are left; a panel each, named by its key",
        differs=lambda observed, expected: _apart(observed["runs"], expected["runs"]),
    ),
    "regions": Kind(
        given=("x", "y", "names"),
        drawn=("regions",),
        form=_regions,
        says="dicts x and y of one vector, named by its key, a dict names of the numbers 0, 1, ... and a matrix "
        "regions (len(y), len(x)) of these numbers; another number there stands for none of them",
        differs=lambda observed, expected: not np.array_equal(observed["regions"], expected["regions"]),
    ),
}
"""How a picture may be drawn, by the name that authors give as `kind`."""
