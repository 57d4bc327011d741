"""Builds take-home packs: step by step under a lease, so that a worker that dies leaves nothing but a row to go on from."""

import logging
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import IO
from uuid import UUID

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.services import events, publication, structure
from learning.blocks.practice import solution_is_out
from learning.exporter.bundles import bundle
from learning.exporter.content import TrackText
from learning.exporter.public import Words, public_track
from learning.models import Exercise, TakeHomePack
from learning.pack_pages import INDEX, STYLE, PackPages, style
from learning.services import exports, tracks
from learning.services.exported_content import Takings
from learning.services.take_home_contents import Contents, contents

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
PAUSE = timedelta(minutes=1)
MOST_BYTES = 100_000_000
State = TakeHomePack.State


class LeaseLost(Exception):
    """Another worker has taken over; this one stops."""


class TooLarge(Exception):
    """The pack would be larger than anybody wants to carry."""


def build(pack_pk: int) -> bool:
    """Build one pack if it waits and nobody else is at it. True when it is ready.

    The lease is taken by a conditional UPDATE and counted: each step renews it under that count, and only its
    holder can finish, so two workers never make two packs of one row.
    """
    now = timezone.now()
    due = TakeHomePack.objects.unfinished(now).filter(pk=pack_pk)
    pack = due.first()
    if pack is None:
        return False
    held = due.filter(tries=pack.tries).update(
        state=State.BUILDING, tries=pack.tries + 1, locked_until=now + LEASE, done=0
    )
    if not held:
        return False
    pack.refresh_from_db()
    try:
        return _build(pack)
    except LeaseLost:
        return False
    except TooLarge:
        _give_up(pack, "too-large")
    except Exception as error:
        # Whatever a lesson brings about: the row says so, and the next run tries again, a few times.
        logger.warning("The take-home pack %s could not be built", pack.pk, exc_info=True)
        if pack.tries >= TakeHomePack.MOST_TRIES:
            _give_up(pack, f"{type(error).__name__}: {error}")
        else:
            _held(pack).update(state=State.WAITING, locked_until=timezone.now() + PAUSE, error=str(error))
    return False


def _held(pack: TakeHomePack):
    """The row, as long as it is still ours."""
    return TakeHomePack.objects.filter(pk=pack.pk, tries=pack.tries, state=State.BUILDING)


def _give_up(pack: TakeHomePack, why: str) -> None:
    if _held(pack).update(state=State.FAILED, locked_until=None, error=why):
        _record(pack, "failed", State.FAILED)


def _record(pack: TakeHomePack, verb: str, after: str) -> None:
    events.record(
        actor=None, object=f"learning.takehomepack:{pack.uuid}", verb=verb, before=State.BUILDING, after=after
    )


def _build(pack: TakeHomePack) -> bool:
    stamp = publication.version()
    with override(pack.language):
        found = contents(track_key=pack.track_key, language=pack.language)
        if found is None:
            _give_up(pack, "gone")
            return False
        if found.signature != pack.content and not _follow(pack, found.signature):
            return False
        with tempfile.TemporaryFile() as target:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in _steps(pack, found, stamp):
                    if name:
                        _add(archive, target, name, content)
                    else:
                        _renew(pack, int(content))
            return _finish(pack, target, found, stamp)


def _follow(pack: TakeHomePack, signature: str) -> bool:
    """The lessons changed since somebody asked: this becomes the pack of what they are now, unless there is one."""
    try:
        with transaction.atomic():
            return bool(_held(pack).update(content=signature))
    except IntegrityError:
        _held(pack).delete()
        return False


def _renew(pack: TakeHomePack, done: int) -> None:
    """One step further; raises LeaseLost when the row is somebody else's by now."""
    if not _held(pack).update(done=done, locked_until=timezone.now() + LEASE):
        raise LeaseLost


def _add(archive: zipfile.ZipFile, target: IO[bytes], name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, exports.MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
    if target.tell() > MOST_BYTES:
        raise TooLarge


def _held_back(text: TrackText) -> frozenset[str]:
    """The keys of exercises whose solution another language keeps to itself: the strictest decides."""
    keys = {UUID(each.key) for lesson in text.lessons for each in lesson.exercises.values() if each.key}
    today = timezone.localdate()
    rules = Exercise.objects.rules_of(keys)
    return frozenset(str(key) for key, said in rules.items() if not solution_is_out(said, today))


def _steps(pack: TakeHomePack, found: Contents, stamp: int) -> Iterator[tuple[str, bytes]]:
    """Every file of the pack; an entry without a name says how many steps are done."""
    site = found.track.get_site()
    facts = structure.of_host(stamp=stamp, hostname=site.hostname, port=site.port) if site else None
    outline = facts and tracks.outline_of(
        track_key=pack.track_key, facts=facts, language=pack.language, stamp=stamp
    )
    if not facts or not outline:
        raise LookupError("the track belongs to no site")
    if not _held(pack).update(total=len(found.lessons) + 2):
        raise LeaseLost
    base = exports.plain_name(track=found.track)
    names = exports.named(lessons=found.lessons)
    takings = Takings(names)
    text = exports.take_track(track=found.track, lessons=found.lessons, takings=takings)
    text = public_track(text, timezone.localdate(), Words(_("Checkpoint")), _held_back(text))
    for name, said in sorted(bundle(text).files.items()):
        yield f"{base}/markdown/{name}", said.encode()
        if name == "LICENSE.md":
            yield f"{base}/{name}", said.encode()
    yield "", b"1"
    pages = PackPages(found, outline, facts, {key: _page_name(path) for key, (_n, path) in names.items()})
    pages.know(iter(takings.pictures.values()), iter(takings.documents.values()))
    for number, key in enumerate(found.lessons, 1):
        yield f"{base}/{pages.names[key]}", pages.lesson(number, key).encode()
        yield "", str(number + 1).encode()
    yield f"{base}/{INDEX}", pages.index().encode()
    yield f"{base}/{STYLE}", style().encode()
    yield f"{base}/README.txt", pages.readme(text.license).encode()
    for place, file in sorted(pages.files.items()):
        yield f"{base}/{place}", _content(file)
    for path, kept in sorted({**takings.pictures, **pages.public(takings.documents)}.items()):
        yield f"{base}/markdown/{exports.EPISODES}/{path}", _content(kept.file)
    yield "", str(len(found.lessons) + 2).encode()


def _page_name(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md") + ".html"


def _content(file: File) -> bytes:
    with file.storage.open(file.name, "rb") as source:  # type: ignore[attr-defined]
        return source.read()


def _finish(pack: TakeHomePack, target: IO[bytes], found: Contents, stamp: int) -> bool:
    """Put the file in its place and say so; a file that came too late is taken away again."""
    size = target.seek(0, 2)
    target.seek(0)
    name = f"{exports.plain_name(track=found.track)}-{pack.language}-{pack.uuid.hex[:12]}-{pack.tries}.zip"
    storage = TakeHomePack._meta.get_field("file").storage
    stored = storage.save(f"take-home/{name}", File(target))
    with transaction.atomic():
        ready = _held(pack).update(
            state=State.READY,
            file=stored,
            size=size,
            built_at=timezone.now(),
            locked_until=None,
            error="",
            checked_stamp=stamp,
            checked_on=timezone.localdate(),
        )
        if ready:
            _record(pack, "built", State.READY)
    if not ready:
        storage.delete(stored)
    return bool(ready)


def unfinished() -> list[int]:
    """The packs that wait to be built."""
    return list(TakeHomePack.objects.unfinished(timezone.now()).values_list("pk", flat=True))
