"""What is at stake: a thread of a ledger, or a scenario file, through the trade model, as text, files, or a page.

In: a target (a thread's id, or a file), and what is wanted. Out: the scenario with how it came about, reports, bargains.
Holds: a scenario file that is printed for a thread reads back as the same scenario.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from detente.app.answers import OpenLedger
from detente.app.snapshot import Snapshot
from detente.errors import QueryError, StakesError
from detente.model.record import Record
from detente.stakes.bargain import Game, bargain
from detente.stakes.horizon import Horizon, elasticity_at
from detente.stakes.report.build import Depth, report_of
from detente.stakes.report.export import Forms, forms_of, forms_of_game
from detente.stakes.report.game import game_lines
from detente.stakes.report.records import Report
from detente.stakes.report.text import report_text, result_table
from detente.stakes.scenario.acts import STANDARD, Assumptions, EngineName, Scenario
from detente.stakes.scenario.engines import engine
from detente.stakes.scenario.toml import parse, render
from detente.stakes.uncertainty import Progress
from detente.views.scenarios.combining import ThreadScenario, thread_scenario
from detente.views.scenarios.page import StakesPage, stakes_page
from detente.views.scenarios.telling import explained, mapping_lines, mapping_to_record

__all__ = [
    "Asked",
    "Depth",
    "Forms",
    "Game",
    "Horizon",
    "Model",
    "Settings",
    "StakesFormat",
    "Told",
    "asked_of",
    "forms_of_game",
    "game_lines",
    "report_text",
    "result_table",
]


class Model(StrEnum):
    """Which model answers."""

    ONE_SECTOR = "one_sector"
    MULTI_SECTOR = "multi_sector"
    PRODUCT = "product"
    GAME = "game"


class StakesFormat(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user sets beside the scenario; None leaves it as the scenario, or the standard, has it."""

    model: Model | None
    table: str | None
    elasticity: float | None
    horizon: Horizon | None

    def over(self, assume: Assumptions) -> Assumptions:
        """The assumptions with the user's settings in them."""
        engine = assume.engine if self.model in (None, Model.GAME) else EngineName(str(self.model))
        table = assume.table if self.table is None else self.table
        if engine is EngineName.PRODUCT and self.elasticity is not None:
            raise StakesError("the product model's elasticities stand in its table", where="--elasticity", hint="docs/stakes.md says how")
        elasticity = elasticity_at(self.horizon, assume.elasticity) if self.elasticity is None else self.elasticity
        return replace(assume, engine=engine, table=table, elasticity=elasticity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A scenario to be answered, and, where it is a thread's, how it came about."""

    scenario: Scenario
    found: ThreadScenario | None

    @classmethod
    def of_file(cls, path: Path, settings: Settings) -> "Asked":
        """A scenario file; StakesError with its place for one that is not well formed."""
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise StakesError(
                "no such file", where=str(path), hint="`detente stakes THREAD --explain` prints a scenario to begin with"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise StakesError(f"cannot be read: {error}", where=str(path)) from None
        scenario = parse(text, where=str(path))
        return cls(scenario=replace(scenario, assume=settings.over(scenario.assume)), found=None)

    @classmethod
    def of_thread(cls, name: str, ledger: Snapshot, settings: Settings) -> "Asked":
        """A thread's scenario; NotInLedger for an unknown thread, QueryError where nothing of it can be mapped."""
        found = thread_scenario(ledger.thread(name), ledger.all_threads(), ledger.links(), assume=settings.over(STANDARD))
        return cls(scenario=found.scenario, found=found)

    def explained(self) -> str:
        """The scenario file; a thread's with the rules that made it."""
        return explained(self.found) if self.found else render(self.scenario)

    def answer(self, countries: tuple[str, ...], depth: Depth, *, progress: Progress) -> "Told":
        """The scenario answered by its model; StakesError for a country that its table lacks."""
        engine(self.scenario.assume, self.scenario.base_rates).places.countries(countries)
        shown = countries or self.scenario.parties()
        return Told(asked=self, shown=shown, report=report_of(self.scenario, shown, depth, progress=progress))

    def bargain(self, countries: tuple[str, ...]) -> Game:
        """What the two sides could agree on: those named, else the first two parties of the scenario."""
        return bargain(countries or self.scenario.parties()[:2], elasticity=self.scenario.assume.elasticity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer; `shown` are the countries asked about."""

    asked: Asked
    shown: tuple[str, ...]
    report: Report

    @property
    def mapping(self) -> tuple[str, ...]:
        """How the thread became the scenario, a line an act."""
        return mapping_lines(self.asked.found) if self.asked.found else ()

    def forms(self) -> Forms:
        """The answer in every form that it can be written in; a thread's with how it became a scenario."""
        mapping: Record | None = mapping_to_record(self.asked.found) if self.asked.found else None
        return forms_of(self.report, self.shown, mapping=mapping)

    def page(self) -> StakesPage:
        """All that a page shows."""
        return stakes_page(self.report, self.asked.found)


def asked_of(target: str, settings: Settings, *, ledger: str, as_of: str | None = None) -> Asked:
    """A scenario file where the target is one (`.toml`, or a file that exists), else a thread of the ledger as of an instant."""
    path = Path(target)
    if path.suffix == ".toml" or path.is_file():
        return Asked.of_file(path, settings)
    try:
        with OpenLedger(ledger, create=False) as held:
            return Asked.of_thread(target, held if as_of is None else held.as_of(as_of), settings)
    except StakesError as error:
        raise QueryError(str(error), where=target) from None
