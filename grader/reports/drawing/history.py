"""Where a student's training stops and which weights it goes back to, on losses by epoch that are given."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from grader.reports.drawing.panels import Fact, Panel, Shown, number, span
from grader.reports.drawing.svg import BEFORE, LINE, RIGHT, SOFT, YOURS, panel


def draw(observed: Shown | None, expected: Shown) -> list[Panel]:
    """A panel for each run: both losses, the epoch after which it stops and the one whose weights are left."""
    losses = expected["train_loss"], expected["val_loss"]
    return [
        _panel(name, losses, None if observed is None else observed["runs"][name], right)
        for name, right in expected["runs"].items()
    ]


def _panel(name: str, losses: tuple[np.ndarray, np.ndarray], yours: np.ndarray | None, right: np.ndarray) -> Panel:
    low, high = span(np.concatenate(losses), None)

    def into(axes: Axes) -> None:
        epochs = np.arange(1, losses[1].size + 1)
        axes.set(xlim=(0.5, epochs[-1] + 0.5), ylim=(low, high))
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.grid(color=LINE, linewidth=0.6)
        train_loss, val_loss = losses
        axes.plot(epochs, train_loss, color=BEFORE, linewidth=1.0)
        axes.plot(epochs, val_loss, color=BEFORE, linewidth=2.0)
        third = epochs.size // 3  # a name stands over one curve and under the other, before the end of most runs
        over, under = val_loss[third : 2 * third + 1].max(), train_loss[: third + 1].min()
        axes.annotate("val_loss", (epochs[third], over), (0, 4), textcoords="offset points", color=SOFT)
        axes.text(epochs[0], under, "train_loss", color=SOFT, va="top")
        if yours is not None:
            _mark(axes, yours, losses[1], YOURS, dashed=False)
        _mark(axes, right, losses[1], RIGHT, dashed=True)

    facts = () if yours is None else tuple(_facts(yours, right, losses[1]))
    return Panel(svg=panel(into), heading=name, facts=facts)


def _mark(axes: Axes, run: np.ndarray, val_loss: np.ndarray, colour: str, dashed: bool) -> None:
    """A line where the run stops; a ring (of the right run) or a disc (the student's) at the weights that it leaves."""
    made, _, kept = run
    epochs = range(1, val_loss.size + 1)
    width, size = (1.3, 10.0) if dashed else (2.6, 6.5)
    if made in epochs:
        axes.axvline(made, color=colour, linewidth=width, linestyle=(0, (4, 2.5)) if dashed else "-")
    if kept in epochs:
        face = "none" if dashed else colour
        axes.plot(kept, val_loss[int(kept) - 1], "o", markersize=size, mfc=face, mec=colour, zorder=3)


def _facts(yours: np.ndarray, right: np.ndarray, val_loss: np.ndarray) -> list[Fact]:
    made, recorded, kept = (number(value) for value in yours)
    facts = [Fact(key="history.made", fields={"observed": made, "expected": number(right[0])})]
    if recorded != made:
        facts.append(Fact(key="history.recorded", fields={"recorded": recorded, "made": made}))
    fields = {"epoch": number(right[2]), "loss": number(val_loss[int(right[2]) - 1])}
    if yours[2] in range(1, val_loss.size + 1):
        fields |= {"observed": kept, "observed_loss": number(val_loss[int(yours[2]) - 1])}
        facts.append(Fact(key="history.same" if yours[2] == right[2] else "history.kept", fields=fields))
    else:
        facts.append(Fact(key="history.lost", fields=fields))
    return facts
