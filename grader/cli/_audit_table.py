"""Draws what `grader audit` found: a matrix for each task, findings with what to do, counts, the time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.audit import CaseRow, Finding, QuizReport, Report, TaskRow

WHOLE_ANSWERS = {
    "rejected": "wrong files as declared",
    "idle": "idle answers that earn 0",
    "carried": "tasks that are right with their earlier parts lent",
}


@contextmanager
def progress(console: Console, name: str) -> Iterator[Callable[[int, int], None]]:
    """On a terminal, a line that says how much is done; nothing elsewhere."""
    if not console.is_terminal:
        yield lambda done, total: None
        return
    with console.status(f"{name}: making mutants") as status:
        yield lambda done, total: status.update(f"{name}: {done} of {total} pieces")


def show(report: Report, console: Console) -> None:
    """One assignment: its matrices, counts and findings."""
    console.rule(f"[bold]{report.assignment}")
    for task in report.tasks:
        console.print(_matrix(report, task, list(report.cases_of(task.task))))
    console.print(_counts(report))
    _luck(report, console)
    show_findings(report.findings, console)


def summary(reports: Sequence[Report | QuizReport], console: Console) -> None:
    """A line for each assignment: clean or not, and how long it took."""
    for report in reports:
        wrong = sum(finding.wrong for finding in report.findings)
        remarks = len(report.findings) - wrong
        verdict = "clean" if report.clean else f"{wrong} to mend"
        _say(console, f"{report.assignment}: {verdict}, {remarks} remarks, {report.seconds:.1f} s")


def _matrix(report: Report, task: TaskRow, cases: Sequence[CaseRow]) -> Table:
    """Rows are mistakes and counts, columns the cases; what stands under a case's number is what it noticed."""
    table = Table(title=_title(task, cases), title_justify="left", box=None, padding=(0, 1), show_header=True)
    table.add_column("", no_wrap=True)
    for number in range(1, len(cases) + 1):
        table.add_column(str(number), justify="right", no_wrap=True)
    table.add_column("diagnosed as", no_wrap=True)
    for known in (one for one in report.mistakes if one.task == task.task):
        marks = ["x" if case.name in known.noticed else "." for case in cases]
        told = "itself" if known.diagnosis == known.mistake else known.diagnosis or "nothing"
        table.add_row(known.mistake, *marks, Text(told, style="" if told == "itself" else "red"))
    table.add_row("mutants noticed", *(str(case.mutants) for case in cases), "", style="bold")
    if not report.quick:
        table.add_row("by no other case", *(str(case.only) for case in cases), "", style="dim")
    return table


def _title(task: TaskRow, cases: Sequence[CaseRow]) -> Text:
    title = Text(f"{task.task}\n", style="bold")
    for number, case in enumerate(cases, start=1):
        public = " (public)" if case.visibility == "public" else ""
        title.append(f"  {number} {case.name}{public}\n", style="not bold")
    return title


def _counts(report: Report) -> Table:
    """What was caught of what there is, task by task."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("task", "mistakes caught", "diagnosed", "mutants killed", "equivalent", "accepted"):
        table.add_column(heading, justify="left" if heading == "task" else "right", no_wrap=True)
    for task in report.tasks:
        table.add_row(
            task.task,
            _of(task.caught, task.mistakes),
            _of(task.diagnosed, task.mistakes),
            _of(task.killed, task.mutants - task.equivalent),
            str(task.equivalent),
            _of(task.accepted_right, task.accepted),
        )
    rows = report.tasks
    table.add_row(
        "in all",
        _of(sum(row.caught for row in rows), sum(row.mistakes for row in rows)),
        _of(sum(row.diagnosed for row in rows), sum(row.mistakes for row in rows)),
        _of(sum(row.killed for row in rows), sum(row.mutants - row.equivalent for row in rows)),
        str(sum(row.equivalent for row in rows)),
        _of(sum(row.accepted_right for row in rows), sum(row.accepted for row in rows)),
        style="bold",
    )
    return table


def _of(part: int, whole: int) -> Text:
    return Text(f"{part}/{whole}", style="green" if part == whole else "red")


def _luck(report: Report, console: Console) -> None:
    for kind, what in WHOLE_ANSWERS.items():
        answers = [one for one in report.answers if one.kind == kind]
        if answers:
            _say(console, f"{what}: {sum(not one.faults for one in answers)}/{len(answers)}")
    luck = report.luck
    _say(
        console,
        f"luck: {luck.draws} draws of each hidden case for the reference, {luck.accepted_draws} for accepted answers, "
        f"{luck.costly_draws} of cases drawn once a course",
    )
    _say(console, f"  right answers: {luck.false_alarms} false alarms in {luck.right_runs} runs of a case")
    _say(console, f"  known mistakes: {luck.passes} passes in {luck.mistake_draws} draws of a task")


def show_findings(findings: Sequence[Finding], console: Console) -> None:
    """What there is to mend, and to think about."""
    for finding in findings:
        _say(console, f"{'WRONG ' if finding.wrong else 'remark'} {finding.text}", "red" if finding.wrong else "dim")
        for line in finding.detail.splitlines():
            _say(console, f"       {line}")


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)
