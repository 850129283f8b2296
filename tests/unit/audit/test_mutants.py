"""Mutants of a whole module: where, which, and told how."""

import ast

from grader.audit.mutants import diff, functions, make_mutants
from tests.unit.tiny_course import SOLUTION

TWICE = '''\
def f(x: int = 1) -> int:
    """Doc."""
    y = x + 1
    # BEGIN SOLUTION
    return x * 1 + x * 1
    # END SOLUTION
'''


def test_only_solution_regions_are_changed() -> None:
    lines = TWICE.split("\n")
    for mutant in make_mutants(TWICE):
        changed = [old for old, new in zip(lines, mutant.source.split("\n"), strict=True) if old != new]
        assert changed == ["    return x * 1 + x * 1"]


def test_every_mutant_compiles_and_is_other_code() -> None:
    mutants = make_mutants(SOLUTION)
    codes = {ast.dump(ast.parse(mutant.source)) for mutant in mutants}
    assert len(codes) == len(mutants) > 10
    assert ast.dump(ast.parse(SOLUTION)) not in codes


def test_keys_are_unique_though_a_line_holds_the_same_twice() -> None:
    mutants = make_mutants(TWICE)
    assert len({mutant.key for mutant in mutants}) == len(mutants)
    told = [mutant.mutation for mutant in mutants]
    assert "arithmetic: x * 1 → x / 1" in told
    assert "arithmetic: x * 1 → x / 1 (2)" in told


def test_keys_stay_when_line_numbers_shift() -> None:
    shifted = make_mutants("# a new line\n" + TWICE)
    assert [mutant.key for mutant in shifted] == [mutant.key for mutant in make_mutants(TWICE)]


def test_a_mutant_knows_its_function_and_line() -> None:
    of_add = [mutant for mutant in make_mutants(SOLUTION) if mutant.function == "Counter.add"]
    assert {mutant.line for mutant in of_add} == {"self.count += _secret_helper(rows)", "return self.count"}
    lines = SOLUTION.split("\n")
    assert all(lines[mutant.number - 1].strip() == mutant.line for mutant in of_add)


def test_a_diff_shows_the_line_alone() -> None:
    mutant = next(one for one in make_mutants(TWICE) if one.mutation == "statement: return x * 1 + x * 1 → return None")
    assert diff(TWICE, mutant, "f.py").split("\n") == [
        "--- f.py",
        "+++ statement",
        "@@ -5 +5 @@",
        "-    return x * 1 + x * 1",
        "+    return None",
    ]


def test_functions_are_named_by_line_with_their_class_and_nested_ones_belong_to_the_outer() -> None:
    text = "import a\n\nclass C:\n    @property\n    def m(self):\n        return lambda: 1\n\n"
    text += "def f():\n    def g(): ...\n"
    assert functions(text) == {4: "C.m", 5: "C.m", 6: "C.m", 8: "f", 9: "f"}
