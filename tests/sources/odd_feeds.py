"""Feeds with the faults that validators of feeds know, in every format; all texts are written for testing.

In: nothing. Out: feeds by a name that tells format and fault. Each holds two items; `SAID` stands in the text of the first unless its
fault is that it does not.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

SAID = "duty of 25 percent on wine"


@dataclass(frozen=True)
class OddItem:
    """An item, its values as they are written into XML: escaped once already."""

    guid: str = "urn:note:1"
    link: str = "http://news.example/1"
    title: str = "Duty on wine"
    text: str = f"The council announced a {SAID} on Monday."
    date: str = "Thu, 30 Oct 2025 08:00:00 GMT"
    more: str = ""


@dataclass(frozen=True)
class OddFeed:
    """A feed: its items, what stands before its root, in its root and in its channel, and how its text becomes bytes."""

    items: tuple[OddItem, ...] = (
        OddItem(),
        OddItem("urn:note:2", "http://news.example/2", "Port opened", "The council opened a port.", "Wed, 29 Oct 2025 08:00:00 GMT"),
    )
    prolog: str = '<?xml version="1.0" encoding="utf-8"?>\n'
    root: str = ""
    channel: str = "<title>Written for testing</title>"
    change: Callable[[str], str] = field(default=lambda text: text)
    coded: Callable[[str], bytes] = field(default=lambda text: text.encode())


def _rdf(namespace: str, *, about: bool) -> Callable[[OddFeed], str]:
    def written(feed: OddFeed) -> str:
        names = f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{namespace}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        items = "".join(
            f"<item{f' rdf:about={chr(34)}{i.guid}{chr(34)}' if about else ''}><title>{i.title}</title><link>{i.link}</link>"
            f"<description>{i.text}</description><dc:date>{i.date}</dc:date>{i.more}</item>"
            for i in feed.items
        )
        return f"<rdf:RDF {names} {feed.root}><channel>{feed.channel}</channel>{items}</rdf:RDF>"

    return written


def _rss(version: str, *, has_guid: bool) -> Callable[[OddFeed], str]:
    def written(feed: OddFeed) -> str:
        items = "".join(
            f"<item>{f'<guid isPermaLink={chr(34)}false{chr(34)}>{i.guid}</guid>' if has_guid else ''}<title>{i.title}</title>"
            f"<link>{i.link}</link><description>{i.text}</description><pubDate>{i.date}</pubDate>{i.more}</item>"
            for i in feed.items
        )
        return f'<rss version="{version}" {feed.root}><channel>{feed.channel}{items}</channel></rss>'

    return written


def _atom(namespace: str, dated: str, text: str, typed: str) -> Callable[[OddFeed], str]:
    def written(feed: OddFeed) -> str:
        entries = "".join(
            f"<entry><id>{i.guid}</id><title {typed}>{i.title}</title><link rel='alternate' href=\"{i.link}\"/>"
            f"<{text} {typed}>{i.text}</{text}><{dated}>{i.date}</{dated}>{i.more}</entry>"
            for i in feed.items
        )
        return f'<feed xmlns="{namespace}" {feed.root}>{feed.channel}{entries}</feed>'

    return written


def _cdf(feed: OddFeed) -> str:
    items = "".join(
        f'<ITEM HREF="{i.link}" LASTMOD="{i.date}"><TITLE>{i.title}</TITLE><ABSTRACT>{i.text}</ABSTRACT>{i.more}</ITEM>' for i in feed.items
    )
    return f'<CHANNEL HREF="http://news.example/" {feed.root}>{feed.channel}{items}</CHANNEL>'


FORMATS: dict[str, Callable[[OddFeed], str]] = {
    "RSS 0.90": _rdf("http://my.netscape.com/rdf/simple/0.9/", about=False),
    "RSS 0.91": _rss("0.91", has_guid=False),
    "RSS 0.92": _rss("0.92", has_guid=False),
    "RSS 1.0": _rdf("http://purl.org/rss/1.0/", about=True),
    "RSS 2.0": _rss("2.0", has_guid=True),
    "Atom 0.3": _atom("http://purl.org/atom/ns#", "modified", "content", 'type="text/html" mode="escaped"'),
    "Atom 1.0": _atom("http://www.w3.org/2005/Atom", "updated", "content", 'type="html"'),
    "CDF": _cdf,
}


def _first(**values: str) -> OddFeed:
    plain = OddFeed()
    return replace(plain, items=(replace(plain.items[0], **values), *plain.items[1:]))


def _both(**values: str) -> OddFeed:
    return replace(OddFeed(), items=tuple(replace(item, **values) for item in OddFeed().items))


def _said(markup: str) -> OddFeed:
    """Markup around the words, escaped as feeds carry it."""
    return _first(text=escape(markup.replace("SAID", f"a {SAID} on Monday")))


_DATES = (
    "",
    "yesterday",
    "2025-13-45",
    "31 Feb 2025",
    "Thu, 30 Oct 2025 25:61:61 GMT",
    "30/10/2025",
    "1761811200",
    "Fri, 31 Dec 9999 23:59:59 +9999",
    "Thu, 1 Jan 1970 00:00:00 GMT",
    "2025-10-30T08:00:00+99:99",
    "Do, 30 Okt 2025 08:00:00 MEZ",
    "2025-W44-4",
    "0000-00-00T00:00:00Z",
    "－２０２５",
)
_NESTED = "<div>" * 3_000 + "SAID" + "</div>" * 3_000
_WIDE = "<p>word</p>" * 3_000 + "SAID"
_ENTITY = '<!DOCTYPE rss [<!ENTITY wine "wine"><!ENTITY deep "&wine;&wine;">]>'
_EXTERNAL = '<!DOCTYPE rss [<!ENTITY % more SYSTEM "http://127.0.0.1/x.dtd"> %more; <!ENTITY file SYSTEM "file:///etc/hostname">]>'
_NETSCAPE = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
_NAMESPACES = 'xmlns:x="urn:x" xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
_EXTENDED = (
    '<x:thing a="1"><x:inner>not read</x:inner></x:thing><media:content url="http://news.example/a.jpg"><media:title>pic</media:title>'
    f"</media:content><content:encoded><![CDATA[<p>The council announced a {SAID}, it says.</p>]]></content:encoded>"
)
_UNDECLARED = "<y:thing>not declared</y:thing>"


def _retold(feed: OddFeed, old: str, new: str) -> OddFeed:
    return replace(feed, change=lambda text: text.replace(old, new))


FAULTS: dict[str, OddFeed] = {
    "none": OddFeed(),
    **{f"the date {date!r}": _both(date=date) for date in _DATES},
    "no guid": _both(guid=""),
    "one guid for all": _both(guid="urn:note:1"),
    "one link for all": _both(link="http://news.example/live"),
    "one guid and one link for all": _both(guid="1", link="http://news.example/"),
    "no link": _both(link=""),
    "no title": _both(title=""),
    "no title and no text": _both(title="", text=""),
    "a guid of spaces": _first(guid="   "),
    "a guid with markup": _first(guid="&lt;b&gt;1&lt;/b&gt;"),
    "a guid of 100 kB": _first(guid="g" * 100_000),
    "a relative link": _first(link="/reports/1?a=1&amp;b=2"),
    "a link without a scheme": _first(link="//news.example/1"),
    "a link of another scheme": _first(link="javascript:alert(1)"),
    "a link into a file": _first(link="file:///etc/hostname"),
    "a link with spaces": _first(link=" http://news.example/a b "),
    "a link with a line break": _first(link="http://news.example/a\nb"),
    "a link of another alphabet": _first(link="http://новости.example/страница"),
    "a link with a password": _first(link="http://a:b@news.example/1"),
    "a link that is none": _first(link="http://[::1"),
    "a base of its own": replace(_first(link="1"), root='xml:base="http://other.example/a/"'),
    "markup in the title": _first(title="&lt;b&gt;Duty&lt;/b&gt; on &lt;i onclick='x'&gt;wine"),
    "markup in the title, unescaped": _first(title="<b>Duty</b> on wine"),
    "a title of CDATA": _first(title="<![CDATA[<b>Duty</b> on wine & more]]>"),
    "a title escaped twice": _first(title="Duty &amp;amp; wine &amp;lt;b&amp;gt;here&amp;lt;/b&amp;gt;"),
    "a title escaped ten times": _first(title=f"Duty &{'amp;' * 10}lt;b&{'amp;' * 10}gt; on wine"),
    "a title over many lines": _first(title="Duty\n\n\ton\n  wine"),
    "markup": _said("<p>The <b>council</b> announced SAID.</p><br/><img src='x' onerror='alert(1)'>"),
    "a script": _said("<script>alert(1)</script>SAID<style>p{}</style>"),
    "a script in pieces": _said("<scr<script>x</script>ipt>alert(1)</script>SAID"),
    "an event": _said("<svg/onload=alert(1)>SAID</svg>"),
    "a comment": _said("<!-- <b>hidden --> SAID <!-- not ended"),
    "a tag that does not end": _said("SAID <a href='http://news.example/"),
    "a processing instruction in the text": _said("<?php echo 1 ?>SAID<?x y?>"),
    "a short tag of PHP": _said("<?= $rate ?>SAID"),
    "a condition of Word": _said("<![if !mso]>SAID<![endif]>"),
    "a document type that does not end": _said("SAID <!DOCTYPE html"),
    "a tag with a character that cannot be seen": _said("<scr\u200bipt>alert(1)</scr\u200bipt>SAID"),
    "an entity with a character that cannot be seen": _said("&l\u200bt;img src=x onerror=alert(1)&g\u200bt;SAID"),
    "a number with a capital": _said("&#X61; SAID"),
    "CDATA in CDATA": _said("<![CDATA[<![CDATA[SAID]]>]]>"),
    "addresses in angle brackets": _said("<press@council.example> on <http://council.example/1>: SAID"),
    "a CDATA section in the text": _said("<![CDATA[<p>SAID</p>]]>"),
    "escaped twice": _first(text=escape(escape(f"<p>a {SAID}</p>"))),
    "escaped three times": _first(text=escape(escape(escape(f"<p>a {SAID} & more</p>")))),
    "CDATA": _first(text=f"<![CDATA[<p>The council announced a {SAID} on Monday & later.</p>]]>"),
    "escaped within CDATA": _first(text=f"<![CDATA[&lt;p&gt;a {SAID}&lt;/p&gt;]]>"),
    "an end of CDATA alone": _first(text=f"a {SAID} ]]> here"),
    "a bare ampersand": _first(text=f"R&D and a {SAID} at AT&T"),
    "a bare less-than": _first(text=f"5 < 6 and a {SAID}"),
    "entities of HTML": _first(text=f"caf&eacute; &nbsp;&mdash; a {SAID} &hellip; &copy; &unknown;"),
    "characters that XML forbids": _first(text=f"a {SAID}\x0b\x0c\x1f &#0; &#11; &#xFFFF; &#xD800;"),
    "characters beyond the BMP": _first(title="Duty 🍷 on wine", text=f"a {SAID} 🍷 \U000e0041"),
    "direction marks": _first(title="\u202eeniw no ytuD", text=f"\u2066a {SAID}\u2069\u200b"),
    "deep nesting": _said(_NESTED),
    "3,000 paragraphs": _said(_WIDE),
    "deep nesting of elements": _first(more="<x>" * 500 + "</x>" * 500),
    "a tag of 50 kB": _said(f"<p class='{'c' * 50_000}'>SAID</p>"),
    "an open tag of equals signs": _said("SAID <a " + "=" * 30_000 + "<"),
    "a tag and 50,000 spaces": _said("<p>SAID" + " " * 50_000 + "</p>"),
    "20,000 open angles": _said("<" * 20_000 + " SAID"),
    "20,000 ampersands": _first(text="&amp;" * 20_000 + SAID),
    "elements of other namespaces": replace(_first(more=_EXTENDED), root=_NAMESPACES),
    "elements of no namespace": _first(more=_UNDECLARED),
    "a root of capitals": replace(OddFeed(), change=lambda text: text.replace("<rss", "<RSS").replace("</rss", "</RSS")),
    "an unknown version": _retold(OddFeed(), 'version="', 'version="9'),
    "no version": replace(OddFeed(), change=lambda text: text.replace('version="2.0"', "")),
    "no title of its own": replace(OddFeed(), channel=""),
    "a title of its own with a script": replace(OddFeed(), channel="<title>&lt;script&gt;alert(1)&lt;/script&gt;News</title>"),
    "a ttl of nonsense": replace(OddFeed(), channel="<title>T</title><ttl>-1e999</ttl>"),
    "entities of its own": replace(_first(title="Duty on &deep;"), prolog=f'<?xml version="1.0"?>{_ENTITY}'),
    "entities from elsewhere": replace(_first(title="Duty &file; on wine"), prolog=f'<?xml version="1.0"?>{_EXTERNAL}'),
    "the old document type": replace(OddFeed(), prolog=f'<?xml version="1.0"?>{_NETSCAPE}'),
    "a document type in the text": _first(text=f"<![CDATA[a {SAID} <!DOCTYPE html> ]]>"),
    "a stylesheet": replace(OddFeed(), prolog='<?xml version="1.0"?><?xml-stylesheet href="http://x.example/" type="text/xsl"?>'),
    "a comment before it": replace(OddFeed(), prolog='<!-- <rss> --><?xml version="1.0"?>'),
    "no prolog": replace(OddFeed(), prolog=""),
    "space before it": replace(OddFeed(), prolog='\n\n  <?xml version="1.0"?>'),
    "a page behind it": replace(OddFeed(), change=lambda text: text + "<!-- served in 0.1 s --><script>alert(1)</script>"),
    "a long comment behind it": replace(OddFeed(), change=lambda text: text + "<!--" + " log" * 3_000 + "-->"),
    "no end": replace(OddFeed(), change=lambda text: text[: text.rindex("</")]),
    "two of them": replace(OddFeed(), change=lambda text: text + text),
    "a byte order mark": replace(OddFeed(), coded=lambda text: b"\xef\xbb\xbf" + text.encode()),
    "two byte order marks": replace(OddFeed(), coded=lambda text: b"\xef\xbb\xbf" * 2 + text.encode()),
    **{f"{charset} by its mark": replace(OddFeed(), coded=lambda text, c=charset: text.encode(c)) for charset in ("utf-16", "utf-32")},
    **{
        f"{charset} without a mark": replace(OddFeed(), coded=lambda text, c=charset: text.encode(c))
        for charset in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    },
    "Windows declared as UTF-8": replace(_first(title="Duty – on “wine”"), coded=lambda text: text.encode("cp1252", "replace")),
    "UTF-8 declared as Latin-1": replace(_first(title="Duty – on “wine”"), prolog='<?xml version="1.0" encoding="iso-8859-1"?>'),
    "a charset that is none": replace(OddFeed(), prolog='<?xml version="1.0" encoding="x-no-such"?>'),
    "a charset that is a program": replace(OddFeed(), prolog='<?xml version="1.0" encoding="unicode_escape"?>'),
    "broken bytes": replace(OddFeed(), coded=lambda text: text.encode().replace(b"Monday", b"Mon\xff\xfe\x00day")),
}  # fmt: skip

# Faults after which the first item's words may be lost: it has none, or they are not told from the fault.
WORDLESS = ("no title and no text",)


def xml_feeds() -> Iterator[tuple[str, bytes]]:
    """Every fault in every format that is XML."""
    for fault, feed in FAULTS.items():
        for form, written in FORMATS.items():
            yield f"{form}: {fault}", feed.coded(feed.prolog + feed.change(written(feed)))


_JSON_ITEM = {
    "id": "urn:note:1",
    "url": "http://news.example/1",
    "title": "Duty on wine",
    "content_html": f"<p>The council announced a {SAID} on Monday.</p>",
    "date_published": "2025-10-30T08:00:00Z",
}
_JSON_FAULTS: dict[str, dict[str, object]] = {
    "none": {},
    "a number for an id": {"id": 17},
    "no id": {"id": None},
    "a list for an id": {"id": ["a"]},
    "a list for a title": {"title": ["Duty"]},
    "a number for a date": {"date_published": 1761811200},
    "a date that is none": {"date_published": "yesterday"},
    "a relative link": {"url": "/1"},
    "a link that is a script": {"url": "javascript:alert(1)"},
    "markup in the title": {"title": "<b>Duty</b> on wine"},
    "markup in plain text": {"content_html": None, "content_text": f"<p>a {SAID}</p>"},
    "half a pair of surrogates": {"title": "Duty \ud83c on wine", "id": "\ud83c", "language": "\ud83c"},
    "zero characters": {"title": "Duty\x00 on wine", "id": "1\x00", "url": "http://news.example/1\x00"},
    "fields that nobody knows": {"_x": {"y": [1, 2, {"z": None}]}},
    "attachments that are none": {"attachments": 7, "authors": "me", "tags": {"a": 1}},
}


def json_feeds() -> Iterator[tuple[str, bytes]]:
    """Faults of JSON Feed."""
    for fault, changed in _JSON_FAULTS.items():
        items = [_JSON_ITEM | changed, _JSON_ITEM | {"id": "2", "url": "http://news.example/2", "title": "Port opened"}]
        yield f"JSON Feed: {fault}", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items}).encode()
    whole = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [_JSON_ITEM], "title": 7, "feed_url": "x"})
    yield "JSON Feed: a byte order mark", b"\xef\xbb\xbf" + whole.encode()
    yield "JSON Feed: UTF-16", whole.encode("utf-16")
    yield "JSON Feed: a number too large", whole.replace('"title": 7', '"title": ' + "9" * 10_000).encode()
