"""The pages: views as HTML that works without scripts, with every figure a link to what it counts.

In: a `Desk` (desk.py), which stands for the ledger. Out: a FastAPI application (site.py).

Holds: no page asks another host for anything; a status is told by word and shape; what is unknown is `not stated`.
"""
