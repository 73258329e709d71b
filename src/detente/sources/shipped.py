"""The sources that come with the package, one file each under `data/`."""

from functools import cache
from importlib.resources import files

from detente.sources.source import Source
from detente.sources.source_file import Values, source_from, values_in

_DATA = files(__package__) / "data"


@cache
def shipped_values() -> dict[str, Values]:
    """The checked keys and values of each file, by the source's name, in order of name."""
    entries = sorted((entry for entry in _DATA.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return {entry.name.removesuffix(".toml"): values_in(entry.read_text(encoding="utf-8"), entry.name) for entry in entries}


@cache
def shipped_sources() -> tuple[Source, ...]:
    """All of them, in order of name."""
    return tuple(source_from(name, values, f"{name}.toml") for name, values in shipped_values().items())
