"""Decisions about claims, and the looks of named readers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create their tables."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("act", sa.String, nullable=False, index=True),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("recorded_at", sa.String, nullable=False, index=True),
        sa.Column("record", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    )
    op.create_table(
        "looks",
        sa.Column("reader", sa.String, primary_key=True),
        sa.Column("recorded_at", sa.String, primary_key=True),
        sa.Column("seen", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Remove them, with what they hold."""
    for table in ("looks", "decisions"):
        op.drop_table(table)
