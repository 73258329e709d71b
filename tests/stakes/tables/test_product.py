from pathlib import Path

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.tables.inputoutput import packaged_table
from detente.stakes.tables.product import product_table

FLOWS = [("USA", "CHN", 14.0, 3.0), ("BRA", "CHN", 37.0, 3.0), ("BRA", "BRA", 20.0, 0.0), ("USA", "ROW", 12.0, 0.0)]
CSV = "exporter,importer,trade_musd,tariff_pct\n" + "".join(f"{a},{b},{value},{rate or ''}\n" for a, b, value, rate in FLOWS)
INLINE = "".join(
    f'[[flow]]\nexporter = "{a}"\nimporter = "{b}"\ntrade_musd = {value}\ntariff_pct = {rate}\n' for a, b, value, rate in FLOWS
)


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_table_is_the_same_as_toml_csv_and_parquet(tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    names = ("exporter", "importer", "trade_musd", "tariff_pct")
    parquet.write_table(pyarrow.table({name: [row[at] for row in FLOWS] for at, name in enumerate(names)}), tmp_path / "soy.parquet")
    written(tmp_path / "soy.csv", CSV)
    inline = written(tmp_path / "inline.toml", f'product = "soy"\n{INLINE}')
    beside = written(tmp_path / "beside.toml", 'product = "soy"\nflows = "soy.parquet"\n')
    tables = [product_table(name) for name in (inline, beside, str(tmp_path / "soy.csv"), str(tmp_path / "soy.parquet"))]
    for table in tables:
        assert (table.product, table.words, table.market.regions) == ("soy", ("soy",), ("BRA", "CHN", "ROW", "USA"))
        np.testing.assert_array_equal(table.market.trade, tables[0].market.trade)
        np.testing.assert_array_equal(table.market.powers, tables[0].market.powers)
    assert tables[0].market.trade[3, 1] == 14
    assert tables[0].market.powers[3, 1] == pytest.approx(1.03)


def test_elasticities_are_the_file_s_own_by_region_else_the_standard_ones(tmp_path: Path) -> None:
    head = 'product = "soy"\nalso = ["Soya"]\ndemand = -0.6\n[[region]]\ncode = "BRA"\nsupply = 1.2\n'
    table = product_table(written(tmp_path / "t.toml", head + INLINE))
    assert table.words == ("soy", "soya")
    assert table.market.demand.tolist() == [-0.6] * 4
    assert table.market.supply.tolist() == [1.2, 1.5, 1.5, 1.5]
    assert table.standard == ("supply", "substitution")


def test_sectors_of_a_packaged_table_are_a_product() -> None:
    table, whole = product_table("wiod2011:c12"), packaged_table("wiod2011")
    sector = whole.sectors.index("c12")
    np.testing.assert_allclose(table.market.trade, (whole.intermediate + np.maximum(whole.final, 0))[:, :, sector])
    two = product_table("wiod2011:c12,c13").market.trade
    assert two.sum() > table.market.trade.sum()
    with pytest.raises(StakesError, match="wiod2011: unknown sector: 'c99'"):
        product_table("wiod2011:c99")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("t.csv", "exporter,importer,trade_musd\n", "t.csv: no flows"),
        ("t.csv", "exporter,trade_musd\nUSA,5\n", r"columns are missing: importer \(it has exporter, trade_musd\)"),
        ("t.csv", CSV + "USA,CHN,1,\n", "t.csv, line 6: told twice: USA to CHN"),
        ("t.csv", "exporter,importer,trade_musd\nUSA,CHN,much\n", "line 2: `trade_musd` must be a number, not 'much'"),
        ("t.csv", "exporter,importer,trade_musd\nUSA,CHN,nan\n", "line 2: `trade_musd` must be a number, not nan"),
        ("t.csv", "exporter,importer,trade_musd\nUSA,CHN,-5\n", "USA to CHN: trade is negative"),
        ("t.csv", "exporter,importer,trade_musd\nUSA,,5\n", "line 2: `importer` must be a code"),
        ("t.csv", "exporter,importer,trade_musd\nUSA,CHN,5,6\n", "line 2: more cells than columns"),
        ("t.csv", "exporter,importer,trade_musd,tariff_pct\nUSA,CHN,5,-100\n", "a tariff of -100 percent is impossible"),
        ("t.toml", INLINE, "t.toml: `product` is missing"),
        ("t.toml", 'product = "soy"\n', "one of the two"),
        ("t.toml", 'product = "soy"\nflows = "none.csv"\n', "none.csv: cannot be read"),
        ("t.toml", f'product = "soy"\ndemand = 1\n{INLINE}', "BRA: demand elasticities are negative, not 1"),
        ("t.toml", f'product = "soy"\ndemnd = -1\n{INLINE}', "unknown key: 'demnd'"),
        ("t.toml", f'product = "soy"\n{INLINE}[[region]]\ncode = "FRA"\n', "region 1: unknown region: 'FRA'"),
        ("t.xlsx", "", "the product model needs a table of the product's trade"),
        ("t.parquet", "no parquet", "not a parquet file"),
    ],
)
def test_a_table_with_a_fault_is_refused_with_its_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(StakesError, match=message):
        product_table(written(tmp_path / name, text))
