"""Recaps: a page for each meetup, begun from what its organizer types and published from a phone or in the admin.

The page holds the words. Who presented, what was read and what comes next are read from the records whenever it is shown
(`afterwards`), so that a name disappears with its speaker's consent, and "next time" is never a day that is over.
"""

from collections.abc import Sequence
from textwrap import shorten
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry

from cms.blocks.identities import identified
from cms.models import ChapterPage, Member
from cms.services import events, languages
from cms.services.retry import retried
from learning.afterwards_exceptions import (
    NoRecap,
    NotHeld,
    RecapHeld,
    RecapIncomplete,
    RecapTakenDown,
    RecapTooEarly,
)
from learning.group_exceptions import NoChapterPage
from learning.models import Meetup, RecapPage, StudyGroupPage

#: With the meetup's uuid it gives the page's translation key, which with the language is unique: one recap a meetup.
NAMESPACE = UUID("5d6f9c1e-0f39-4b55-9d3c-8c1d2a40e7b6")

SUMMARY = 220  # characters of the words, for cards


def of(*, meetup: Meetup) -> RecapPage | None:
    """The recap of a meetup, published or not, in the language it was written in."""
    pages = RecapPage.objects.filter(meetup=meetup, alias_of=None).order_by("pk")
    return pages.select_related("locale", "latest_revision").first()


def draft(
    *, actor: Member, meetup: Meetup, words: str, materials: Sequence[tuple[str, str]] = ()
) -> RecapPage:
    """The recap of a meetup: begun now as a draft, or the one that stands already. `materials` are addresses and titles.

    Raises RecapTooEarly, NotHeld, NoChapterPage.
    """
    _require_over(meetup)
    try:
        return _draft(actor, meetup, words, materials)
    except IntegrityError:
        # The same form twice at once: the other one began it.
        found = of(meetup=meetup)
        if found is None:
            raise
        return found


@retried
@transaction.atomic
def _draft(actor: Member, meetup: Meetup, words: str, materials: Sequence[tuple[str, str]]) -> RecapPage:
    # A write that changes nothing is the lock, on both databases.
    Meetup.objects.filter(pk=meetup.pk).update(ics_sequence=F("ics_sequence"))
    if standing := of(meetup=meetup):
        return standing
    parent = _parent(meetup)
    with translation.override(parent.locale.language_code):
        page = RecapPage(
            title=_("{meetup}: what we did").format(meetup=meetup.name),
            slug=_slug(parent, meetup),
            summary=shorten(words, SUMMARY, placeholder=" …"),
            meetup=meetup,
            body=identified(RecapPage.body.field.stream_block, _body(words, materials)),
            locale=parent.locale,
            translation_key=uuid5(NAMESPACE, str(meetup.uuid)),
            owner=actor,
            live=False,
            has_unpublished_changes=True,
        )
    parent.add_child(instance=page)
    page.save_revision(user=actor)
    _note(actor, meetup, "recap-drafted")
    languages.complete_page(page=page)
    return page


@retried
@transaction.atomic
def publish(*, actor: Member, meetup: Meetup) -> RecapPage:
    """The draft as it stands becomes public. Twice is once.

    Raises NoRecap, NotHeld, RecapHeld, RecapTakenDown, RecapIncomplete.
    """
    _require_over(meetup)
    Meetup.objects.filter(pk=meetup.pk).update(ics_sequence=F("ics_sequence"))
    page = of(meetup=meetup)
    if page is None or page.latest_revision is None:
        raise NoRecap
    if page.live and not page.has_unpublished_changes:
        return page
    if page.locked or page.workflow_in_progress:
        raise RecapHeld
    if _taken_down(page, actor):
        raise RecapTakenDown
    latest = page.get_latest_revision_as_object()
    try:
        latest.body.stream_block.clean(latest.body)
        page.latest_revision.publish(user=actor, skip_permission_checks=True)
    except ValidationError as error:
        raise RecapIncomplete from error
    _note(actor, meetup, "recap-published")
    page.refresh_from_db()
    return page


def _taken_down(page: RecapPage, actor: Member) -> bool:
    """Whether what happened last to the page is that somebody else took it off the site."""
    if page.live or page.first_published_at is None:
        return False
    log = PageLogEntry.objects.filter(page=page.pk, action__in=["wagtail.publish", "wagtail.unpublish"])
    last = log.order_by("-timestamp", "-pk").first()
    return last is not None and last.action == "wagtail.unpublish" and last.user_id != actor.pk


def _require_over(meetup: Meetup) -> None:
    if meetup.is_cancelled:
        raise NotHeld
    if not meetup.is_over:
        raise RecapTooEarly


def _parent(meetup: Meetup) -> Page:
    """The page of the group, or else of the chapter: in the site's own language where there is one."""
    models = (
        (StudyGroupPage, {"group": meetup.group_id}),
        (ChapterPage, {"chapter": meetup.chapter_id}),
    )
    for model, about in models:
        if None in about.values():
            continue
        rows = model.objects.filter(**about, live=True, alias_of=None).select_related("locale").order_by("pk")
        found = min(rows, key=lambda page: page.locale.language_code != settings.LANGUAGE_CODE, default=None)
        if found is not None:
            return found
    raise NoChapterPage


def _slug(parent: Page, meetup: Meetup) -> str:
    slug = f"{meetup.local_date:%Y-%m-%d}-{slugify(meetup.name)}".strip("-")[:200]
    taken = Page.objects.child_of(parent).filter(slug=slug).exists()
    return f"{slug}-{meetup.uuid.hex[:6]}" if taken else slug


def _body(words: str, materials: Sequence[tuple[str, str]]) -> list[dict]:
    body: list[dict] = [{"type": "text", "value": linebreaks(words, autoescape=True)}]
    if materials:
        rows = format_html_join("", '<li><a href="{}">{}</a></li>', materials)
        heading = {"text": _("Materials"), "level": "2", "anchor": ""}
        body += [
            {"type": "heading", "value": heading},
            {"type": "text", "value": format_html("<ul>{}</ul>", rows)},
        ]
    return body


def _note(actor: Member, meetup: Meetup, verb: str) -> None:
    events.record(actor=actor, object=f"learning.meetup:{meetup.uuid}", verb=verb, after=meetup.state)
