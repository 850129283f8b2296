"""A folder of git clones, one for each student, as GitHub Classroom makes them:

    hw01-backprop-ivanov/.git      <assignment>-<login>: the clone is for that assignment
    petrova/.git                   the clone holds every assignment

The newest commit before the student's deadline (and its grace) counts; where there was no file for the assignment by
then, the newest commit of all, which is late.  Where the best attempt counts, both are graded.  The time of a commit
is what its committer's clock said: git knows no other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from grader.intake.archive import Archive, Entry, Refused, is_noise, normal, told
from grader.intake.choosing import Search
from grader.intake.git import Blob, Commit, opened_clone
from grader.intake.handins import HandIn, Reading, Wanted
from grader.intake.names import plain
from grader.intake.people import Person
from grader.model import Assignment

NAME = "git clones"

_WHY = {
    "not_a_clone": "not an ordinary clone: clone it again",
    "no_commits": "there is no commit in it",
    "too_many": "there is too much in it to be a homework",
}


def recognises(archive: Archive, wanted: Wanted) -> bool:
    """Whether there are clones in it; they must lie on the disk."""
    return any(_is_clone(archive.tree[folder]) for folder in archive.folders)


def read(archive: Archive, wanted: Wanted) -> Reading:
    """One hand-in for each clone and assignment; two where the best attempt counts."""
    handins: list[HandIn] = []
    remarks = []
    for folder in archive.folders:
        place = archive.tree[folder]
        if place is None or not _is_clone(place):
            remarks.append(f"{folder}: not a clone")
            continue
        try:
            handins += _of_clone(place, wanted)
        except Refused as error:
            remarks.append(f"{folder}: {_WHY.get(error.reason, 'the clone is damaged: clone it again')}")
    return Reading(handins=handins, remarks=tuple(remarks), aside=archive.folders)


def _is_clone(folder: Path | None) -> bool:
    store = folder / ".git" if folder is not None else None
    return store is not None and (store.exists() or store.is_symlink())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Repository:
    """A clone, whose it is, and its commits from the newest on."""

    folder: Path
    person: Person
    commits: Sequence[Commit]
    alone: bool


def _of_clone(folder: Path, wanted: Wanted) -> list[HandIn]:
    assignment, login = _named(normal(folder.name), wanted.assignments)
    with opened_clone(folder) as clone:
        commits = clone.commits()
    person = Person(label=folder.name if assignment is None else login, ids=(login,), name=login)
    repository = _Repository(folder=folder, person=person, commits=commits, alone=assignment is not None)
    chosen = wanted.assignments if assignment is None else [assignment]
    return [handin for one in chosen for handin in _attempts(repository, one, wanted)]


def _named(folder: str, assignments: Sequence[Assignment]) -> tuple[Assignment | None, str]:
    """The assignment that the folder's name begins with, if any, and the login that follows it."""
    by_name = {plain(assignment.name): assignment for assignment in assignments}
    for at in range(len(folder) - 1, 0, -1):
        assignment = by_name.get(plain(folder[:at]))
        if folder[at] in "-_" and assignment is not None:
            return assignment, folder[at + 1 :] or folder
    return None, folder


def _attempts(repository: _Repository, assignment: Assignment, wanted: Wanted) -> Iterator[HandIn]:
    """What counts for an assignment; nothing if the clone never held a file for it."""
    search = Search(assignment=assignment.name, quiz=assignment.kind == "quiz")
    newest = repository.commits[0]
    due = wanted.due(repository.person, assignment)
    limit = due + wanted.grace if due is not None else None
    later = [commit for commit in repository.commits if limit is not None and commit.time > limit]
    in_time = next((commit for commit in repository.commits if commit not in later), None)
    files = _files(repository.folder, in_time) if in_time is not None else ()
    held = in_time is not None and search.finds(files, alone=repository.alone)
    if in_time is not None and held:
        notes = (f"later_commits|{len(later)}",) if later and wanted.policy.attempts == "last" else ()
        yield _handin(repository, assignment, in_time, notes)
    counts = later and (not held or wanted.policy.attempts == "best")
    if counts and search.finds(_files(repository.folder, newest), alone=repository.alone):
        yield _handin(repository, assignment, newest, ())


def _handin(repository: _Repository, assignment: Assignment, commit: Commit, notes: tuple[str, ...]) -> HandIn:
    return HandIn(
        person=repository.person,
        files=_files(repository.folder, commit),
        assignment=assignment.name,
        alone=repository.alone,
        received=commit.time,
        notes=notes,
    )


@lru_cache(maxsize=64)
def _files(folder: Path, commit: Commit) -> tuple[Entry, ...]:
    """The files of a commit; a commit never changes, so they are listed once."""
    with opened_clone(folder) as clone:
        blobs = clone.files(commit)
    return tuple(_entry(folder, commit, blob) for blob in blobs if not is_noise(blob.path))


def _entry(folder: Path, commit: Commit, blob: Blob) -> Entry:
    where = f"{told(folder)}@{commit.name[:10]}/{told(blob.path)}"
    read = partial(_read, folder, blob)
    return Entry(path=normal(blob.path), where=where, read=read, modified=commit.time)


def _read(folder: Path, blob: Blob, limit: int) -> bytes:
    if not blob.kind.startswith("100"):
        raise Refused("not_a_file")
    with opened_clone(folder) as clone:
        return clone.read(blob, limit)
