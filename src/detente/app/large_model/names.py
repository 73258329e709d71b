"""Names of the readers; apart from the readers themselves, since a command line needs the names before it needs a reader."""

from enum import StrEnum


class ReaderChoice(StrEnum):
    """Who reads."""

    EMBEDDED = "embedded"
    MODEL = "model"
    BOTH = "both"
