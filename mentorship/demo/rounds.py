"""The demo's dated rounds, one in each phase, and the jump of one to another phase.

A jump moves the dates of the round and puts people into states that are believable there; what was in the round before
goes. A round that is in the phase already is left as it is, whatever has happened in it since.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from cms.demo.reading import load, plant_page, speak
from cms.demo.site import CODES, home
from cms.models import Event, Message
from cms.services import events, languages, publication
from learning.models import Certificate
from mentorship.models import Pairing, Participant, Phase, Proposal, RoundIndexPage, RoundPage
from mentorship.models.rounds import DATES

from .profiles import HERE
from .round_pairs import plant_pairs
from .round_people import plant_people, plant_proposals

VERB = "jumped"
DEFAULT = "round-9"
PHASES = [phase.value for phase in Phase]


class NotTheDemos(Exception):
    """The round or the site is not the demo's; the message says which."""


def plant_rounds() -> None:
    """Every dated round of the demo, in its phase."""
    for record in load("rounds.yaml", HERE)["rounds"]:
        jump(page=plant_page_of(record), phase=record["phase"], known=True)


def plant_page_of(record: dict[str, Any]) -> RoundPage:
    """The page of a round, in every language."""
    index = RoundIndexPage.objects.child_of(home()).get()
    page = plant_page(
        index,
        RoundPage(slug=record["slug"], kind=RoundPage.Kind.DATED, **_dates(record["phase"]), **record["en"]),
    )
    languages.complete_page(page=page)
    speak(page, {code: record[code] for code in CODES})
    return page


def demo_rounds() -> list[RoundPage]:
    """The rounds that may jump, in the order of the file."""
    slugs = [record["slug"] for record in load("rounds.yaml", HERE)["rounds"]]
    found = {page.slug: page for page in RoundPage.objects.originals().filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found and _last_jump(found[slug])]


def jump(*, page: RoundPage, phase: str, known: bool = False) -> bool:
    """Bring the round to the phase; whether anything had to change. Raises NotTheDemos.

    `known`: the caller has planted the page itself, so it need not have jumped before.
    """
    if not getattr(settings, "DEMO_ALLOWED", False):
        raise NotTheDemos("These are production settings. Rounds of people are not moved about.")
    last = _last_jump(page)
    if last is None and not known:
        raise NotTheDemos(f"“{page.title}” is not a round of the demo. Nothing was changed.")
    if last == phase and page.phase == phase:
        return False
    everything = load("rounds.yaml", HERE)
    record = next(each for each in everything["rounds"] if each["slug"] == page.slug)
    with transaction.atomic():
        try:
            _clear(page)
        except (ProtectedError, RestrictedError) as kept:
            raise NotTheDemos(
                f"Something that must be kept rests on “{page.title}”. Nothing was changed."
            ) from kept
        _move(page, phase)
        _fill(page, record, everything["phases"][phase], everything)
        events.record(actor=None, object=_identity(page), verb=VERB, after=phase)
    publication.bump()
    return True


def _identity(page: RoundPage) -> str:
    return f"mentorship.round:{page.round_key}"


def _last_jump(page: RoundPage) -> str | None:
    jumps = Event.objects.filter(object=_identity(page), verb=VERB).order_by("pk")
    return jumps.values_list("after", flat=True).last()


def _dates(phase: str) -> dict[str, Any]:
    days = load("rounds.yaml", HERE)["phases"][phase]["days"]
    today = timezone.now().date()
    return {name: today + timedelta(days=count) for name, count in zip(DATES, days, strict=True)}


def _clear(page: RoundPage) -> None:
    """Everything people did in the round, their certificates of it, and letters about it that still wait."""
    pairs = Pairing.objects.filter(mentor__round_key=page.round_key)
    proposals = Proposal.objects.filter(round_key=page.round_key)
    participants = Participant.objects.filter(round_key=page.round_key)
    kinds = (("pairing", pairs), ("proposal", proposals), ("participant", participants))
    about = [
        f"mentorship.{kind}:{key}" for kind, rows in kinds for key in rows.values_list("uuid", flat=True)
    ]
    Message.objects.filter(about__in=about, sent_at=None).delete()
    Certificate.objects.filter(about_key__in=list(pairs.values_list("uuid", flat=True))).delete()
    pairs.delete()
    proposals.filter(after__isnull=False).update(after=None, source=Proposal.Source.REQUEST)
    proposals.delete()
    participants.delete()


def _move(page: RoundPage, phase: str) -> None:
    """The dates of the phase, on the pages of all languages and in what an editor would go on from."""
    dates = _dates(phase)
    if all(getattr(page, name) == day for name, day in dates.items()):
        return
    RoundPage.objects.filter(translation_key=page.translation_key).update(**dates)
    for each in RoundPage.objects.filter(translation_key=page.translation_key, alias_of=None):
        each.save_revision().publish()
    page.refresh_from_db()


def _fill(page: RoundPage, record: dict[str, Any], phase: dict[str, Any], everything: dict[str, Any]) -> None:
    rows = plant_people(page, record, phase, everything["reasons"])
    proposals = plant_proposals(page, record, phase, rows, everything["decline"])
    plant_pairs(page, phase["pairings"], proposals, everything)
