"""The bundled list of cities: found by any of their names, in any spelling of accents and case.

The list is `cities.csv`, made by `manage.py places` from GeoNames (https://www.geonames.org/), which is licensed under
Creative Commons Attribution 4.0. It holds capitals and cities of at least 50,000 people, the largest first.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from cms.distance import Point

from . import countries

LIST = Path(__file__).resolve().parent / "cities.csv"
MOST = 8  # cities of one name that are told


@dataclass(frozen=True, slots=True)
class City:
    """A city; `region` stands where it is needed to tell two of a name apart. `country` is ISO 3166."""

    name: str
    region: str
    country: str
    point: Point
    timezone: str

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        """The city with its region and country, in a form that `find` understands."""
        country = countries.name(self.country, language)
        return ", ".join(part for part in (self.name, self.region, country) if part)


def folded(text: str) -> str:
    """Text without accents and case: what two spellings of a name have in common."""
    plain = "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return " ".join(plain.replace("-", " ").replace(".", " ").replace("'", " ").split())


def find(text: str) -> list[City]:
    """The cities somebody may mean by "Portland", "Portland, Maine", "praga, cz" or "Valencia, España".

    The largest comes first; a city written as it is told is the only one.
    """
    name, *rest = [folded(part) for part in text.split(",")]
    wanted = [part for part in rest if part]
    found = _by_name().get(name, ())
    kept = [city for city in found if all(part in _around(city) for part in wanted)]
    exact = [city for city in kept if text in {city.told(language) for language in countries.languages()}]
    return exact or kept[:MOST]


def _around(city: City) -> set[str]:
    return {folded(city.region), *map(folded, countries.names(city.country)), folded(city.country)}


@cache
def _by_name() -> dict[str, tuple[City, ...]]:
    """Every name with its cities; the file is read once, at the first question."""
    names: dict[str, dict[City, None]] = defaultdict(dict)
    with LIST.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        for row in rows:
            point = (float(row["latitude"]), float(row["longitude"]))
            city = City(row["name"], row["region"], row["country"], point, row["timezone"])
            for name in (row["name"], *row["others"].split("|")):
                if key := folded(name):
                    names[key][city] = None
    return {name: tuple(cities) for name, cities in names.items()}
