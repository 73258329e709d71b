"""All tables of the code, those that others lead to first; each module adds its own to one metadata."""

from sqlalchemy import Table

from detente.store import alert_tables, source_tables, tables

EVERY_TABLE: tuple[Table, ...] = tuple(
    dict.fromkeys(table for module in (tables, source_tables, alert_tables) for table in module.metadata.sorted_tables)
)
