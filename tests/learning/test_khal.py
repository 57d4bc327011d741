"""A calendar program that is not ours reads our feeds and shows the right hours: khal, where it is installed."""

import shutil
import subprocess
from datetime import date, time
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from cms.models import FeedToken
from cms.services import feed_tokens
from learning.services import meetups, memberships
from tests.factories import groups as make

pytestmark = pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")

CONFIG = """[calendars]
[[ours]]
path = {folder}/calendar
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/cache
"""


def shown(folder: Path, feed: bytes, zone: str) -> list[str]:
    """What khal lists of a feed for somebody who lives in this zone."""
    (folder / "calendar").mkdir(parents=True)
    (folder / "config").write_text(CONFIG.format(folder=folder, zone=zone))
    (folder / "feed.ics").write_bytes(feed)
    khal = ["khal", "-c", str(folder / "config")]
    subprocess.run([*khal, "import", "--batch", str(folder / "feed.ics")], check=True, timeout=30)
    listing = [
        "list",
        "--format",
        "{start-long} to {end-time} {title}",
        "--day-format",
        "",
        "2026-10-01",
        "2026-12-31",
    ]
    said = subprocess.run([*khal, *listing], check=True, timeout=30, capture_output=True, text=True).stdout
    return said.splitlines()


def test_khal_shows_the_hours_of_the_site_a_group_and_a_member(client, member, tmp_path):
    with time_machine.travel("2026-10-20T12:00:00Z", tick=False):
        group = make.group()
        # Portland's clocks go back on November 1st, Lord Howe's half an hour forward on October 4th.
        for day in (date(2026, 10, 27), date(2026, 11, 3)):
            make.meetup(group=group, day=day, title=f"Evening {day:%d}")
        moved = make.meetup(group=group, day=date(2026, 11, 10), title="Moved")
        make.meetup(day=date(2026, 12, 5), clock=time(10), title="Saturday")
        memberships.join(group=group, member=member, mode="room")
        meetups.move(actor=member, meetup=moved, day=date(2026, 11, 12), clock=time(19), minutes=60)
        token = feed_tokens.offer()
        feed_tokens.use(member=member, purpose=FeedToken.Purpose.CALENDAR, token=token)
        feeds = {
            "site": client.get(reverse("learning:feed-site")).content,
            "group": client.get(reverse("learning:feed-group", args=[group.uuid])).content,
            "mine": client.get(reverse("learning:feed-member", args=[token])).content,
        }
    evenings = [
        "2026-10-27 18:00 to 20:00 Python evenings: Evening 27",
        "2026-11-03 18:00 to 20:00 Python evenings: Evening 03",
        "2026-11-12 19:00 to 20:00 Python evenings: Moved",
    ]
    assert shown(tmp_path / "site", feeds["site"], make.ZONE) == [
        *evenings,
        "2026-12-05 10:00 to 12:00 Portland: Saturday",
    ]
    assert shown(tmp_path / "group", feeds["group"], make.ZONE) == evenings
    assert shown(tmp_path / "mine", feeds["mine"], "Australia/Lord_Howe") == [
        "2026-10-28 12:00 to 14:00 Python evenings: Evening 27",
        "2026-11-04 13:00 to 15:00 Python evenings: Evening 03",
        "2026-11-13 14:00 to 15:00 Python evenings: Moved",
    ]
