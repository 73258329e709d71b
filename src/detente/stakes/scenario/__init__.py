"""Scenarios: what is done, by whom, to whom, and on which assumptions; read, laid onto a table, run."""
