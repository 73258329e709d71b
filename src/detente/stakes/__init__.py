"""What a reported measure would do if it were carried out: the trade model.

Plain tables in and out; depends on nothing of the ledger but `detente.errors`.
"""
