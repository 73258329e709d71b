"""Sources read continuously: asked when they are due, their items taken in, pages fetched, reports read into the ledger.

In: sources, a ledger, a clock. Out: a ledger that is up to date, and how every source stands.

Holds: what is known is in the database, so a restart loses nothing and reads nothing twice; what strangers wrote is parsed in
another process, within limits of time and memory; one source's failure is its own.
"""
