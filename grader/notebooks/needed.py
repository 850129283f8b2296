"""Which statements of a notebook's top level the wanted names need: training and plotting are not among them.

A name needs the statements that define it or change what it is bound to; those need the names that they read, and a
function needs, besides, the global names that it will read when it is called.
"""

import builtins
from collections import defaultdict
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
    search.follow({name for one in statements if one.imports_everything for name in one.reads | one.reads_later})
    search.add_definitions()
    search.add_settings()
    return search.kept


class _Search:
    """Every step takes time in proportion to the notebook, however long somebody has made it."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.kept = [one.imports_everything for one in statements]
        self.imported = {name for one in statements if one.is_import for name in one.binds}
        firm = {name for one in statements if one.is_definition for name in one.binds} | self.imported
        variables = {name for one in statements for name in one.binds} - firm
        self.makers: dict[str, list[int]] = defaultdict(list)
        """For each name the statements that bind it or change what it is bound to."""
        for number, one in enumerate(statements):
            for name in one.binds | one.writes | (one.hands_on & variables):
                self.makers[name].append(number)

    def follow(self, names: Collection[str]) -> None:
        """Keeps what these names need, and what that needs."""
        waiting = list(names)
        while waiting:
            for number in self.makers.pop(waiting.pop(), ()):
                if not self.kept[number]:
                    self.kept[number] = True
                    one = self.statements[number]
                    waiting += one.reads | one.reads_later

    def add_definitions(self) -> None:
        """Keeps definitions and constants that can be executed after what is kept above them, and what they import."""
        there, added = set(_BUILTIN), set[int]()
        for number, one in enumerate(self.statements):
            if not self.kept[number] and one.is_quiet and one.reads <= there:
                added.add(number)
            if self.kept[number] or number in added:
                there |= one.binds
        definitions = [self.statements[number] for number in added if not self.statements[number].is_import]
        read = {name for one in definitions for name in one.reads | one.reads_later}
        for number in added:
            one = self.statements[number]
            self.kept[number] = not one.is_import or bool(one.binds & read)

    def add_settings(self) -> None:
        """Keeps bare calls that name nothing but what is imported."""
        there = {name for kept, one in zip(self.kept, self.statements, strict=True) if kept for name in one.binds}
        settable = self.imported & there
        for number, one in enumerate(self.statements):
            if one.is_call and one.reads and one.reads <= settable:
                self.kept[number] = True
