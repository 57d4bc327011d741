"""Learning's part when an account is deleted."""

from cms import farewell
from cms.models import Member
from learning.services import farewells


@farewell.part
def forget(member: Member) -> None:
    farewells.forget(member=member)
