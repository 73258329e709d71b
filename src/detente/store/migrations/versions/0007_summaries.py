"""What lists of all threads are made from: a summary of each thread, and notes; made when first asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _plain() -> sa.types.TypeEngine[str]:
    """Sorted as Python sorts, whatever the language of the database."""
    return sa.String(collation="C") if op.get_bind().dialect.name == "postgresql" else sa.String()


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "summaries",
        sa.Column("thread", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("name", _plain(), nullable=False),
        sa.Column("newest", _plain(), nullable=False),
    )
    op.create_index("ix_summaries_newest", "summaries", ["newest", "name"])
    op.create_index("ix_summaries_state", "summaries", ["kind", "state", "newest", "name"])
    op.create_table(
        "notes",
        sa.Column("thread", sa.Integer, nullable=False, index=True),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("key", _plain(), nullable=False),
        sa.Column("first", _plain(), nullable=False),
        sa.Column("last", _plain(), nullable=False),
        sa.Column("text", _plain(), nullable=False),
        sa.Column("amount", sa.Float, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
    )
    op.create_index("ix_notes_key", "notes", ["about", "key", "first", "last"])
    op.create_index("ix_notes_first", "notes", ["about", "first", "last"])


def downgrade() -> None:
    """Remove them: they can be made from the threads."""
    op.drop_table("notes")
    op.drop_table("summaries")
