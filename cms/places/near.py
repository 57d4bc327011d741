"""What somebody means by "near": a city of the list, or coordinates as they typed them."""

import re
from dataclasses import dataclass

from cms.distance import Point

from . import cities
from .cities import City

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was typed, and the other cities of the same name that may have been meant."""

    name: str
    point: Point
    city: City | None = None
    others: tuple[City, ...] = ()


def read(text: str, language: str = "en") -> Place | None:
    """The place of "Porto", "Portland, Maine" or "45.5, -122.7"; None for what is none. The largest city counts
    first, and is named in this language."""
    text = text.strip()[:LONGEST]
    if point := coordinates(text):
        return Place(written(point), point)
    found = cities.find(text) if text else []
    return Place(found[0].told(language), found[0].point, found[0], tuple(found[1:])) if found else None


def coordinates(text: str) -> Point | None:
    """Latitude and longitude in degrees, with a decimal point, or a decimal comma where a space or ; divides the two."""
    parts = [part.strip(",") for part in re.split(r"[;\s]+", text.strip(" ;,")) if part.strip(",")]
    if len(parts) == 1:
        parts = parts[0].split(",")
    if len(parts) != 2 or not all(
        re.fullmatch(r"[+-]?\d{1,3}([.,]\d{1,10})?", part, re.ASCII) for part in parts
    ):
        return None
    latitude, longitude = (float(part.replace(",", ".")) for part in parts)
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def written(point: Point) -> str:
    """Coordinates in a form that `read` understands."""
    return f"{point[0]:g}, {point[1]:g}"
