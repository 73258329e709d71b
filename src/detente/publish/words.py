"""Words and shapes of pages, briefs and messages: dates, statuses, slots, actors, as a reader is told them.

Holds: unknown is `not stated`; a date is told with its weekday where it is a day, and never more exactly than it is known.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from detente.model.actor import Actor
from detente.model.amount import Amount
from detente.model.claim import AgreementStatus as A
from detente.model.claim import Claim, Kind, Measure, Status
from detente.model.claim import CommitmentStatus as C
from detente.model.claim import EncounterStatus as E
from detente.model.claim import MeasureAction as Act
from detente.model.claim import MeasureStatus as M
from detente.model.edtf import Edtf
from detente.model.record import Json
from detente.model.slots import SLOTS, SlotType
from detente.vocab.actors import Sense, actor_names

NOT_STATED = "not stated"

_SHAPES: dict[Status, str] = {
    **dict.fromkeys((E.PROPOSED, M.SOUGHT, M.CONSIDERED, C.SOUGHT, C.EXPECTED, A.SOUGHT, A.NEGOTIATING), "hollow"),
    **dict.fromkeys((E.PLANNED, M.THREATENED, M.ANNOUNCED, C.PLEDGED, A.IN_PRINCIPLE), "half"),
    **dict.fromkeys((E.CONFIRMED, E.UNDER_WAY, E.HELD, M.IN_FORCE, C.UNDER_WAY, C.FULFILLED), "full"),
    **dict.fromkeys((A.SIGNED, A.IN_FORCE, A.EXTENDED), "full"),
    **dict.fromkeys((E.POSTPONED, A.SUSPENDED), "bars"),
    **dict.fromkeys((E.CANCELLED, M.DROPPED, M.BLOCKED, C.BROKEN, A.COLLAPSED, A.REJECTED), "cross"),
    **dict.fromkeys((E.RULED_OUT, M.RULED_OUT, C.DENIED), "barred"),
}

SHAPE_MEANINGS = (
    ("hollow", "proposed, sought, considered, expected, negotiating"),
    ("half", "planned, threatened, announced, pledged, in principle"),
    ("full", "confirmed, under way, held, signed, in force, extended, fulfilled"),
    ("bars", "postponed, suspended"),
    ("cross", "cancelled, dropped, collapsed, broken, blocked, lifted, rejected"),
    ("barred", "ruled out, denied"),
    ("split", "disputed: stands beside another shape"),
)

_ACTIONS = {
    Act.RAISE: "rise",
    Act.CUT: "cut",
    Act.SUSPEND: "suspension",
    Act.EXTEND: "extension",
    Act.LIFT: "lifting",
    Act.EXEMPT: "exemption",
    Act.MAINTAIN: "kept",
}

_SLOT_WORDS = {
    "rate_from": "rate before",
    "rate_change": "change of rate",
    "trade_value": "trade covered",
    "effective": "takes effect",
    "unconfirmed_by": "not confirmed by",
    "attributed_to": "said by",
}


def shape(status: Status, action: str | None = None) -> str:
    """The name of the shape of a status; a suspension or lifting in force has its own."""
    if status is M.IN_FORCE and action in (Act.SUSPEND, Act.LIFT):
        return "bars" if action == Act.SUSPEND else "cross"
    return _SHAPES[status]


def plain(text: object) -> str:
    """A word of a closed list as it is read: `in_force` is `in force`."""
    return str(text).replace("_", " ")


def status_words(status: Status, action: str | None = None) -> str:
    """`announced`, and of measures what is announced where it is no imposing."""
    noun = _ACTIONS.get(Act(action)) if action else None
    return f"{plain(status)} ({noun})" if noun else plain(status)


def action_of(claim: Claim) -> str | None:
    """The action of a measure."""
    return claim.action.value if isinstance(claim, Measure) else None


def day_words(day: date | None) -> str:
    """`Fri 31 Oct 2025`."""
    return NOT_STATED if day is None else f"{day:%a} {day.day} {day:%b} {day.year}"


def month_words(month: str) -> str:
    """`2025-10` is `October 2025`."""
    return f"{date.fromisoformat(month + '-01'):%B %Y}" if len(month) == 7 else month


def short_month(month: str) -> str:
    """`2025-10` is `Oct 25`, where there is little room."""
    return f"{date.fromisoformat(month + '-01'):%b %y}"


def stated_words(published: str | None) -> str:
    """The dateline as its source gives it: with its hour and zone where it has them."""
    if published is None:
        return NOT_STATED
    at = datetime.fromisoformat(published)
    if len(published) <= 10:
        return day_words(at.date())
    offset = at.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset else "zone not stated"
    return f"{day_words(at.date())}, {at:%H:%M} {zone}"


def instant_words(at: datetime | str | None) -> str:
    """An instant of the ledger's own clock."""
    return stated_words(at.isoformat() if isinstance(at, datetime) else at)


