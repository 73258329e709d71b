"""Steps that bring a database to the form of `detente.store.tables`."""
