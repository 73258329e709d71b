"""Mentions of actors in a document: names put together with titles and states, and references resolved.

In: the document's text and its day. Out: `ActorMention`s in order of place, not overlapping.

Holds: a person is only named where the document names that person somewhere (`the Japanese premier` alone is Japan);
a reference (`he`, `both sides`, `the bloc`) is resolved to actors mentioned before it, or not at all.
Leaves to the frames: which mention fills which slot.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from detente.model.actor import Actor
from detente.model.span import Span
from detente.reading.actors.offices import LEADERS, holders, in_office, leader, prominent, term_of, terms_of
from detente.reading.actors.scan import Hit, hits_in
from detente.vocab.actors import ActorName, Sense
from detente.vocab.officials import Office, shared_words
from detente.vocab.titles import Title


class How(StrEnum):
    """How a mention names its actor, from the most to the least direct."""

    PERSON = "person"
    NAME = "name"
    DEMONYM = "demonym"
    METONYM = "metonym"
    ORGAN = "organ"
    BODY = "body"
    COMPANY = "company"
    ROLE = "role"
    ANAPHOR = "anaphor"
    PAIR = "pair"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name one actor, or several together (`both sides`). `is_place` where the words name a place too."""

    span: Span
    actors: tuple[Actor, ...]
    how: How
    is_place: bool
    office: Office | None = None


_HOW = {
    Sense.NAME: How.NAME,
    Sense.DEMONYM: How.DEMONYM,
    Sense.CAPITAL: How.METONYM,
    Sense.SEAT: How.METONYM,
    Sense.ORGAN: How.ORGAN,
    Sense.ORGANISATION: How.BODY,
    Sense.COMPANY: How.COMPANY,
}
# Of several senses the one that reports mean most often stands first.
_RANK = (Sense.NAME, Sense.ORGANISATION, Sense.CAPITAL, Sense.ORGAN, Sense.SEAT, Sense.DEMONYM, Sense.COMPANY)
_NAME = r"[A-Z][\w’'-]+(?:\s(?:[A-Z][\w’'-]+|[A-Z]\.|de|da|dos|del|al|el|bin|ibn|van|von|der|la|le)){1,3}"
_STATE_GAP = re.compile(r"(?:'s|’s|'|’)?\s(?:[a-z-]+\s){0,2}|-")
_NAME_AFTER = re.compile(rf"(?:,\s|\s)(?P<name>{_NAME})")
_OF = re.compile(r"\s(?:of|for)\s(?:the\s)?$")


def _best(names: tuple[ActorName, ...]) -> ActorName:
    return min(names, key=lambda name: _RANK.index(name.sense))


@dataclass(slots=True)
class _Named:
    """The persons whom the document names in full or by surname with certainty: full name -> where first."""

    people: dict[str, int]
    surnames: dict[str, str]


