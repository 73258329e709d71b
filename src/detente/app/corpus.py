"""Find the stories and passage files that a path names.

In: a corpus folder (stories below it), a story folder, or a passage file. Out: `Story` objects in order of name.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.errors import DocumentError
from detente.evaluate.corpus import Story, passages_of, story_of

UNREAD = "unread.txt"


def _unread_in(folder: Path) -> frozenset[str]:
    listing = folder / UNREAD
    if not listing.is_file():
        return frozenset()
    return frozenset(line.strip() for line in listing.read_text().splitlines() if line.strip() and not line.startswith("#"))


def _optional(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def load_story(folder: Path) -> Story:
    """One story from its folder."""
    docs, gold = folder / "docs.jsonl", folder / "gold.jsonl"
    if not gold.is_file():
        raise DocumentError("a story without gold.jsonl", where=str(folder))
    return story_of(
        folder.name,
        docs=docs.read_text(encoding="utf-8"),
        gold=gold.read_text(encoding="utf-8"),
        conflicts=_optional(folder / "conflicts.json"),
        is_read=folder.resolve().name not in _unread_in(folder.resolve().parent),
    )


def _stories_at(path: Path) -> Iterator[Story]:
    if path.is_file():
        yield passages_of(path.stem, path.read_text(encoding="utf-8"))
        return
    if not path.is_dir():
        raise DocumentError("no such corpus", where=str(path), hint="name a corpus folder, a story folder or a passage file")
    if (path / "docs.jsonl").is_file():
        yield load_story(path)
        return
    found = sorted(docs.parent for docs in path.glob("*/docs.jsonl"))
    if not found:
        raise DocumentError("no story in this folder", where=str(path), hint="a story has docs.jsonl and gold.jsonl")
    yield from map(load_story, found)


def load_stories(paths: Iterable[Path]) -> list[Story]:
    """All stories and passage files that the paths name."""
    return [story for path in paths for story in _stories_at(path)]
