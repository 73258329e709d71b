"""Read-only questions about the ledger: what is due, what changed, who contradicts whom. No HTML, no printing.

In: threads (or the log that they are computed from), a selection, the day that counts as today. Out: frozen rows, each with
its public JSON form. Nothing here changes anything.
"""
