"""Draws what `grader check` found: for 60 columns or more, with colours on a terminal, for every encoding."""

from fractions import Fraction

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader import messages
from grader.check import CheckReport
from grader.cli._check_fit import fit
from grader.messages import checking as say
from grader.model import Observation, Outcome, TaskScore, Verdict
from grader.scoring import decimal

WIDTH = 100
"""Wider lines are no easier to read."""


def show(report: CheckReport, language: str, console: Console, *, prints: bool = False) -> None:
    """Prints the table and the honest words below it; with `prints` also what the student's code printed."""
    _Page(report, language, console).show(prints)


class _Page:
    def __init__(self, report: CheckReport, language: str, console: Console) -> None:
        self.report, self.language, self.console = report, language, console

    def show(self, prints: bool) -> None:
        title = f"{self.report.title[self.language]} · {self.report.assignment}"
        self._print(title, "bold")
        if self.report.stopped is not None:
            self._print(self._stopped(self.report.stopped), "red")
        for note in self.report.notes:
            self._print(messages.note(note, self.language), "yellow")
        self.console.print(self._table(), width=min(self.console.width, WIDTH))
        if prints:
            self._prints()
        self._words(prints)

    def _table(self) -> Table:
        table = Table(box=None, padding=(0, 1, 0, 0), expand=True, show_header=False)
        table.add_column(no_wrap=True, width=1)
        table.add_column(ratio=1)
        table.add_column(justify="right", no_wrap=True)
        table.add_row("", "", self._text(say("points", self.language), "dim"))
        for task in self.report.tasks:
            if task.outcomes:
                self._task(table, task)
        return table

    def _task(self, table: Table, task: TaskScore) -> None:
        points = _share(task.points, task.max_points)
        bonus = f" ({say('bonus', self.language)})" if task.bonus else ""
        table.add_row("", self._text(task.title[self.language] + bonus, "bold"), self._text(points, "bold"))
        for outcome in task.outcomes:
            passed = outcome.verdict is Verdict.PASSED
            table.add_row(
                self._text("✓" if passed else "✗", "green" if passed else "red"),
                self._text(outcome.title[self.language]),
                self._text(_share(outcome.earned, outcome.points), "" if passed else "red"),
            )
            if not passed:
                table.add_row("", self._sentence(outcome), "")
        tried = any(outcome.verdict is not Verdict.MISSING for outcome in task.outcomes)
        if tried and task.section and task.points < task.max_points:
            place = say("reread", self.language, place=f"../lectures.md#{task.section}")
            table.add_row("", self._text(place, "dim"), "")
        table.add_row()

    def _sentence(self, outcome: Outcome) -> Padding:
        if outcome.verdict is Verdict.GRADER_ERROR:
            told = say("grader_error", self.language, detail=messages.clean(outcome.detail))
        else:
            told = messages.outcome(outcome, self.language)
        text = self._text(told, "yellow" if outcome.verdict is Verdict.MISSING else "red")
        text.highlight_regex(r"`[^`]*`", "cyan")
        return Padding(text, (0, 0, 0, 2))

    def _stopped(self, stopped: Observation) -> str:
        outcome = Outcome(
            case="",
            title={},
            visibility="public",
            points=Fraction(0),
            verdict=stopped.failure or Verdict.CRASHED,
            credit=Fraction(0),
            detail=stopped.detail,
            line=stopped.line,
        )
        sentence = messages.outcome(outcome, self.language)
        return say("stopped", self.language, file=self.report.file.name, sentence=sentence)

    def _prints(self) -> None:
        for printed in self.report.printed:
            key = "prints" if printed.case else "prints.loading"
            self._print(say(key, self.language, name=printed.case), "bold")
            self._print(printed.text.rstrip("\n"))
            if printed.text.count("\n") < printed.lines - 1:
                self._print(say("prints.more", self.language, lines=printed.lines), "dim")
            self.console.print()

    def _words(self, prints: bool) -> None:
        report, language = self.report, self.language
        lines = sum(printed.lines for printed in report.printed)
        if lines and not prints:
            key = "printed.one" if lines == 1 else "printed"
            self._print(say(key, language, lines=lines), "dim")
        if report.file.name != report.file_name:
            self._print(say("renamed", language, name=report.file_name), "yellow")
        points = {
            "points": decimal(sum((task.points for task in report.tasks), Fraction(0))),
            "max_points": decimal(sum((task.max_points for task in report.tasks if not task.bonus), Fraction(0))),
        }
        summary = say("summary", language, passed=report.passed, total=report.total, **points)
        self._print(summary, "bold green" if report.passed == report.total else "bold")
        self._print(say("hidden.one" if report.hidden == 1 else "hidden", language, hidden=report.hidden))

    def _print(self, text: str, style: str = "") -> None:
        self.console.print(self._text(text, style), width=min(self.console.width, WIDTH))

    def _text(self, text: str, style: str = "") -> Text:
        return Text(fit(text, self.console.encoding), style=style)


def _share(points: Fraction, maximum: Fraction) -> str:
    return f"{decimal(points)}/{decimal(maximum)}"
