"""Threads, and the index that they and search are found by, beside the log; all that was recorded is pending."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Only an index of words that are cut before they come: neither their copy nor their number is kept.
_FTS5 = "CREATE VIRTUAL TABLE claim_words USING fts5(words, content='', columnsize=0, tokenize=\"unicode61 remove_diacritics 0\")"


def upgrade() -> None:
    """Create the tables of the projection."""
    op.create_table(
        "projection",
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rules", sa.String, nullable=False),
    )
    op.create_table("pending", sa.Column("about", sa.String, primary_key=True), sa.Column("key", sa.String, primary_key=True))
    op.create_table(
        "blocks",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("sort", sa.String, nullable=False),
        sa.Column("core", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
    )
    op.create_index("ix_blocks_core", "blocks", ["core", "kind", "sort"], unique=True)
    op.create_table(
        "block_actors",
        sa.Column("actor", sa.String, primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("sort", sa.String, primary_key=True),
        sa.Column("block", sa.Integer, sa.ForeignKey("blocks.id"), primary_key=True),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("claim_key", sa.String, sa.ForeignKey("claims.key"), nullable=False, unique=True),
        sa.Column("block", sa.Integer, sa.ForeignKey("blocks.id"), nullable=False, index=True),
        sa.Column("recorded_at", sa.String, nullable=False),
        sa.Column("stated", sa.String),
        sa.Column("form", sa.Text, nullable=False),
    )
    op.create_table(
        "marks",
        sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("member", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "threads",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("component", sa.String, nullable=False, index=True),
        sa.Column("joins", sa.Text, nullable=False),
    )
    op.create_table(
        "thread_members",
        sa.Column("member", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("thread", sa.Integer, nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_FTS5)
    else:
        op.execute("CREATE TABLE claim_words (member INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_claim_words_words ON claim_words USING gin (words)")
    op.execute("INSERT INTO projection (generation, rules) VALUES (0, '')")
    op.execute("INSERT INTO pending (about, key) SELECT 'unread', key FROM documents")
    op.execute("INSERT INTO pending (about, key) SELECT 'decision', id FROM decisions")


def downgrade() -> None:
    """Remove them: nothing is lost that the log does not hold."""
    for table in ("claim_words", "thread_members", "threads", "marks", "members", "block_actors", "blocks", "pending", "projection"):
        op.drop_table(table)
