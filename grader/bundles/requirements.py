"""What has to be installed where a packed assignment is graded, as the lines of a `requirements.txt`."""

import re
from collections.abc import Iterable
from importlib import metadata

EXTRA = re.compile(r"""extra\s*==\s*["'](?P<extra>[\w-]+)["']""")


def requirements(libraries: Iterable[str], extras: Iterable[str] = (), *, base: bool = False) -> str:
    """The libraries of an assignment, and this package's own dependencies if asked for (`base`, `extras`).

    Versions are those that this package was declared with; a library that it does not know has none.
    """
    declared = dict(_declared())
    wanted = set(extras)
    lines = {line for line, extra in declared.items() if extra in wanted or (base and not extra)}
    for library in libraries:
        known = [line for line in declared if re.match(rf"{re.escape(library)}(?![\w.-])", line)]
        lines.add(known[0] if known else library)
    return "".join(f"{line}\n" for line in sorted(lines))


def _declared() -> Iterable[tuple[str, str]]:
    """Each requirement of this package with the extra that it belongs to, "" for none; other markers stay."""
    for line in metadata.requires("grader") or ():
        requirement, _, marker = line.partition(";")
        extra = EXTRA.search(marker)
        rest = re.sub(r"^\s*and\s+|\s+and\s*$", "", EXTRA.sub("", marker).strip()).strip("() ")
        yield f"{requirement.strip()}; {rest}" if rest else requirement.strip(), extra["extra"] if extra else ""
