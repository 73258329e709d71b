"""Where the ledger is and how many processes read: from the command line, the environment, a file, in this order.

Environment: `DETENTE_LEDGER`, `DETENTE_JOBS`. File: `detente.toml` in the working folder, else `detente/config.toml` in
the user's configuration folder, with the keys `ledger` and `jobs`.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.errors import InputError

DEFAULT_LEDGER = "detente.ledger"

_KEYS = {"ledger": str, "jobs": int, "contact": str, "follow": dict, "model": dict}
_SORTS = {str: "text", int: "number", dict: "table"}


@dataclass(frozen=True, slots=True)
class Config:
    """`ledger` is a file or a `postgresql://` url; `jobs` the number of processes that read."""

    ledger: str
    jobs: int


def user_folder(environment: Mapping[str, str]) -> Path:
    """The folder of this program in the user's configuration."""
    return Path(environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "~")).expanduser() / ".config") / "detente"


def config_file(environment: Mapping[str, str], folder: Path) -> Path | None:
    """The configuration file that counts, None where there is none."""
    return next((path for path in (folder / "detente.toml", user_folder(environment) / "config.toml") if path.is_file()), None)


def settings_in(path: Path) -> dict[str, object]:
    """The settings of a configuration file; InputError for one that cannot be understood."""
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"not a configuration file: {error}", where=str(path)) from None
    for key, value in settings.items():
        if key not in _KEYS:
            raise InputError(f"unknown setting {key!r}", where=str(path), hint=f"known are {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]) or isinstance(value, bool):
            raise InputError(f"{key} must be a {_SORTS[_KEYS[key]]}", where=str(path))
    return settings


def _jobs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise InputError(f"not a number of processes: {text!r}", where="jobs", hint="1 or more")
    return int(text)


def load_config(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Config:
    """The configuration; InputError for one that cannot be understood."""
    environment = os.environ if environment is None else environment
    path = config_file(environment, folder or Path())
    settings = settings_in(path) if path else {}
    return Config(
        ledger=environment.get("DETENTE_LEDGER") or str(settings.get("ledger", DEFAULT_LEDGER)),
        jobs=_jobs(environment.get("DETENTE_JOBS") or str(settings.get("jobs", 1))),
    )
