from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.errors import StakesError
from detente.stakes.solve.multi_sector import solve_sectors
from detente.stakes.solve.sectors import SectorPolicy
from detente.stakes.tables.inputoutput import PACKAGED, from_archive, packaged_table, save
from detente.stakes.tables.parquet import read_table

FOLDER = Path(__file__).parents[1] / "fixtures" / "icio2019"


def test_the_packaged_table_is_the_parquet_one() -> None:
    ours, theirs = packaged_table("icio2019"), read_table(FOLDER)
    assert (ours.codes, ours.sectors, ours.goods) == (theirs.codes, theirs.sectors, theirs.goods)
    for name in ("intermediate", "final", "inputs", "elasticities"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))


def test_a_saved_table_is_read_back(tmp_path: Path) -> None:
    table = read_table(FOLDER)
    tariffs = np.zeros_like(table.tariffs)
    tariffs[0, 1, 2] = 0.25
    own = replace(table, tariffs=tariffs, elasticities=table.elasticities + 1, goods=(True,) * 20)
    save(own, tmp_path / "t.npz")
    with np.load(tmp_path / "t.npz", allow_pickle=False) as stored:
        again = from_archive("t", stored)
    assert (again.codes, again.sectors, again.goods) == (own.codes, own.sectors, own.goods)
    for name in ("tariffs", "elasticities", "intermediate", "inputs"):
        np.testing.assert_allclose(getattr(again, name), getattr(own, name), rtol=1e-6)


@pytest.mark.parametrize("name", PACKAGED)
def test_the_base_is_an_equilibrium_that_reproduces_the_table(name: str) -> None:
    table = packaged_table(name)
    economy = table.economy()
    still = solve_sectors(economy, SectorPolicy.of(economy.tariffs))
    np.testing.assert_allclose(still.real_income, 1, atol=1e-8)
    observed = (table.intermediate + np.maximum(table.final, 0)).sum(axis=2)
    np.testing.assert_allclose(still.base.trade.sum(axis=2), observed, atol=1e-6 * observed.max())


def test_a_user_s_elasticities_and_tariffs_are_used(tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    flows = [("AAA", "AAA", 60.0, 40.0), ("AAA", "BBB", 5.0, 5.0), ("BBB", "AAA", 6.0, 4.0), ("BBB", "BBB", 30.0, 20.0)]
    tables = {
        "trade": {
            "exporter": [row[0] for row in flows],
            "sector": ["x"] * 4,
            "importer": [row[1] for row in flows],
            "intermediate_musd": [row[2] for row in flows],
            "final_musd": [row[3] for row in flows],
        },
        "io": {"country": ["AAA", "BBB"], "input": ["x", "x"], "user": ["x", "x"], "musd": [66.0, 35.0]},
        "sectors": {"sector": ["x"], "elasticity": [7.0], "goods": [True]},
        "tariffs": {"exporter": ["AAA"], "sector": ["x"], "importer": ["BBB"], "rate_pct": [10.0]},
    }
    for name, columns in tables.items():
        parquet.write_table(pyarrow.table(columns), tmp_path / f"{name}.parquet")
    table = read_table(tmp_path)
    assert table.elasticities.tolist() == [7.0]
    assert table.tariffs[0, 1, 0] == pytest.approx(0.1)
    assert table.economy().tariffs[0, 1, 0] == pytest.approx(0.1)


def test_a_table_whose_inputs_do_not_add_up_is_refused(tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    trade = {"exporter": ["AAA"], "sector": ["x"], "importer": ["AAA"], "intermediate_musd": [60.0], "final_musd": [40.0]}
    parquet.write_table(pyarrow.table(trade), tmp_path / "trade.parquet")
    parquet.write_table(pyarrow.table({"country": ["AAA"], "input": ["x"], "user": ["x"], "musd": [10.0]}), tmp_path / "io.parquet")
    with pytest.raises(StakesError, match="AAA, x: intermediate imports 60 are not the inputs used 10"):
        read_table(tmp_path)


def test_a_folder_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StakesError, match="no file matches"):
        read_table(tmp_path)


OWN = {
    "trade": {
        "exporter": ["AAA", "AAA", "BBB", "BBB"],
        "sector": ["x"] * 4,
        "importer": ["AAA", "BBB", "AAA", "BBB"],
        "intermediate_musd": [60.0, 5.0, 6.0, 30.0],
        "final_musd": [40.0, 5.0, 4.0, 20.0],
    },
    "io": {"country": ["AAA", "BBB"], "input": ["x", "x"], "user": ["x", "x"], "musd": [66.0, 35.0]},
    "tariffs": {"exporter": ["AAA"], "sector": ["x"], "importer": ["BBB"], "rate_pct": [10.0]},
    "sectors": {"sector": ["x"], "elasticity": [4.0], "goods": [True]},
}


@pytest.mark.parametrize(
    ("file", "column", "values", "message"),
    [
        ("trade", "final_musd", [40.0, None, 4.0, 20.0], "row 2: `final_musd` must be a number, not None"),
        ("trade", "final_musd", ["40", "5", "4", "20"], "row 1: `final_musd` must be a number, not '40'"),
        ("trade", "importer", ["AAA", "BBB", "AAA", "AAA"], "row 4: told twice: BBB, AAA, x"),
        ("trade", "importer", ["AAA", "BBB", "AAA", ""], "row 4: `importer` must be text"),
        ("trade", "intermediate_musd", [60.0, -5.0, 6.0, 40.0], "AAA: intermediate trade negative or not a number: -5"),
        ("io", "country", ["AAA", "CCC"], r"row 2: unknown country: 'CCC' \(the trade file does not hold it\)"),
        ("tariffs", "importer", ["AAA"], "AAA: a tariff on own goods"),
        ("sectors", "goods", ["yes"], "row 1: `goods` must be true or false, not 'yes'"),
        ("sectors", "sector", ["y"], "unknown sector: 'y'"),
    ],
)
def test_a_fault_in_a_table_of_one_s_own_is_told_with_its_row(
    tmp_path: Path, file: str, column: str, values: list[object], message: str
) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    for name, columns in OWN.items():
        parquet.write_table(pyarrow.table(columns | ({column: values} if name == file else {})), tmp_path / f"{name}.parquet")
    with pytest.raises(StakesError, match=message):
        read_table(tmp_path)


def test_a_country_that_sells_nothing_is_refused() -> None:
    table = packaged_table("icio2019")
    place = table.codes.index("ARG")
    silent = np.ones((len(table.codes), 1, 1))
    silent[place] = 0
    intermediate = table.intermediate * silent
    inputs = np.stack([np.diag(row) for row in intermediate.sum(axis=0)])
    with pytest.raises(StakesError, match=r"icio2019: ARG: sells nothing, not even at home \(home sales"):
        replace(table, intermediate=intermediate, final=table.final * silent, inputs=inputs)
