"""Shows how far a run is: a live bar on a terminal, a plain line for each submission elsewhere."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.autograde import Graded
from grader.model import Scorecard, Verdict
from grader.scoring import decimal


def shown(graded: Iterable[Graded], total: int, console: Console) -> Iterator[Graded]:
    """Passes on what is graded and shows it on the way."""
    if not console.is_terminal:
        for one in graded:
            console.print(line(one), markup=False, highlight=False, soft_wrap=True)
            yield one
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("warming up", total=total)
        for one in graded:
            progress.update(bar, advance=1, description=f"{one.card.assignment} · {one.card.student}")
            yield one


def line(graded: Graded) -> str:
    """`hw01_backprop  ivanov  87.5/100  linear: wrong` — the tasks that lost points with their worst verdict."""
    card = graded.card
    words = [card.assignment, card.student, f"{decimal(card.score)}/{decimal(card.max_points)}"]
    if card.late_days:
        words.append(f"late by {card.late_days} d")
    words += troubles(card)
    if not graded.new:
        words.append("(known)")
    return "  ".join(words)


def troubles(card: Scorecard) -> list[str]:
    """`linear: wrong` for every task that is not whole: the known mistake if there is one, else the worst verdict."""
    found = []
    for task in card.tasks:
        worst = min((outcome.verdict for outcome in task.outcomes), key=lambda verdict: verdict.severity)
        if worst is not Verdict.PASSED:
            found.append((task.task, task.diagnosis.mistake if task.diagnosis else worst.value))
    whats = {what for _, what in found}
    if len(found) == len(card.tasks) > 1 and len(whats) == 1:
        return [f"every task: {whats.pop()}"]
    return [f"{task}: {what}" for task, what in found]
