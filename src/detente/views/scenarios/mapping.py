"""A thread's measure or commitment as an act of a scenario, by stated rules; or why it cannot be one.

In: a thread, the model's setting, a day whose US tariffs are the base. Out: `Mapped` or `Unmapped`.

Tariffs (r: rate, r0: rate before, d: change, s: share of the flow):
    d alone, above zero                       add d
    r and r0, all goods, no US base           total r, on a base of r0
    r and r0 otherwise                        add r - r0 on the share: one duty of several may be meant
    r with `additional`, `on top` ...         add r
    r with `cap`, `ceiling`, `at most` ...    cap r, where the rate below is known
    r with `total`, `to r percent`; or of an act that raises, cuts, maintains    total r
    r of an act that imposes                  either, where the rate below is known and not zero; else the two are the same: total r
    no rate, but an answer to another act     retaliate in kind
    suspended, lifted, exempted, or cut by d: the points taken off are an act of the state before; the relief is the difference
Bans: export controls and import restrictions that are imposed, on the share of the goods named; lifted ones as above.
Pledges: to buy, in USD a year (or in all by a deadline); to invest, in USD.
Holds: each act says by which rule it came about. What no rule maps is `Unmapped` with its reason; nothing is guessed.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from detente.model.amount import Amount
from detente.model.claim import Claim, Commitment, CommitmentAction, Instrument, Measure, MeasureAction, MeasureStatus
from detente.model.thread import Thread
from detente.stakes.scenario.acts import ALL_GOODS, Act, Ban, BaseRate, InvestmentPledge, PurchasePledge, TariffAct, TariffMode
from detente.stakes.scenario.places import BLOCS
from detente.stakes.scenario.product import ProductEngine
from detente.views.scenarios.scope import Covered, Flow, Setting, covered, of_product
from detente.views.scenarios.stated import Rates, actors, amount, day_by, first_stated, phrases, rates

RELIEFS = frozenset({MeasureAction.SUSPEND, MeasureAction.LIFT, MeasureAction.EXEMPT})
_DAYS_A_YEAR = 365.25
_NUMBER = r"\d+(?:\.\d+)?\s?(?:%|per ?cent|percentage points|points)"
_MORE = r"\b(?:additional(?:ly)?|extra|further|another|on top of|in addition|surcharge|surtax)\b"
# in one breath with the figure: no comma between the two, but for `25 percent, on top of`
_ON_TOP = re.compile(rf"{_MORE}[^,;:.…]{{0,40}}?{_NUMBER}|{_NUMBER}(?:[^,;:.…]{{0,30}}|[^,;:.…]{{0,30}}, ){_MORE}")
_IN_ALL = re.compile(rf"\b(?:in total|total(?:ling|ing)?|combined|overall|in all|all-inclusive)\b|\bto {_NUMBER}")
_CEILING = re.compile(r"\b(?:capped|cap|ceiling|at most|no (?:more|higher) than|not exceed|maximum)\b")
_NO_MODEL = "the model has no place for this instrument ({})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """`act` stands for the thread. Of a relief it is what was in force before, and `is_relief` says so."""

    thread: Thread
    act: Act
    rules: tuple[str, ...]
    base: BaseRate | None
    is_relief: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmapped:
    """A thread that no rule maps, and why."""

    thread: Thread
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The model, the day of the US base (empty: none), and whether the thread answers another act that has been mapped."""

    setting: Setting
    us_base: str
    is_answer: bool


def mapped(thread: Thread, context: Context) -> Mapped | Unmapped:
    """The act of a thread, or why there is none."""
    newest: Claim = thread.newest
    match newest:
        case Measure():
            found = _measure(thread, newest, context)
        case Commitment():
            found = _commitment(thread, newest, context)
        case _:
            found = f"a {thread.kind} is no act of its own"
    return Unmapped(thread=thread, why=found) if isinstance(found, str) else found


