"""A web page: its main text, title, publisher and date.

In: decoded HTML. Out: the pieces of one document.

Holds: paragraphs are set apart by blank lines, items and rows stand directly below each other; the headline is not
repeated in the text. On short pages only what is surely main text is kept: there a menu outweighs it.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from lxml import html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]
from trafilatura import bare_extraction

from detente.documents.normal import normal_line
from detente.documents.options import is_address
from detente.documents.page_date import guessed_date, linked_objects, stated_date
from detente.documents.parts import Parts

_SHORT = 1_500
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Main:
    title: str
    text: str
    publisher: str | None


def declared_charset(data: bytes) -> str | None:
    """The charset that a page names in its first bytes."""
    match = _CHARSET.search(data[:4_096])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _tree(page: str) -> HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except ParserError:
        return None


def _extracted(tree: HtmlElement, *, favor_precision: bool) -> _Main | None:
    found = bare_extraction(
        deepcopy(tree),
        favor_precision=favor_precision,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict):
        return None
    return _Main(found.title or "", found.text or "", found.sitename)


def _main(tree: HtmlElement) -> _Main | None:
    """The main part of a page, the strictly chosen one where it is short."""
    found = _extracted(tree, favor_precision=False)
    if found is None or len(found.text) > _SHORT:
        return found
    strict = _extracted(tree, favor_precision=True)
    return strict if strict and strict.text.strip() else found


def _paragraphs(main: _Main) -> str:
    """The lines of the extraction as paragraphs, without the headline and the rules of tables."""
    lines = [line.strip() for line in main.text.split("\n") if line.strip() and not _RULE.fullmatch(line.strip())]
    if lines and normal_line(lines[0]).casefold() == normal_line(main.title).casefold():
        del lines[0]
    out = []
    for line, before in zip(lines, ["", *lines], strict=False):
        is_next = any(line.startswith(mark) and before.startswith(mark) for mark in ("- ", "|"))
        out.append(("\n" if is_next else "\n\n") + (line.strip("| ") if line.startswith("|") else line))
    return "".join(out)


def _address(tree: HtmlElement) -> str | None:
    """The address that the page gives as its own."""
    own = tree.xpath(".//link[@rel='canonical']/@href | .//meta[@property='og:url']/@content")
    return next((str(url) for url in own if is_address(str(url))), None)


def _publisher(tree: HtmlElement, main: _Main | None) -> str | None:
    for linked in linked_objects(tree):
        publisher = linked.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return str(publisher["name"])
    return next(map(str, tree.xpath(".//meta[@property='og:site_name']/@content")), None) or (main.publisher if main else None)


def _language(tree: HtmlElement) -> str | None:
    return next(map(str, tree.xpath("/html/@lang | .//meta[translate(@http-equiv, 'CL', 'cl')='content-language']/@content")), None)


def page_parts(page: str, *, url: str | None, today: date | None) -> Parts:
    """The pieces of a page; `url` is where it was fetched, `today` the last day that a guessed date may name."""
    tree = _tree(page)
    if tree is None:
        return Parts(title="", text="")
    main, stated = _main(tree), stated_date(tree)
    own = url or _address(tree)
    return Parts(
        title=main.title if main and main.text.strip() else "",
        text=_paragraphs(main) if main else "",
        url=own,
        publisher=_publisher(tree, main),
        published=stated,
        guessed=guessed_date(tree, own, today),
        language=_language(tree),
    )
