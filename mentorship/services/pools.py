"""The mentors of a large round, read once a minute for everybody who asks: the pool chooses, the rows decide."""

import time
from collections.abc import Iterable
from dataclasses import fields
from zlib import crc32

from django.core.cache import cache

from cms.models import Member
from mentorship.matching.features import Table
from mentorship.matching.people import Person, Terms
from mentorship.matching.pool import Pool
from mentorship.models import RoundPage

from . import match_input

FRESH = 60  # seconds a pool is as good as new
KEPT = 600  # seconds it serves the others while one reader makes the next
MAKING = 10  # seconds after which whoever was making it is no longer waited for
#: A release that knows more of people does not read what the last one kept.
SHAPE = crc32(repr([[field.name for field in fields(each)] for each in (Person, Table, Pool)]).encode())


def kept(round_page: RoundPage, terms: Terms) -> Pool | None:
    """The round's approved mentors as they stood at most a minute ago, ten while one reader reads them anew.

    None where none is kept, and for the one who is to read them anew and then `keep` them.
    """
    key = _key(round_page, terms)
    made_at, pool = cache.get(key) or (0.0, None)
    if time.time() - made_at < FRESH or not cache.add(f"{key}:making", 1, MAKING):
        return pool
    return None


def keep(round_page: RoundPage, terms: Terms, mentors: Iterable[Person]) -> None:
    """Keep all mentors of the round, as they have just been read, for whoever asks next. One query."""
    everybody = match_input.approved(round_page.round_key)
    named = everybody.order_by().values_list("member__timezone", flat=True).distinct()
    zones = [Member(timezone=name).zone.key for name in named]  # UTC when the name is no longer known
    cache.set(_key(round_page, terms), (time.time(), Pool.of(mentors, terms, zones)), KEPT)


def _key(round_page: RoundPage, terms: Terms) -> str:
    return f"pool:{SHAPE}:{round_page.round_key}:{terms.first}:{terms.last}"