def _point_words(point: str) -> str:
    if len(point) == 10:
        return day_words(date.fromisoformat(point))
    return month_words(point) if len(point) == 7 else point


def date_words(when: Edtf | None) -> str:
    """An EDTF date in words, as exact as it is."""
    if when is None:
        return NOT_STATED
    start, slash, end = when.text.partition("/")
    if not slash:
        return _point_words(start)
    if end == "..":
        return f"from {_point_words(start)}"
    return f"until {_point_words(end)}" if start == ".." else f"{_point_words(start)} to {_point_words(end)}"


def beside(day: date | None, today: date) -> str:
    """How far a day is from today, to stand beside the day itself."""
    if day is None:
        return ""
    days = (day - today).days
    if abs(days) <= 1:
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def slot_words(slot: str) -> str:
    """The name of a slot as it is read."""
    return _SLOT_WORDS.get(slot, plain(slot))


def value_words(kind: Kind, slot: str, text: str) -> str:
    """A slot's value, given as the views give it, with its unit."""
    type_ = SLOTS[kind].get(slot)
    if type_ is SlotType.NUMBER:
        bare = text.removesuffix(" %")
        return f"{bare} points" if slot == "rate_change" else f"{bare} %"
    if type_ is SlotType.DATE:
        return date_words(Edtf(text))
    return plain_actor(text) if type_ is SlotType.ACTORS else short_numbers(text)


def json_words(kind: Kind, field: str, value: Json) -> str:
    """What a claim says in a field, given in the public JSON form."""
    type_ = SLOTS[kind].get(field)
    if value is None or value == []:
        return NOT_STATED
    if isinstance(value, list):
        return ", ".join(json_words(kind, field, item) for item in value)
    if isinstance(value, dict):
        return short_numbers(str(Amount(Decimal(str(value["value"])), str(value["unit"]), str(value["per"]) if value.get("per") else None)))
    if type_ is SlotType.NUMBER:
        return f"{value} points" if field == "rate_change" else f"{value} %"
    if type_ is SlotType.DATE:
        return date_words(Edtf(str(value)))
    return plain_actor(str(value)) if type_ is SlotType.ACTORS else plain(value)


def plain_actor(text: str) -> str:
    """`USA/Donald Trump` is `Donald Trump (USA)`, `ORG:Boeing` is `Boeing`."""
    if text.startswith("ORG:"):
        return text[4:]
    code, _, person = text.partition("/")
    return f"{person} ({code})" if person else text


def source_words(source: Actor | str) -> str:
    """Who says so."""
    return plain_actor(str(source))


@cache
def _names() -> dict[str, str]:
    first: dict[str, str] = {}
    for name in actor_names():
        if name.sense in (Sense.NAME, Sense.ORGANISATION, Sense.COMPANY):
            first.setdefault(name.code, name.text)
    return first


def actor_name(code: str) -> str:
    """The name of an actor, the code itself where none is known."""
    return _names().get(code, code.removeprefix("ORG:"))


def capital(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def group_words(group: str) -> str:
    """A group of the scoreboard: actors are named, a pair has both."""
    return "all threats" if group == "all" else " → ".join(plain_actor(code) for code in group.split(" → "))


def signed(number: float, digits: int = 1) -> str:
    """`+1.5`, `−0.3` with the sign of minus, `0.0` without any."""
    text = f"{number:+,.{digits}f}"
    return text.replace("-", "−") if text.strip("+-0.,") else text[1:]


_MANY = re.compile(r"\b\d{1,3}(?:,\d{3}){2,}\b")
_LARGE = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def _large(found: re.Match[str]) -> str:
    number = Decimal(found[0].replace(",", ""))
    unit, name = next(each for each in _LARGE if number >= each[0])
    short = number / unit
    return f"{short.normalize():f} {name}" if short == round(short, 3) else found[0]


def short_numbers(text: str) -> str:
    """`600,000,000,000 USD` is `600 billion USD`; a number that three decimals do not hold exactly stays as it is."""
    return _MANY.sub(_large, text)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
