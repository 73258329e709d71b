"""Scenario files: TOML that people can write, and that is printed for any scenario.

    name = "..."
    [assume]                     all optional: engine, table, elasticity, completeness, labour_supply, relief, deficits, variant, us_base
    [[base]]                     importers, exporters, rate_pct: tariffs in force before
    [[act]]                      id, kind = "tariff" | "ban" | "purchase" | "investment"; rates in percent
        tariff:     imposers, targets (none: all), mode = "total" | "add" | "cap" | "suspend" | "retaliate" | "either", rate_pct
        ban:        exporters, importers
        purchase:   buyer, seller, amount_usd (a year)
        investment: investor, host, amount_usd (in all), years (none: not stated)
        scope, all but investment:  share (0 to 1, default 1), sectors, products
    [[case]]                     name, acts (ids); none: one case of all acts
    [[difference]]               name, case, against

Holds: an unknown key or a value of the wrong type is refused with its place; `parse(render(s)) == s`.
"""

import json
from dataclasses import fields
from typing import TypeVar, assert_never

from detente.errors import StakesError
from detente.stakes.entry import Entry
from detente.stakes.result import caveat
from detente.stakes.scenario.acts import (
    STANDARD,
    Act,
    Assumptions,
    Ban,
    BaseRate,
    Case,
    Difference,
    EngineName,
    InvestmentPledge,
    PurchasePledge,
    Scenario,
    Scope,
    TariffAct,
    TariffMode,
    Variant,
)
from detente.stakes.solve.one_sector import Deficits, Relief

Choice = TypeVar("Choice", EngineName, Relief, Deficits, TariffMode, Variant)


def parse(text: str, *, where: str) -> Scenario:
    """The scenario that a file says; `where` names it in errors."""
    entry = Entry.of_toml(text, where=where)
    name = entry.text("name", where)
    assume = _assumptions(Entry(entry.left.pop("assume", {}), f"{where}, assume"))
    base_rates = tuple(_base_rate(base) for base in entry.entries("base"))
    acts = tuple(_act(act) for act in entry.entries("act"))
    cases = tuple(_case(case) for case in entry.entries("case")) or (Case(name="as reported", acts=tuple(act.id for act in acts)),)
    differences = tuple(_difference(wanted) for wanted in entry.entries("difference"))
    entry.done()
    if not acts and not base_rates and cases == (Case(name="as reported", acts=()),):
        raise StakesError("no act", where=where, hint="write one: [[act]] with id, kind and what it does")
    return Scenario(name=name, acts=acts, cases=cases, differences=differences, base_rates=base_rates, assume=assume, file=where)


def _chosen(kind: type[Choice], value: str, where: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise StakesError(f"unknown choice: {value!r}", where=where, hint=f"one of {', '.join(kind)}") from None


def _assumptions(entry: Entry) -> Assumptions:
    found = Assumptions(
        engine=_chosen(EngineName, entry.text("engine", STANDARD.engine), entry.where),
        table=entry.text("table", STANDARD.table),
        elasticity=entry.number("elasticity", STANDARD.elasticity),
        completeness=entry.number("completeness", STANDARD.completeness),
        labour_supply=entry.number("labour_supply", STANDARD.labour_supply),
        relief=_chosen(Relief, entry.text("relief", STANDARD.relief), entry.where),
        deficits=_chosen(Deficits, entry.text("deficits", STANDARD.deficits), entry.where),
        variant=_chosen(Variant, entry.text("variant", STANDARD.variant), entry.where),
        us_base=entry.text("us_base", STANDARD.us_base),
    )
    entry.done()
    return found


def _base_rate(entry: Entry) -> BaseRate:
    found = BaseRate(importers=entry.texts("importers"), exporters=entry.texts("exporters"), rate_pct=entry.number("rate_pct"))
    entry.done()
    return found


def _scope(entry: Entry) -> Scope:
    share, sectors, products = entry.number("share", 1.0), entry.texts("sectors"), entry.texts("products")
    try:
        return Scope(share=share, sectors=sectors, products=products)
    except StakesError as error:
        raise StakesError(error.message, where=entry.where) from None


def _act(entry: Entry) -> Act:
    kind, id = entry.text("kind"), entry.text("id")
    act: Act
    match kind:
        case "tariff":
            mode = _chosen(TariffMode, entry.text("mode"), entry.where)
            sides = {"imposers": entry.texts("imposers"), "targets": entry.texts("targets")}
            rate_pct, scope = entry.optional_number("rate_pct"), _scope(entry)
            # A misspelt key is told as such, not as what is missing without it.
            entry.done()
            act = TariffAct(id=id, mode=mode, rate_pct=rate_pct, scope=scope, **sides)
        case "ban":
            act = Ban(id=id, exporters=entry.texts("exporters"), importers=entry.texts("importers"), scope=_scope(entry))
        case "purchase":
            act = PurchasePledge(
                id=id, buyer=entry.text("buyer"), seller=entry.text("seller"), amount_usd=entry.number("amount_usd"), scope=_scope(entry)
            )
        case "investment":
            act = InvestmentPledge(
                id=id,
                investor=entry.text("investor"),
                host=entry.text("host"),
                amount_usd=entry.number("amount_usd"),
                years=entry.optional_number("years"),
            )
        case _:
            raise StakesError(f"unknown kind of act: {kind!r}", where=entry.where, hint="tariff, ban, purchase or investment")
    entry.done()
    return act


def _case(entry: Entry) -> Case:
    found = Case(name=entry.text("name"), acts=entry.texts("acts"))
    entry.done()
    return found


def _difference(entry: Entry) -> Difference:
    found = Difference(name=entry.text("name"), case=entry.text("case"), against=entry.text("against"))
    entry.done()
    return found


def render(scenario: Scenario) -> str:
    """The scenario as a file."""
    blocks = [
        [f"# {caveat(scenario.assume.engine, scenario.assume.elasticity)}", f"name = {_value(scenario.name)}"],
        ["[assume]", *(f"{field.name} = {_value(getattr(scenario.assume, field.name))}" for field in fields(scenario.assume))],
        *(["[[base]]", *_lines(rate)] for rate in scenario.base_rates),
        *(["[[act]]", f"kind = {_value(_kind(act))}", *_lines(act)] for act in scenario.acts),
        *(["[[case]]", *_lines(case)] for case in scenario.cases),
        *(["[[difference]]", *_lines(wanted)] for wanted in scenario.differences),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _kind(act: Act) -> str:
    match act:
        case TariffAct():
            return "tariff"
        case Ban():
            return "ban"
        case PurchasePledge():
            return "purchase"
        case InvestmentPledge():
            return "investment"
        case _:
            assert_never(act)


def _lines(record: BaseRate | Act | Case | Difference | Scope) -> list[str]:
    lines: list[str] = []
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Scope):
            lines += _lines(value)
        elif value is not None:
            lines.append(f"{field.name} = {_value(value)}")
    return lines


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    # a JSON text is a TOML basic string, but for DEL
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f") if isinstance(value, str) else repr(value)
