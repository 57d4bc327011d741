"""A meetup in the words of schema.org, for search engines. It names no member, and no link to join."""

from typing import Any

from learning import schedule
from learning.models import Meetup, SeatPool


def event(meetup: Meetup, *, url: str, kinds: set[str]) -> dict[str, Any]:
    """The Event as JSON-LD. `kinds` are the kinds of seats it has, `url` the absolute address of its page."""
    state = "EventCancelled" if meetup.is_cancelled else "EventScheduled"
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": meetup.name,
        "startDate": schedule.local(meetup.starts_at, meetup.timezone).isoformat(),
        "endDate": schedule.local(meetup.ends_at, meetup.timezone).isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": f"https://schema.org/{_attendance(kinds)}EventAttendanceMode",
        "location": _locations(meetup, url, kinds),
        "organizer": {"@type": "Organization", "name": meetup.chapter.name},
        "url": url,
    }
    if meetup.description:
        facts["description"] = meetup.description
    return facts


def _attendance(kinds: set[str]) -> str:
    room, remote = SeatPool.Kind.ROOM in kinds, SeatPool.Kind.REMOTE in kinds
    return "Mixed" if room and remote else "Online" if remote else "Offline"


def _locations(meetup: Meetup, url: str, kinds: set[str]) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if meetup.venue:
        place: dict[str, Any] = {
            "@type": "Place",
            "name": meetup.venue.name,
            "address": meetup.venue.address or meetup.chapter.city,
        }
        if meetup.venue.latitude is not None:
            place["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": float(meetup.venue.latitude),
                "longitude": float(meetup.venue.longitude),
            }
        places.append(place)
    elif SeatPool.Kind.REMOTE not in kinds:
        places.append({"@type": "Place", "name": meetup.chapter.city, "address": meetup.chapter.city})
    if SeatPool.Kind.REMOTE in kinds:
        places.append({"@type": "VirtualLocation", "url": url})
    return places
