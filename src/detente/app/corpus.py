"""Find the stories and passage files that a path names, and the stories that come with the package.

In: a corpus folder (stories below it), a story folder, or a passage file. Out: `Story` objects in order of name.
"""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from detente.errors import DocumentError
from detente.evaluate.corpus import Story, passages_of, story_of

# Lists, in a corpus folder, the stories that are only scored.
UNREAD = "unread.txt"


def packaged_corpus() -> Path:
    """The stories that come with the package: inside it when installed, in the project's `corpus/` when run from a checkout."""
    inside = Path(str(files("detente"))) / "corpus"
    return inside if inside.is_dir() else Path(str(files("detente"))).parents[1] / "corpus"


def _unread_in(folder: Path) -> frozenset[str]:
    listing = folder / UNREAD
    if not listing.is_file():
        return frozenset()
    return frozenset(line.strip() for line in listing.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError(error.strerror or "cannot be read", where=str(path)) from None
    except UnicodeDecodeError:
        raise DocumentError("not UTF-8", where=str(path)) from None


def load_story(folder: Path) -> Story:
    """One story from its folder."""
    conflicts = folder / "conflicts.json"
    return story_of(
        folder.resolve().name,
        docs=_text(folder / "docs.jsonl"),
        gold=_text(folder / "gold.jsonl"),
        conflicts=_text(conflicts) if conflicts.is_file() else "",
        is_read=folder.resolve().name not in _unread_in(folder.resolve().parent),
    )


def _stories_at(path: Path) -> Iterator[Story]:
    if path.is_file():
        yield passages_of(path.stem, _text(path))
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
