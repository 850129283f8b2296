"""Pictures of the class as Vega-Lite specifications, each with the same facts as a table for who cannot see it.

A specification has no colours of text or paper: the page sets them when it draws, for light and for dark.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from grader.model import Assignment, Course, Task, TaskScore
from grader.reports.site.facts import counted
from grader.reports.site.figures import MistakeFigures
from grader.reports.site.places import evidence_page, grade_page, task_anchor
from grader.reports.table import Cell, ClassTable, Row
from grader.reports.waterfall import steps
from grader.scoring import computation, decimal

GOOD, BAD, PALE = "#2f9e6b", "#d1495b", "#8a94a6"
HEAT = ["#8c2d4a", "#e3a857", "#8fbfae"]
"""Nothing, half and all of the points: quiet where all is well; told apart by brightness, too."""
BINS = 10
MAX_BARS = 20
GAPS = alt.Scale(paddingInner=0.08)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One picture.  `head` and `rows` are its facts as a table; `tall` ones scroll and are drawn on a canvas.

    `choices` are what may be shown in place of what is shown at first: (value, label), the first one first.
    """

    name: str
    title: str
    summary: str
    spec: dict[str, Any]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tall: bool = False
    choices: tuple[tuple[str, str], ...] = ()


def labels(table: ClassTable) -> dict[str, str]:
    """A name for every student of the roster that no other one has, by id."""
    names = [student.name for student in table.course.roster]
    return {s.id: s.name if names.count(s.name) == 1 else f"{s.name} ({s.id})" for s in table.course.roster}


def marks(table: ClassTable) -> Chart:
    """How many students have which mark."""
    policy = table.course.policy
    given = [row.grade.mark for row in table.rows if row.grade.mark is not None]
    counts = [(mark, given.count(mark)) for mark in range(max([policy.scale, *given]) + 1)]
    values = [{"mark": mark, "students": n, "passed": mark >= policy.pass_mark} for mark, n in counts]
    base = alt.Chart(_named("values")).encode(
        x=alt.X("mark:O", title="mark", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("students:Q", title="students", axis=_whole(n for _, n in counts)),
    )
    colour = alt.condition("datum.passed", alt.value(GOOD), alt.value(BAD))
    bars = base.mark_bar().encode(color=colour, tooltip=["mark:O", "students:Q"])
    numbers = base.transform_filter("datum.students > 0").mark_text(dy=-7).encode(text="students:Q")
    passed = sum(mark >= policy.pass_mark for mark in given)
    return Chart(
        name="marks",
        title="Marks",
        summary=f"{len(given)} students have a mark so far; {passed} of them pass, with {policy.pass_mark} or more.",
        spec=_spec((bars + numbers).properties(width="container", height=220), values=values),
        head=("mark", "students"),
        rows=tuple((str(mark), str(n)) for mark, n in counts),
    )


def shares(table: ClassTable) -> Chart:
    """For every piece of work, how many students earned which tenth of its points."""
    values, rows = [], []
    for index, assignment in enumerate(table.course.assignments):
        earned = [row.cells[index].grade.share for row in table.rows if len(row.cells) > index]
        known = [share for share in earned if share is not None]
        counts = [sum(_bin(share) == step for share in known) for step in range(BINS)]
        values += [
            {"work": assignment.name, "from": 10 * step, "span": _span(step), "students": n}
            for step, n in enumerate(counts)
        ]
        rows.append((assignment.name, *map(str, counts)))
    base = alt.Chart(_named("values")).encode(
        x=alt.X("from:O", title="% of the points, from", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("work:N", title=None, sort=None, axis=alt.Axis(labelLimit=130)),
    )
    opacity = alt.Opacity("students:Q", scale=alt.Scale(range=[0.03, 0.65]), legend=None)
    boxes = base.mark_rect(color="#3d7fd9").encode(opacity=opacity, tooltip=["work:N", "span:N", "students:Q"])
    numbers = base.transform_filter("datum.students > 0").mark_text().encode(text="students:Q")
    return Chart(
        name="shares",
        title="Points of every piece of work",
        summary="How many students earned which tenth of the points; who has no points is not counted.",
        spec=_spec((boxes + numbers).properties(width="container", height=26 * len(rows)), values=values),
        head=("work", *(_span(step) for step in range(BINS))),
        rows=tuple(rows),
    )


def waterfall(table: ClassTable) -> Chart:
    """How the weights make the grade: of the class on average, or of one student."""
    names = labels(table)
    graded = [row for row in table.rows if any(one.share is not None for one in row.grade.categories)]
    everyone = [_steps(row, table.course) for row in graded]
    mean = [
        (same[0][0], *(sum((one[i] for one in same), Fraction(0)) / len(same) for i in (1, 2)))
        for same in zip(*everyone, strict=True)
    ]
    exact = sum((row.grade.exact for row in graded), Fraction(0)) / max(1, len(graded))
    values = _bars("", mean, exact)
    for row, own in zip(graded, everyone, strict=True):
        values += _bars(row.student.id, own, row.grade.exact)
    base = alt.Chart(_named("values")).transform_filter("datum.who == who")
    scale = alt.Scale(domain=[0, table.course.policy.scale])
    bars = base.mark_bar(size=44).encode(
        x=alt.X("step:N", title=None, sort=None, axis=alt.Axis(labelAngle=0, labelLimit=90)),
        y=alt.Y("from:Q", title="points of the grade", scale=scale),
        y2="to:Q",
        color=alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=["earned", "lost", "grade"], range=[GOOD, PALE, "#3d7fd9"]),
            legend=alt.Legend(orient="top"),
        ),
        opacity=alt.condition("datum.kind == 'lost'", alt.value(0.35), alt.value(1)),
        tooltip=["step:N", "kind:N", "text:N"],
    )
    numbers = base.transform_filter("datum.kind != 'lost'").mark_text(dy=-7)
    text = numbers.encode(x=alt.X("step:N", sort=None), y="to:Q", text="text:N")
    chart = (bars + text).properties(width="container", height=260).add_params(alt.param(name="who", value=""))
    return Chart(
        name="waterfall",
        title="From weights to the grade",
        summary="What each category adds to the grade, and what was lost in it; the class on average, or one student.",
        spec=_spec(chart, values=values),
        head=("category", "adds", "of"),
        rows=(*((name, decimal(got), decimal(most)) for name, got, most in mean), ("grade", decimal(exact), "")),
        choices=(("", "the class on average"), *((row.student.id, names[row.student.id]) for row in graded)),
    )


