"""The texts that were graded, and the templates that they began with."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Adds the table; a gradebook from before has no texts until their files are graded or seen again."""
    op.create_table(
        "sources",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("assignment", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("assignment", "role", "digest", name="one_text_a_digest"),
    )
