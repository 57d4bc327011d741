from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cms import quiet_hours

PRAGUE = ZoneInfo("Europe/Prague")


@pytest.mark.parametrize(
    ("at", "later"),
    [
        ((2026, 11, 25, 20, 59), (2026, 11, 25, 20, 59)),  # 21:59 in Prague
        ((2026, 11, 25, 21, 0), (2026, 11, 26, 6, 0)),
        ((2026, 11, 26, 5, 59), (2026, 11, 26, 6, 0)),
        ((2026, 11, 26, 6, 0), (2026, 11, 26, 6, 0)),
        ((2027, 3, 27, 23, 0), (2027, 3, 28, 5, 0)),  # the night in which an hour is lost
        ((2026, 10, 24, 22, 0), (2026, 10, 25, 6, 0)),  # and the one in which it comes back
    ],
)
def test_what_would_come_at_night_comes_in_the_morning(at, later):
    assert quiet_hours.after(datetime(*at, tzinfo=UTC), PRAGUE) == datetime(*later, tzinfo=UTC)
