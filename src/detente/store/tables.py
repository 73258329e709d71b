"""The tables as this version of the code uses them; `migrations/` brings a database to this form.

A document row is one version of a document. Claims, their actors and links belong to it and are appended with it, so
its `recorded_at` is theirs. Decisions stand beside them and name claims by reference, not by foreign key: what they are
about may be read anew. Instants are ISO 8601 in UTC, days `YYYY-MM-DD`: text that sorts in order of time.
"""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("key", String, primary_key=True),
    Column("identity", String, nullable=False, index=True),
    Column("id", String, nullable=False),
    Column("url", String),
    Column("publisher", String),
    Column("published", String),
    Column("published_is_weak", Boolean, nullable=False),
    Column("stated", String, index=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String, nullable=False),
    Column("recorded_at", String, nullable=False, index=True),
)

claims = Table(
    "claims",
    metadata,
    Column("key", String, primary_key=True),
    Column("document_key", ForeignKey("documents.key"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("kind", String, nullable=False, index=True),
    Column("status", String, nullable=False),
    Column("first_day", String),
    Column("last_day", String, index=True),
    Column("record", JSON().with_variant(JSONB(), "postgresql"), nullable=False),
)

claim_actors = Table(
    "claim_actors",
    metadata,
    Column("claim_key", ForeignKey("claims.key"), primary_key=True),
    Column("code", String, primary_key=True, index=True),
)

links = Table(
    "links",
    metadata,
    Column("document_key", ForeignKey("documents.key"), primary_key=True),
    Column("source", String, primary_key=True),
    Column("type", String, primary_key=True),
    Column("target", String, primary_key=True),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String, primary_key=True),
    Column("act", String, nullable=False, index=True),
    Column("by", String, nullable=False),
    Column("recorded_at", String, nullable=False, index=True),
    Column("record", JSON().with_variant(JSONB(), "postgresql"), nullable=False),
)

looks = Table(
    "looks",
    metadata,
    Column("reader", String, primary_key=True),
    Column("recorded_at", String, primary_key=True),
    Column("seen", String, nullable=False),
)
