"""What editors put off until a day: pages that go live then, and pages that end."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision


def publish_due() -> int:
    """Publish and take off the site what is due, and say how much that was. Safe to run twice."""
    now = timezone.now()
    due = Revision.objects.filter(approved_go_live_at__lt=now).count()
    due += Page.objects.filter(live=True, expire_at__lt=now).count()
    if due:
        call_command("publish_scheduled", verbosity=0)
    return due
