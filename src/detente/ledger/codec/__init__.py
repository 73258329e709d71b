"""The readable text form of a ledger: a block a document, claim, decision and look; what is written reads back the same.

The form is described in docs/text-form.md.
"""
