"""The addresses in a letter that asks how it goes: each opens a page that asks once more, and speaks for nobody else.

A link is for one member, one pair and one day, and dies with the address or the password it was sent under.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from cms.models import Member
from mentorship.models import Pairing, Pulse

SALT = "mentorship.pulse"
#: A little longer than a question is open, so that whoever comes late reads why.
MAX_AGE = 60 * 60 * 24 * 60


def url(*, pairing: Pairing, member: Member, day: str, answer: int) -> str:
    """An absolute address in the reader's language, with the answer chosen already."""
    token = signing.dumps([pairing.pk, member.pk, str(day), _mark(member)], salt=SALT)
    return f"{settings.BASE_URL}{reverse('mentorship:pulse-link', args=[token])}?answer={int(answer)}"


def read(token: str) -> tuple[Pairing, Member, str] | None:
    """Which pair, who and which day a token is about; None for one that is not ours, too old, or of nobody any more."""
    try:
        pairing_key, member_key, day, mark = signing.loads(token, salt=SALT, max_age=MAX_AGE)
        pairing = Pairing.objects.for_listing().filter(pk=pairing_key).first()
        member = Member.objects.filter(pk=member_key, is_active=True).first()
        known = pairing and member and pairing.side_of(member) and constant_time_compare(_mark(member), mark)
        return (pairing, member, Pulse.Day(day)) if known else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _mark(member: Member) -> str:
    return salted_hmac(SALT, f"{member.email} {member.password}", algorithm="sha256").hexdigest()[:20]
