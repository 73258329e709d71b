"""Who acts: a state, a body, a company, or a named person acting for one of them."""

import re
from dataclasses import dataclass
from typing import Self

from detente.errors import RecordError

_FORM = re.compile(r"(?P<code>ORG:[^\n]+|[A-Z][A-Za-z0-9]{1,9})")


@dataclass(frozen=True, slots=True, order=True)
class Actor:
    """`code` is an ISO 3166-1 alpha-3 state (`USA`), an organisation's short name (`EU`) or `ORG:Boeing`; `person` a full name or None."""

    code: str
    person: str | None = None

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.code) or self.person == "":
            raise RecordError(f"not an actor: {self.code!r} {self.person!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the public form: `USA`, `USA/Donald Trump`, `ORG:Boeing`."""
        if text.startswith("ORG:"):
            return cls(text)
        code, _, person = text.partition("/")
        return cls(code, person or None)

    @property
    def is_company(self) -> bool:
        """Whether it is a company or other body without a short name of its own."""
        return self.code.startswith("ORG:")

    @property
    def state(self) -> "Actor":
        """The state or body alone, without the person."""
        return self if self.person is None else Actor(self.code)

    def __str__(self) -> str:
        return self.code if self.person is None else f"{self.code}/{self.person}"
