"""The ledger in a database: SQLite by default, PostgreSQL by the same code. The only SQL of the project."""
