"""A piece of HTML, as feeds carry it, to text.

In: a title or a description that may hold markup, once or twice escaped. Out: plain text; paragraphs are set apart.

Holds: no tag and no script survives, however it was wrapped; what only looks like one (`a < b`) stays.
"""

import re
from html import unescape
from io import StringIO

from lxml import etree, html  # type: ignore[import-untyped]

from detente.documents.normal import without_unseen

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:_-]*(?:[\s/][^<>]*)?/?>|<!--|<!\[CDATA\[|<[!?/][^<>]*>")
# What follows the last angle of a text where it is a tag that does not end.
_OPEN_TAG = re.compile(
    r"[a-zA-Z][a-zA-Z0-9:_-]*\s[^<>]*=|/?(?:script|style|iframe|img|svg|object|embed|a|p|div|br|b|i)\b[^<>]{0,500}$|[!?/][^<>]{0,500}$"
)
# Addresses in angle brackets, as people write them in plain text.
_ANGLED = re.compile(r"<([^\s<>@]{1,64}@[^\s<>@]{1,200}|https?://[^\s<>\"']{1,500})>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
# An ampersand that was escaped again and again; each round would undo one of them.
_AMPERSANDS = re.compile(r"&(?:(?:amp|#38|#x26);){2,}", re.IGNORECASE)
_MOST_ROUNDS = 4
_UNSEEN = frozenset(
    "script style template noscript iframe object embed svg math canvas audio video select textarea button form head title figure".split()
)
_BLOCKS = frozenset(
    "p div section article header footer ul ol dl dt dd table tr blockquote pre h1 h2 h3 h4 h5 h6 hr main aside nav address center".split()
)
_LINES = frozenset(("br", "li"))
_FRAME = re.compile(r"<!\[CDATA\[|\]\]>|</?(?:html|body|head)\b[^>]*>|<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)


def _breaks(tag: object) -> str:
    return "\n\n" if tag in _BLOCKS else "\n" if tag in _LINES else " " if tag in ("td", "th") else ""


def _walked(tree: etree._Element) -> str:
    """The text below an element, in order, without recursion: markup may be nested as deeply as it likes."""
    out, skipping = StringIO(), None
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event == "start" and skipping is None:
            if tag in _UNSEEN:
                skipping = element
            else:
                out.write(_breaks(tag) + (element.text or ""))
        elif event == "end" and skipping in (None, element):
            skipping = None
            out.write(_breaks(tag) if tag in _BLOCKS else "")
        if event != "start" and skipping is None and element is not tree:
            out.write(element.tail or "")
    return out.getvalue()


def _without_comments(text: str) -> str:
    """Each comment taken out; one that does not end loses its beginning alone."""
    first, *others = text.split("<!--")
    return first + " ".join(part.partition("-->")[2] if "-->" in part else part for part in others)


def _once(text: str) -> str:
    """The text of markup; where the parser gives up, as at markup nested too deeply, the text between its tags."""
    inner = _FRAME.sub(" ", _without_comments(text))
    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        found = _walked(html.document_fromstring(f"<div>{inner}</div>".encode("utf-8", "replace"), parser=parser))
    except (etree.ParserError, ValueError):
        found = ""
    return found if found.strip() else _TAG.sub(" ", inner)


def _has_markup(text: str) -> bool:
    return bool(_TAG.search(text) or _ENTITY.search(text))


def _unwrapped(text: str) -> str:
    """Lines that a text was merely broken into; in HTML a line feed is a space."""
    return " ".join(line.strip(" \t") for line in text.split("\n"))


def _without_open_tag(text: str) -> str:
    before, angle, behind = text.rpartition("<")
    return before if angle and ">" not in behind and _OPEN_TAG.match(behind) else text


def _plain(text: str) -> str:
    """Without what hides a tag from the eye and from patterns, and with addresses out of their angle brackets."""
    return _ANGLED.sub(r"\1", without_unseen(text))


def without_markup(text: str) -> str:
    """The text of a piece of HTML; one without any markup comes back as it is, but for characters that cannot be seen."""
    text = _plain(text)
    for _ in range(_MOST_ROUNDS):
        if not _has_markup(text):
            break
        text = _AMPERSANDS.sub("&amp;", text)
        has_tags = bool(_TAG.search(text))
        text = _plain(_once(_unwrapped(text)) if has_tags else unescape(text))
    while _TAG.search(text):
        text = _TAG.sub(" ", text)
    return _without_open_tag(text).replace("]]>", " ").strip()
