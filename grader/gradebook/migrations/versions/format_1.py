"""Runs with their courses, scorecards, sightings, marks."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Makes the tables of an empty gradebook."""
    op.create_table("grader_format", sa.Column("version", sa.Integer, primary_key=True, autoincrement=False))
    op.create_table(
        "courses", sa.Column("digest", sa.String(64), primary_key=True), sa.Column("document", sa.Text, nullable=False)
    )
    op.create_table(
        "runs",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("started", sa.String(40), nullable=False),
        sa.Column("grader", sa.Text, nullable=False),
        sa.Column("course_digest", sa.String(64), sa.ForeignKey("courses.digest"), nullable=False),
        sa.Column("isolation", sa.Text, nullable=False),
        sa.Column("versions", sa.Text, nullable=False),
    )
    op.create_table(
        "scorecards",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("run", sa.String(64), sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("student", sa.Text, nullable=False),
        sa.Column("assignment", sa.Text, nullable=False),
        sa.Column("submission", sa.Text, nullable=False),
        sa.Column("received", sa.String(40), nullable=False),
        sa.Column("assignment_digest", sa.Text, nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("score", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_index(
        "one_grade_a_submission",
        "scorecards",
        ["student", "assignment", "submission", "received", "assignment_digest"],
        unique=True,
        sqlite_where=sa.text("NOT held"),
        postgresql_where=sa.text("NOT held"),
    )
    op.create_index("by_student", "scorecards", ["student", "assignment"])
    op.create_table(
        "sightings",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("run", sa.String(64), sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("scorecard", sa.Integer, sa.ForeignKey("scorecards.sequence"), nullable=False),
        sa.Column("after", sa.Integer, nullable=False),
    )
    op.create_table(
        "marks",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("student", sa.Text, nullable=False),
        sa.Column("assignment", sa.Text, nullable=False),
        sa.Column("points", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("imported", sa.String(40), nullable=False),
    )
