"""Addresses of items, brought to the one form by which the same page is known again.

In: an address as a source writes it, and where it was written. Out: an absolute http(s) address without what only tells
who clicked where, or None.
"""

import re
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that only say by which way a reader came.
_TRACKING = re.compile(
    r"(?:utm|at|mtm|pk|hsa|ns)_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ito|traffic_source|cmpid|ocid|guccounter|_ga", re.IGNORECASE
)
_LONGEST = 2_000


def is_http(url: str) -> bool:
    """Whether it is an http(s) address with a host, without spaces or control characters."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url
    except ValueError:
        return False


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def canonical(url: str) -> str | None:
    """The address without fragment and tracking, its scheme and host in lower case; None for what is no http(s) address."""
    if len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(urldefrag(url.strip().replace(" ", "%20")).url)
        if "@" in parts.netloc or "\\" in url:
            return None
        whole = urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", _query(parts.query), ""))
    except ValueError:
        return None
    return whole if is_http(whole) else None


def link_of(written: str | None, base: str) -> str | None:
    """The canonical address of a link that stands at `base`."""
    if not written or not written.strip():
        return None
    try:
        return canonical(urljoin(base, written.strip()))
    except ValueError:
        return None
