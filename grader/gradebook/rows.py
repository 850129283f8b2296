"""The nouns as rows of the tables."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from grader.gradebook import tables
from grader.gradebook.documents import storable_text, to_document
from grader.model import Course, Mark, Override, Run, Scorecard, Submission
from grader.scoring import decimal

Row = dict[str, Any]


def run_row(run: Run, course_digest: str) -> Row:
    """A row of `runs`."""
    return {
        "id": run.id,
        "started": run.started.isoformat(),
        "grader": run.grader,
        "course_digest": course_digest,
        "isolation": column_text(run.isolation),
        "versions": json.dumps(run.versions, sort_keys=True),
    }


def scorecard_row(run_id: str, card: Scorecard) -> Row:
    """A row of `scorecards`."""
    identity = identity_of_card(card)
    return {
        **{column.name: one for column, one in zip(tables.IDENTITY, identity, strict=True)},
        "run": run_id,
        "held": card.held,
        "score": decimal(card.score),
        "document": to_document(card),
    }


def mark_row(mark: Mark) -> Row:
    """A row of `marks`."""
    return {
        "student": column_text(mark.student),
        "assignment": column_text(mark.assignment),
        "points": points_text(mark.points),
        "source": column_text(mark.source),
        "imported": mark.imported.isoformat(),
    }


def override_row(override: Override) -> Row:
    """A row of `overrides`."""
    return {
        "student": column_text(override.student),
        "assignment": column_text(override.assignment),
        "task": column_text(override.task),
        "points": points_text(override.points),
        "why": column_text(override.why),
        "by": column_text(override.by),
        "at": override.at.isoformat(),
    }


def run_of(row: Any, course: Course) -> Run:
    """What `run_row` wrote; here and below, a row that it did not write is any error of Python's."""
    return Run(
        id=row.id,
        started=datetime.fromisoformat(row.started),
        grader=row.grader,
        course=course,
        isolation=row.isolation,
        versions=json.loads(row.versions),
    )


def mark_of(row: Any) -> Mark:
    """What `mark_row` wrote."""
    return Mark(
        student=row.student,
        assignment=row.assignment,
        points=points_of(row.points),
        source=row.source,
        imported=datetime.fromisoformat(row.imported),
    )


def override_of(row: Any) -> Override:
    """What `override_row` wrote."""
    return Override(
        student=row.student,
        assignment=row.assignment,
        task=row.task,
        points=points_of(row.points),
        why=row.why,
        by=row.by,
        at=datetime.fromisoformat(row.at),
    )


def points_text(points: Fraction | None) -> str:
    """Points as a column holds them, exactly: "7/2"; "" for none."""
    return "" if points is None else str(points)


def points_of(text: str) -> Fraction | None:
    """What `points_text` wrote."""
    return Fraction(text) if text else None


def identity_of_card(card: Scorecard) -> tuple[str, ...]:
    """The values of `tables.IDENTITY`."""
    return _identity(card.student, card.assignment, card.submission, card.received, card.assignment_digest)


def identity_of(submission: Submission, assignment_digest: str) -> tuple[str, ...]:
    """The values of `tables.IDENTITY` that a scorecard of that submission has."""
    return _identity(
        submission.student, submission.assignment, submission.digest, submission.received, assignment_digest
    )


def graded(identity: Sequence[str]) -> sa.Select[Any]:
    """The newest card with these values of `tables.IDENTITY` that is not held."""
    same = [column == one for column, one in zip(tables.IDENTITY, identity, strict=True)]
    table = tables.scorecards
    return (
        sa.select(table.c.sequence, table.c.document)
        .where(*same, sa.not_(table.c.held))
        .order_by(table.c.sequence.desc())
        .limit(1)
    )


def column_text(text: str) -> str:
    """`text` as a column of any of the databases holds it: PostgreSQL knows no NUL."""
    return storable_text(text).replace("\0", "\ufffd")


def _identity(student: str, assignment: str, digest: str, received: datetime | None, version: str) -> tuple[str, ...]:
    return tuple(column_text(one) for one in (student, assignment, digest, _instant(received), version))


def _instant(time: datetime | None) -> str:
    """One instant as one text, whatever the time zone it was told in; "" for none."""
    if time is None:
        return ""
    return (time if time.tzinfo is None else time.astimezone(UTC)).isoformat()
