"""The page of suggestions and the list of mentors, for one newcomer among many mentors: milliseconds and statements.

`uv run python -m tests.benchmarks.suggestions [MENTORS]` plants a round with 4,000 mentors (150 ms are looked for) or as
many as are named, and opens both pages three times; the first time pays for what all readers share.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

# ruff: noqa: E402 - models can be imported once Django is set up
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.models import Participant

from . import bench
from .workbench import Clock, plant

MENTORS = 4_000


def main() -> int:
    mentors = int(sys.argv[1]) if len(sys.argv) > 1 else MENTORS
    with bench.database():
        page = plant(20, mentors)
        mine = Participant.objects.filter(round_key=page.round_key, role="mentee")
        newcomer = mine.select_related("member").order_by("pk").first()
        client = Client()
        client.force_login(newcomer.member)
        for name in ("suggestions", "directory"):
            for _time in range(3):
                with CaptureQueriesContext(connection) as queries, Clock() as clock:
                    response = client.get(reverse(f"mentorship:{name}", args=[newcomer.uuid]))
                if response.status_code != 200:
                    raise SystemExit(f"{name}: {response.status_code}")
                sys.stdout.write(f"{name} among {mentors} mentors: {clock}, {len(queries)} statements\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
