"""Runs one case on one module and says what was seen: the same function for reference, submission and mistake."""

import __future__

import ast
import random
import sys
import threading
import traceback
import types
import warnings
from collections.abc import Iterable
from dataclasses import replace
from types import CodeType, ModuleType

import numpy as np

from grader.model import Case, Observation, Verdict
from grader.sources import bound
from grader.trees import snapshot

MAX_DETAIL = 300
SUBMISSION = "submission"
NOTEBOOK = ".ipynb"
"""How the path of a module ends that was a notebook."""
_FUTURE = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})
"""The flags by which code says what it imported from `__future__`."""

_ALONE = threading.RLock()
"""The global random generators are one for the process: what is observed in two threads must not share them."""


class CaseTimedOut(BaseException):
    """The time of a case is spent.  Not an `Exception`, so that `except Exception` in a loop does not eat it."""


class OutputLimitReached(BaseException):
    """More was printed than a case may print."""


class ForbiddenImport(BaseException):
    """Something was imported that the task forbids; its name is the only argument."""


class ProcessEnded(SystemExit):
    """What would have ended the process, in one that must go on."""


_ENDS = (CaseTimedOut, OutputLimitReached, KeyboardInterrupt, ProcessEnded)
"""After one of these no further statement of a module is executed."""


class _Undefined(AttributeError):
    """A name that a module would have defined, had the statement not failed: `because` says how it did."""

    because: Observation


class _Missing:
    """The `__getattr__` of a student's module: knows of what is missing why it is."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._failures: dict[str, Observation] = {}
        self._of_all: Observation | None = None

    def __call__(self, name: str) -> None:
        """Raises what asking for a name that is not there raises."""
        because = self.because(name)
        if because is None:
            raise AttributeError(f"there is no {name}", name=name, obj=self._module)
        error = _Undefined(name, name=name, obj=self._module)
        error.because = because
        raise error

    def because(self, name: str) -> Observation | None:
        """How that failed which would have defined a name; None where nothing would have."""
        return self._of_all or self._failures.get(name) or self._failures.get("*")  # as of `from … import *`

    def blame(self, failure: Observation, names: Iterable[str] | None = None) -> None:
        """What these names, or all that is missing, is missing for."""
        if names is None:
            self._of_all = failure
        else:
            self._failures.update(dict.fromkeys(names, failure))


def load(source: str, path: str, name: str = SUBMISSION) -> tuple[ModuleType, Observation | None]:
    """Executes a module's source; returns it and, of a file, how the first of its statements failed, if one did.

    Each statement stands on its own, in a file as in a notebook's cells: one that fails costs what it would have
    defined, a case that asks for that sees the failure, and execution goes on.  Where nothing can be parsed, everything
    is missing for that reason.
    """
    module = sys.modules[name] = types.ModuleType(name)  # dataclasses look their module up there
    module.__file__ = path
    missing = module.__dict__["__getattr__"] = _Missing(module)
    try:
        code = compile(source, path, "exec", dont_inherit=True)
    except BaseException:  # noqa: BLE001 - whatever a student's text does to the parser is a fact about it
        first = _execute_what_can_be(source, module, missing)
    else:
        first = _execute(code, source, module, missing)
    return module, None if path.lower().endswith(NOTEBOOK) else first  # cells that fail are nothing out of the way


def _execute_what_can_be(source: str, module: ModuleType, missing: _Missing) -> Observation | None:
    """Executes the statements of a module that cannot be compiled as a whole, if it can at least be parsed."""
    try:
        statements = ast.parse(source, str(module.__file__)).body
    except BaseException as error:  # noqa: BLE001 - as above
        failure = failed("", error, module)
        missing.blame(failure)
        return failure
    return _execute_apart(statements, module, missing)


def _execute(code: CodeType, source: str, module: ModuleType, missing: _Missing) -> Observation | None:
    """Executes a module at once; from a failure on, one statement after the other.  Returns the first failure."""
    try:
        exec(code, module.__dict__)
    except BaseException as error:  # noqa: BLE001 - whatever a student's module does is a fact about it
        failure = failed("", error, module)
        line = _line_reached(error, code)
        statements = ast.parse(source, str(module.__file__)).body
        reached = next((n for n, one in enumerate(statements) if line <= (one.end_lineno or 0)), len(statements))
        missing.blame(failure, bound(statements[reached : reached + 1]))
        ended = failure if isinstance(error, _ENDS) else None
        _execute_apart(statements[reached + 1 :], module, missing, ended, code.co_flags & _FUTURE)
        return failure
    return None


def _line_reached(error: BaseException, code: CodeType) -> int:
    """The line of a code object that an exception came through, or 0."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code is not code:
        trace = trace.tb_next
    return trace.tb_lineno if trace is not None else 0


