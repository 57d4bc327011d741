"""The mentors of a large round, read once a minute for everybody who asks: the pool chooses, the rows decide.

What is kept holds no wish, no block and no name, so it may outlive what it was made of; it is asked for less than a minute.
"""

import inspect
import time
from collections.abc import Iterable
from zlib import crc32

from django.core.cache import cache

from cms.models import Member
from mentorship.matching import features, people, weeks
from mentorship.matching import pool as pools
from mentorship.matching.people import Person, Terms
from mentorship.matching.pool import Pool
from mentorship.matching.weeks import monday_of
from mentorship.models import RoundPage

from . import match_input

FRESH = 60  # seconds a pool is as good as new
KEPT = 600  # seconds it serves the others while one reader makes the next
MAKING = 10  # seconds in which nobody else reads them anew, or makes another
#: A release that makes pools in another way does not read what the last one kept.
MAKER = crc32("".join(map(inspect.getsource, (features, people, pools, weeks))).encode())


def kept(round_page: RoundPage, terms: Terms) -> Pool | None:
    """The round's approved mentors as they stood at most a minute ago, ten while one reader reads them anew.

    None where none is kept, and for the one who is to read them anew and then `keep` them.
    """
    key = _key(round_page, terms)
    found = cache.get(key)
    if found is None:
        return None
    made_at, pool = found
    is_fresh = time.time() - made_at < FRESH
    return pool if is_fresh or not cache.add(f"{key}:reading", 1, MAKING) else None


def keep(round_page: RoundPage, terms: Terms, mentors: Iterable[Person]) -> None:
    """Keep all mentors of the round, as they have just been read, for whoever asks next. One query, for one at a time."""
    key = _key(round_page, terms)
    if not cache.add(f"{key}:making", 1, MAKING):
        return
    everybody = match_input.approved(round_page.round_key)
    named = everybody.order_by().values_list("member__timezone", flat=True).distinct()
    zones = [Member(timezone=name).zone.key for name in named]  # UTC when the name is no longer known
    cache.set(key, (time.time(), Pool.of(mentors, terms, zones)), KEPT)


def _key(round_page: RoundPage, terms: Terms) -> str:
    first, last = monday_of(terms.first), monday_of(max(terms.first, terms.last))
    return f"pool:{MAKER}:{round_page.round_key}:{first}:{last}"
