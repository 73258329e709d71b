"""One product's trade for the product model: a file of one's own, or sectors of a packaged input-output table.

A TOML file says everything; `.csv` and `.parquet` files hold the flows alone and take the standard elasticities:

    product      = "soybeans"        what it is; words that reports use for it besides: also = ["soya"]
    demand       = -1.25             elasticities of all regions; those left out are the standard ones
    supply       = 1.5
    substitution = 5
    flows        = "flows.csv"       beside this file (or .parquet), or [[flow]] tables here
    [[flow]]       exporter, importer, trade_musd (a year, at world prices), tariff_pct (in force; left out: 0)
    [[region]]     code, and those of demand, supply, substitution that differ there

Flows are million USD; a region's sales at home stand as its flow to itself (of the rest of the
world, its members' trade with each other, tariffs and all); flows that are missing are zero. Regions are those that flows
name, sorted: ISO 3166-1 alpha-3 codes, `EU`, or `ROW` for the rest, as scenarios name them.
`wiod2011:c12` is sector c12 of that table as one product, `icio2019:A,B` two together; home sales are in it.
Standard elasticities are those of the published example (demand -1.25, supply 1.5, substitution 5).
"""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.entry import Entry
from detente.stakes.solve.product import ProductMarket
from detente.stakes.tables.inputoutput import PACKAGED, packaged_table
from detente.stakes.tables.parquet import Row, number_in, numbered, parquet_rows, refuse_missing

UNIT_USD = 1e6
"""Money in these tables is in million USD."""

DEMAND, SUPPLY, SUBSTITUTION = -1.25, 1.5, 5.0
_ELASTICITIES = ("demand", "supply", "substitution")
_NEEDED, _OPTIONAL = ("exporter", "importer", "trade_musd"), ("tariff_pct",)
_FORMS = "a .toml, .csv or .parquet file, or sectors of a packaged table as in `wiod2011:c12`: docs/stakes.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductTable:
    """`market` in million USD; `words` are what reports may call the product, lower case; `sectors` those of a packaged table
    that it stands for, none for a file of one's own; `standard` says which elasticities are the published example's."""

    product: str
    words: tuple[str, ...]
    sectors: tuple[str, ...]
    market: ProductMarket
    standard: tuple[str, ...]


def product_table(name: str) -> ProductTable:
    """The table that `name` stands for; StakesError where it is none, or something in it is wrong."""
    source, colon, sectors = name.partition(":")
    if colon and source in PACKAGED:
        return _of_sectors(source, tuple(code.strip() for code in sectors.split(",") if code.strip()))
    path = Path(name)
    if path.suffix not in (".toml", ".csv", ".parquet"):
        raise StakesError(f"the product model needs a table of the product's trade, and {name!r} is none", where="table", hint=_FORMS)
    if not path.is_file():
        raise StakesError("no such file", where=name, hint=_FORMS)
    if path.suffix == ".toml":
        return _of_toml(path)
    return _table(path, path.stem, (), _flows(path), Entry({}, name))


def _of_sectors(source: str, sectors: tuple[str, ...]) -> ProductTable:
    table = packaged_table(source)
    if not sectors or any(sector not in table.sectors for sector in sectors):
        unknown = next((sector for sector in sectors if sector not in table.sectors), "")
        raise StakesError(f"unknown sector: {unknown!r}", where=source, hint=f"one of {', '.join(table.sectors)}")
    chosen = [table.sectors.index(sector) for sector in sectors]
    trade = (table.intermediate + np.maximum(table.final, 0))[:, :, chosen].sum(axis=2)
    everywhere = np.ones(len(table.codes))
    market = ProductMarket(
        regions=table.codes,
        trade=trade,
        powers=np.ones_like(trade),
        demand=DEMAND * everywhere,
        supply=SUPPLY * everywhere,
        substitution=SUBSTITUTION * everywhere,
    )
    product = f"sector{'s' if len(sectors) > 1 else ''} {', '.join(sectors)}"
    return ProductTable(product=product, words=(), sectors=sectors, market=market, standard=_ELASTICITIES)


