"""Overrides, and a hash chain over everything that was appended."""

import sqlalchemy as sa
from alembic import op

from grader.gradebook.chain import link

revision = "2"
down_revision = "1"

FACTS = ("runs", "scorecards", "sightings", "marks")
"""What there was in format 1.  In which order its tables were written to is not known: the chain takes one by one."""


def upgrade() -> None:
    """Adds the tables, and links what is there already."""
    op.create_table(
        "overrides",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("student", sa.Text, nullable=False),
        sa.Column("assignment", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("points", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "chain",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("fact", sa.String(40), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("fact", "sequence", name="one_link_a_fact"),
    )
    connection = op.get_bind()
    for fact in FACTS:
        sequences = list(connection.execute(sa.text(f"SELECT sequence FROM {fact} ORDER BY sequence")).scalars())
        if not sequences:
            continue
        table = sa.Table(fact, sa.MetaData(), autoload_with=connection)
        for sequence in sequences:  # one at a time: a class's scorecards need not fit into memory
            row = connection.execute(sa.select(table).where(table.c.sequence == sequence)).mappings().one()
            link(connection, fact, sequence, dict(row))
