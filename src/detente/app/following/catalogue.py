"""All sources that there are: those of the package, and the user's own folder over them.

In: a folder of TOML files. Out: sources by name. A file of the user's with the name of a shipped source changes the keys that it
has; `enabled = false` alone turns one off.
"""

from pathlib import Path

from detente.errors import InputError
from detente.sources.shipped import shipped_values
from detente.sources.source import NAME, Source
from detente.sources.source_file import Values, source_from, values_in


def _own_values(folder: Path) -> dict[str, Values]:
    if not folder.is_dir():
        return {}
    out = {}
    for path in sorted(folder.glob("*.toml")):
        if not NAME.fullmatch(path.stem):
            raise InputError("not a name of a source", where=str(path), hint="lower-case letters, digits and hyphens, then .toml")
        out[path.stem] = values_in(path.read_text(encoding="utf-8"), str(path))
    return out


def catalogue(folder: Path) -> dict[str, Source]:
    """All sources by name, in order of name; InputError for a file that is none."""
    own, shipped = _own_values(folder), shipped_values()
    merged = {name: {**shipped.get(name, {}), **own.get(name, {})} for name in sorted({*shipped, *own})}
    return {name: source_from(name, values, str(folder / f"{name}.toml") if name in own else name) for name, values in merged.items()}


def source_named(name: str, folder: Path) -> Source:
    """One source; InputError where there is none of that name."""
    found = catalogue(folder).get(name)
    if found is None:
        raise InputError("no such source", where=name, hint="`detente sources list` names them")
    return found


def write_own(folder: Path, name: str, text: str) -> Path:
    """Write a file of the user's own; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=str(path)) from None
    return path


def set_enabled(folder: Path, name: str, *, enabled: bool) -> Path:
    """Turn a source on or off in the user's own file of it."""
    source_named(name, folder)
    path, line = folder / f"{name}.toml", f"enabled = {str(enabled).lower()}"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    kept = [held for held in text.splitlines() if not held.replace(" ", "").startswith("enabled=")]
    return write_own(folder, name, "\n".join([line, *kept]) + "\n")
