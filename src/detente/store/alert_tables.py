"""The tables of alerts: rules, what each has fired about, messages; and tokens of the API."""

from sqlalchemy import Column, Integer, String, Table, Text

from detente.store.tables import metadata

alert_rules = Table(
    "alert_rules",
    metadata,
    Column("name", String, primary_key=True),
    Column("search", Text, nullable=False),
    Column("fires_on", String, nullable=False),
    Column("days", Integer, nullable=False),
    Column("channel", String, nullable=False),
    Column("target", Text, nullable=False),
    Column("secret", String),
    Column("started_at", String),
)

alert_firings = Table(
    "alert_firings",
    metadata,
    Column("rule", String, primary_key=True),
    Column("key", String, primary_key=True),
)

alert_deliveries = Table(
    "alert_deliveries",
    metadata,
    Column("id", String, primary_key=True),
    Column("rule", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("created_at", String, nullable=False),
    Column("due_at", String, nullable=False),
    Column("error", Text),
)

# Of a token only its hash is kept.
api_tokens = Table(
    "api_tokens",
    metadata,
    Column("name", String, primary_key=True),
    Column("hash", String, nullable=False, unique=True),
    Column("scope", String, nullable=False),
    Column("created_at", String, nullable=False),
)
