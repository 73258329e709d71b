"""Pages that are not what they should be: paywalls, and walls against robots. They are recognised, never worked around.

In: the status, headers and beginning of an answer. Out: which wall it is, or None.
"""

import re
from enum import StrEnum


class Wall(StrEnum):
    """Why the text of a page is not to be had."""

    BOT = "bot wall"
    PAY = "paywall"
    CONSENT = "consent wall"


_MARKED_HEADERS = re.compile(r"cf-mitigated|x-datadome|x-amzn-waf-action|x-px-|x-sucuri-block", re.IGNORECASE)
_BOT = re.compile(
    r"just a moment\.\.\.|attention required! \| cloudflare"
    r"|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|are you a robot|cf-challenge|challenge-platform|g-recaptcha|h-captcha|px-captcha"
    r"|geo\.captcha-delivery\.com|_incapsula_resource|access denied</title"
    r"|request unsuccessful\. incapsula|pardon our interruption"
    r"|enable javascript and cookies to continue|unusual traffic from your computer",
    re.IGNORECASE,
)
_PAY = re.compile(
    r'"isAccessibleForFree"\s*:\s*"?(?:false|no)"?|content_tier"?\s+content="(?:locked|metered|premium)"'
    r'|content="(?:locked|metered|premium)"\s+(?:property|name)="article:content_tier"'
    r"|subscribe to (?:continue|keep) reading|to continue reading,? (?:please )?(?:subscribe|sign in|log in)"
    r"|this (?:article|content) is (?:only )?(?:available|reserved)"
    r" (?:to|for) (?:our )?(?:subscribers|members)|already a subscriber\? (?:sign|log) in to (?:continue|read)",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"before you continue to|consent\.(?:yahoo|google)\.com|we value your privacy</title", re.IGNORECASE)
_REFUSED = (401, 402, 403, 406, 429, 451, 503)
_LARGEST_CHALLENGE = 100_000


def wall_in(status: int, header_names: str, text: str, *, url: str) -> Wall | None:
    """The wall that an answer is; `header_names` are joined by spaces. A short page with a challenge is a wall whatever its status."""
    if _MARKED_HEADERS.search(header_names) or (status in _REFUSED and _BOT.search(text)):
        return Wall.BOT
    if status == 402 or _PAY.search(text):
        return Wall.PAY
    if len(text) < _LARGEST_CHALLENGE and _BOT.search(text[:20_000]):
        return Wall.BOT
    if _CONSENT.search(url) or (len(text) < _LARGEST_CHALLENGE and _CONSENT.search(text[:20_000])):
        return Wall.CONSENT
    return None
