"""Bytes become documents: decoded, cut out of their format, normalised once.

In: a name and the bytes under it (`load`). Out: documents with what is known of title, publisher, address and date,
and findings about what was skipped or guessed.

Holds: no network, no clock, no disk; the same bytes give the same documents. Unknown stays unknown.
Leaves to `app`: opening files and addresses. Leaves to `reading`: what the text says.
"""
