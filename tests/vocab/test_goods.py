from detente.stakes.scenario.goods import SECTOR_TABLE, sector_share
from detente.stakes.tables.inputoutput import packaged_table
from detente.vocab.goods import _by_name, goods_of


def test_goods_are_found_by_their_whole_name_or_their_last_words():
    assert goods_of("farm products").is_whole
    assert goods_of("imported cars").sectors == ("c15",)
    assert goods_of("Canadian softwood lumber").sectors == ("c6",)
    assert not goods_of("some farm products").is_whole


def test_goods_of_no_sector_are_unknown():
    assert [goods_of(phrase) for phrase in ("rare earths", "critical software", "films", "")] == [None] * 4


def test_every_sector_is_one_of_the_table():
    assert {sector for goods in _by_name().values() for sector in goods.sectors} <= set(packaged_table(SECTOR_TABLE).sectors)


def test_shares_of_sectors_add_up_to_all_goods():
    table = packaged_table(SECTOR_TABLE)
    goods = [sector for sector, is_goods in zip(table.sectors, table.goods, strict=True) if is_goods]
    shares = [sector_share((sector,), exporters=("EU",), importers=("USA",)) for sector in goods]
    assert abs(sum(shares) - 1) < 1e-9
    assert sector_share(("c15",), exporters=("VNM",), importers=("USA",)) is None
