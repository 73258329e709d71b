"""An answer in every form it is written in: JSON, CSV, Parquet (needs the extra `stakes`), SVG, PNG (needs it too).

In: a report, or a game that was played. Out: `Forms`, from which each form is made when it is asked for.
Holds: every engine has every form; CSV and Parquet hold the same rows.
"""

import csv
import io
import json
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from detente.errors import StakesError
from detente.stakes.bargain import Game
from detente.stakes.report.chart import Chart, chart_of, game_chart, png, svg
from detente.stakes.report.game import game_record, game_rows
from detente.stakes.report.records import Json, LongRow, Report, long_rows, record

_COLUMNS = tuple(field.name for field in fields(LongRow))


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """`record` is the whole answer, `rows` all its figures, one a row; `chart` its bars."""

    record: dict[str, Json]
    rows: tuple[LongRow, ...]
    chart: Chart

    def json(self) -> str:
        """The whole answer; unknown figures are null."""
        return json.dumps(self.record, ensure_ascii=False, allow_nan=False, indent=2) + "\n"

    def csv(self) -> str:
        """All figures; unknown ones are empty."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(astuple(row) for row in self.rows)
        return text.getvalue()

    def parquet(self) -> bytes:
        """All figures."""
        try:
            import pyarrow  # type: ignore[import-untyped]  # noqa: PLC0415  # an optional extra
            from pyarrow import parquet  # noqa: PLC0415
        except ImportError:
            raise StakesError("writing parquet needs pyarrow", hint="install the extra: detente[stakes]") from None
        out = io.BytesIO()
        parquet.write_table(pyarrow.table({name: [getattr(row, name) for row in self.rows] for name in _COLUMNS}), out)
        return out.getvalue()

    def write(self, path: Path, ending: str | None = None) -> None:
        """Into a file, in the form that its name ends in, or in the one given; StakesError for one that there is not."""
        made = self._made(path.suffix if ending is None else ending, path)
        try:
            path.write_bytes(made)
        except OSError as error:
            raise StakesError(f"cannot be written: {error.strerror}", where=str(path)) from None

    def _made(self, ending: str, path: Path) -> bytes:
        match ending:
            case ".json":
                return self.json().encode()
            case ".csv":
                return self.csv().encode()
            case ".parquet":
                return self.parquet()
            case ".svg":
                return svg(self.chart).encode()
            case ".png":
                return png(self.chart)
            case _:
                raise StakesError(f"unknown kind of file: {ending!r}", where=str(path), hint=".json, .csv, .parquet, .svg or .png")


def forms_of(report: Report, shown: tuple[str, ...], *, mapping: dict[str, Json] | None = None) -> Forms:
    """Of a report; `mapping` is how its scenario came about, where it was made of something else."""
    whole = record(report) | ({} if mapping is None else {"mapping": mapping})
    return Forms(record=whole, rows=tuple(long_rows(report)), chart=chart_of(report, shown))


def forms_of_game(game: Game) -> Forms:
    """Of a game that was played."""
    return Forms(record=game_record(game), rows=tuple(game_rows(game)), chart=game_chart(game))
