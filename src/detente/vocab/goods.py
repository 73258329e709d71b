"""Goods in the words of reports, and the sectors of trade statistics that hold them.

In: a phrase. Out: `Goods`, or None where no sector comes near: unknown stays unknown.
"""

import re
from dataclasses import dataclass
from functools import cache

from detente.errors import RecordError
from detente.vocab.table import rows

_EXTENTS = {"whole": True, "part": False}


@dataclass(frozen=True, slots=True)
class Goods:
    """`sectors` are codes of the WIOD table; `is_whole` where they hold little else than the goods."""

    sectors: tuple[str, ...]
    is_whole: bool


@cache
def _by_name() -> dict[str, Goods]:
    found: dict[str, Goods] = {}
    for row in rows("goods.csv", ("names", "sectors", "extent")):
        if row["extent"] not in _EXTENTS:
            raise RecordError(f"extent {row['extent']!r}, not whole or part", where=row.where)
        for name in row.many("names"):
            if name in found:
                raise RecordError(f"{name!r} twice", where=row.where)
            found[name] = Goods(row.many("sectors"), _EXTENTS[row["extent"]])
    return found


def goods_of(phrase: str) -> Goods | None:
    """The goods of a noun phrase: the whole phrase, else its last words (`imported cars`, `Canadian softwood lumber`)."""
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", phrase.lower())
    for start in range(len(words)):
        if found := _by_name().get(" ".join(words[start:])):
            return found if start == 0 else Goods(found.sectors, is_whole=False)
    return None
