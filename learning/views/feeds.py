"""Calendars to subscribe to: of the site, a chapter, a group, one meetup, and of one member by a secret address."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms import context
from cms.exceptions import CmsError
from cms.models import Chapter, FeedToken
from cms.services import feed_tokens
from learning.models import Meetup, StudyGroup
from learning.services import feeds
from learning.services.feeds import Feed

CALENDAR = FeedToken.Purpose.CALENDAR
FRESH = 15 * 60


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    """Every meetup anybody may see."""
    return _public(request, feeds.of_site(name=_site(request)))


@require_safe
def of_chapter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The meetups of a chapter."""
    chapter = get_object_or_404(Chapter, uuid=uuid)
    name = _("{chapter} · {site}").format(chapter=chapter.name, site=_site(request))
    return _public(request, feeds.of_chapter(chapter=chapter, name=name))


@require_safe
def of_group(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The meetups of a group that is not a draft."""
    group = get_object_or_404(StudyGroup.objects.shown(), uuid=uuid)
    name = _("{group} · {site}").format(group=group.name, site=_site(request))
    return _public(request, feeds.of_group(group=group, name=name))


@require_safe
def of_meetup(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One meetup as a file."""
    meetup = get_object_or_404(Meetup.objects.shown().for_listing(), uuid=uuid)
    response = _public(request, feeds.of_meetup(meetup=meetup))
    response["Content-Disposition"] = 'attachment; filename="meetup.ics"'
    return response


@require_safe
def of_member(request: HttpRequest, token: str) -> HttpResponse:
    """A member's own seats, for whoever has the secret address. Nothing on the way keeps it."""
    member = feed_tokens.owner(token=token, purpose=CALENDAR)
    if member is None:
        raise Http404
    name = _("My meetups · {site}").format(site=_site(request))
    response = _answer(request, feeds.of_member(member=member, name=name))
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_required
@never_cache
def subscriptions(request: HttpRequest) -> HttpResponse:
    """My own calendar's address, made or made anew by a POST, and the calendars of what I follow."""
    if request.method == "POST":
        token = request.POST.get("token", "")
        try:
            feed_tokens.use(member=request.user, purpose=CALENDAR, token=token)
        except CmsError as refusal:
            messages.error(request, refusal.message)
        else:
            return _page(request, reverse("learning:feed-member", args=[token]))
    return _page(request)


@login_required
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """My address stops working."""
    feed_tokens.revoke(member=request.user, purpose=CALENDAR)
    messages.success(request, _("The address no longer works. Programs that use it find nothing there."))
    return redirect("learning:subscriptions")


def web_address(path: str) -> str:
    """The absolute address of a calendar."""
    return f"{settings.BASE_URL}{path}"


def _page(request: HttpRequest, path: str = "") -> HttpResponse:
    followed = Chapter.objects.filter(follows__member=request.user)
    joined = StudyGroup.objects.shown().filter(memberships__member=request.user, memberships__state="joined")
    others = [
        (_("All meetups of {site}").format(site=_site(request)), "learning:feed-site", []),
        *((chapter.name, "learning:feed-chapter", [chapter.uuid]) for chapter in followed),
        *((group.name, "learning:feed-group", [group.uuid]) for group in joined),
    ]
    given = {
        "current": feed_tokens.current(member=request.user, purpose=CALENDAR),
        "address": web_address(path) if path else "",
        "offered": feed_tokens.offer(),
        "others": [(title, web_address(reverse(name, args=args))) for title, name, args in others],
    }
    return render(request, "learning/subscriptions.html", given)


def _site(request: HttpRequest) -> str:
    return context.frame(request)["frame"].name


def _public(request: HttpRequest, feed: Feed) -> HttpResponse:
    response = _answer(request, feed)
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _answer(request: HttpRequest, feed: Feed) -> HttpResponse:
    """The calendar, or 304 for a program that has these very bytes.

    When something in it changed last is said, and not relied on: what drops out of a calendar leaves no later date.
    """
    etag = quote_etag(feed.etag)
    response = HttpResponse(feed.content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    if feed.changed_at:
        response["Last-Modified"] = http_date(feed.changed_at.timestamp())
    return get_conditional_response(request, etag=etag, response=response)
