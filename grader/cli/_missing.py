"""Which package a command lacks, and the extra that brings it: students install none of what instructors need."""

import re
from importlib import metadata
from types import TracebackType

IMPORTED_AS = {
    "markdown-it-py": "markdown_it",
    "mdit-py-plugins": "mdit_py_plugins",
    "otter-grader": "otter",
    "pyyaml": "yaml",
    "vl-convert-python": "vl_convert",
}
"""The packages that are imported under another name than they are installed by."""

_IN_EXTRA = re.compile(r"""([\w.-]+)(?:\[([\w,-]+)\])?.*\bextra == ["']([\w-]+)["']""")
_OWN = __name__.partition(".")[0]


def what_to_install(error: ModuleNotFoundError) -> str | None:
    """The line for whoever lacks a package of this grader's extras; None where something else is wrong.

    That is an import in a file of somebody else, or of a module that no extra brings: our own mistake.
    """
    missing = (error.name or "").partition(".")[0]
    package, extra = _extras().get(missing, ("", ""))
    if not extra or not _is_ours(error.__traceback__):
        return None
    return f"{package} is not installed: pip install '{_OWN}[{extra}]'"


def _extras() -> dict[str, tuple[str, str]]:
    """By the top module of every package in an extra: the package, and the extra or the larger one that holds it."""
    extras: dict[str, tuple[str, str]] = {}
    larger: dict[str, str] = {}
    for requirement in metadata.requires(_OWN) or ():
        found = _IN_EXTRA.match(requirement)
        if found is None or found[3] == "dev":
            continue
        name, parts, extra = found[1].lower(), found[2], found[3]
        if name == _OWN:
            larger |= dict.fromkeys(parts.split(","), extra)
        else:
            extras.setdefault(IMPORTED_AS.get(name, name), (name, extra))
    return {module: (package, larger.get(extra, extra)) for module, (package, extra) in extras.items()}


def _is_ours(trace: TracebackType | None) -> bool:
    """Whether the import stands in a module of this package."""
    name = ""
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        name = name if module.partition(".")[0] == "importlib" else module
        trace = trace.tb_next
    return name.partition(".")[0] == _OWN
