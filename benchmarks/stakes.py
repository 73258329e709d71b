"""The trade engines beside their peers: the same data, one process, results compared where the models coincide, speed as a ratio.

`make bench-stakes` runs it in an environment of its own, with the extra `bench` (gegravity 0.3 and puremacro; development only).

- gegravity (Larch and Yotov's one-sector model) is nearest to `one_sector` without tariff revenue, with fixed labour and balanced trade;
  the shock is a rise of trade costs on all imports of the USA, 20 large countries. It holds the shares of world expenditure in its
  resistance terms at the base, so that the two agree to about a tenth of the effect and no better.
- puremacro's Caliendo-Parro coincides with `multi_sector`: NAFTA's cuts on the balanced economy of 1993. Its money is counted in shares
  of world income, since it asks for an absolute residual that dollars never reach; 1e-4 is enough for six digits, and takes it a minute.
A peer that is not installed is left out, and that is said. Peers and ours take turns in one process, and the best of several runs counts.

Then our own times as the user meets them, in processor time of this process: machines are shared, and waiting is not ours.
"""

import contextlib
import importlib.util
import io
import time
import warnings
from collections.abc import Callable

import numpy as np

from detente.stakes.published.caliendo_parro import balanced, nafta_tariffs, solve_nafta
from detente.stakes.scenario.acts import ALL_GOODS, STANDARD, Case, Scenario, TariffAct, TariffMode
from detente.stakes.scenario.run import run as run_scenario
from detente.stakes.solve.economy import Economy, Policy
from detente.stakes.solve.game.exchange import Exchange
from detente.stakes.solve.game.nash import nash_uniform
from detente.stakes.solve.game.table import all_players, uniform
from detente.stakes.solve.multi_sector import solve_sectors
from detente.stakes.solve.one_sector import Deficits, Parameters, solve
from detente.stakes.solve.sectors import SectorPolicy
from detente.stakes.tables.world import world
from detente.stakes.uncertainty import spreads

COST, ELASTICITY, COUNTRIES = 1.1, 4.0, 20


def best_time(run: Callable[[], object], *, repeats: int) -> float:
    """The shortest of some runs, seconds of processor time."""
    times = []
    for _ in range(repeats):
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return min(times)


def report(peer: str, gap: float, peer_time: float, own_time: float) -> None:
    """One line: how far apart, how fast."""
    speed = f"{peer_time:.2f} s to {1e3 * own_time:.1f} ms, {peer_time / own_time:.0f} times"
    print(f"{peer}: largest difference of real income {gap:.1e}; {speed}", flush=True)


def large_countries() -> Economy:
    """The largest countries among themselves, trade balanced."""
    full = world().without_profit()
    largest = np.sort(np.argsort(full.output)[::-1][:COUNTRIES])
    codes = tuple(full.codes[place] for place in largest)
    trimmed = Economy.observed(codes, np.maximum(full.trade[np.ix_(largest, largest)], 1.0))
    parameters = Parameters.simple(trimmed, elasticity=ELASTICITY, deficits=Deficits.BALANCED)
    return solve(trimmed, parameters, Policy.unchanged(trimmed)).base


