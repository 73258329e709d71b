"""The tables of the projection: an index of claims and the threads they are in, both made from the log and made anew when need be.

`members` holds a claim as joining compares it, by a number that the other tables name it by; `marks` are hashes of its telling values.
`summaries` and `notes` are what lists of all threads are made from.
`pending` is what the projection does not hold yet, written in the transaction that appends it. The words that search
goes by are in a table `claim_words` of the database's own kind (`words.py`).
"""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from detente.store.tables import metadata

projection = Table(
    "projection",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("rules", String, nullable=False),
)

pending = Table(
    "pending",
    metadata,
    Column("about", String, primary_key=True),
    Column("key", String, primary_key=True),
)

blocks = Table(
    "blocks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("sort", String, nullable=False),
    Column("core", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Index("ix_blocks_core", "core", "kind", "sort", unique=True),
)

block_actors = Table(
    "block_actors",
    metadata,
    Column("actor", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("sort", String, primary_key=True),
    Column("block", ForeignKey("blocks.id"), primary_key=True),
)

members = Table(
    "members",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("claim_key", ForeignKey("claims.key"), nullable=False, unique=True),
    Column("block", ForeignKey("blocks.id"), nullable=False, index=True),
    Column("recorded_at", String, nullable=False),
    Column("stated", String),
    Column("form", Text, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("block", Integer, primary_key=True, autoincrement=False),
    Column("member", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

threads = Table(
    "threads",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("component", String, nullable=False, index=True),
    Column("joins", Text, nullable=False),
)

thread_members = Table(
    "thread_members",
    metadata,
    Column("member", Integer, primary_key=True, autoincrement=False),
    Column("thread", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Index("ix_thread_members_thread", "thread"),
)

# Sorted as Python sorts, whatever the language of the database.
_Plain = String().with_variant(String(collation="C"), "postgresql")

summaries = Table(
    "summaries",
    metadata,
    Column("thread", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("name", _Plain, nullable=False),
    Column("newest", _Plain, nullable=False),
    Index("ix_summaries_newest", "newest", "name"),
    Index("ix_summaries_state", "kind", "state", "newest", "name"),
)

notes = Table(
    "notes",
    metadata,
    Column("thread", Integer, nullable=False, index=True),
    Column("about", String, nullable=False),
    Column("key", _Plain, nullable=False),
    Column("first", _Plain, nullable=False),
    Column("last", _Plain, nullable=False),
    Column("text", _Plain, nullable=False),
    Column("amount", Float, nullable=False),
    Column("place", Integer, nullable=False),
    Index("ix_notes_key", "about", "key", "first", "last"),
    Index("ix_notes_first", "about", "first", "last"),
)

# In an order in which rows can be deleted.
EMPTIED = (notes, summaries, thread_members, threads, marks, members, block_actors, blocks)

TABLES = (*EMPTIED, pending, projection)
