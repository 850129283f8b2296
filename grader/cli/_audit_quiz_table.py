"""Draws what `grader audit` found of a test: its questions, the slips it knows, what guessing earns."""

import math

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.audit import FieldRow, QuestionRow, QuizReport
from grader.cli._audit_table import show_findings


def show_quiz(report: QuizReport, console: Console) -> None:
    """One test: its questions field by field, its slips, what guessing and copying earn, findings."""
    console.rule(f"[bold]{report.assignment}")
    console.print(_questions(report))
    if report.slips:
        console.print(_slips(report))
    guess, copied = (sum(getattr(row, what) for row in report.questions) for what in ("guess", "copied"))
    drawn = max((row.variants for row in report.questions), default=0)
    for text in (
        f"{report.papers} of {drawn} papers differ",
        f"blind guessing earns {guess:.2f} of {report.points:g} points on average ({guess / report.points:.0%})",
        f"the answers of the next student earn {copied:.2f} ({copied / report.points:.0%}), taken as they are",
    ):
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    show_findings(report.findings, console)


def _questions(report: QuizReport) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("question", "field", "kind"):
        table.add_column(heading, no_wrap=True)
    for heading in ("points", "variants", "differ", "5 %", "median", "95 %", "guess", "copied"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in report.questions:
        for at, field in enumerate(row.fields):
            table.add_row(*_heads(row, first=at == 0), *_cells(row, field, first=at == 0))
    return table


def _heads(row: QuestionRow, *, first: bool) -> tuple[str]:
    return (row.question if first else "",)


def _cells(row: QuestionRow, field: FieldRow, *, first: bool) -> tuple[str | Text, ...]:
    differ = Text(str(row.distinct), style="" if row.distinct > 1 else "red") if first else ""
    sizes = ("" if math.isnan(size) else f"{size:.3g}" for size in (field.low, field.median, field.high))
    counts = (str(row.variants) if first else "", differ)
    return (field.name, field.kind, f"{field.points:g}", *counts, *sizes, f"{field.guess:.0%}", f"{field.copied:.0%}")


def _slips(report: QuizReport) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("task", "known mistake"):
        table.add_column(heading, no_wrap=True)
    for heading in ("variants", "right all the same", "recognised"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in report.slips:
        wrong = row.draws - row.right
        told = Text(f"{row.diagnosed}/{wrong}", style="green" if wrong and row.diagnosed == wrong else "red")
        table.add_row(row.task, row.mistake, str(row.draws), str(row.right), told)
    return table