class MentionFinder:
    """Finds the mentions of one document."""

    def __init__(self, text: str, day: date | None) -> None:
        self._text = text
        self._day = day
        self._hits = hits_in(text)
        self._named = self._people()
        self._unnamed: dict[Office, dict[str, tuple[int, int]]] = {}

    def mentions(self) -> tuple[ActorMention, ...]:
        """All mentions but pronouns and other references."""
        out: list[ActorMention] = []
        taken = 0
        for index, hit in enumerate(self._hits):
            if hit.span.start < taken:
                continue
            found = self._mention(index, hit)
            if found is None:
                continue
            while out and found.span.overlaps(out[-1].span):
                out.pop()
            out.append(found)
            taken = found.span.end
        return tuple(out)

    def _people(self) -> _Named:
        people: dict[str, int] = {}
        surnames: dict[str, str] = {}
        for hit in self._hits:
            name = self._one(hit.persons)
            if name:
                people.setdefault(name, hit.span.start)
                term = term_of(name, self._day)
                for short in {term.family_name, *term.aliases} if term else ():
                    surnames.setdefault(short, name)
        for index, hit in enumerate(self._hits):
            if hit.surnames and hit.text not in surnames and (name := self._surname_alone(index, hit)):
                surnames[hit.text] = name
                people.setdefault(name, hit.span.start)
        return _Named(people, surnames)

    def _one(self, names: tuple[str, ...]) -> str | None:
        if len(names) <= 1:
            return names[0] if names else None
        near = prominent(names, self._day)
        return near[0] if near else names[0]

    def _surname_alone(self, index: int, hit: Hit) -> str | None:
        """A surname whose bearer is never named in full: an office-holder of the day, with a title or the one leader of that name."""
        now = tuple(name for name in hit.surnames if any(in_office(term, self._day) for term in terms_of(name)))
        leading = tuple(name for name in now if any(in_office(t, self._day) and t.office in LEADERS for t in terms_of(name)))
        before = self._text[max(0, hit.span.start - 40) : hit.span.start]
        titled = self._honorific(hit)
        titles = self._titles_before(index, hit)
        if titles:
            fitting = tuple(n for n in hit.surnames if any(self._fits(t, n) for t in titles))
            chosen = prominent(fitting, self._day) or prominent(hit.surnames, self._day)
            return chosen[0] if len(chosen) == 1 else None
        if titled:
            chosen = now or prominent(hit.surnames, self._day)
            return (leading[0] if len(leading) == 1 else chosen[0]) if len(chosen) == 1 or len(leading) == 1 else None
        follows_name = re.search(r"[A-Z][\w’'-]+\s$", before) and not before.rstrip().endswith((".", ":", "?", "!"))
        is_name = not follows_name and not hit.names and hit.text not in shared_words()
        return leading[0] if len(leading) == 1 and is_name else None

    def _is_no_word(self, index: int, hit: Hit) -> bool:
        """Whether a surname that is a word too (`He`, `May`) stands as a name: behind a title or an honorific."""
        return hit.text not in shared_words() or bool(self._titles_before(index, hit)) or bool(self._honorific(hit))

    def _honorific(self, hit: Hit) -> bool:
        return bool(re.search(r"\b(?:Mr|Mrs|Ms|Dr|Lord|Sheikh|Sir)\.?\s$", self._text[max(0, hit.span.start - 12) : hit.span.start]))

    def _titles_before(self, index: int, hit: Hit) -> tuple[Title, ...]:
        previous = self._hits[index - 1] if index else None
        if previous and previous.titles and re.fullmatch(r",?\s", self._text[previous.span.end : hit.span.start]):
            return previous.titles
        return ()

    def _fits(self, title: Title, name: str) -> bool:
        return any(term.office == title.office and title.code in (None, term.code) for term in terms_of(name))

    def _mention(self, index: int, hit: Hit) -> ActorMention | None:
        if name := self._one(hit.persons):
            return self._person(hit.span, name)
        if hit.titles and (role := self._role(index, hit)):
            return role
        if hit.surnames and (known := self._named.surnames.get(hit.text)) and self._is_no_word(index, hit):
            return self._person(hit.span, known)
        if hit.names:
            return self._name(index, hit)
        return None

    def _person(self, span: Span, name: str) -> ActorMention | None:
        term = term_of(name, self._day)
        return ActorMention(span, (Actor(term.code, name),), How.PERSON, False, term.office) if term else None

    def _name(self, index: int, hit: Hit) -> ActorMention | None:
        name = _best(hit.names)
        following = self._hits[index + 1] if index + 1 < len(self._hits) else None
        if (
            following
            and following.titles
            and _STATE_GAP.fullmatch(self._text[hit.span.end : following.span.start])
            and self._role(index + 1, following)
        ):
            return None
        return ActorMention(hit.span, (Actor(name.code),), _HOW[name.sense], bool(hit.places) or name.sense in (Sense.NAME, Sense.CAPITAL))

    def _state_of_title(self, index: int, hit: Hit) -> tuple[str | None, int, int]:
        """The state or body that a title belongs to, and where title with state begins and ends."""
        start, end = hit.span.start, hit.span.end
        previous = self._hits[index - 1] if index else None
        if previous and previous.names and _STATE_GAP.fullmatch(self._text[previous.span.end : start]):
            return _best(previous.names).code, previous.span.start, end
        following = self._hits[index + 1] if index + 1 < len(self._hits) else None
        if following and following.names and _OF.search(self._text[end : following.span.start]) and following.span.start - end < 12:
            return _best(following.names).code, start, following.span.end
        return None, start, end

    def _role(self, index: int, hit: Hit) -> ActorMention | None:
        code, start, end = self._state_of_title(index, hit)
        title = next((t for t in hit.titles if code is None or t.code in (None, code)), hit.titles[0])
        code = code or title.code
        following = next((h for h in self._hits[index + 1 : index + 3] if h.span.start >= end), None)
        if following and re.fullmatch(r",?\s", self._text[end : following.span.start]):
            name = self._one(following.persons) or self._named.surnames.get(following.text)
            if name and (found := self._person(Span(start, following.span.end), name)):
                return found
        if code is None:
            return self._bare_role(title, Span(start, end))
        unknown = _NAME_AFTER.match(self._text, end)
        if unknown and not any(
            h.span.overlaps(Span(*unknown.span("name"))) and (h.names or h.titles) for h in self._hits[index + 1 : index + 4]
        ):
            return ActorMention(Span(start, unknown.end()), (Actor(code, unknown["name"]),), How.PERSON, False, title.office)
        return ActorMention(Span(start, end), (self._holder(code, title),), How.ROLE, False, title.office)

    def _holder(self, code: str, title: Title) -> Actor:
        """The person in that office where the document names that person, else the state alone."""
        names = [name for name in holders(code, title.office, self._day) if name in self._named.people]
        if not names and title.office in LEADERS and (one := leader(code, self._day)) in self._named.people:
            names = [str(one)]
        return Actor(code, names[0] if len(names) == 1 else None)

    def _bare_role(self, title: Title, span: Span) -> ActorMention | None:
        """`the president`: of those before who hold such an office the one named most often, by name or as some state's.

        With nobody before, the only one of the whole document.
        """
        people: list[tuple[int, int, str | Actor]] = [
            (self._times_named(name), where, name)
            for name, where in self._named.people.items()
            if any(
                term.office == title.office and self._text_title(title, term.title) for term in terms_of(name) if in_office(term, self._day)
            )
        ]
        unnamed = [(times, where, Actor(code)) for code, (times, where) in self._unnamed_holders(title.office).items()]
        fitting = [*people, *unnamed]
        before = [candidate for candidate in fitting if candidate[1] <= span.start] or (fitting if len(fitting) == 1 else [])
        if not before:
            return None
        who = max(before, key=lambda candidate: candidate[:2])[2]
        if isinstance(who, Actor):
            return ActorMention(span, (who,), How.ROLE, False, title.office)
        found = self._person(span, who)
        return replace(found, how=How.ROLE) if found else None

    def _unnamed_holders(self, office: Office) -> dict[str, tuple[int, int]]:
        """States whose holder of the office is told of but not named, with how often and where first: `the American president`."""
        if office in self._unnamed:
            return self._unnamed[office]
        out = self._unnamed.setdefault(office, {})
        for index, hit in enumerate(self._hits):
            title = next((title for title in hit.titles if title.office == office), None)
            if title is None:
                continue
            code, start, _ = self._state_of_title(index, hit)
            if code is not None and self._holder(code, title).person is None:
                times, where = out.get(code, (0, start))
                out[code] = times + 1, where
        return out

    def _times_named(self, name: str) -> int:
        """How often the document names a person, in full or by a short name."""
        return sum(1 for hit in self._hits if name in hit.persons or self._named.surnames.get(hit.text) == name)

    def _text_title(self, title: Title, held: str) -> bool:
        return title.text in held.lower() or held.lower() in title.text or title.office not in LEADERS