def _sides(thread: Thread, imposing: str, targeted: str, context: Context) -> tuple[tuple[str, ...], tuple[str, ...], str] | str:
    """Who acts on whom, with what had to be left out; or why it is not known."""
    ours, theirs = actors(thread, imposing), actors(thread, targeted)
    known = tuple(code for code in ours if _is_held(code, context))
    inside = {member for code in known for member in (code, *BLOCS.get(code, ()))}
    reached = tuple(code for code in theirs if _is_held(code, context) and code not in inside)
    if not known:
        return f"nobody in the table {'does it' if not ours else 'is ' + ', '.join(ours)}"
    if theirs and not reached:
        return f"nobody in the table but the imposer is among {', '.join(theirs)}" + (
            "; Taiwan is in the table wiod2011" if "TWN" in theirs else ""
        )
    left = [code for code in (*ours, *theirs) if code not in (*known, *reached)]
    return known, reached, f"Left out, not in the table or on both sides: {', '.join(left)}." if left else ""


def _is_held(code: str, context: Context) -> bool:
    return any(member in context.setting.engine.places.codes for member in (code, *BLOCS.get(code, ())))


def _measure(thread: Thread, newest: Measure, context: Context) -> Mapped | str:
    sides = _sides(thread, "imposer", "target", context)
    if isinstance(sides, str):
        return sides
    ours, theirs, left_out = sides
    match newest.instrument:
        case Instrument.TARIFF:
            flow = Flow(exporters=theirs, importers=ours)
        case Instrument.EXPORT_CONTROL:
            flow = Flow(exporters=ours, importers=theirs)
        case Instrument.IMPORT_RESTRICTION:
            flow = Flow(exporters=theirs, importers=ours)
        case _:
            return _NO_MODEL.format(newest.instrument.replace("_", " "))
    scope = covered(thread, flow, context.setting)
    if isinstance(scope, str):
        return scope
    found = _tariff(thread, newest, flow, scope, context) if newest.instrument is Instrument.TARIFF else _ban(thread, newest, flow, scope)
    return found if isinstance(found, str) else _with_rules(found, left_out, scope.rule)


def _with_rules(found: Mapped, *rules: str) -> Mapped:
    kept = (*found.rules, *(rule for rule in rules if rule))
    return Mapped(thread=found.thread, act=found.act, rules=kept, base=found.base, is_relief=found.is_relief)


def _ban(thread: Thread, newest: Measure, flow: Flow, scope: Covered) -> Mapped | str:
    if not scope.rule:
        return f"what goods the {newest.instrument.replace('_', ' ')} covers is not stated"
    match newest.action:
        case MeasureAction.IMPOSE | MeasureAction.RAISE | MeasureAction.EXTEND | MeasureAction.MAINTAIN:
            relief = False
        case MeasureAction.SUSPEND | MeasureAction.LIFT | MeasureAction.EXEMPT:
            relief = True
        case MeasureAction.CUT:
            return "by how much the restriction is eased is not stated"
        case _:
            assert_never(newest.action)
    act = Ban(id=thread.id, exporters=flow.exporters, importers=flow.importers, scope=scope.scope)
    rule = "Taken as a full ban on these goods; a regime of licences costs less."
    return Mapped(thread=thread, act=act, rules=(rule,), base=None, is_relief=relief)


def _tariff(thread: Thread, newest: Measure, flow: Flow, scope: Covered, context: Context) -> Mapped | str:
    figures = rates(thread)
    if newest.action in RELIEFS or _is_cut_by_points(newest, figures):
        return _relief(thread, figures, flow, scope)
    if figures is None:
        if not context.is_answer:
            return "no rate is stated"
        act = _act(thread, flow, scope, TariffMode.RETALIATE, None)
        return _plain(thread, act, "No rate is stated: answered in kind, by the points that its own goods are charged.")
    return _by_figures(thread, newest, figures, flow, scope, base_known=_is_base_known(flow, context))


