"""Reports and those who handle them."""

from uuid import uuid4

from django.contrib.auth.models import Group

from cms.models import Member, Report
from cms.services import reports

from .remembered import remembered


@remembered
def make_safeguard(name: str = "Sara") -> Member:
    """Somebody of the safeguarding group, with no other right."""
    member = Member.objects.create_user(f"{name.lower()}@example.org", display_name=name)
    member.groups.add(Group.objects.get(name="Safeguarding"))
    return member


def make_report(by: Member, *named: Member, text: str = "He wrote at night.", **facts) -> Report:
    """A report as people make it."""
    return reports.receive(by=by, text=text, token=facts.pop("token", None) or uuid4(), named=named, **facts)
