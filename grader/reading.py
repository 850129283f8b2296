"""Text files that people write: UTF-8 with or without a byte order mark, and one line of complaint where it is not."""

from pathlib import Path

from grader.errors import GraderError


def read_text(path: Path, *, unread: str = "create it or correct the path", uncoded: str = "save it as UTF-8") -> str:
    """The text of a file; `GraderError` if it cannot be read, or is not UTF-8, each with its remedy."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GraderError(f"{path}: cannot be read ({error.strerror}): {unread}") from error
    except UnicodeDecodeError as error:
        raise GraderError(f"{path}: not UTF-8 (byte {error.start}): {uncoded}") from error