def _execute_apart(
    statements: Iterable[ast.stmt],
    module: ModuleType,
    missing: _Missing,
    ended: Observation | None = None,
    flags: int = 0,
) -> Observation | None:
    """Executes one statement after the other; returns the first failure.

    `ended` is what nothing is executed after: no time left, no patience with what is printed, a stop from outside.
    `flags` are those of what was imported from `__future__`.
    """
    first: Observation | None = None
    for statement in statements:
        failure = ended
        if failure is None:
            try:
                code = compile(ast.Module([statement], []), str(module.__file__), "exec", flags, dont_inherit=True)
                flags |= code.co_flags & _FUTURE
                exec(code, module.__dict__)
            except BaseException as error:  # noqa: BLE001 - as above
                failure = failed("", error, module)
                ended = failure if isinstance(error, _ENDS) else None
        if failure is not None:
            first = first or failure
            missing.blame(failure, bound([statement]))
    return first


def observe(case: Case, module: ModuleType, seed: int) -> Observation:
    """What `case` sees of `module` with the inputs that `seed` draws."""
    try:
        with _ALONE, np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _start_afresh(seed)
            value = snapshot(case.exercise(module, np.random.default_rng(seed)))
    except BaseException as error:  # noqa: BLE001 - whatever a student's code raises is the observation
        return failed(case.name, error, module)
    return Observation(case=case.name, value=value)


def _start_afresh(seed: int) -> None:
    """What is global to the process, as every case finds it, whatever the case before has left there."""
    np.random.seed(seed % 2**32)
    random.seed(seed)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.default_generator.manual_seed(seed % 2**63)  # `torch.manual_seed` also notes its stack for every GPU
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)


def failed(case: str, error: BaseException, module: ModuleType) -> Observation:
    """The observation that an exception makes of a case."""
    because = _because(error, module)
    if because is not None:
        return replace(because, case=case)
    verdict, detail = _verdict(error, module)
    return Observation(case=case, failure=verdict, detail=detail, line=_line(error, module))


def _because(error: BaseException, module: ModuleType) -> Observation | None:
    """Of a name that is missing because a statement of the module failed, how that did."""
    if isinstance(error, _Undefined):
        return error.because
    missing = module.__dict__.get("__getattr__")
    if type(error) is NameError and isinstance(missing, _Missing):
        return missing.because(str(error.name))
    return None


def _verdict(error: BaseException, module: ModuleType) -> tuple[Verdict, str]:
    if isinstance(error, CaseTimedOut):
        return Verdict.TIMED_OUT, ""
    if isinstance(error, OutputLimitReached):
        return Verdict.OUTPUT_LIMIT, ""
    if isinstance(error, ForbiddenImport):
        return Verdict.FORBIDDEN, str(error)[:80]
    if isinstance(error, MemoryError):
        return Verdict.OUT_OF_MEMORY, ""
    for kind in (SystemExit, KeyboardInterrupt, GeneratorExit):
        if isinstance(error, kind):
            return Verdict.CRASHED, kind.__name__
    if isinstance(error, AttributeError) and error.obj is module and isinstance(error.name, str):
        return Verdict.MISSING, error.name[:80]
    if isinstance(error, NotImplementedError):
        return Verdict.MISSING, ""
    return Verdict.RAISED, _describe(error)


def _describe(error: BaseException) -> str:
    """ "ValueError: text", whatever the exception's own `__str__` does."""
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # noqa: BLE001 - a student's __str__ may raise anything
        text = ""
    return f"{type(error).__name__[:60]}: {str(text)[:MAX_DETAIL]}"


def _line(error: BaseException, module: ModuleType) -> int | None:
    """The last line of the student's own file that the exception passed through."""
    if isinstance(error, SyntaxError) and error.filename == module.__file__:
        return error.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == module.__file__]
    return lines[-1] if lines else None