def _of_toml(path: Path) -> ProductTable:
    try:
        entry = Entry.of_toml(path.read_text(encoding="utf-8"), where=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise StakesError(f"cannot be read: {error}", where=str(path)) from None
    product, also = entry.text("product"), entry.texts("also")
    rows = [(flow.where, _row(flow)) for flow in entry.entries("flow")]
    file = entry.text("flows", "")
    if bool(file) == bool(rows):
        raise StakesError("the flows stand in a file named by `flows`, or in [[flow]] tables: one of the two", where=str(path))
    return _table(path, product, also, _flows(path.parent / file) if file else rows, entry)


def _row(flow: Entry) -> Row:
    row: Row = {column: flow.text(column) for column in _NEEDED[:2]}
    row["trade_musd"], row["tariff_pct"] = flow.number("trade_musd"), flow.number("tariff_pct", 0.0)
    flow.done()
    return row


def _flows(path: Path) -> list[tuple[str, Row]]:
    if path.suffix == ".parquet":
        return numbered(path, parquet_rows(path, _NEEDED, optional=_OPTIONAL))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            refuse_missing(path, _NEEDED, reader.fieldnames or ())
            return [(where := f"{path}, line {reader.line_num}", _typed(row, where)) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StakesError(f"cannot be read: {error}", where=str(path)) from None


def _typed(row: dict[str | None, str], where: str) -> Row:
    """Numbers as numbers, where they are; an empty tariff is none."""
    if None in row:
        raise StakesError("more cells than columns", where=where)
    typed: Row = {column: row[column] for column in _NEEDED[:2]}
    for column in ("trade_musd", "tariff_pct"):
        text = (row.get(column) or "").strip()
        try:
            typed[column] = float(text) if text or column == "trade_musd" else 0.0
        except ValueError:
            typed[column] = text
    return typed


def _table(path: Path, product: str, also: tuple[str, ...], flows: list[tuple[str, Row]], entry: Entry) -> ProductTable:
    if not flows:
        raise StakesError("no flows", where=str(path))
    sides = [(_region(row, "exporter", where), _region(row, "importer", where)) for where, row in flows]
    regions = tuple(sorted({code for pair in sides for code in pair}))
    trade, powers = np.zeros((len(regions), len(regions))), np.ones((len(regions), len(regions)))
    told: set[tuple[str, str]] = set()
    for (where, row), pair in zip(flows, sides, strict=True):
        if pair in told:
            raise StakesError(f"told twice: {pair[0]} to {pair[1]}", where=where)
        told.add(pair)
        cell = regions.index(pair[0]), regions.index(pair[1])
        trade[cell], powers[cell] = number_in(row, "trade_musd", where), 1 + _tariff(row, where) / 100
    elasticities, standard = _elasticities(entry, regions)
    entry.done()
    try:
        market = ProductMarket(regions=regions, trade=trade, powers=powers, **elasticities)
    except StakesError as error:
        raise StakesError(str(error), where=str(path)) from None
    words = tuple(dict.fromkeys(word.strip().lower() for word in (product, *also)))
    return ProductTable(product=product, words=words, sectors=(), market=market, standard=standard)


def _region(row: Row, side: str, where: str) -> str:
    code = row[side]
    if not isinstance(code, str) or not code.strip():
        raise StakesError(f"`{side}` must be a code, not {code!r}", where=where)
    return code.strip()


def _tariff(row: Row, where: str) -> float:
    rate = number_in(row, "tariff_pct", where) if row.get("tariff_pct") is not None else 0.0
    if rate <= -100:
        raise StakesError(f"a tariff of {rate:g} percent is impossible: it must be above -100", where=where)
    return rate


def _elasticities(entry: Entry, regions: tuple[str, ...]) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    """By name (R,), and the names of those that the file leaves to the standard."""
    standard = tuple(name for name in _ELASTICITIES if name not in entry.left)
    common = zip(_ELASTICITIES, (DEMAND, SUPPLY, SUBSTITUTION), strict=True)
    found = {name: np.full(len(regions), entry.number(name, value)) for name, value in common}
    for own in entry.entries("region"):
        code = own.text("code")
        if code not in regions:
            raise StakesError(f"unknown region: {code!r}", where=own.where, hint=f"the flows name {', '.join(regions)}")
        for name in _ELASTICITIES:
            found[name][regions.index(code)] = own.number(name, float(found[name][regions.index(code)]))
        own.done()
    return found, standard


def scaled(table: ProductTable, *, demand: float, supply: float, substitution: float) -> ProductTable:
    """The same product with its elasticities multiplied by these factors."""
    market = table.market
    changed = replace(
        market,
        demand=market.demand * demand,
        supply=market.supply * supply,
        substitution=market.substitution * substitution,
    )
    return replace(table, market=changed)
