"""Files of JSON lines, a report a line, as other programs drop them into a folder.

In: the text of a file. Out: an item a line that has a text. Holds: a line that is none costs that line alone; of a file that is too
long the last lines are taken, since programs add theirs at the end.
"""

from detente.model.finding import Finding, Severity
from detente.sources.item import Item, Listing, key_of
from detente.sources.json_feed import Fields, loaded
from detente.sources.links import canonical


def _words(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _item(fields: Fields) -> Item | None:
    if not _words(fields, "text") and not _words(fields, "title"):
        return None
    link, id = canonical(_words(fields, "url")), fields.get("id")
    key = (
        key_of("id", str(id)) if id else key_of("link", link) if link else key_of("words", _words(fields, "title"), _words(fields, "text"))
    )
    return Item(
        key=key,
        url=link,
        title=_words(fields, "title"),
        text=_words(fields, "text"),
        published=_words(fields, "published") or None,
        page=None,
        id=str(id) if id else None,
        publisher=_words(fields, "publisher") or None,
        language=_words(fields, "language") or None,
    )


def jsonl_listing(text: str, *, url: str, most: int) -> Listing:
    """The reports of a file, `most` at most; a finding counts the lines that are none."""
    lines = [line for line in text.split("\n") if line.strip()]
    items, bad = [], 0
    for line in lines[-most:]:
        held = loaded(line)
        item = _item(held) if isinstance(held, dict) else None
        bad += item is None
        items += [item] if item else []
    notes = [Finding("bad-line", Severity.WARNING, url, f"{bad} lines are no reports; they are skipped.")] if bad else []
    if len(lines) > most:
        message = f"There are {len(lines)} lines; the last {most} are taken. `items` in [limits] of its file allows more."
        notes.append(Finding("too-many-items", Severity.WARNING, url, message))
    return Listing(items=tuple({item.key: item for item in items}.values()), findings=tuple(notes))
