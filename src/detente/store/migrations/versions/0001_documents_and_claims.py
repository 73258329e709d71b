"""Documents, claims with their actors, and links."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "documents",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("identity", sa.String, nullable=False, index=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("publisher", sa.String),
        sa.Column("published", sa.String),
        sa.Column("published_is_weak", sa.Boolean, nullable=False),
        sa.Column("stated", sa.String, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_hash", sa.String, nullable=False),
        sa.Column("recorded_at", sa.String, nullable=False, index=True),
    )
    op.create_table(
        "claims",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("document_key", sa.String, sa.ForeignKey("documents.key"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False, index=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("first_day", sa.String),
        sa.Column("last_day", sa.String, index=True),
        sa.Column("record", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    )
    op.create_table(
        "claim_actors",
        sa.Column("claim_key", sa.String, sa.ForeignKey("claims.key"), primary_key=True),
        sa.Column("code", sa.String, primary_key=True, index=True),
    )
    op.create_table(
        "links",
        sa.Column("document_key", sa.String, sa.ForeignKey("documents.key"), primary_key=True),
        sa.Column("source", sa.String, primary_key=True),
        sa.Column("type", sa.String, primary_key=True),
        sa.Column("target", sa.String, primary_key=True),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("links", "claim_actors", "claims", "documents"):
        op.drop_table(table)
