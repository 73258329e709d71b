"""The documentation as a site: it is built without a warning, no link in it is dead, nothing in it asks another host."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import typer.main

import detente
from detente.cli.main import COMMANDS, application
from tools.docs import reference

# What a page loads by itself; an address that a reader may follow is none.
_LOADS = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("use", "href")}
_MOST_PICTURES = 1_000_000
ROOT = Path(__file__).parents[2]


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        held = {name: value or "" for name, value in attributes}
        self.names |= {held[name] for name in ("id", "name") if name in held}
        self.leads += [held["href"]] if tag == "a" and "href" in held else []
        is_told = tag == "link" and held.get("rel") in ("canonical", "prev", "next", "alternate")
        self.loads += [held[name] for kind, name in _LOADS if tag == kind and name in held and not is_told]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    pytest.importorskip("zensical")
    from tools.docs.site import build  # noqa: PLC0415  # needs the extra `docs`

    return build(tmp_path_factory.mktemp("docs") / "built")


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, _Page]:
    return {path: _Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html") if path.name != "404.html"}


def _fault(page: Path, link: str, pages: dict[Path, _Page]) -> str | None:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None if parts.scheme in ("http", "https", "mailto") else "scheme"
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    target = target / "index.html" if target.is_dir() else target
    if not target.exists():
        return "no such file"
    return "no such place" if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].names else None


@pytest.mark.slow
def test_every_document_is_a_page_and_no_link_is_dead(site, pages):
    assert len(pages) > 40
    dead = [
        (str(path.relative_to(site)), link, fault)
        for path, page in pages.items()
        for link in page.leads
        if (fault := _fault(path, link, pages))
    ]
    assert dead == []


@pytest.mark.slow
def test_the_site_asks_no_other_host(site, pages):
    loaded = {link for page in pages.values() for link in page.loads}
    assert loaded
    assert [link for link in loaded if urlsplit(link).netloc] == []
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert [found for text in styles for found in re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^)\"']+", text)] == []


def test_the_reference_has_every_command_name_and_address():
    commands, python, http = reference.commands(), reference.python(), reference.http()
    assert [name for name in COMMANDS if f"\n## {name}\n" not in commands] == []
    options = {
        name for held in typer.main.get_command(application()).commands["read"].params for name in held.opts if name.startswith("--")
    }
    assert [name for name in options - {"--help"} if f"<code>{name}</code>" not in commands] == []
    assert [name for name in detente.__all__ if f"\n## detente.{name}\n" not in python] == []
    assert "\n### Ledger.due\n" in python
    assert "\n## GET /threads\n" in http


def test_pictures_are_small():
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert sum(path.stat().st_size for path in pictures) < _MOST_PICTURES
