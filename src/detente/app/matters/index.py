"""The index of a store as joining asks it, within a window of time and under an overlay."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from detente.app.matters.overlay import Overlay
from detente.model.claim import Claim, Kind
from detente.model.ports import Projection
from detente.model.projection import ALL_TIME, HeldMember, IndexedClaim, Window
from detente.model.recorded import RecordedClaim
from detente.threads.joining import Block, Company, block_of, companies_of, goes_by_marks, least_crowd, marks_of
from detente.threads.members import Member, member_from, member_of, short_form
from detente.threads.ways import ways_of
from detente.views.search import words_in


def member_held(held: HeldMember) -> Member:
    """The member that the index gives."""
    return member_from(held.key, held.kind, held.core, held.form)


def indexed(entry: RecordedClaim) -> IndexedClaim:
    """A claim as the index holds it."""
    claim: Claim = entry.claim
    member = member_of(claim)
    block = block_of(member.keys)
    return IndexedClaim(
        key=member.key,
        kind=claim.kind,
        sort=block.sort,
        core=block.core,
        marks=marks_of(member.keys) | ways_of(claim),
        form=short_form(member),
        words=" ".join(words_in(claim)),
        recorded_at=entry.recorded_at,
        stated=claim.document.day,
    )


class Index:
    """All claims of a window as they stand."""

    def __init__(self, projection: Projection, overlay: Overlay, window: Window = ALL_TIME) -> None:
        self._projection = projection
        self._overlay = overlay
        self._window = window
        self._crowds: dict[Company, bool] = {}

    def crowded(self, company: Company) -> bool:
        """Whether a company is a crowd."""
        if company not in self._crowds:
            self._crowds[company] = self.size(company) >= least_crowd()
        return self._crowds[company]

    def size(self, company: Company) -> int:
        """How many claims are in a company, counted no further than is needed to know whether it is a crowd."""
        less, more = (_count(held.values(), company) for held in (self._overlay.hidden, self._overlay.members))
        kind, most = _kind(company), least_crowd() + less
        return self._projection.claims_in(kind, company.sort, company.actor, self._window, most=most) - less + more

    def around(self, members: Sequence[Member]) -> list[Member]:
        """Every claim that is worth comparing with one of these."""
        found: dict[str, Member] = dict(self._overlay.members)
        by_block: dict[Block, set[str]] = defaultdict(set)
        for member in members:
            by_block[block_of(member.keys)] |= marks_of(member.keys)
        for block, marks in by_block.items():
            asked = marks if goes_by_marks(block, self.crowded) else None
            self._take(found, self._projection.around(_kind(block), block.sort, block.core, asked, self._window))
        return list(found.values())

    def members(self, keys: Collection[str]) -> list[Member]:
        """The claims of these keys; those that are not in the window are left out by whoever asks for them."""
        found = {key: self._overlay.members[key] for key in keys if key in self._overlay.members}
        self._take(found, self._projection.members([key for key in keys if key not in found]))
        return list(found.values())

    def within(self, keys: Collection[str]) -> list[Member]:
        """The claims of these keys that are in the window."""
        return self.members(self._projection.keys_within(keys, self._window))

    def of_kind(self, kind: Kind) -> Iterator[Member]:
        """All claims of a kind; in a window of all time only."""
        for held in self._projection.members_of(kind):
            if held.key not in self._overlay.hidden:
                yield member_held(held)
        yield from (member for member in self._overlay.members.values() if member.keys.kind is kind)

    def company(self, company: Company) -> list[Member]:
        """The claims of a company."""
        found = {key: member for key, member in self._overlay.members.items() if company in companies_of(block_of(member.keys))}
        self._take(found, self._projection.company(_kind(company), company.sort, company.actor, self._window))
        return list(found.values())

    def _take(self, found: dict[str, Member], held: Iterable[HeldMember]) -> None:
        for each in held:
            if each.key not in found and each.key not in self._overlay.hidden:
                found[each.key] = member_held(each)


def _kind(held: Company | Block) -> Kind:
    return Kind(held.kind)


def _count(members: Iterable[Member], company: Company) -> int:
    return sum(company in companies_of(block_of(member.keys)) for member in members)
