"""What the judge sees of a mention's value: how an actor is named, when a date is, how a phrase is cut.

In: an analysis, a mention. Out: feature names.
"""

from functools import lru_cache

from detente.model.amount import Amount
from detente.model.edtf import Edtf
from detente.reading.actors.mentions import ActorMention
from detente.reading.dates import TimeExpression
from detente.reading.mentions import Analysis, Mention
from detente.reading.phrases import Phrase, key_of
from detente.reading.rates import Rate


def when_of(edtf: Edtf | None, analysis: Analysis) -> str:
    """Whether a date is past, future or now on the day of the document."""
    day = analysis.document.day
    if edtf is None or day is None:
        return "unknown"
    if edtf.last is not None and edtf.last < day:
        return "past"
    return "future" if edtf.first is not None and edtf.first > day else "now"


def _frequency(analysis: Analysis, code: str) -> str:
    """Which rank a state or body has among those that the document mentions."""
    ranked = analysis.actors_by_frequency
    return str(min(ranked.index(code), 4)) if code in ranked else "none"


def _phrase_features(phrase: Phrase, analysis: Analysis) -> list[str]:
    key = key_of(phrase)
    words = key.split()
    often = min(analysis.phrases_by_frequency.get(key, 1), 4)
    return [
        f"shape={phrase.shape}",
        f"words={key}",
        f"head={words[-1]}|{phrase.shape}",
        f"length={min(len(words), 5)}|{phrase.shape}",
        f"often={often}",
        f"in-title={key in analysis.title_phrases}",
        *[f"word={word}" for word in words[:6]],
    ]


@lru_cache(maxsize=1_024)
def value_features(mention: Mention, analysis: Analysis) -> tuple[str, ...]:
    """Features of a mention whatever the candidate."""
    return tuple(_features(mention, analysis))


def _features(mention: Mention, analysis: Analysis) -> list[str]:
    match mention.value:
        case ActorMention(how=how, actors=actors):
            sort = "person" if actors[0].person else "company" if actors[0].is_company else "state" if len(actors[0].code) == 3 else "body"
            often = _frequency(analysis, actors[0].code)
            return [f"how={how}", f"sort={sort}", f"n={len(actors)}", f"often={often}", f"often={often}|{how}"]
        case TimeExpression():
            value = mention.value
            precision = "none" if value.edtf is None else "range" if "/" in value.edtf.text else str(len(value.edtf.text))
            when = when_of(value.edtf, analysis)
            return [
                f"prep={value.preposition}",
                f"prep={value.preposition}|{when}",
                f"type={value.type}",
                f"precision={precision}",
                f"when={when}",
            ]
        case Rate():
            return [f"hint={mention.value.hint}", f"points={mention.value.points}"]
        case Amount():
            return [
                f"unit={'money' if mention.value.unit not in ('t', 'bbl', 'aircraft', 'items') else mention.value.unit}",
                f"per={mention.value.per}",
            ]
        case Phrase():
            return _phrase_features(mention.value, analysis)
        case str():
            return []
