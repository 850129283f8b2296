"""Where the inputs of a case come from: reproducible for the instructor, not to be guessed by a student."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from grader.errors import GraderError
from grader.model import Case

SECRET_BYTES = 32


def course_secret(path: Path) -> bytes:
    """The course's secret, 32 bytes that only its owner may read; made at first use and then kept for good.

    Whoever loses the file cannot draw the same hidden inputs again; grades already given stand.
    """
    try:
        if not path.exists():
            _make_secret(path)
        secret = path.read_bytes()
    except OSError as error:
        raise GraderError(f"{path}: the course's secret cannot be read or made ({error.strerror})") from error
    if len(secret) != SECRET_BYTES:
        raise GraderError(f"{path}: holds {len(secret)} bytes, not {SECRET_BYTES}: restore it from a backup")
    return secret


def _make_secret(path: Path) -> None:
    """Writes a new secret whole or not at all; if another process was first, that one's secret stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
    with suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()


def draw_seed(secret: bytes, assignment: str, student: str, case: Case) -> int:
    """The seed of a case's inputs for one student, 128 bits.

    Hidden cases draw from the course's secret, so that nobody can prepare for their numbers; `fresh` ones also from
    the student's id, so that a leaked input is worth nothing to anybody else.  Public cases are the same for all,
    with or without the secret: a student runs them at home.
    """
    drawn = case.draws or case.name
    if case.visibility == "public":
        return derived_seed(b"public", assignment, drawn)
    return own_seed(secret, assignment, drawn, student if case.fresh else "")


def own_seed(secret: bytes, assignment: str, drawn: str, student: str) -> int:
    """The seed of what one student alone gets: the inputs of a hidden case, a question's variant; `drawn` names it."""
    return derived_seed(secret, assignment, drawn, student)


def derived_seed(key: bytes, *names: str) -> int:
    """128 bits that these names give with this key, and that tell nothing of either."""
    message = "\0".join(names).encode("utf-8", "surrogatepass")
    return int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:16], "big")
