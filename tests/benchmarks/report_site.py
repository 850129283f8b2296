"""How long the reports of a large class take, and what they weigh: `python -m tests.benchmarks.report_site`.

The class is made up: scorecards of some fifty cases, a few mistakes, late and missing work, and programs of a hundred
and fifty lines of which some are copies with other names.
"""

import random
import re
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from grader.gradebook import Gradebook, Source, open_gradebook
from grader.model import (
    Assignment,
    Category,
    Course,
    Diagnosis,
    Difference,
    Mark,
    Outcome,
    Policy,
    Run,
    Scorecard,
    Student,
    Task,
    TaskScore,
    Verdict,
)
from grader.reports import write_pages
from grader.reports.everything import write_reports
from grader.reports.site import write_site
from grader.scoring import task_score
from tests.benchmarks.cost import processor

NOW = datetime(2026, 12, 1, tzinfo=UTC)
TASKS, CASES = 8, 6
NAMES = ("Анна Иванова", "Пётр Сидоров", "Chen Wei", "Lucía García", "Jonas Müller", "Фёдор Комаров")
WRONG = Difference(kind="value", path="out", observed="0.31", expected="0.62", at=(2, 1), error=0.31, tolerance=6e-13)


def made_course(students: int, assignments: int) -> Course:
    """A course of homework and an exam."""
    works = tuple(
        Assignment(
            name=f"hw{number:02}_topic",
            title={"ru": f"Тема {number}", "en": f"Topic {number}"},
            category="homework",
            kind="homework",
            points=Fraction(100),
            due=NOW - timedelta(days=90 - 10 * number),
            tasks=tuple(
                Task(
                    name=f"task{task}",
                    title={"ru": f"Задача {task}", "en": f"Task {task}"},
                    points=Fraction(100, TASKS),
                )
                for task in range(TASKS)
            ),
            digest=f"version-{number}",
        )
        for number in range(1, assignments + 1)
    )
    exam = Assignment(name="exam", title={"en": "Exam"}, category="exam", kind="external", points=Fraction(10))
    return Course(
        name="large",
        title={"ru": "Большой курс", "en": "A large course"},
        categories=(
            Category(name="homework", title={"en": "Homework"}, weight=Fraction(3, 5)),
            Category(name="exam", title={"en": "Exam"}, weight=Fraction(2, 5)),
        ),
        assignments=(*works, exam),
        policy=Policy(late_per_day=Fraction(1, 10), late_floor=Fraction(1, 2)),
        roster=tuple(Student(id=f"student{i:04}", name=f"{NAMES[i % len(NAMES)]} {i}") for i in range(students)),
    )


def program(luck: random.Random, lines: int = 150) -> str:
    """A program that nobody else writes."""
    names = ["x", "w", "out", "grad", "mask", "mean", "var", "step"]
    text = ["import numpy as np", ""]
    for line in range(lines):
        if line % 12 == 0:
            text.append(f"\n\ndef task{line // 12}({luck.choice(names)}, {luck.choice(names)}=1.0):")
        name, one, other = (luck.choice(names) for _ in range(3))
        call = luck.choice(["np.exp", "np.sum", "np.maximum", "abs", "max", "len"])
        text.append(f"    {name} = {one} {luck.choice('+-*/')} {call}({other}, {luck.randint(0, 99)})")
    return "\n".join(text) + "\n"


def _score(task: Task, ability: float, luck: random.Random) -> TaskScore:
    outcomes = []
    for case in range(CASES):
        right = luck.random() < ability
        outcomes.append(
            Outcome(
                case=f"case_{case}_of_{task.name}",
                title={"ru": "Что проверяется", "en": f"What case {case} of `{task.name}` looks at, in a few words"},
                visibility="hidden" if case else "public",
                points=task.points / CASES,
                verdict=Verdict.PASSED if right else Verdict.WRONG,
                credit=Fraction(right),
                difference=None if right else replace(WRONG, observed=f"{luck.random():.3f}", error=luck.random()),
            )
        )
    diagnosis = None
    if luck.random() < 0.1 * (1 - ability) + 0.02:
        number = luck.randint(1, 4)
        diagnosis = Diagnosis(mistake=f"mistake_{number}", hint={"en": f"This is mistake {number}."}, section="s")
    return task_score(task, outcomes, diagnosis)


