"""Alert rules, what they fired about, messages; tokens of the API."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of alerts and tokens."""
    op.create_table(
        "alert_rules",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("search", sa.Text, nullable=False),
        sa.Column("fires_on", sa.String, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("secret", sa.String),
        sa.Column("started_at", sa.String),
    )
    op.create_table(
        "alert_firings",
        sa.Column("rule", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
    )
    op.create_table(
        "alert_deliveries",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
        sa.Column("due_at", sa.String, nullable=False),
        sa.Column("error", sa.Text),
    )
    op.create_table(
        "api_tokens",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("hash", sa.String, nullable=False, unique=True),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("api_tokens", "alert_deliveries", "alert_firings", "alert_rules"):
        op.drop_table(table)