def _is_base_known(flow: Flow, context: Context) -> bool:
    """Whether the rate below an act is known: the US ones of a day, or those of a product's own table."""
    engine = context.setting.engine
    if context.us_base and flow.importers == ("USA",):
        return True
    return isinstance(engine, ProductEngine) and bool(engine.tariffs[engine.places.cells(flow.exporters, flow.importers, ())].any())


def _is_cut_by_points(newest: Measure, figures: Rates | None) -> bool:
    return newest.action is MeasureAction.CUT and figures is not None and figures.rate is None


def _relief(thread: Thread, figures: Rates | None, flow: Flow, scope: Covered) -> Mapped | str:
    points = figures.size if figures else None
    if not points:
        return "by how many points the tariff is eased is not stated"
    act = _act(thread, flow, scope, TariffMode.ADD, points)
    rule = f"A relief: the {points:g} points taken off are in force in the case before, and what the relief is worth is the difference."
    return Mapped(thread=thread, act=act, rules=(rule,), base=None, is_relief=True)


def _by_figures(thread: Thread, newest: Measure, figures: Rates, flow: Flow, scope: Covered, *, base_known: bool) -> Mapped | str:
    rate, before, change = figures.rate, figures.rate_from, figures.rate_change
    if rate is None:
        if change is None or change <= 0:
            return "no rate after the act is stated"
        return _plain(thread, _act(thread, flow, scope, TariffMode.ADD, change), f"The report gives the change: {change:g} points on top.")
    if before is not None and scope.scope.share == 1 and not base_known:
        base = BaseRate(importers=flow.importers, exporters=flow.exporters, rate_pct=before)
        act = _act(thread, flow, scope, TariffMode.TOTAL, rate)
        return Mapped(thread=thread, act=act, rules=(f"From {before:g} to {rate:g} percent, as stated.",), base=base, is_relief=False)
    if before is not None:
        act = _act(thread, flow, scope, TariffMode.ADD, rate - before)
        return _plain(thread, act, f"From {before:g} to {rate:g} percent, as stated: {rate - before:+g} points on the base.")
    return _by_words(thread, newest, figures, rate, _Where(flow, scope, base_known))


@dataclass(frozen=True, slots=True)
class _Where:
    flow: Flow
    scope: Covered
    base_known: bool


def _by_words(thread: Thread, newest: Measure, figures: Rates, rate: float, where: _Where) -> Mapped | str:
    if _ON_TOP.search(figures.words):
        mode, rule = TariffMode.ADD, f"The report says that the {rate:g} percent come on top."
    elif _CEILING.search(figures.words):
        if not where.base_known:
            return f"a ceiling of {rate:g} percent says nothing where the rate below it is not known"
        mode, rule = TariffMode.CAP, f"The report says at most {rate:g} percent."
    elif newest.action is MeasureAction.CUT and not where.base_known:
        return f"a cut to {rate:g} percent from a rate that is not stated"
    elif figures.action is not MeasureAction.IMPOSE or _IN_ALL.search(figures.words):
        mode, rule = TariffMode.TOTAL, f"{rate:g} percent in all."
    elif where.base_known:
        mode, rule = TariffMode.EITHER, f"The report does not say whether {rate:g} percent are the total or come on top: both are run."
    else:
        mode, rule = TariffMode.TOTAL, f"{rate:g} percent; total or additional is the same on a base of zero."
    return _plain(thread, _act(thread, where.flow, where.scope, mode, rate), rule)


def _act(thread: Thread, flow: Flow, scope: Covered, mode: TariffMode, rate: float | None) -> TariffAct:
    return TariffAct(id=thread.id, imposers=flow.importers, targets=flow.exporters, mode=mode, rate_pct=rate, scope=scope.scope)


def _plain(thread: Thread, act: Act, rule: str) -> Mapped:
    return Mapped(thread=thread, act=act, rules=(rule,), base=None, is_relief=False)


