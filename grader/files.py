"""Files that are either the old or the new version, never half of one; modules read from files."""

import os
import secrets
import sys
import types
from pathlib import Path
from types import ModuleType


def write_atomically(path: Path, data: str | bytes) -> None:
    """Writes `data` (text as UTF-8) to `path`, making its folder; readers see all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = data.encode("utf-8") if isinstance(data, str) else data
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def load_module(path: Path, name: str) -> ModuleType:
    """Executes a trusted Python file as a module of that name, without writing bytecode beside it.

    Every call gives a module of its own: what is patched in one copy is not seen in another.
    """
    module = sys.modules[name] = types.ModuleType(name)  # dataclasses look their module up there
    module.__file__ = str(path)
    if getattr(sys.modules.get(name), "__spec__", None) is None:  # never in place of a module that was imported
        sys.modules[name] = module  # where `dataclass` looks for the module of a class
    exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    return module