def heat_map(table: ClassTable) -> Chart:
    """Every student in every task: the share of the points that the work earned, before any penalty."""
    names, ranked = labels(table), sorted(table.rows, key=lambda row: -row.grade.exact)
    students = [
        {"i": i, "student": names[row.student.id], "folder": grade_page(row.student.id).url.removesuffix("index.html")}
        for i, row in enumerate(ranked)
    ]
    tasks = [
        {"j": j, "task": f"{work.name.split('_')[0]} {task.name}", "page": _page(work, task)}
        for j, (work, task) in enumerate((work, task) for work in table.course.assignments for task in work.tasks)
    ]
    chart = (
        alt.Chart(_named("values"))
        .transform_lookup(lookup="i", from_=_looked_up("students", "i", ["student", "folder"]))
        .transform_lookup(lookup="j", from_=_looked_up("tasks", "j", ["task", "page"]))
        .transform_calculate(url="datum.folder + datum.page")
        .mark_rect(cursor="pointer")
        .encode(
            x=alt.X(
                "task:N", title=None, sort=None, scale=GAPS, axis=alt.Axis(orient="top", labelAngle=-60, labelLimit=160)
            ),
            y=alt.Y("student:N", title=None, sort=None, scale=GAPS, axis=alt.Axis(labelLimit=170)),
            color=alt.Color(
                "percent:Q", title="% of points", scale=alt.Scale(domain=[0, 50, 100], range=HEAT), legend=None
            ),
            tooltip=["student:N", "task:N", "percent:Q"],
            href="url:N",
        )
        .properties(width=alt.Step(20), height=alt.Step(15))
    )
    return Chart(
        name="heat",
        title="Every student in every task",
        summary="Dark red is nothing, yellow half, pale green all of the task's points; blank is not graded. "
        "The best come first. A click leads to the evidence.",
        spec=_spec(chart, values=_shares_of_tasks(ranked, table.course), students=students, tasks=tasks),
        head=(),
        rows=(),
        tall=True,
    )


