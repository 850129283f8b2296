"""Which statements of a notebook's top level the wanted names need: training and plotting are not among them.

A name needs the statements that define it or change what it is bound to; those need the names that they read, and a
function needs, besides, the global names that it will read when it is called.
"""

import builtins
from collections.abc import Collection, Sequence

from grader.notebooks.statements import Statement

_BUILTIN = frozenset(vars(builtins)) | {"__name__", "__file__", "__doc__"}


def needed(statements: Sequence[Statement], wanted: Collection[str]) -> list[bool]:
    """For each statement of a notebook whether it is to be executed; nothing wanted means all functions and classes.

    Besides what is needed, these are: what else defines functions, classes and constants out of what is there anyway
    (a case may use more than a task asks for), and calls into imported libraries alone, such as `np.random.seed(0)`.
    """
    search = _Search(statements)
    search.follow(wanted or {name for one in statements if one.is_definition for name in one.binds})
    search.add_definitions()
    search.add_settings()
    return search.kept


class _Search:
    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.kept = [one.imports_everything for one in statements]
        self.imported = {name for one in statements if one.is_import for name in one.binds}
        firm = {name for one in statements if one.is_definition for name in one.binds} | self.imported
        self.variables = {name for one in statements for name in one.binds} - firm
        self.names: set[str] = set()

    def follow(self, names: Collection[str]) -> None:
        """Keeps what these names need, and what that needs."""
        self.names |= set(names)
        growing = True
        while growing:
            growing = False
            for number, one in enumerate(self.statements):
                if not self.kept[number] and self._is_needed(one):
                    growing = True
                    self.kept[number] = True
                    self.names |= one.reads | one.reads_later

    def _is_needed(self, one: Statement) -> bool:
        return bool((one.binds | one.writes | (one.hands_on & self.variables)) & self.names)

    def add_definitions(self) -> None:
        """Keeps definitions and constants that can be executed with what is kept, and what they import."""
        alive = {number for number, one in enumerate(self.statements) if one.is_quiet and not self.kept[number]}
        while dying := alive - self._executable(alive):
            alive -= dying
        read: set[str] = set()
        for number in alive:
            one = self.statements[number]
            if not one.is_import:
                self.kept[number] = True
                read |= one.reads | one.reads_later
        for number in alive:
            if self.statements[number].binds & read:
                self.kept[number] = True

    def _executable(self, numbers: set[int]) -> set[int]:
        """Those statements which read nothing but what the kept ones and these bind."""
        there = _BUILTIN.union(
            *(one.binds for number, one in enumerate(self.statements) if self.kept[number] or number in numbers)
        )
        return {number for number in numbers if self.statements[number].reads <= there}

    def add_settings(self) -> None:
        """Keeps bare calls that name nothing but what is imported."""
        there = {name for kept, one in zip(self.kept, self.statements, strict=True) if kept for name in one.binds}
        for number, one in enumerate(self.statements):
            if one.is_call and one.reads and one.reads <= self.imported & there:
                self.kept[number] = True
