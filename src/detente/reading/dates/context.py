"""What an expression is read against, and what becomes of it."""

from dataclasses import dataclass
from datetime import date

from detente.model.edtf import Edtf
from detente.reading.dates.expression import Anchor, TimexType
from detente.reading.dates.meaning import Direction
from detente.reading.dates.period import Period, Size
from detente.reading.dates.tense import Clause, Tense

# A year so many years away from the days told last belongs to no story that moves on.
_SIDE_GLANCE = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A period named earlier in the text. `explicit`: complete in itself; `near`: in the same sentence."""

    period: Period
    explicit: bool
    near: bool


@dataclass(frozen=True, slots=True)
class Context:
    """The day of publication, what the text named before (newest first), the clause's tense, and the preposition in front.

    `narrative`: the text tells of years long before its publication, so that its own dates are what others are counted from.
    """

    published: date | None
    mentions: tuple[Mention, ...]
    clause: Clause
    preposition: str | None
    narrative: bool

    @property
    def tense(self) -> Tense | None:
        """Where the clause looks."""
        return self.clause.tense

    def told(self, size: Size = Size.CENTURY, *, near: bool = False) -> Period | None:
        """The newest period of the text that is no longer than `size`; where the clause looks back, none that is still to come."""
        for mention in self.mentions:
            to_come = self.published is not None and mention.period.first > self.published and self.tense is Tense.PAST
            if mention.period.size.value <= size.value and not (near and not mention.near) and not to_come:
                return mention.period
        return None

    @property
    def story_year(self) -> Period | None:
        """The period whose year goes for dates without one: in a narrative, or beside an explicit date of another year."""
        if not self.mentions:
            return None
        newest = self.mentions[0]
        if self.narrative:
            return self._story()
        apart = self.published is None or newest.period.first.year < self.published.year - 1
        return newest.period if newest.explicit and newest.near and apart and self.tense is not Tense.FUTURE else None

    def _story(self) -> Period:
        """The newest period, unless it is a mere year far from the days and months told before it: a side glance."""
        newest = self.mentions[0]
        fine = next((mention.period for mention in self.mentions if mention.period.size.value <= Size.MONTH.value), None)
        glance = newest.period.size is Size.YEAR and not newest.near and fine is not None
        if glance and fine is not None and abs(fine.first.year - newest.period.first.year) > _SIDE_GLANCE:
            return fine
        return newest.period

    def base(self, direction: Direction) -> tuple[date | None, Anchor]:
        """The day from which a direction is counted, and what it is."""
        told = self.told()
        if told and direction in (Direction.TEXT_AFTER, Direction.TEXT_BEFORE, Direction.TEXT_SAME):
            return told.first, Anchor.TEXT
        story = self.story_year
        if story and (direction is Direction.OPEN or self.narrative):
            return story.first, Anchor.TEXT
        return self.published, Anchor.PUBLISHED


@dataclass(frozen=True, slots=True)
class Resolved:
    """A meaning in its place. `period` is what later expressions of the text may be counted from; `how` names the last step."""

    type: TimexType
    value: str
    edtf: Edtf | None = None
    anchor: Anchor | None = None
    how: str = ""
    period: Period | None = None
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    event: str | None = None


def dated(period: Period | None, anchor: Anchor | None, how: str) -> Resolved:
    """A date for a period; an unknown one where the calendar has none."""
    if period is None:
        return Resolved(TimexType.DATE, "XXXX-XX-XX", how=f"{how}-outside-calendar")
    return Resolved(TimexType.DATE, period.value, period.edtf, anchor, how, period)