def against_gegravity() -> None:
    """Real income and time for a rise of import costs."""
    import gegravity  # noqa: PLC0415
    import pandas  # noqa: PLC0415

    economy = large_countries()
    home = economy.index("USA")
    kept = np.ones_like(economy.shares)
    kept[:, home] = COST**-ELASTICITY
    kept[home, home] = 1
    policy = Policy(tariffs=np.zeros_like(kept), kept=kept)
    parameters = Parameters.simple(economy, elasticity=ELASTICITY)
    trade, output = economy.trade, economy.output
    rows = [
        (exporter, importer, "2023", trade[i, j], output[i], output[j], float(np.log(trade[i, j] * output.sum() / (output[i] * output[j]))))
        for i, exporter in enumerate(economy.codes)
        for j, importer in enumerate(economy.codes)
    ]
    frame = pandas.DataFrame(rows, columns=["exporter", "importer", "year", "trade", "Y", "E", "cost"])
    costs = gegravity.CostCoeffs(pandas.DataFrame({"var": ["cost"], "coeff": [1.0]}), identifier_col="var", coeff_col="coeff")
    names = {"imp_var_name": "importer", "exp_var_name": "exporter", "year_var_name": "year", "trade_var_name": "trade"}
    baseline = gegravity.BaselineData(frame.copy(), expend_var_name="E", output_var_name="Y", **names)

    def peer() -> object:
        model = gegravity.OneSectorGE(
            baseline,
            year="2023",
            reference_importer="DEU",
            sigma=ELASTICITY + 1,
            cost_variables=["cost"],
            cost_coeff_values=costs,
            quiet=True,
        )
        model.build_baseline()
        changed = model.baseline_data.copy()
        shocked = (changed["importer"] == "USA") & (changed["exporter"] != "USA")
        changed.loc[shocked, "cost"] -= ELASTICITY * np.log(COST)
        model.define_experiment(changed)
        model.simulate()
        return model

    with contextlib.redirect_stdout(io.StringIO()):
        theirs = peer().country_results["welfare statistic"].astype(float)
        peer_time = best_time(peer, repeats=2)
    ours = solve(economy, parameters, policy)
    own_time = best_time(lambda: solve(economy, parameters, policy), repeats=10)
    gap = max(abs(1 / float(theirs[code]) - ours.welfare[place]) for place, code in enumerate(economy.codes))
    report("gegravity", gap, peer_time, own_time)


def against_puremacro() -> None:
    """Real income and time for NAFTA's cuts."""
    from puremacro.trade.caliendo_parro import CaliendoParroModel  # noqa: PLC0415

    economy, tariffs = balanced(), nafta_tariffs()
    model = CaliendoParroModel(
        trade_shares=economy.trade_shares.transpose(2, 1, 0),
        gamma_va=economy.value_added_shares,
        gamma_io=economy.inputs.transpose(0, 2, 1),
        alpha=economy.final_shares,
        theta=economy.elasticities,
        labor_income=economy.value_added / economy.value_added.sum(),
        tariffs=1 + economy.tariffs.transpose(2, 1, 0),
    )
    new = 1 + tariffs.transpose(2, 1, 0)

    started = time.process_time()
    theirs = model.solve_counterfactual(tariffs_new=new, tol=1e-4)
    peer_time = time.process_time() - started
    ours = solve_sectors(economy, SectorPolicy.of(tariffs))
    own_time = best_time(lambda: solve_sectors(economy, SectorPolicy.of(tariffs)), repeats=5)
    gap = float(np.abs(theirs.welfare_hat - ours.real_income).max())
    report("puremacro", gap, peer_time, own_time)


def processor_time(run: Callable[[], object], *, repeats: int) -> float:
    """The same, after a run that is not counted."""
    run()
    return best_time(run, repeats=repeats)


def own_times() -> None:
    """What a user waits for."""
    act = TariffAct(id="t", imposers=("USA",), targets=("CHN",), mode=TariffMode.ADD, rate_pct=50.0, scope=ALL_GOODS)
    scenario = Scenario(name="t", acts=(act,), cases=(Case(name="t", acts=("t",)),), differences=(), base_rates=(), assume=STANDARD)
    exchange = Exchange.purged(world(), elasticity=ELASTICITY)
    every = uniform(exchange, all_players(exchange))
    seconds = {
        "a scenario, one sector, 194 countries": processor_time(lambda: run_scenario(scenario), repeats=10),
        "NAFTA, 31 countries, 40 sectors": processor_time(solve_nafta, repeats=3),
        "Nash, 194 players": processor_time(lambda: nash_uniform(every), repeats=3),
        "200 draws": processor_time(lambda: spreads(scenario, ("USA", "CHN"), count=200, progress=lambda done: None), repeats=1),
    }
    for what, taken in seconds.items():
        print(f"{what}: {1e3 * taken:.0f} ms of processor time", flush=True)


def main() -> None:
    """Both comparisons, and our own times."""
    warnings.simplefilter("ignore")
    for name, compare in (("gegravity", against_gegravity), ("puremacro", against_puremacro)):
        if importlib.util.find_spec(name):
            compare()
        else:
            print(f"{name}: not installed, left out")
    own_times()


if __name__ == "__main__":
    main()
