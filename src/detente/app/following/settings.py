"""How following is set up: from the environment, then the configuration file.

Environment: `DETENTE_CONTACT`, `DETENTE_SOURCES`. File: `contact`, and a table `[follow]` with `allow_hosts`, `host_delay`,
`sources`, `metrics`, `workers`.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from detente.app.config import config_file, settings_in, user_folder
from detente.errors import InputError

_KEYS: dict[str, type | tuple[type, ...]] = {
    "allow_hosts": list,
    "host_delay": (int, float),
    "sources": str,
    "metrics": str,
    "workers": int,
}
_CONTACT = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+|https?://[^\s<>()]+\.[^\s<>()]+", re.ASCII)
# Addresses that nobody reads; to give one would be to pretend.
_NOBODY = re.compile(r"@(?:[\w.-]+\.)?(?:example\.(?:com|org|net)|invalid|test|localhost)$|//(?:[\w.-]+\.)?example\.(?:com|org|net)\b")


@dataclass(frozen=True, slots=True)
class FollowSettings:
    """`contact` is an e-mail address or a page by which publishers reach the user, None where it is not given yet; `allow_hosts` are
    one's own hosts; `host_delay` are the seconds between two requests to one host; `sources` is the folder of the user's own
    sources; `metrics` is `host:port` to serve them at; `workers` the number of processes that parse."""

    contact: str | None
    allow_hosts: tuple[str, ...]
    host_delay: float
    sources: Path
    metrics: str | None
    workers: int

    def require_contact(self) -> str:
        """The contact; InputError where none is set."""
        if self.contact is None:
            hint = 'put contact = "you@your.domain" into detente.toml, or set $DETENTE_CONTACT'
            raise InputError("no contact is set, and publishers must be able to reach you", where="contact", hint=hint)
        return self.contact

    @property
    def user_agent(self) -> str:
        """Who asks, and how to reach them; InputError without a contact."""
        contact = self.require_contact()
        return f"detente/{version('detente')} (+{contact if '://' in contact else 'mailto:' + contact})"


def contact_of(text: str) -> str:
    """A contact that publishers can use; InputError for what is none."""
    words = text.strip()
    if not _CONTACT.fullmatch(words) or _NOBODY.search(words) or len(words) > 200:
        raise InputError(f"not a contact: {words[:80]!r}", where="contact", hint="an e-mail address or a web page of yours")
    return words


def _table(settings: Mapping[str, object], where: str) -> dict[str, object]:
    held = settings.get("follow", {})
    table = held if isinstance(held, dict) else {}
    for key, value in table.items():
        if key not in _KEYS:
            raise InputError(f"unknown setting {key!r}", where=f"{where} [follow]", hint=f"known are {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]) or isinstance(value, bool):
            raise InputError(f"{key} is not of its sort", where=f"{where} [follow]")
    return table


def load_follow_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> FollowSettings:
    """The settings; InputError for those that cannot be understood."""
    environment = os.environ if environment is None else environment
    path = config_file(environment, folder or Path())
    settings = settings_in(path) if path else {}
    table = _table(settings, str(path))
    contact = environment.get("DETENTE_CONTACT") or str(settings.get("contact", ""))
    hosts, delay, workers = table.get("allow_hosts", []), table.get("host_delay", 2.0), table.get("workers", 1)
    own = environment.get("DETENTE_SOURCES") or str(table.get("sources", ""))
    metrics = table.get("metrics")
    return FollowSettings(
        contact=contact_of(contact) if contact else None,
        allow_hosts=tuple(map(str, hosts)) if isinstance(hosts, list) else (),
        host_delay=max(0.0, float(delay)) if isinstance(delay, int | float) else 2.0,
        sources=Path(own).expanduser() if own else user_folder(environment) / "sources",
        metrics=str(metrics) if metrics else None,
        workers=max(1, workers) if isinstance(workers, int) else 1,
    )


def keep_contact(contact: str, environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Path:
    """Write the contact into the configuration file, a new one where there is none; gives its path."""
    environment = os.environ if environment is None else environment
    path = config_file(environment, folder or Path()) or user_folder(environment) / "config.toml"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'contact = "{contact_of(contact)}"\n{text}', encoding="utf-8")
    return path
