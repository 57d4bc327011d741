"""Take-home packs: asked for by anybody who may read the track, built once for all of them, renewed when lessons change."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Member
from cms.services import events, publication
from cms.services.retry import retried
from learning import pack_building
from learning.exceptions import LearningError
from learning.models import TakeHomePack, TrackPage
from learning.tasks import build_pack

from .take_home_contents import contents

KEPT_AFTER_CHANGE = timedelta(days=1)
KEPT_FAILED = timedelta(days=7)
State = TakeHomePack.State


class NothingToPack(LearningError):
    """No lesson of the track can be read by everybody."""

    code = "nothing-to-pack"
    message = _("There is no lesson in this track yet that could be packed.")


@retried
@transaction.atomic
def ask(*, track_key: UUID, language: str, member: Member | None) -> TakeHomePack:
    """The pack of the track as it is now: the one there is, or a new one that a worker is woken for.

    Whoever asks for the same content gets the same pack. One that failed is tried again. Raises NothingToPack.
    """
    stamp, now = publication.version(), timezone.now()
    found = contents(track_key=track_key, language=language)
    if found is None:
        raise NothingToPack
    pack, made = TakeHomePack.objects.select_for_update().get_or_create(
        track_key=track_key,
        language=language,
        content=found.signature,
        defaults={"asked_at": now, "checked_on": timezone.localdate(), "checked_stamp": stamp},
    )
    again = pack.state == State.FAILED
    if again:
        pack.state, pack.tries, pack.done, pack.error, pack.locked_until = State.WAITING, 0, 0, "", None
    pack.checked_stamp, pack.checked_on = stamp, timezone.localdate()
    pack.asked_at = now
    pack.save()
    if made or again:
        identity = f"learning.takehomepack:{pack.uuid}"
        events.record(
            actor=member,
            object=identity,
            verb="asked",
            before=State.FAILED if again else "",
            after=State.WAITING,
        )
    if pack.is_under_way:
        transaction.on_commit(partial(build_pack.enqueue, pack.pk))
    return pack


def newest(*, track_key: UUID, language: str) -> TakeHomePack | None:
    """The pack that was asked for last."""
    return TakeHomePack.objects.filter(track_key=track_key, language=language).first()


def is_fresh(*, pack: TakeHomePack, stamp: int) -> bool:
    """Whether nothing was published since the pack was last compared with the lessons (a solution may be due today)."""
    return pack.checked_stamp == stamp and pack.checked_on == timezone.localdate()


def to_hand_out(*, track_key: UUID, language: str, uuid: UUID) -> TakeHomePack | None:
    """The pack if it may be handed out: it is ready, and holds what everybody may read today."""
    pack = TakeHomePack.objects.filter(
        track_key=track_key, language=language, uuid=uuid, state=State.READY
    ).first()
    if pack is None or is_fresh(pack=pack, stamp=publication.version()):
        return pack
    found = contents(track_key=track_key, language=language)
    return pack if found and found.signature == pack.content else None


def build_due() -> int:
    """Build what a dead worker left; safe to run twice, late, or side by side. Returns how many became ready."""
    return sum(pack_building.build(pk) for pk in pack_building.unfinished())


def prune() -> int:
    """Take away packs that nobody can get any more: replaced ones, failed ones, those of tracks that are gone; and
    files without a row. Returns how many."""
    now = timezone.now()
    stray = _remove_stray_files()
    live = set(TrackPage.objects.live().values_list("translation_key", flat=True))
    kept: set[tuple[UUID, str]] = set()
    gone: list[TakeHomePack] = []
    for pack in TakeHomePack.objects.order_by("-asked_at", "-pk"):
        place = (pack.track_key, pack.language)
        replaced = place in kept and now - pack.asked_at > KEPT_AFTER_CHANGE
        failed = pack.state == State.FAILED and now - pack.asked_at > KEPT_FAILED
        if replaced or failed or pack.track_key not in live:
            gone.append(pack)
        elif pack.is_ready:
            kept.add(place)
    return stray + sum(_remove(pack) for pack in gone)


@transaction.atomic
def _remove(pack: TakeHomePack) -> int:
    deleted, _rows = TakeHomePack.objects.filter(pk=pack.pk, tries=pack.tries, state=pack.state).delete()
    if deleted and (name := pack.file.name):
        transaction.on_commit(partial(pack.file.storage.delete, name))
    return deleted


def _remove_stray_files() -> int:
    """A worker that dies between the file and its row leaves a file; after a day nobody can be about to name it."""
    storage = TakeHomePack._meta.get_field("file").storage
    known = set(TakeHomePack.objects.exclude(file="").values_list("file", flat=True))
    try:
        names = storage.listdir("take-home")[1]
    except FileNotFoundError:
        return 0
    paths = [f"take-home/{name}" for name in names if f"take-home/{name}" not in known]
    stray = [path for path in paths if timezone.now() - storage.get_modified_time(path) > KEPT_AFTER_CHANGE]
    for path in stray:
        transaction.on_commit(partial(storage.delete, path))
    return len(stray)
