"""The append-only log of what was read, and when."""
