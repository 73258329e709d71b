"""Data files with their notices; read through `detente.stakes.tables`."""
