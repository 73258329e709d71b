"""Run by alembic: migrate over the connection that `detente.store.schema` hands over."""

from alembic import context

from detente.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
