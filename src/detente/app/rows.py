"""Answers as rows: a sequence of typed objects that also goes to records and to a data frame.

Of a large ledger rows are read when they are asked for: `RowsRead` knows how many there are and where to get each part.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from detente.model.record import Record

if TYPE_CHECKING:
    import pandas

T_co = TypeVar("T_co", covariant=True)


class Rows(Sequence[T_co], Generic[T_co]):
    """A fixed sequence of typed objects of one kind."""

    def __init__(self, items: Iterable[T_co], to_record: Callable[[T_co], Record]) -> None:
        self._items = tuple(items)
        self._to_record = to_record

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows[T_co]": ...
    def __getitem__(self, index: int | slice) -> "T_co | Rows[T_co]":
        return Rows(self._items[index], self._to_record) if isinstance(index, slice) else self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"Rows({list(self)!r})"

    def where(self, keeps: Callable[[T_co], bool]) -> "Rows[T_co]":
        """Those that a condition keeps."""
        return Rows(filter(keeps, self), self._to_record)

    def to_records(self) -> list[Record]:
        """The public JSON form of each object."""
        return [self._to_record(item) for item in self]

    def iter_records(self) -> Iterator[Record]:
        """The same, one after the other."""
        return map(self._to_record, self)

    def to_dataframe(self) -> "pandas.DataFrame":
        """A data frame with a row an object and a column a public field; needs the extra `dataframe` (pandas)."""
        import pandas  # noqa: PLC0415 - an optional extra

        return pandas.DataFrame(self.to_records())


# Rows that are read at once by who goes through all of them.
_AT_ONCE = 500

# Parts that are kept: pages ask for the same one again and again, a calendar for one of each day.
_PARTS_KEPT = 40


class RowsRead(Rows[T_co]):
    """Rows of which only those are read that are asked for; `part` gives those from a place up to another."""

    def __init__(self, count: int, part: Callable[[int, int], Sequence[T_co]], to_record: Callable[[T_co], Record]) -> None:
        super().__init__((), to_record)
        self._count = count
        self._part = part
        self._lock = threading.RLock()
        self._kept: dict[tuple[int, int], Sequence[T_co]] = {}

    def under(self, lock: threading.RLock) -> "RowsRead[T_co]":
        """The same, read by one thread at a time of all that share a lock."""
        self._lock = lock
        return self

    @classmethod
    def joined(cls, left: Rows[T_co], right: Rows[T_co], to_record: Callable[[T_co], Record]) -> "RowsRead[T_co]":
        """The rows of both."""
        before = len(left)

        def part(start: int, stop: int) -> Sequence[T_co]:
            return [*left[min(start, before) : min(stop, before)], *right[max(start - before, 0) : max(stop - before, 0)]]

        return cls(before + len(right), part, to_record)

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> Rows[T_co]: ...
    def __getitem__(self, index: int | slice) -> T_co | Rows[T_co]:
        chosen = range(self._count)[index]
        if isinstance(chosen, int):
            return self._read(chosen, chosen + 1)[0]
        if chosen.step == 1:
            return Rows(self._read(chosen.start, chosen.stop), self._to_record)
        return Rows([self[place] for place in chosen], self._to_record)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T_co]:
        for start in range(0, self._count, _AT_ONCE):
            yield from self._read(start, min(start + _AT_ONCE, self._count))

    def _read(self, start: int, stop: int) -> Sequence[T_co]:
        if stop <= start:
            return ()
        with self._lock:
            if (start, stop) not in self._kept:
                for first, last in self._kept:
                    if first <= start and stop <= last:
                        return self._kept[first, last][start - first : stop - first]
                if len(self._kept) >= _PARTS_KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[start, stop] = self._part(start, stop)
            return self._kept[start, stop]
