"""Tables of TOML files, asked key by key: an unknown key, or a value of the wrong type, is refused with its place."""

import math
import tomllib
from difflib import get_close_matches

from detente.errors import StakesError


class Entry:
    """One table of the file; every key must be asked for."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise StakesError("a table is expected", where=where)
        self.left = dict(value)
        self.where = where
        self._asked: list[str] = []

    @classmethod
    def of_toml(cls, text: str, *, where: str) -> "Entry":
        """A whole file; `where` names it in errors."""
        try:
            return cls(tomllib.loads(text), where)
        except tomllib.TOMLDecodeError as error:
            raise StakesError(f"not TOML: {error}", where=where) from None

    def _taken(self, key: str, default: object) -> object:
        self._asked.append(key)
        if default is None and key not in self.left:
            like = get_close_matches(key, self.left, 1)
            raise StakesError(f"`{key}` is missing", where=self.where, hint=f"is `{like[0]}` misspelt?" if like else "")
        return self.left.pop(key, default)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required where there is no default."""
        value = self._taken(key, default)
        if not isinstance(value, str):
            raise StakesError(f"`{key}` must be text", where=self.where)
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """A number; required where there is no default."""
        value = self._taken(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise StakesError(f"`{key}` must be a number", where=self.where)
        if not math.isfinite(value):
            raise StakesError(f"`{key}` must be a finite number", where=self.where)
        return float(value)

    def optional_number(self, key: str) -> float | None:
        """A number, or None where the key is not there."""
        self._asked.append(key)
        return self.number(key) if key in self.left else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one alone counts as a list."""
        value = self._taken(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise StakesError(f"`{key}` must be a list of texts", where=self.where)
        return tuple(value)

    def entries(self, key: str) -> "list[Entry]":
        """The tables of a list."""
        value = self.left.pop(key, [])
        if not isinstance(value, list):
            raise StakesError(f"`[[{key}]]` must be tables in a list", where=self.where)
        return [Entry(item, f"{self.where}, {key} {number}") for number, item in enumerate(value, 1)]

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        if self.left:
            like = [key for name in self.left for key in get_close_matches(name, self._asked, 1)]
            hint = f"meant is perhaps {', '.join(dict.fromkeys(like))}" if like else ""
            raise StakesError(f"unknown key: {', '.join(map(repr, self.left))}", where=self.where, hint=hint)
