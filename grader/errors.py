"""The one exception that is written for people: what is wrong, where, and what to do, in one line."""

import builtins


class GraderError(Exception):
    """Something that whoever runs the grader can mend; the command line prints it without a traceback."""


def is_python_exception(name: str) -> bool:
    """Whether a name is that of an exception of Python itself, and so says nothing of a student's making."""
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, BaseException)
