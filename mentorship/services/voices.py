"""What people say of mentoring: words from the end of completed pairs, published with consent."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language

from cms.models import Block, Member
from mentorship.models import Exclusion, PairClosing, Pairing, RoundPage

NEWEST = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """Published words: by whom, in which round, when."""

    text: str
    name: str
    meetup: str
    day: date


def newest(*, reader: Member | None = None, limit: int = NEWEST) -> list[Voice]:
    """The latest words, without anybody whom a block hides from the reader, or whom safeguarding keeps out of mentoring.

    Two queries, one while there are none.
    """
    rows = _without(
        PairClosing.objects.published().for_listing(),
        Exclusion.objects.filter(other=None, lifted_at=None).values("member"),
    )
    if reader is not None:
        rows = _without(rows, Block.objects.hiding_from(reader))
    found = list(rows[:limit])
    if not found:
        return []
    keys = {row.pairing.mentor.round_key for row in found}
    titles = _titles(keys)
    return [
        Voice(row.quotable, row.writer, titles.get(row.pairing.mentor.round_key, ""), row.given_at.date())
        for row in found
    ]


def _without(rows: QuerySet[PairClosing], members: set[int] | QuerySet) -> QuerySet[PairClosing]:
    """What others than these members wrote."""
    rows = rows.exclude(side=Pairing.Side.MENTOR, pairing__mentor__member__in=members)
    return rows.exclude(side=Pairing.Side.MENTEE, pairing__mentee__member__in=members)


def _titles(keys: set[UUID]) -> dict[UUID, str]:
    """What the rounds are called in the reader's language, or as they were written."""
    language = get_language() or settings.LANGUAGE_CODE
    pages = RoundPage.objects.filter(
        translation_key__in=keys, locale__language_code__in={settings.LANGUAGE_CODE, language}
    )
    rows = pages.values_list("translation_key", "locale__language_code", "title")
    return {key: title for key, _code, title in sorted(rows, key=lambda row: row[1] == language)}
