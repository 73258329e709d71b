"""Answers as rows: a sequence of typed objects that also goes to records and to a data frame."""

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
        return f"Rows({list(self._items)!r})"

    def where(self, keeps: Callable[[T_co], bool]) -> "Rows[T_co]":
        """Those that a condition keeps."""
        return Rows(filter(keeps, self._items), self._to_record)

    def to_records(self) -> list[Record]:
        """The public JSON form of each object."""
        return [self._to_record(item) for item in self._items]

    def iter_records(self) -> Iterator[Record]:
        """The same, one after the other."""
        return map(self._to_record, self._items)

    def to_dataframe(self) -> "pandas.DataFrame":
        """A data frame with a row an object and a column a public field; needs the extra `dataframe` (pandas)."""
        import pandas  # noqa: PLC0415 - an optional extra

        return pandas.DataFrame(self.to_records())