def cards(course: Course, luck: random.Random) -> Iterator[tuple[Scorecard, str]]:
    """Every student's work with its text; one in thirty is missing, one in ten is late, one in a hundred is a copy."""
    for assignment in course.assignments:
        last = ""
        for student in course.roster:
            if assignment.kind == "external" or luck.random() < 1 / 30:
                continue
            text = program(luck)
            if last and luck.random() < 0.01:
                text = re.sub(r"\bout\b", "result", last)
            last = text
            ability = luck.betavariate(5, 2)
            yield (
                Scorecard(
                    student=student.id,
                    assignment=assignment.name,
                    submission=f"{student.id}-{assignment.name}".ljust(64, "0"),
                    assignment_digest=assignment.digest,
                    path=f"submissions/{student.id}/{assignment.name}.py",
                    tasks=tuple(_score(task, ability, luck) for task in assignment.tasks),
                    received=(assignment.due or NOW) + timedelta(hours=30 if luck.random() < 0.1 else -3),
                    seconds=0.1,
                ),
                text,
            )


def fill(gradebook: Gradebook, course: Course, seed: int = 1) -> None:
    """Appends a made-up run of the whole class, its texts, and marks of the exam."""
    luck = random.Random(seed)
    gradebook.start(
        Run(id="made-up", started=NOW, grader="0", course=course, isolation="none", versions={"python": "3"})
    )
    sources = []
    for card, text in cards(course, luck):
        gradebook.append("made-up", card)
        sources.append(Source(assignment=card.assignment, digest=card.submission, text=text))
    gradebook.sources.keep(sources)
    mark = Mark(student="", assignment="exam", points=Fraction(0), source="marks.csv", imported=NOW)
    gradebook.add_marks(replace(mark, student=s.id, points=Fraction(luck.randint(4, 20), 2)) for s in course.roster)


def _cost(started: float, used: float) -> str:
    return f"{time.perf_counter() - started:.1f} s ({processor() - used:.1f} s of a processor)"


def _better(course: Course) -> Scorecard:
    """What a student hands in once more."""
    work, luck = course.assignments[0], random.Random(2)
    return Scorecard(
        student=course.roster[-1].id,
        assignment=work.name,
        submission="better".ljust(64, "0"),
        assignment_digest=work.digest,
        path="better.py",
        tasks=tuple(_score(task, 1.0, luck) for task in work.tasks),
        received=work.due,
    )


@click.command()
@click.option("--students", default=500, show_default=True)
@click.option("--assignments", default=6, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Keep the pages there.")
def main(students: int, assignments: int, out: Path | None) -> None:
    """Fills a gradebook, writes reports for the first time and over older ones, and prints seconds and sizes."""
    with TemporaryDirectory() as folder:
        book = Path(folder, "gradebook.sqlite")
        place = out or Path(folder, "reports")
        course = made_course(students, assignments)
        with closing(open_gradebook(book)) as gradebook:
            started = time.perf_counter()
            fill(gradebook, course)
            click.echo(f"gradebook: {time.perf_counter() - started:.1f} s, {book.stat().st_size / 1e6:.1f} MB")
            started, used = time.perf_counter(), processor()
            site = write_site(gradebook, place, NOW)
            click.echo(f"the class: {_cost(started, used)}, {site.pages} pages, {site.size / 1e6:.1f} MB")
            started, used = time.perf_counter(), processor()
            pages = write_pages(gradebook, place, NOW)
            size = sum(path.stat().st_size for path in pages)
            click.echo(f"students: {_cost(started, used)}, {len(pages)} pages, {size / 1e6:.1f} MB")
            for what, minutes in (("all again, nothing new", 1), ("all again, a work more", 2)):
                started, used = time.perf_counter(), processor()
                again = write_reports(gradebook, place, NOW + timedelta(minutes=minutes))
                click.echo(f"{what}: {_cost(started, used)}, {again.site.changed} pages of the class written")
                gradebook.append("made-up", _better(course))
        for name in ("index.html", "tasks.html", "similarity.html", "runs.html", "vega.js"):
            click.echo(f"{name}: {(place / name).stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
