"""The pictures: their numbers are the class's, and Vega-Lite itself draws them."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
import vl_convert

from grader.gradebook import MemoryGradebook
from grader.model import Run
from grader.reports import ClassTable, class_table
from grader.reports.site import charts
from grader.reports.site.figures import mistake_figures
from tests.benchmarks.report_site import NOW, fill, made_course


@pytest.fixture(scope="module")
def table() -> ClassTable:
    book = MemoryGradebook()
    fill(book, made_course(25, 3))
    return class_table(book, NOW)


def data(chart: charts.Chart, name: str = "values") -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = chart.spec["datasets"][name]
    return values


def every(table: ClassTable) -> list[charts.Chart]:
    mistakes = charts.mistake_bars(mistake_figures(table))
    return [charts.marks(table), charts.shares(table), charts.waterfall(table), charts.heat_map(table), mistakes]


def test_vega_lite_draws_every_picture(table):
    for chart in every(table):
        spec = chart.spec | ({"width": 300} if chart.spec.get("width") == "container" else {})
        drawn = vl_convert.vegalite_to_svg(spec)
        assert drawn.count("<path") > 5, chart.name


def test_an_empty_class_has_pictures_too():
    book = MemoryGradebook()
    course = made_course(0, 1)
    book.start(Run(id="r", started=NOW, grader="0", course=course, isolation="", versions={}))
    for chart in every(class_table(book, NOW - timedelta(days=300))):
        assert chart.summary


def test_each_mark_is_counted_once(table):
    counts = {one["mark"]: one["students"] for one in data(charts.marks(table))}
    assert sum(counts.values()) == len(table.rows)
    for mark, students in counts.items():
        assert students == sum(row.grade.mark == mark for row in table.rows)


def test_each_share_is_counted_in_its_tenth(table):
    values = data(charts.shares(table))
    shares = [row.cells[0].grade.share for row in table.rows]
    for step in range(10):
        (found,) = (one["students"] for one in values if one["work"] == "hw01_topic" and one["from"] == 10 * step)
        last = step == 9
        assert found == sum(
            share is not None and Fraction(step, 10) <= share and (last or share < Fraction(step + 1, 10))
            for share in shares
        )


def test_a_waterfall_ends_at_the_grade(table):
    values = data(charts.waterfall(table))
    for row in table.rows:
        own = [one for one in values if one["who"] == row.student.id]
        (grade,) = (one for one in own if one["kind"] == "grade")
        assert grade["to"] == pytest.approx(float(row.grade.exact), abs=1e-3)
        assert max(one["to"] for one in own if one["kind"] == "earned") == pytest.approx(grade["to"], abs=1e-3)
    mean = next(one for one in values if one["who"] == "" and one["kind"] == "grade")
    assert mean["to"] == pytest.approx(sum(float(row.grade.exact) for row in table.rows) / len(table.rows), abs=1e-3)


def test_the_heat_map_has_every_graded_task_and_nothing_else(table):
    chart = charts.heat_map(table)
    students = [one["student"] for one in data(chart, "students")]
    tasks = [one["page"] for one in data(chart, "tasks")]
    found = {(students[one["i"]], tasks[one["j"]]): one["percent"] for one in data(chart)}
    expected = {
        (row.student.name, f"{cell.assignment.name}.html#task-{score.task}"): round(
            100 * score.points / score.max_points
        )
        for row in table.rows
        for cell in row.cells
        if cell.card is not None
        for score in cell.card.tasks
    }
    assert found == expected
