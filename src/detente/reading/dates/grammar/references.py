"""References without a date of their own (`now`, `recently`, `the past`), and words that lead one (`the end of`, `the first half of`)."""

from detente.reading.dates.expression import TimexType
from detente.reading.dates.lexicon import words
from detente.reading.dates.meaning import Lead, Meaning, Symbol
from detente.reading.dates.pattern import Family, Found, Rule

_ALONE = words('. , ; : ) ? ! and or but as when that with - of is was has had will would for it he she they to " ”')
_LEADS = {
    "beginning": "start", "start": "start", "early": "start", "earlier": "start", "outset": "start", "opening": "start", "turn": "start",
    "mid": "mid", "middle": "mid", "midst": "mid", "end": "end", "late": "end", "later": "end", "latter": "end", "close": "end",
    "conclusion": "end", "rest": "end", "remainder": "end",
}  # fmt: skip


def _present(_: Found) -> Meaning | None:
    return Symbol(TimexType.DATE, "PRESENT_REF")


def _lately(_: Found) -> Meaning | None:
    return Symbol(TimexType.DATE, "PAST_REF")


def _past(found: Found) -> Meaning | None:
    return Symbol(TimexType.DATE, "PAST_REF") if _stands_alone(found) else None


def _future(found: Found) -> Meaning | None:
    return Symbol(TimexType.DATE, "FUTURE_REF") if _stands_alone(found) else None


def _stands_alone(found: Found) -> bool:
    """`the past`, not `the past president`."""
    return found.after() in _ALONE or found.tag_after() in ("", "\n") or found.before() == "in"


def _lead(found: Found) -> Lead | None:
    return Lead(part=_LEADS[found.word("part")])


def _half(found: Found) -> Lead | None:
    return Lead(part="half1" if found.word("which") in ("first", "1st") else "half2")


FAMILIES = (
    Family(
        "REFERENCE",
        (
            Rule("now", "(right now|now|currently|current|at present|the present (day|time)?|nowadays|presently|at the moment)", _present),
            Rule("now", "(these days|(modern|present) - day)", _present),
            Rule("lately", "(recently|lately|those days)", _lately),
            Rule("past", "the (recent|distant)? past", _past),
            Rule("future", "(the (near|immediate|foreseeable|distant)? future|in future)", _future),
        ),
    ),
    Family(
        "(beginning|start|outset|opening|middle|midst|end|close|turn|rest|remainder|conclusion|early|late|latter|later|earlier|mid)",
        (
            Rule("lead", "the? (very)? part:(beginning|start|outset|middle|midst|end|close|turn|rest|remainder|conclusion) of", _lead),
            Rule("lead", "the? part:(early|later|latter|opening) (part|days|weeks|months|years|stages) of", _lead),
            Rule("lead", "part:(early|late|later|earlier|mid) (on|in|-)?", _lead),
        ),
        leads=True,
    ),
    Family("half", (Rule("half-of", "the? which:(first|second|latter) half of", _half),), leads=True),
)
