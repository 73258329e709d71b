"""What the standards demand of feeds and calendars, checked on the bytes themselves: each function lists what is wrong.

RFC 4287 (Atom), JSON Feed 1.1, RFC 5545 (iCalendar), RFC 3339 (instants), RFC 3986 (addresses).
"""

import json
import re
from collections import Counter
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

import jsonschema
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]+")


def is_address(text: str | None) -> bool:
    """Whether a text is a whole address, with a scheme and with nothing that must be written otherwise."""
    return text is not None and _ADDRESS.fullmatch(text) is not None and text.count("#") <= 1


def is_web_address(text: str | None) -> bool:
    return is_address(text) and urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).hostname)


def is_instant(text: str | None) -> bool:
    return text is not None and _INSTANT.fullmatch(text) is not None and datetime.fromisoformat(text).tzinfo is not None


class _Addresses(HTMLParser):
    """The addresses in a piece of HTML, and whether its elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "style", "iframe", "object", "form"):
            self.faults.append(f"element {tag}")
        self.found += [value or "" for name, value in attributes if name in ("href", "src")]
        self.faults += [f"attribute {name}" for name, _ in attributes if name.startswith("on") or name == "style"]
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} closed out of order")


def html_faults(text: str) -> list[str]:
    read = _Addresses()
    read.feed(text)
    read.close()
    return [
        *read.faults,
        *(f"{tag} not closed" for tag in read.open),
        *(f"address {url!r}" for url in read.found if not is_web_address(url)),
    ]


def _one(node, name: str, where: str) -> list[str]:
    held = node.findall(ATOM + name)
    return [] if len(held) == 1 and (held[0].text or "").strip() else [f"{where}: {len(held)} of {name}, or an empty one"]


def _links(node, where: str) -> list[str]:
    links = node.findall(ATOM + "link")
    faults = [f"{where}: link {link.get('href')!r}" for link in links if not is_web_address(link.get("href"))]
    faults += [f"{where}: type {link.get('type')!r}" for link in links if link.get("type") and not _MEDIA.fullmatch(link.get("type"))]
    kinds = Counter((link.get("type"), link.get("hreflang")) for link in links if link.get("rel", "alternate") == "alternate")
    return faults + [f"{where}: {count} alternates of {kind}" for kind, count in kinds.items() if count > 1]


def atom_faults(body: bytes) -> list[str]:
    """What is wrong with an Atom feed."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, recover=False))
    except etree.XMLSyntaxError as error:
        return [f"not well formed: {error}"]
    if root.tag != ATOM + "feed":
        return [f"root is {root.tag}"]
    entries = root.findall(ATOM + "entry")
    faults = [fault for name in ("id", "title", "updated") for fault in _one(root, name, "feed")]
    faults += _links(root, "feed")
    faults += [] if [link.get("rel") for link in root.findall(ATOM + "link")].count("self") == 1 else ["feed: not one link to itself"]
    for entry in entries:
        where = entry.findtext(ATOM + "id") or "entry"
        faults += [fault for name in ("id", "title", "updated") for fault in _one(entry, name, where)]
        faults += _links(entry, where)
        faults += [f"{where}: several of {name}" for name in ("published", "content", "summary") if len(entry.findall(ATOM + name)) > 1]
        faults += [f"{where}: category without a term" for held in entry.findall(ATOM + "category") if not held.get("term")]
        content = entry.find(ATOM + "content")
        if content is None or content.get("type") != "html" or len(content):
            faults.append(f"{where}: content is not HTML as text")
        else:
            faults += [f"{where}: {fault}" for fault in html_faults(content.text or "")]
        if not any(link.get("rel") == "alternate" for link in entry.findall(ATOM + "link")):
            faults.append(f"{where}: no alternate")
        if entry.find(f"{ATOM}author/{ATOM}name") is None and root.find(f"{ATOM}author/{ATOM}name") is None:
            faults.append(f"{where}: no author")
    ids = [node.text for node in root.iter(ATOM + "id")]
    faults += [f"id {name!r} is no address" for name in ids if not is_address(name)]
    faults += [f"id {name} is not its own" for name, count in Counter(ids).items() if count > 1]
    dates = [node.text for name in ("updated", "published") for node in root.iter(ATOM + name)]
    return faults + [f"no instant: {date!r}" for date in dates if not is_instant(date)]


_WEB = {"type": "string", "format": "web"}
_TEXT = {"type": "string", "minLength": 1}

JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": _TEXT,
        "home_page_url": _WEB,
        "feed_url": _WEB,
        "language": {"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
        "authors": {"type": "array", "items": {"type": "object", "minProperties": 1, "properties": {"name": _TEXT, "url": _WEB}}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    "id": _TEXT,
                    "url": _WEB,
                    "external_url": _WEB,
                    "title": _TEXT,
                    "content_html": _TEXT,
                    "content_text": _TEXT,
                    "date_published": {"type": "string", "format": "instant"},
                    "date_modified": {"type": "string", "format": "instant"},
                    "tags": {"type": "array", "items": _TEXT, "uniqueItems": True},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}

_FORMATS = jsonschema.FormatChecker(formats=())
_FORMATS.checks("web")(is_web_address)
_FORMATS.checks("instant")(is_instant)


def json_feed_faults(body: bytes) -> list[str]:
    """What is wrong with a JSON feed."""
    told = json.loads(body.decode("utf-8"))
    found = jsonschema.Draft202012Validator(JSON_FEED, format_checker=_FORMATS).iter_errors(told)
    faults = [f"{error.json_path}: {error.message}" for error in found]
    ids = Counter(item.get("id") for item in told.get("items", ()))
    faults += [f"id {name} is not its own" for name, count in ids.items() if count > 1]
    return faults + [fault for item in told.get("items", ()) for fault in html_faults(item.get("content_html", ""))]


_ONCE = {
    "DTSTAMP",
    "UID",
    "DTSTART",
    "SUMMARY",
    "DESCRIPTION",
    "STATUS",
    "SEQUENCE",
    "TRANSP",
    "URL",
    "LAST-MODIFIED",
    "DTEND",
    "CREATED",
    "CLASS",
}
_UTC = re.compile(r"\d{8}T\d{6}Z")
_LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)(?P<parameters>(?:;[A-Z0-9-]+=(?:[^\";:,\x00-\x1f]*|\"[^\"\x00-\x1f]*\"))*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
_ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,Nn])*")


def content_lines(body: bytes) -> list[tuple[str, str, str]]:
    """Name, parameters and value of each line of a calendar, unfolded; ValueError for what is no line."""
    if not body.endswith(b"\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", body):
        raise ValueError("a line does not end with CRLF")
    if long := [line for line in body.split(b"\r\n") if len(line) > 75]:
        raise ValueError(f"a line of more than 75 octets: {long[0]!r}")
    for line in body.split(b"\r\n"):
        line.decode("utf-8")  # folded between characters, not within one
    found = []
    for line in re.sub(rb"\r\n[ \t]", b"", body).decode("utf-8").split("\r\n")[:-1]:
        read = _LINE.fullmatch(line)
        if read is None:
            raise ValueError(f"no content line: {line!r}")
        found.append((read["name"], read["parameters"], read["value"]))
    return found


def _event_faults(lines: list[tuple[str, str, str]]) -> list[str]:
    counted = Counter(name for name, _, _ in lines)
    values = {name: value for name, _, value in lines}
    where = values.get("UID", "event")
    faults = [f"{where}: no {name}" for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY") if not values.get(name)]
    faults += [f"{where}: several of {name}" for name in _ONCE if counted[name] > 1]
    faults += [f"{where}: {name} is not in UTC" for name in ("DTSTAMP", "LAST-MODIFIED") if not _UTC.fullmatch(values.get(name, ""))]
    days = [(name, parameters, value) for name, parameters, value in lines if name in ("DTSTART", "DTEND")]
    faults += [f"{where}: {name}{given}" for name, given, value in days if given != ";VALUE=DATE" or not re.fullmatch(r"\d{8}", value)]
    faults += [] if values["DTSTART"] < values["DTEND"] else [f"{where}: ends before it begins"]
    faults += [] if values.get("STATUS") in ("TENTATIVE", "CONFIRMED", "CANCELLED") else [f"{where}: status {values.get('STATUS')}"]
    faults += [] if re.fullmatch(r"\d+", values.get("SEQUENCE", "")) else [f"{where}: sequence {values.get('SEQUENCE')}"]
    faults += [] if is_web_address(values.get("URL")) else [f"{where}: url {values.get('URL')!r}"]
    texts = [(name, value) for name, _, value in lines if name in ("SUMMARY", "DESCRIPTION")]
    return faults + [f"{where}: {name} is not escaped: {value!r}" for name, value in texts if not _ESCAPED.fullmatch(value)]


def calendar_faults(body: bytes) -> list[str]:
    """What is wrong with a calendar."""
    try:
        lines = content_lines(body)
    except ValueError as error:
        return [str(error)]
    outer: list[str] = []
    inner: list[tuple[str, str, str]] = []
    components: list[tuple[str, list[tuple[str, str, str]]]] = []
    faults: list[str] = []
    of_calendar: Counter[str] = Counter()
    for name, parameters, value in lines:
        if name == "BEGIN":
            outer.append(value)
            inner = [] if len(outer) == 2 else inner
        elif name == "END":
            if not outer or outer.pop() != value:
                return [f"{value} ends out of order"]
            if len(outer) == 1:
                components.append((value, inner))
        elif len(outer) == 1:
            of_calendar[name] += 1
            faults += ["version is not 2.0"] if name == "VERSION" and value != "2.0" else []
            # RFC 5546: what is published by a method names an organiser, and a ledger is none.
            faults += ["a method without an organiser"] if name == "METHOD" else []
        elif len(outer) == 2:
            inner.append((name, parameters, value))
    faults += [] if (lines[0][0], lines[0][2], lines[-1][0]) == ("BEGIN", "VCALENDAR", "END") else ["not one calendar"]
    faults += [f"calendar: {of_calendar[name]} of {name}" for name in ("PRODID", "VERSION") if of_calendar[name] != 1]
    faults += [f"calendar: {of_calendar[name]} of {name}" for name in ("CALSCALE", "NAME", "X-WR-CALNAME") if of_calendar[name] > 1]
    faults += [] if components else ["calendar: no component"]
    events = [held for kind, held in components if kind == "VEVENT"]
    ids = Counter(value for held in events for name, _, value in held if name == "UID")
    faults += [f"UID {name} is not its own" for name, count in ids.items() if count > 1]
    return faults + [fault for held in events for fault in _event_faults(held)]
