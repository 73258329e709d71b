"""How much of a flow an act covers: all goods, a stated value of trade, or the share of the sectors that hold the goods named.

In: what a thread states, the table that the model runs on. Out: `Covered`, or a sentence that says why it cannot be known.
Rules, the first that fits:
    a yearly trade value in USD is stated        its share of the flow in the table
    no goods are named                           all goods
    goods of known sectors                       those sectors' share of the flow (WIOD 2011): the most that the act can cover
Holds: goods of no known sector, and countries that WIOD lacks, give no share; nothing is guessed.

For the product model an act covers the product or does not: goods that its table is about are covered whole (of WIOD's sectors, at most),
an act on all goods covers them too, an act on other goods is none. Where no table is named, the goods' sectors in WIOD stand for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from detente.errors import QueryError, StakesError
from detente.model.claim import Kind
from detente.model.thread import Thread
from detente.stakes.scenario.acts import ALL_GOODS, EngineName, Scope
from detente.stakes.scenario.base import Engine
from detente.stakes.scenario.goods import SECTOR_TABLE, sector_share
from detente.stakes.scenario.product import ProductEngine
from detente.stakes.tables.product import ProductTable
from detente.views.scenarios.stated import amount, phrases
from detente.vocab.goods import goods_of

_YEARLY = (None, "year")
_GOODS_SLOTS = {Kind.MEASURE: "products", Kind.COMMITMENT: "object"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The model that the acts are for, by name, and its table."""

    name: EngineName
    table: str
    engine: Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Goods of `exporters` sold to `importers`; none is all the world."""

    exporters: tuple[str, ...]
    importers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A scope and the rule by which it was found, a sentence; empty where the whole flow is meant."""

    scope: Scope
    rule: str


def covered(thread: Thread, flow: Flow, setting: Setting) -> Covered | str:
    """The scope of a measure, or why it is not known."""
    goods = phrases(thread, "products")
    value = amount(thread, "trade_value")
    if isinstance(setting.engine, ProductEngine):
        found = of_product(goods, setting.engine.table) if goods else Covered(ALL_GOODS, "")
        if isinstance(found, str) or value is None or found.scope.products != goods:
            return found
    if value is not None and value.unit == "USD" and value.per in _YEARLY:
        return _by_value(float(value.value), goods, flow, setting)
    if isinstance(setting.engine, ProductEngine):
        return of_product(goods, setting.engine.table)
    return _by_sector(goods, flow, setting) if goods else Covered(ALL_GOODS, "")


def table_of_goods(thread: Thread, tied: Iterable[Thread]) -> str:
    """The sectors that hold the goods of a thread, as a table for the product model; where it names none, those of the first of the
    threads tied to it (its answers, a deal's terms) that names goods of known sectors. QueryError where there are none."""
    own = _goods_named(thread)
    hint = "give a table of the product's trade, --table FILE: docs/stakes.md"
    if strange := [phrase for phrase in own if goods_of(phrase) is None]:
        raise QueryError(f"no table in the package holds the trade in {', '.join(strange)}", where=thread.id, hint=hint)
    for goods in (own, *map(_goods_named, tied)):
        known = [goods_of(phrase) for phrase in goods]
        if known and all(known):
            sectors = dict.fromkeys(code for found in known if found for code in found.sectors)
            return f"{SECTOR_TABLE}:{','.join(sectors)}"
    raise QueryError(
        "neither it nor what is tied to it names goods of a known sector, and the product model is about one product",
        where=thread.id,
        hint=hint,
    )


def _goods_named(thread: Thread) -> tuple[str, ...]:
    slot = _GOODS_SLOTS.get(thread.kind)
    return phrases(thread, slot) if slot else ()


def of_product(goods: tuple[str, ...], table: ProductTable) -> Covered | str:
    """How much of a product an act on these goods covers: the whole, or it is about something else."""
    its = tuple(phrase for phrase in goods if _is_of(phrase, table))
    if not its:
        return f"it is about {', '.join(goods)}, the table about {table.product}: that is another market, to be asked for by its own thread"
    most = ", at most" if table.sectors else ""
    rule = f"{', '.join(its).capitalize()}: the whole of {table.product}{most}."
    return Covered(Scope(share=1.0, sectors=(), products=its), rule)


def _is_of(phrase: str, table: ProductTable) -> bool:
    """Whether a phrase means the product: by its sectors, else by its last words, singular or plural; several goods are not one."""
    if table.sectors:
        found = goods_of(phrase)
        return found is not None and any(sector in table.sectors for sector in found.sectors)
    said = " ".join(phrase.lower().split())
    if " and " in said or "," in said:
        return False
    forms = {form for word in table.words for form in (word, word.removesuffix("s"), f"{word}s")}
    return any(said == form or said.endswith(f" {form}") for form in forms)


def _by_value(value_usd: float, goods: tuple[str, ...], flow: Flow, setting: Setting) -> Covered | str:
    try:
        cells = setting.engine.places.cells(flow.exporters, flow.importers, ())
    except StakesError as error:
        return str(error)
    whole = float(setting.engine.base_trade_usd[cells].sum())
    if whole <= 0:
        return "the table holds no trade between the two sides"
    share = min(value_usd / whole, 1.0)
    more = "; that is all of it" if value_usd >= whole else ""
    rule = f"The stated {value_usd / 1e9:.3g} bn USD of trade against {whole / 1e9:.3g} bn in the table: {100 * share:.3g} percent{more}."
    return Covered(Scope(share=share, sectors=(), products=goods), rule)


def _by_sector(goods: tuple[str, ...], flow: Flow, setting: Setting) -> Covered | str:
    known = {phrase: goods_of(phrase) for phrase in goods}
    if strange := [phrase for phrase, found in known.items() if found is None]:
        return f"no trade share is known for {', '.join(strange)}"
    found = [entry for entry in known.values() if entry]
    sectors = tuple(dict.fromkeys(code for entry in found for code in entry.sectors))
    if setting.name is EngineName.MULTI_SECTOR and setting.table == SECTOR_TABLE:
        return Covered(Scope(share=1.0, sectors=sectors, products=goods), f"{_named(goods, sectors)}: the whole of them, at most.")
    share = sector_share(sectors, exporters=flow.exporters, importers=flow.importers)
    if share is None:
        return f"no trade share of {', '.join(goods)} is known between these countries ({SECTOR_TABLE} lacks one of them)"
    most = "" if all(entry.is_whole for entry in found) else "; they hold other goods too, so the effect is at most this"
    rule = f"{_named(goods, sectors)}: {100 * share:.3g} percent of the flow in {SECTOR_TABLE}{most}."
    return Covered(Scope(share=share, sectors=(), products=goods), rule)


def _named(goods: tuple[str, ...], sectors: tuple[str, ...]) -> str:
    return f"{', '.join(goods).capitalize()}: sector{'s' if len(sectors) > 1 else ''} {', '.join(sectors)}"
