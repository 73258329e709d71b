"""States of sources, their items, who else carried them, near duplicates."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

_INSTANTS = ("asked_at", "whole_at", "succeeded_at", "changed_at", "verified_at", "failing_since")


def upgrade() -> None:
    """Create the tables of following."""
    op.create_table(
        "source_states",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("own_url", sa.String, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("due_at", sa.String, nullable=False, index=True),
        sa.Column("etag", sa.LargeBinary),
        sa.Column("last_modified", sa.LargeBinary),
        *(sa.Column(name, sa.String) for name in _INSTANTS),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error_kind", sa.String),
        sa.Column("error", sa.Text),
        sa.Column("moved_to", sa.String),
        sa.Column("moved_times", sa.Integer, nullable=False),
        sa.Column("stopped", sa.String),
        sa.Column("seconds", sa.Float),
        sa.Column("every", sa.Float),
        sa.Column("requests", sa.Integer, nullable=False),
    )
    op.create_table(
        "source_items",
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("words_hash", sa.String, nullable=False),
        sa.Column("identity", sa.String, nullable=False, index=True),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("due_at", sa.String, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("is_old", sa.Boolean, nullable=False),
        sa.Column("first_seen", sa.String, nullable=False),
        sa.Column("payload", sa.Text),
        sa.Column("facts", sa.Text),
        sa.Column("document_key", sa.String, index=True),
        sa.Column("claims", sa.Integer, nullable=False),
        sa.Column("why", sa.Text),
    )
    op.create_index("ix_source_items_stage_due_at", "source_items", ["stage", "due_at"])
    op.create_table(
        "source_errors",
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
    )
    op.create_table(
        "syndications",
        sa.Column("identity", sa.String, primary_key=True),
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("url", sa.String),
        sa.Column("seen_at", sa.String, nullable=False),
    )
    op.create_table(
        "near_bands",
        sa.Column("band", sa.String, primary_key=True),
        sa.Column("identity", sa.String, primary_key=True),
        sa.Column("seen_at", sa.String, nullable=False, index=True),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("near_bands", "syndications", "source_errors", "source_items", "source_states"):
        op.drop_table(table)
