"""When something is, as the clocks of its place show it, and as the reader's do where these differ. Pure, no Django."""

from dataclasses import dataclass
from datetime import datetime

from learning import schedule


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant: `here` and `until` are wall-clock times of its zone without a zone, `yours` the reader's, if another."""

    starts_at: datetime
    here: datetime
    until: datetime
    zone: str
    yours: datetime | None = None
    your_zone: str = ""

    @property
    def iso(self) -> str:
        """For the `datetime` of a time element."""
        return self.starts_at.isoformat()

    @property
    def place(self) -> str:
        """The city that names the zone: "Los Angeles"."""
        return _city(self.zone)

    @property
    def your_place(self) -> str:
        return _city(self.your_zone)


def moment(starts_at: datetime, ends_at: datetime, zone: str, reader_zone: str = "") -> Moment:
    """The beginning and the end in a zone, and the beginning in the reader's where its clocks show another time."""
    here, until = (schedule.local(each, zone).replace(tzinfo=None) for each in (starts_at, ends_at))
    yours = schedule.local(starts_at, reader_zone).replace(tzinfo=None) if reader_zone else None
    if yours is None or yours == here:
        return Moment(starts_at, here, until, zone)
    return Moment(starts_at, here, until, zone, yours, reader_zone)


def _city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")
