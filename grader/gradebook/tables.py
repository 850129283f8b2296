"""The tables.  Columns are for looking things up; what a row means is in its `document`.

What changes here needs a migration in `migrations/versions/`, and `FORMAT` grows with it.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

FORMAT = 3
"""Version of the tables; grows when their meaning changes.  It is the name of the newest migration, too."""

metadata = MetaData()

formats = Table("grader_format", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

courses = Table(
    "courses",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("document", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("started", String(40), nullable=False),
    Column("grader", Text, nullable=False),
    Column("course_digest", ForeignKey("courses.digest"), nullable=False),
    Column("isolation", Text, nullable=False),
    Column("versions", Text, nullable=False),
)

scorecards = Table(
    "scorecards",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("run", ForeignKey("runs.id"), nullable=False),
    Column("student", Text, nullable=False),
    Column("assignment", Text, nullable=False),
    Column("submission", Text, nullable=False),
    # "" where unknown: NULL would be unequal to NULL, and the index below would let doubles in.
    Column("received", String(40), nullable=False),
    Column("assignment_digest", Text, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("score", Text, nullable=False),
    Column("document", Text, nullable=False),
)

IDENTITY = (
    scorecards.c.student,
    scorecards.c.assignment,
    scorecards.c.submission,
    scorecards.c.received,
    scorecards.c.assignment_digest,
)
"""What makes two scorecards one and the same grading, as far as they are not held."""

Index(
    "one_grade_a_submission",
    *IDENTITY,
    unique=True,
    sqlite_where=text("NOT held"),
    postgresql_where=text("NOT held"),
)
Index("by_student", scorecards.c.student, scorecards.c.assignment)

sightings = Table(
    "sightings",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("run", ForeignKey("runs.id"), nullable=False),
    Column("scorecard", ForeignKey("scorecards.sequence"), nullable=False),
    # The newest scorecard when this was seen: it says where a sighting stands among the scorecards.
    Column("after", Integer, nullable=False),
)
"""A work that was graded before lay in the folder again: what lies there now is what counts."""

marks = Table(
    "marks",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("student", Text, nullable=False),
    Column("assignment", Text, nullable=False),
    Column("points", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("imported", String(40), nullable=False),
)

overrides = Table(
    "overrides",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("student", Text, nullable=False),
    Column("assignment", Text, nullable=False),
    Column("task", Text, nullable=False),
    # "" takes an earlier override back.
    Column("points", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String(40), nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("assignment", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("digest", Text, nullable=False),
    # Compressed: a program of 300 lines is 10 kB, and 3 kB so.
    Column("text", LargeBinary, nullable=False),
    UniqueConstraint("assignment", "role", "digest", name="one_text_a_digest"),
)

chain = Table(
    "chain",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("fact", String(40), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("fact", "sequence", name="one_link_a_fact"),
)
"""A link for every row of `FACTS`, in the order in which they were appended; see `grader.gradebook.chain`."""

FACTS = (runs, scorecards, sightings, marks, overrides, sources)
"""What is appended and never changed.  A course is named by the hash of its document, so a run's link holds it, too."""
