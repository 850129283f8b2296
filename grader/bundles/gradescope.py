"""An autograder zip with which this very grader runs at Gradescope.

    setup.sh  run_autograder        what Gradescope starts
    grader/  requirements.txt       this package, and what it needs
    course.json  settings.json      the course as far as it matters there; language and isolation
    secret                          draws the inputs of hidden cases: made from the course's, and only for this
    assignments/  solutions/        one assignment: cases, checkers, known mistakes, reference
    failure.json                    the results where not even the grader starts

All this lies where the student's code runs, and the wall alone keeps it from being read: "strict" grades nothing where
there can be none, and whoever packs with "basic" trusts every student.  Of the roster the zip has ids, addresses and
languages, by which a submission finds its student, and no names.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path

from grader.autograde import check_references
from grader.bundles.archive import folder_files, package_files, write_archive
from grader.bundles.requirements import requirements
from grader.exports import gradescope_results
from grader.gradebook.documents import to_document
from grader.messages import phrase
from grader.model import LANGUAGES, Course, Material
from grader.sandbox import Isolation

SCRIPTS = ("run_autograder", "setup.sh")
COURSE, SETTINGS, SECRET, FAILURE = "course.json", "settings.json", "secret", "failure.json"
MATERIAL = ("*.py", "*.toml", "*.npz", "*.csv")
LEFT_OUT = frozenset({"equivalents.toml"})
"""Of the assignment's folder: what only the audit reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How it grades there: `language` is for students of whom the roster says nothing."""

    language: str
    isolation: Isolation = "strict"


def write_gradescope(path: Path, course: Course, material: Material, secret: bytes, settings: Settings) -> None:
    """Writes the autograder zip of an assignment to `path`.

    The inputs of hidden cases will be drawn from a secret of its own.  Raises `GraderError` where the reference does
    not pass its own cases.
    """
    name = material.assignment.name
    own = hmac.digest(secret, f"gradescope\0{name}".encode(), hashlib.sha256)
    check_references({name: material}, own)
    scripts = resources.files("grader.bundles").joinpath("scripts")
    files = {script: scripts.joinpath(script).read_bytes() for script in SCRIPTS}
    files |= package_files()
    files |= {
        "requirements.txt": requirements(material.assignment.libraries, ("instructor",), base=True).encode(),
        COURSE: to_document(_reduced(course, name)).encode(),
        SETTINGS: json.dumps({"assignment": name, **asdict(settings)}).encode(),
        SECRET: own,
        FAILURE: _failure(settings.language),
        f"solutions/{name}.py": material.solution.read_bytes(),
    }
    for below in ("", "mistakes/"):
        for file, content in folder_files(material.folder / below, MATERIAL).items():
            if file not in LEFT_OUT:
                files[f"assignments/{name}/{below}{file}"] = content
    write_archive(path, files, executable=SCRIPTS)


def _reduced(course: Course, name: str) -> Course:
    """The course with one assignment, without the students' names and without what is said of single students."""
    extensions = tuple(replace(one, why="") for one in course.policy.extensions if one.assignment in ("all", name))
    return replace(
        course,
        assignments=(course.assignment(name),),
        policy=replace(course.policy, extensions=extensions),
        roster=tuple(replace(student, name="") for student in course.roster),
    )


def _failure(language: str) -> bytes:
    """The results where there are none, in every language, one's own first: nobody knows whose they are."""
    order = sorted(LANGUAGES, key=lambda other: other != language)
    results = gradescope_results.failure([f"{phrase('held.why', other)}." for other in order])
    return json.dumps(results, ensure_ascii=False, indent=1).encode()
