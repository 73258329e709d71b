"""The tables of following: how sources stand, which items were met, who else carried them.

Unlike those of the ledger they are working memory: rows change, and what is old may be forgotten.
"""

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, String, Table, Text

from detente.store.tables import metadata

source_states = Table(
    "source_states",
    metadata,
    Column("name", String, primary_key=True),
    Column("own_url", String, nullable=False),
    Column("url", String, nullable=False),
    Column("due_at", String, nullable=False, index=True),
    Column("etag", LargeBinary),
    Column("last_modified", LargeBinary),
    Column("asked_at", String),
    Column("whole_at", String),
    Column("succeeded_at", String),
    Column("changed_at", String),
    Column("verified_at", String),
    Column("failing_since", String),
    Column("failures", Integer, nullable=False),
    Column("error_kind", String),
    Column("error", Text),
    Column("moved_to", String),
    Column("moved_times", Integer, nullable=False),
    Column("stopped", String),
    Column("seconds", Float),
    Column("every", Float),
    Column("requests", Integer, nullable=False),
)

source_items = Table(
    "source_items",
    metadata,
    Column("source", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("words_hash", String, nullable=False),
    Column("identity", String, nullable=False, index=True),
    Column("stage", String, nullable=False),
    Column("due_at", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("is_old", Boolean, nullable=False),
    Column("first_seen", String, nullable=False),
    Column("payload", Text),
    Column("facts", Text),
    Column("document_key", String, index=True),
    Column("claims", Integer, nullable=False),
    Column("why", Text),
    Index("ix_source_items_stage_due_at", "stage", "due_at"),
)

source_errors = Table(
    "source_errors",
    metadata,
    Column("source", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("times", Integer, nullable=False),
)

# Which documents other sources carried too: `identity` is that of the document that was read.
syndications = Table(
    "syndications",
    metadata,
    Column("identity", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("url", String),
    Column("seen_at", String, nullable=False),
)

near_bands = Table(
    "near_bands",
    metadata,
    Column("band", String, primary_key=True),
    Column("identity", String, primary_key=True),
    Column("seen_at", String, nullable=False, index=True),
)
