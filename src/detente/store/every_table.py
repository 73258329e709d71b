"""All tables of what was recorded, those that others lead to first; each module adds its own to one metadata.

Those of the projection are not among them: what they hold is made from the others.
"""

from sqlalchemy import Table

from detente.store import alert_tables, projection_tables, source_tables, tables

EVERY_TABLE: tuple[Table, ...] = tuple(
    dict.fromkeys(
        table
        for module in (tables, source_tables, alert_tables)
        for table in module.metadata.sorted_tables
        if table not in projection_tables.TABLES
    )
)
