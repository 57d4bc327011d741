"""Deleting an account: everything personal goes, what others' history needs stays without a name.

One transaction: it is done or it is not. The row of the member stays, as "A former member", so that a pair, a meetup or a
review that others were part of still adds up; nothing on it says who it was. Reports stay as they are with those who handle
them: whoever did harm does not erase it by leaving.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, ModelLogEntry, PageSubscription
from wagtail.users.models import UserProfile

from cms import farewell
from cms.models import (
    Availability,
    Block,
    ChapterFollow,
    ChapterInterest,
    ChapterRole,
    FeedToken,
    Member,
    MemberLanguage,
    Message,
    MessageOptOut,
)

from . import chapter_roles, events
from .retry import retried

DESPITE = "account deleted"
#: Rows that belong to the member alone, by the name of the member in them.
OWN = (
    (EmailAddress, "user"),
    (Authenticator, "user"),
    (UserSession, "user"),
    (UserProfile, "user"),
    (APIToken, "user"),
    (FormState, "user"),
    (EditingSession, "user"),
    (PageSubscription, "user"),
    (FeedToken, "member"),
    (MemberLanguage, "member"),
    (Availability, "member"),
    (ChapterFollow, "member"),
    (ChapterInterest, "member"),
    (MessageOptOut, "member"),
)


@retried
@transaction.atomic
def leave(*, member: Member) -> Member:
    """Delete this account. Deleted twice is deleted once; the address is free for a new account right away."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if member.left_at is not None:
        return member
    farewell.say(member)
    _end_roles(member)
    _forget_rows(member)
    _forget_letters(member)
    _forget_names(member)
    events.record(actor=None, object=f"cms.member:{member.pk}", verb="left")
    return member


def _end_roles(member: Member) -> None:
    for role in ChapterRole.objects.not_ended().filter(member=member).select_related("chapter"):
        until = max(role.since, timezone.localdate())
        chapter_roles.close_role(actor=None, role=role, until=until, despite=DESPITE)
    member.groups.clear()
    member.user_permissions.clear()


def _forget_rows(member: Member) -> None:
    keys = list(UserSession.objects.filter(user=member).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    profile = UserProfile.objects.filter(user=member).first()
    if profile and profile.avatar:
        transaction.on_commit(lambda: profile.avatar.storage.delete(profile.avatar.name))
    for model, name in OWN:
        model._base_manager.filter(**{name: member}).delete()
    Block.objects.filter(Q(blocker=member) | Q(blocked=member)).delete()


def _forget_letters(member: Member) -> None:
    """What waits is not sent; of what was sent only that it was sent is kept."""
    rows = Message.objects.filter(recipient=member)
    rows.filter(sent_at=None, stopped_at=None).update(
        stopped_at=timezone.now(), stopped_why=Message.Why.PERSON
    )
    rows.update(context={}, error="", locked_until=None)


def _forget_names(member: Member) -> None:
    kind = ContentType.objects.get_for_model(Member)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(member.pk)).update(label="", data={})
    member.email = f"former-{member.pk}@deleted.invalid"
    member.display_name = member.pronouns = member.bio = member.contact = member.locale = ""
    member.timezone, member.last_login, member.left_at = "UTC", None, timezone.now()
    member.is_active = member.is_staff = member.is_superuser = False
    member.set_unusable_password()
    member.save()
