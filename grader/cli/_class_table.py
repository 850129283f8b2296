"""The class on a terminal: who got what, on which task points were lost and why, and the course grade."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.cli._progress import troubles
from grader.messages import clean
from grader.reports import Cell, ClassTable, Row
from grader.scoring import decimal

MAX_TROUBLES = 3

ROOMY = 110
"""Columns from which on the table shows every assignment."""


def print_class(table: ClassTable, console: Console) -> None:
    """A row a student; a narrow terminal has no room for the assignments and shows the course grade alone."""
    roomy = console.width >= ROOMY
    grid = Table(title=f"{table.course.title['en']}, run {table.run.id}", title_justify="left")
    grid.add_column("student", no_wrap=True)
    for assignment in table.course.assignments if roomy else ():
        grid.add_column(assignment.name.split("_")[0], justify="right", no_wrap=True)
    grid.add_column("exact", justify="right", no_wrap=True, min_width=5)
    grid.add_column("mark", justify="right", no_wrap=True, min_width=4)
    grid.add_column("points lost on", min_width=20)
    for row in table.rows:
        points = [_cell(cell) for cell in row.cells] if roomy else []
        grid.add_row(Text(row.student.id), *points, decimal(row.grade.exact), _mark(row), _lost(row))
    console.print(grid)
    if any(cell.card is not None and cell.card.late_days for row in table.rows for cell in row.cells) and roomy:
        console.print("* handed in late", highlight=False)
    if any(cell.card is not None and cell.card.overridden for row in table.rows for cell in row.cells) and roomy:
        console.print("^ decided by a person: grader history STUDENT", highlight=False)
    if not roomy:
        console.print(f"points of each assignment: in gradebook.csv, or here from {ROOMY} columns on", highlight=False)
    if table.strangers:
        console.print(strangers_line(table.strangers), markup=False, highlight=False, soft_wrap=True)


def strangers_line(strangers: Sequence[str]) -> str:
    """Who has grades that count for nobody, and what to do."""
    names = ", ".join(map(clean, strangers))
    return f"not on the roster, so counted for nobody: {names}; if it is a student's, map it with --map or add an alias"


def _cell(cell: Cell) -> Text:
    grade = cell.grade
    if grade.points is None:
        return Text(grade.standing, style={"held": "bold magenta", "missing": "red"}.get(grade.standing, "dim"))
    share = grade.points / grade.max_points
    late = "*" if cell.card is not None and cell.card.late_days else ""
    decided = "^" if cell.card is not None and cell.card.overridden else ""
    style = "green" if share == 1 else "red" if share == 0 else ""
    return Text(f"{decimal(grade.points, 1)}{late}{decided}", style=style)


def _mark(row: Row) -> Text:
    if row.grade.mark is None:
        return Text("held" if any(cell.grade.standing == "held" for cell in row.cells) else "–", style="magenta")
    return Text(str(row.grade.mark), style="bold green" if row.grade.passed else "bold red")


def _lost(row: Row) -> str:
    found = []
    for cell in row.cells:
        if cell.card is not None:
            short = cell.assignment.name.split("_")[0]
            found += [f"{short} {trouble}" for trouble in troubles(cell.card)]
    more = f" and {len(found) - MAX_TROUBLES} more" if len(found) > MAX_TROUBLES else ""
    return "; ".join(found[:MAX_TROUBLES]) + more
