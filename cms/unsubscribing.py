"""The address in a letter under which its reader declines more of the kind, without signing in (RFC 8058)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cms.models import Member, Topic

SALT = "cms.unsubscribe"


def url(*, member: Member, topic: str) -> str:
    """An absolute address in the reader's language. It holds as long as the account: letters are read late."""
    token = signing.dumps([member.pk, str(topic)], salt=SALT)
    return f"{settings.BASE_URL}{reverse('cms:unsubscribe', args=[token])}"


def read(token: str) -> tuple[Member, Topic] | None:
    """Whose letters of which topic a token is about; None for one that is not ours, or of nobody any more."""
    try:
        key, topic = signing.loads(token, salt=SALT)
        member = Member.objects.filter(pk=key).first()
        return (member, Topic(topic)) if member and topic != Topic.NEEDED else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
