"""What a student's folder holds: every file of it, made from the author's files and from what the reference shows."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from grader import handout
from grader.errors import GraderError
from grader.handout import Handout
from grader.judge import Oracle, draw_seed, judge
from grader.model import Case, Material, Observation, Tree, Verdict
from grader.reading import read_text
from grader.release.notebook import make_notebook
from grader.release.template import BEGIN, END, make_template, solution_lines
from grader.trees import first_difference

DATA = ("*.csv", "*.npz")
"""Data files that go with an assignment; those whose name begins with `hidden` stay."""

WRITE_IT = "write it"
"""What an author can do about a file that cannot be read."""

REQUIREMENTS = {"numpy": "numpy>=2.0"}

_LINK = re.compile(r"(\]\()([^)\s]+)(?=[)\s])")
_TRANSLATED = re.compile(r"(?P<stem>\w+)\.(?P<language>ru|en)\.md")


def student_folder(oracle: Oracle, language: str, committed: Handout | None) -> dict[str, bytes]:
    """The files of one assignment in one language: name → content.  `GraderError` says what cannot be handed out.

    What the reference shows is taken over from the `committed` handout where the two agree.
    """
    material = oracle.material
    name = material.assignment.name
    template, statement = _template(material, language), _statement(material, language)
    files = {
        f"{name}.py": template.encode(),
        f"{name}.ipynb": make_notebook(material, template, statement, language).encode(),
        "statement.md": statement.encode(),
        "requirements.txt": "".join(
            f"{REQUIREMENTS.get(library, library)}\n" for library in material.assignment.libraries
        ).encode(),
        handout.FILE: handout.to_json(_handout(oracle, language, committed)).encode(),
    }
    files["public.py"] = _bytes(material.folder / "public.py")
    if any(case.checker in material.checkers for case in _public(material)):
        files["checkers.py"] = _bytes(material.folder / "checkers.py")
    for pattern in DATA:
        for path in sorted(material.folder.glob(pattern)):
            if not path.name.startswith("hidden"):
                files[path.name] = _bytes(path)
    return files


def lectures(root: Path, language: str) -> bytes:
    """The lecture sections that statements link to, in one language, as they lie above the assignments' folders."""
    path = root / "assignments" / f"lectures.{language}.md"
    return _relink(path, lambda stem, other: f"{_sideways(other, language, '..')}{stem}.md").encode()


def _template(material: Material, language: str) -> str:
    source, where = _read(material.solution), str(material.solution)
    if not solution_lines(source, where):
        raise GraderError(
            f"{where}: no region {BEGIN!r} … {END!r}, the whole solution would be handed out: mark what students write"
        )
    return make_template(source, where, language)


def _read(path: Path) -> str:
    return read_text(path, unread=WRITE_IT)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GraderError(f"{path}: cannot be read ({error.strerror}): {WRITE_IT}") from error


# ----------------------------------------------------------------------------------------------- statements


def _statement(material: Material, language: str) -> str:
    name = material.assignment.name

    def target(stem: str, other: str) -> str:
        if stem == "statement":
            folder = _sideways(other, language, "../..")
            return f"{folder}{name}/statement.md" if folder else "statement.md"
        return (_sideways(other, language, "../..") or "../") + f"{stem}.md"

    return _relink(material.folder / f"statement.{language}.md", target)


def _sideways(other: str, language: str, up: str) -> str:
    """The way to another language's folder, `up` being the way to the folder of all languages."""
    return "" if other == language else f"{up}/{other}/"


def _relink(path: Path, target: Callable[[str, str], str]) -> str:
    """A Markdown file whose links to `<stem>.<language>.md` point to where these lie in the students' folders."""

    def link(found: re.Match[str]) -> str:
        place, hash_, anchor = found[2].partition("#")
        translated = _TRANSLATED.fullmatch(posixpath.basename(place))
        if "://" in place or translated is None:
            return found[0]
        return f"{found[1]}{target(translated['stem'], translated['language'])}{hash_}{anchor}"

    return _LINK.sub(link, _read(path))


# -------------------------------------------------------------------------------------------------- handout


def _public(material: Material) -> list[Case]:
    return [case for case in material.cases if case.visibility == "public"]


def _handout(oracle: Oracle, language: str, committed: Handout | None) -> Handout:
    """The facts of the assignment, and what its reference shows for the public cases."""
    known = committed.expected if committed else {}
    material, assignment = oracle.material, oracle.material.assignment
    expected = {case.name: _expected(oracle, case, known) for case in _public(material)}
    hidden = Counter(case.task for case in material.cases if case.visibility == "hidden")
    return Handout.of(assignment, language, expected, hidden)


def _expected(oracle: Oracle, case: Case, known: Mapping[str, Tree]) -> Tree:
    """What the reference shows, or what is already committed, if by it the reference is right on this machine, too.

    The last bits of a result differ from one machine to another; the case's own checker says what is the same.
    """
    material = oracle.material
    shown = oracle.expected(case, draw_seed(b"", material.assignment.name, "", case))
    outcome = judge(case, shown, shown, oracle.checker(case))
    if outcome.verdict is not Verdict.PASSED:
        raise GraderError(
            f"{material.folder / 'public.py'}: case {case.name}: the reference does not pass it "
            f"({outcome.verdict}{': ' if outcome.detail else ''}{outcome.detail}): correct the case or the reference"
        )
    if case.name in known and _agree(case, shown, known[case.name], oracle):
        return known[case.name]
    return shown.value


def _agree(case: Case, shown: Observation, known: Tree, oracle: Oracle) -> bool:
    if first_difference(known, shown.value, values=False):
        return False
    return judge(case, shown, Observation(case=case.name, value=known), oracle.checker(case)).verdict is Verdict.PASSED