def mistake_bars(mistakes: Sequence[MistakeFigures]) -> Chart:
    """Known mistakes that several made, the commonest first, and how many students made each."""
    shown = mistakes[:MAX_BARS]
    values = [
        {
            "mistake": one.diagnosis.mistake.replace("_", " "),
            "task": f"{one.assignment.name.split('_')[0]} {one.task.name}",
            "key": f"{one.assignment.name}/{one.task.name}/{one.diagnosis.mistake}",
            "students": len(one.students),
        }
        for one in shown
    ]
    label = "split(datum.value, '/')[2] ? replace(split(datum.value, '/')[2], /_/g, ' ') : ''"
    base = alt.Chart(_named("values")).encode(
        x=alt.X("students:Q", title="students", axis=_whole((len(one.students) for one in shown), orient="top")),
        y=alt.Y("key:N", title=None, sort=None, axis=alt.Axis(labelExpr=label, labelLimit=210)),
    )
    bars = base.mark_bar(color=BAD).encode(tooltip=["task:N", "mistake:N", "students:Q"])
    numbers = base.mark_text(dx=9).encode(text="students:Q")
    more = f" The {MAX_BARS} commonest of {len(mistakes)} are drawn." if len(mistakes) > MAX_BARS else ""
    return Chart(
        name="mistakes",
        title="Known mistakes",
        summary=f"How many students made each of those that several made.{more}",
        spec=_spec((bars + numbers).properties(width="container", height=22 * len(shown)), values=values),
        head=(),
        rows=(),
    )


def _shares_of_tasks(rows: Sequence[Row], course: Course) -> list[dict[str, int]]:
    """(student i, task j) → percent, as short as can be: of these there are many."""
    order = {
        (work, task): j for j, (work, task) in enumerate((a.name, t.name) for a in course.assignments for t in a.tasks)
    }
    return [
        {"i": i, "j": order[cell.assignment.name, score.task], "percent": round(100 * score.points / score.max_points)}
        for i, row in enumerate(rows)
        for cell in row.cells
        for score in _scores(cell)
        if (cell.assignment.name, score.task) in order and score.max_points
    ]


def _scores(cell: Cell) -> tuple[TaskScore, ...]:
    card = counted(cell)
    return card.tasks if card else ()


def _page(work: Assignment, task: Task) -> str:
    """From a student's folder to the task's evidence."""
    return f"{evidence_page('', work.name).url.rpartition('/')[2]}#{task_anchor(task.name)}"


def _whole(numbers: Iterable[int], **settings: Any) -> alt.Axis:
    """An axis of counts: whole numbers, ten at most."""
    most = max([1, *numbers])
    return alt.Axis(values=list(range(0, most + 1, max(1, -(-most // 10)))), format="d", **settings)


def _named(name: str) -> Any:
    return alt.NamedData(name=name)


def _looked_up(name: str, key: str, fields: list[str]) -> alt.LookupData:
    return alt.LookupData(_named(name), key=key, fields=fields)


def _spec(chart: alt.LayerChart | alt.Chart, **data: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The specification with its data, each under its name."""
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("config", None)  # of Altair's own; the page has one for its light and dark
    # Given to Altair, every number would be checked against a schema by itself: seconds for a large class.
    spec["datasets"] = {name: list(values) for name, values in data.items()}
    return spec


def _bin(share: Fraction) -> int:
    return min(max(int(share * BINS), 0), BINS - 1)


def _span(step: int) -> str:
    """90 and more is the last one: all of the points belong to it."""
    return f"{10 * step}–{10 * step + 9} %" if step < BINS - 1 else "90–100 %"


def _steps(row: Row, course: Course) -> list[tuple[str, Fraction, Fraction]]:
    """(category, what it adds to the grade, what it could have added)."""
    found = steps(computation(course, row.grade))
    return [(step.line.category.name, step.end - step.start, step.limit - step.start) for step in found]


def _bars(who: str, adds: Iterable[tuple[str, Fraction, Fraction]], exact: Fraction) -> list[dict[str, Any]]:
    """The bars of one waterfall: each category begins where the one before it ended."""
    bars: list[dict[str, Any]] = []
    height = Fraction(0)
    for name, got, most in adds:
        bars.append(_bar(who, name, "earned", (height, height + got)))
        if most > got:
            bars.append(_bar(who, name, "lost", (height + got, height + most)))
        height += got
    if exact != height:
        bars.append(_bar(who, "policy", "earned", (height, exact)))
    return [*bars, _bar(who, "grade", "grade", (Fraction(0), exact))]


def _bar(who: str, step: str, kind: str, span: tuple[Fraction, Fraction]) -> dict[str, Any]:
    start, end = span
    return {
        "who": who,
        "step": step,
        "kind": kind,
        "from": round(float(start), 4),
        "to": round(float(end), 4),
        "text": decimal(end - start),
    }
