"""Players, their instruments, and both laid onto the tariff table of an economy.

A player is a country or a bloc with a common external tariff and free trade inside. Its instruments are cells of the tariff
table that move together: one for all foreign goods (uniform), or one for each foreign player's goods (discriminating).
All other tariffs stay at their base. The unknown of an instrument k is x_k = ln(1 + t_k).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.solve.game.exchange import Exchange, ExchangeState, equilibrium


@dataclass(frozen=True, slots=True)
class Player:
    """A country, or a bloc of them, by code."""

    name: str
    members: tuple[str, ...]

    @classmethod
    def country(cls, code: str) -> Self:
        """A country alone."""
        return cls(code, (code,))


EU27 = Player(
    "EU", tuple("AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE".split())
)


def members(code: str) -> tuple[str, ...]:
    """The countries that a code stands for: a bloc's members, or itself."""
    return EU27.members if code == EU27.name else (code,)


@dataclass(frozen=True, slots=True)
class Instrument:
    """One rate that `owner` sets on all goods of `targets`."""

    owner: str
    targets: tuple[str, ...]


class Table:
    """Players and instruments laid onto the tariff table of an economy."""

    def __init__(self, exchange: Exchange, players: tuple[Player, ...], instruments: tuple[Instrument, ...]) -> None:
        size = len(exchange.codes)
        self.exchange, self.players, self.instruments = exchange, players, instruments
        self.owner_of_importer: NDArray[np.intp] = np.full(size, -1)
        self.weights = np.zeros((len(players), size))
        self.fixed = np.log(exchange.powers)
        for number, player in enumerate(players):
            members = [exchange.index(code) for code in player.members]
            if (self.owner_of_importer[members] >= 0).any():
                raise StakesError("a country is in two players", where=player.name)
            self.owner_of_importer[members] = number
            self.weights[number, members] = 1
            self.fixed[np.ix_(members, members)] = 0
        self.cell: NDArray[np.intp] = np.full((size, size), -1)
        for number, instrument in enumerate(instruments):
            importers = [exchange.index(code) for code in self._player(instrument.owner).members]
            exporters = [exchange.index(code) for code in instrument.targets]
            self.cell[np.ix_(exporters, importers)] = number
        names = [player.name for player in players]
        self.owner: NDArray[np.intp] = np.array([names.index(instrument.owner) for instrument in instruments], dtype=np.intp)

    def _player(self, name: str) -> Player:
        for player in self.players:
            if player.name == name:
                return player
        raise StakesError(f"unknown player: {name!r}")

    def log_powers(self, x: FloatArray) -> FloatArray:
        """ln tau (N, N) at instruments x (K,)."""
        return np.where(self.cell >= 0, x[self.cell], self.fixed)

    def solve(self, x: FloatArray, *, start: FloatArray | None = None) -> ExchangeState:
        """The equilibrium at x."""
        return equilibrium(self.exchange, self.log_powers(x), start=start)

    def utilities(self, state: ExchangeState) -> FloatArray:
        """U (P,), relative to the base."""
        weights = self.weights * self.exchange.spending
        result: FloatArray = weights @ state.real_income / weights.sum(axis=1)
        return result

    def own_conditions(self, state: ExchangeState) -> FloatArray:
        """F (K,): each instrument's effect on its owner's ln U."""
        shares, adjoint = state.gradients(self.weights)
        owner = np.maximum(self.owner_of_importer, 0)
        cells = state.own_gradient(shares[owner, np.arange(len(owner))], adjoint[:, owner])
        return self._by_instrument(cells)

    def gradient(self, state: ExchangeState, player: int) -> FloatArray:
        """d ln U_player / d x (K,), of own and of others' instruments."""
        shares, adjoint = state.gradients(self.weights[player : player + 1])
        cells = state.own_gradient(shares[0], np.repeat(adjoint, len(self.owner_of_importer), axis=1))
        return self._by_instrument(cells)

    def _by_instrument(self, cells: FloatArray) -> FloatArray:
        used = self.cell >= 0
        sums: FloatArray = np.bincount(self.cell[used], weights=cells[used], minlength=len(self.instruments)).astype(np.float64)
        return sums


def uniform(exchange: Exchange, players: tuple[Player, ...]) -> Table:
    """Each player sets one tariff on all foreign goods."""
    return Table(
        exchange,
        players,
        tuple(Instrument(player.name, tuple(code for code in exchange.codes if code not in player.members)) for player in players),
    )


def discriminating(exchange: Exchange, players: tuple[Player, ...]) -> Table:
    """Each player sets a tariff on each other player's goods, and one on those of all countries outside the game."""
    inside = {code for player in players for code in player.members}
    outside = tuple(code for code in exchange.codes if code not in inside)
    instruments = [Instrument(own.name, other.members) for own in players for other in players if own is not other]
    if outside:
        instruments += [Instrument(own.name, outside) for own in players]
    return Table(exchange, players, tuple(instruments))


def all_players(exchange: Exchange, *, blocs: tuple[Player, ...] = ()) -> tuple[Player, ...]:
    """Every country of the economy as a player, the blocs' members as one."""
    inside = {code for bloc in blocs for code in bloc.members}
    return (*blocs, *(Player.country(code) for code in exchange.codes if code not in inside))