def _commitment(thread: Thread, newest: Commitment, context: Context) -> Mapped | str:
    if newest.action not in (CommitmentAction.BUY, CommitmentAction.INVEST):
        return f"a pledge to {newest.action.replace('_', ' ')} has no place in the model"
    sides = _sides(thread, "promisor", "promisee", context)
    if isinstance(sides, str):
        return sides
    ours, theirs, left_out = sides
    if len(ours) != 1 or len(theirs) != 1:
        return "one who pledges and one to whom are needed"
    sum_ = amount(thread, "amount")
    if sum_ is None or sum_.unit != "USD":
        return "no sum is stated" if sum_ is None else f"{sum_}: only sums in USD are mapped, no price or exchange rate is assumed"
    if isinstance(context.setting.engine, ProductEngine) and (why := _not_of_product(thread, newest, context.setting.engine)):
        return why
    years = _years(thread, sum_)
    found = _purchase if newest.action is CommitmentAction.BUY else _investment
    outcome = found(thread, ours[0], theirs[0], float(sum_.value), years)
    return outcome if isinstance(outcome, str) else _with_rules(outcome, left_out)


def _not_of_product(thread: Thread, newest: Commitment, engine: ProductEngine) -> str:
    """Why a pledge says nothing about a product's market; empty where it does."""
    if newest.action is CommitmentAction.INVEST:
        return "a pledge to invest has no place in a product's market"
    goods = phrases(thread, "object")
    if not goods:
        return f"what is to be bought is not stated, so how much of it is {engine.table.product} is not known"
    found = of_product(goods, engine.table)
    return found if isinstance(found, str) else ""


def _years(thread: Thread, sum_: Amount) -> float | None:
    """Over how many years a sum in all is spread: from the first report to the deadline; a sum a year is over one."""
    if sum_.per is not None:
        return {"year": 1.0, "month": 1 / 12, "week": 7 / _DAYS_A_YEAR, "day": 1 / _DAYS_A_YEAR}.get(sum_.per)
    start, end = first_stated(thread), day_by(thread, "deadline")
    return (end - start).days / _DAYS_A_YEAR if start and end and (end - start).days > 0 else None


def _purchase(thread: Thread, buyer: str, seller: str, value: float, years: float | None) -> Mapped | str:
    if years is None:
        return "over what time the purchases are to be made is not stated"
    sum_ = amount(thread, "amount")
    # a deadline within the year still asks for a whole year's purchases, not for more
    yearly = value / (max(years, 1.0) if sum_ and sum_.per is None else years)
    act = PurchasePledge(id=thread.id, buyer=buyer, seller=seller, amount_usd=yearly, scope=ALL_GOODS)
    rule = f"{yearly / 1e9:.3g} bn USD a year, taken as more than is bought already; if the pledge counts that, the effect is smaller."
    return _plain(thread, act, rule)


def _investment(thread: Thread, investor: str, host: str, value: float, years: float | None) -> Mapped | str:
    act = InvestmentPledge(id=thread.id, investor=investor, host=host, amount_usd=value, years=years)
    time = f"over {years:.3g} years" if years else "no time is stated"
    return _plain(thread, act, f"{value / 1e9:.3g} bn USD, {time}: set against GDP, no effect is claimed.")


def us_base_day(thread: Thread) -> str:
    """The day whose US tariffs are the base of a US act: the first report's, where the act was not yet in force then; else none."""
    first = thread.claims[0]
    day: date | None = first_stated(thread)
    waiting = (
        MeasureStatus.SOUGHT,
        MeasureStatus.CONSIDERED,
        MeasureStatus.THREATENED,
        MeasureStatus.ANNOUNCED,
        MeasureStatus.DROPPED,
        MeasureStatus.BLOCKED,
        MeasureStatus.RULED_OUT,
    )
    is_us = isinstance(first, Measure) and actors(thread, "imposer") == ("USA",) and first.instrument is Instrument.TARIFF
    if not is_us or not isinstance(first, Measure) or first.status not in waiting or first.action in RELIEFS:
        return ""
    return day.isoformat() if day and day.year >= 2024 else ""
