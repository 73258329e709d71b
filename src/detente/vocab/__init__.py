"""Closed word lists as data files, each with its typed loader: who acts, who holds which office, where things happen.

In: nothing but the tables in `data/`, which a reader without Python can extend. Out: tuples of frozen rows, loaded once.
Holds: a malformed row is a `RecordError` that names file and line, never skipped.
Leaves to `reading`: finding the words in a text and choosing between senses.
"""
