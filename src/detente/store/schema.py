"""Bring a database to the form that this version of the code needs.

Holds: an empty database gets the tables, an older one is migrated in place, one written by a newer version is refused
and left as it is, one that holds something else is refused.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from detente.errors import LedgerTooNew, LedgerUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0007"
_VERSION_TABLE = "alembic_version"


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - half a second, needed only to migrate

    config = Config()
    config.set_main_option("script_location", "detente.store:migrations")
    config.attributes["connection"] = connection
    return config


def version_of(connection: Connection, *, where: str) -> str | None:
    """The version of the database; None when it is empty. LedgerUnavailable when it holds the tables of something else."""
    tables = inspect(connection).get_table_names()
    if _VERSION_TABLE in tables:
        version = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar()
        return None if version is None else str(version)
    if tables:
        raise LedgerUnavailable("this database is no ledger", where=where, hint="name another file")
    return None


def require_readable(version: str | None, connection: Connection, *, where: str) -> None:
    """LedgerTooNew for a version that this code does not know."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    known = {script.revision for script in ScriptDirectory.from_config(_config(connection)).walk_revisions()}
    if version is not None and version not in known:
        message = f"written by a newer version of detente (schema {version}, this one knows {HEAD})"
        raise LedgerTooNew(message, where=where, hint="upgrade detente")


def migrate(connection: Connection, *, where: str) -> None:
    """Bring the database to HEAD; does nothing when it is there."""
    version = version_of(connection, where=where)
    if version != HEAD:
        require_readable(version, connection, where=where)
        from alembic import command  # noqa: PLC0415 - as above

        command.upgrade(_config(connection), "head")


def revert(connection: Connection, *, to: str = "base") -> None:
    """Take migrations back, down to a version."""
    from alembic import command  # noqa: PLC0415 - as above

    command.downgrade(_config(connection), to)
