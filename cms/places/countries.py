"""What countries are called in the languages of the site: `countries.csv`, made by `manage.py places` from CLDR."""

import csv
from functools import cache
from pathlib import Path

LIST = Path(__file__).resolve().parent / "countries.csv"


def name(code: str, language: str) -> str:
    """The country of an ISO 3166 code in a language of the site, in English elsewhere; a code nobody knows stays."""
    names = _all().get(code.upper(), {})
    return names.get(language.partition("-")[0]) or names.get("en") or code


def names(code: str) -> set[str]:
    """Everything a country is called in the languages of the site."""
    return set(_all().get(code, {}).values())


def languages() -> list[str]:
    """The languages in which countries have names here."""
    return list(_all()["US"])


def is_known(code: str) -> bool:
    """Whether some country has this code."""
    return code in _all()


@cache
def _all() -> dict[str, dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return {row.pop("code"): row for row in rows}
