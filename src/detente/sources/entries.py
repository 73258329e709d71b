"""Entries of a feed, whatever its format, become items that are known again.

In: entries in the feed's order. Out: items, each once.

Holds: an item is known by its guid, else its link, else its words; a guid or link that several items of a feed share tells none of them,
and a title that several texts bear does not either.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from detente.sources.item import Item, key_of


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one item; `guid` is empty where it gives none, `link` is absolute."""

    guid: str
    link: str | None
    title: str
    text: str
    published: str | None
    publisher: str | None
    language: str | None


class _Keys:
    """What tells the entries of one feed apart."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        named = {(entry.guid, entry.link, entry.title) for entry in entries}
        self._guids = Counter(guid for guid, _, _ in named)
        self._links = Counter(link for _, link in {(guid or title, link) for guid, link, title in named})
        self._titles = Counter((link, title) for link, title, _ in {(entry.link, entry.title, entry.text) for entry in entries})

    def link_of(self, entry: Entry) -> str | None:
        """The link, where no other item has it."""
        return entry.link if self._links[entry.link] == 1 else None

    def key_of(self, entry: Entry) -> str:
        """The best that no other item has."""
        if entry.guid and self._guids[entry.guid] == 1:
            return key_of("guid", entry.guid)
        if link := self.link_of(entry):
            return key_of("link", link)
        is_told_by_title = entry.title and self._titles[entry.link, entry.title] == 1
        return key_of("words", entry.link or "", entry.title, "" if is_told_by_title else entry.text)


def items_of(entries: Sequence[Entry]) -> tuple[Item, ...]:
    """The items, in the order of their entries; of those with one key the first."""
    keys = _Keys(entries)
    items: dict[str, Item] = {}
    for entry in entries:
        key, url = keys.key_of(entry), keys.link_of(entry)
        item = Item(
            key=key,
            url=url or (f"{entry.link}#{key[:12]}" if entry.link else None),
            title=entry.title,
            text=entry.text,
            published=entry.published,
            page=url,
            publisher=entry.publisher,
            language=entry.language,
        )
        items.setdefault(key, item)
    return tuple(items.values())
