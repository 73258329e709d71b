"""A matter in one line, made from the slots of its claims; it says nothing that no slot says."""

from collections.abc import Sequence
from decimal import Decimal

from detente.model.claim import Agreement, Claim, Commitment, Encounter, Measure
from detente.model.slots import values_of
from detente.model.thread import Thread

_MOST = 4


def _texts(claims: Sequence[Claim], slot: str) -> list[str]:
    """The values of the newest claim that fills the slot."""
    for claim in reversed(claims):
        held = values_of(claim, slot)
        if held:
            return [str(value.value) for value in held]
    return []


def _participants(claims: Sequence[Claim]) -> list[str]:
    """Who meets: nobody meets alone, so a report that names both sides tells it before a newer one that names one."""
    several = [claim for claim in claims if len(values_of(claim, "participants")) > 1]
    return _texts(several, "participants") or _texts(claims, "participants")


def _listed(texts: Sequence[str]) -> str:
    shown = [text.removeprefix("ORG:") for text in texts[:_MOST]]
    return ", ".join(shown) + (", …" if len(texts) > _MOST else "")


def _states(texts: Sequence[str]) -> str:
    return "–".join(dict.fromkeys(text.removeprefix("ORG:").split("/")[0] for text in texts))


def _people(texts: Sequence[str]) -> str:
    return _listed([text.removeprefix("ORG:").split("/")[-1] for text in texts])


def percent(value: Decimal) -> str:
    """`25 %`, `27.5 %`."""
    return f"{value.normalize():f} %"


def rate_words(claim: Measure) -> str:
    """`20 → 10 %`, `25 %`, `+10 points`, or nothing."""
    after, before, change = (held.value if held else None for held in (claim.rate, claim.rate_from, claim.rate_change))
    if after is not None and before is not None:
        return f"{before.normalize():f} → {percent(after)}"
    if after is not None:
        return percent(after)
    if change is not None:
        return f"{change.normalize():+f} points"
    return f"from {percent(before)}" if before is not None else ""


def _rate(claims: Sequence[Claim]) -> str:
    words = (rate_words(claim) for claim in reversed(claims) if isinstance(claim, Measure))
    return next((text for text in words if text), "")


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _measure(claims: Sequence[Claim], newest: Measure) -> str:
    imposers, targets = _texts(claims, "imposer"), _texts(claims, "target")
    goods = _listed(_texts(claims, "products"))
    # Nobody acts upon itself: one of the two sides was read wrong, and the words must not choose.
    doubtful = [actor for actor in imposers if actor in targets]
    imposers, targets = ([actor for actor in side if actor not in doubtful] for side in (imposers, targets))
    against = f"by or on {_listed(doubtful)}" if doubtful else ""
    against = _joined(against, f"on {_listed(targets)}" if targets else "" if doubtful else "on all the world")
    what = newest.instrument.value.replace("_", " ") if newest.instrument != "other" else "measure"
    return _joined(_states(imposers), what, against, f"({goods})" if goods else "", _rate(claims))


def headline(claims: Sequence[Claim]) -> str:
    """One line for a matter; its claims come in order of time."""
    match claims[-1]:
        case Encounter() as newest:
            place = _texts(claims, "place")
            people = _texts(claims, "participants") if newest.form == "visit" else _participants(claims)
            return _joined(f"{newest.form.value}: {_people(people)}", f"in {place[0]}" if place else "")
        case Measure() as newest:
            return _measure(claims, newest)
        case Commitment() as newest:
            verb = newest.action.value.replace("_", " ") if newest.action != "other" else "pledge"
            to = _texts(claims, "promisee")
            what = _joined(_listed(_texts(claims, "object")), _listed(_texts(claims, "amount")))
            return _joined(_states(_texts(claims, "promisor")), f"{verb}:", what or "not stated", f"→ {_states(to)}" if to else "")
        case Agreement() as newest:
            topic = _listed(_texts(claims, "topic"))
            return _joined(_states(_texts(claims, "parties")), newest.form.value.replace("_", " "), f"({topic})" if topic else "")


def headline_of(thread: Thread) -> str:
    """One line for a thread."""
    return headline(thread.claims)
