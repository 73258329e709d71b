"""Lists of feeds as OPML, as feed readers keep them.

In: OPML, or sources. Out: what each outline names; or OPML.
Holds: no entity is resolved and nothing fetched; a source that comes from a list is unverified.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from lxml import etree  # type: ignore[import-untyped]

from detente.errors import InputError
from detente.sources.links import is_http
from detente.sources.source import Source, SourceClass, SourceKind

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list: its address, what it is called, and the folders that it is in."""

    url: str
    title: str
    folders: tuple[str, ...]
    source_class: SourceClass | None


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of that name, in whatever case and namespace."""
    return [child for child in element if isinstance(child.tag, str) and etree.QName(child).localname.lower() == name]


def _outlines(element: etree._Element, folders: tuple[str, ...], depth: int = 0) -> Iterator[Outline]:
    for outline in _children(element, "outline") if depth < 20 else ():
        said = {name.lower(): value for name, value in outline.attrib.items()}
        title = " ".join((said.get("title") or said.get("text") or "").split())
        url = said.get("xmlurl", "").strip()
        marked = said.get("detenteclass", "")
        if is_http(url):
            yield Outline(url, title or url, folders, SourceClass(marked) if marked in list(SourceClass) else None)
        yield from _outlines(outline, (*folders, title) if title and not url else folders, depth + 1)


def outlines_in(data: bytes) -> tuple[Outline, ...]:
    """The feeds of a list, each address once; InputError where it is no OPML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        tree = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"no OPML: {error}") from None
    bodies = [] if tree is None or etree.QName(tree).localname.lower() != "opml" else _children(tree, "body")
    if not bodies:
        raise InputError("no OPML", hint="a list of feeds as feed readers export it")
    return tuple({outline.url: outline for outline in _outlines(bodies[0], ())}.values())


def name_for(title: str, taken: Iterable[str]) -> str:
    """A source's name made from a title, another than those that are taken."""
    plain = (
        re.sub(r"[^a-z0-9]+", "-", title.lower().removeprefix("https://").removeprefix("http://")).strip("-")[:_LONGEST_NAME] or "source"
    )
    held, number, name = set(taken), 1, plain
    while name in held:
        number += 1
        name = f"{plain[: _LONGEST_NAME - 5]}-{number}"
    return name


def opml_of(sources: Sequence[Source]) -> bytes:
    """A list of the feeds among the sources, in a folder for each class."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = "detente: sources"
    body = ElementTree.SubElement(root, "body")
    for source_class in SourceClass:
        held = [source for source in sources if source.source_class is source_class and source.kind is SourceKind.FEED]
        if not held:
            continue
        folder = ElementTree.SubElement(body, "outline", text=source_class.replace("_", " "))
        for source in held:
            names = {"text": source.publisher, "title": source.publisher}
            attributes = {"type": "rss", **names, "xmlUrl": source.url, "detenteClass": source.source_class.value}
            ElementTree.SubElement(folder, "outline", attributes)
    ElementTree.indent(root)
    held_bytes: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return held_bytes
