"""Where a claim and its values come from, as far as two readers are concerned: marks in `Claim.found_by` and `Sourced.rule`.

Holds: `found_by` is `READER/KIND/VERSION`; of two readers that both read a document, a claim that only one found has ` (alone)` behind the
reader. A rule ends in `; WHO: WHAT` where the model, or the other reader, took the words for something else.
"""

import re
from dataclasses import dataclass

_ALONE = " (alone)"
_OTHERWISE = re.compile(r"; (?P<who>model|embedded): (?P<what>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """`who` (`model` or `embedded`) took the words for `what`."""

    who: str
    what: str


def marked_alone(found_by: str) -> str:
    """The origin of a claim that the other reader did not find."""
    reader, slash, rest = _parts(found_by)
    return f"{reader}{_ALONE}{slash}{rest}"


def is_alone(found_by: str) -> bool:
    """Whether only one of two readers found the claim."""
    return _parts(found_by)[0].endswith(_ALONE)


def reader_of(found_by: str) -> str:
    """The reader without marks. Its name may hold slashes; kind and version do not."""
    return _parts(found_by)[0].removesuffix(_ALONE)


def _parts(found_by: str) -> tuple[str, str, str]:
    pieces = found_by.rsplit("/", 2)
    return (pieces[0], "/", "/".join(pieces[1:])) if len(pieces) == 3 else (found_by, "", "")


def with_otherwise(rule: str, who: str, what: str) -> str:
    """The rule with what another reader took the words for."""
    return f"{rule}; {who}: {what}"


def otherwise(rule: str) -> Otherwise | None:
    """What another reader took the words for, where a rule says so."""
    found = _OTHERWISE.search(rule)
    return Otherwise(found["who"], found["what"]) if found else None
