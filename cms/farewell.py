"""The registry of farewells: what each app takes away, ends or hands on when a member deletes their account.

The upper apps come first, because their part builds on what the lower ones still know of the member.
"""

from collections.abc import Callable

from cms.models import Member

Part = Callable[[Member], object]
_parts: list[Part] = []


def part(function: Part) -> Part:
    """Register one app's part. It runs in the transaction of the deletion, and may run again."""
    if function not in _parts:
        _parts.append(function)
    return function


def say(member: Member) -> None:
    """Do every part, the app registered last first."""
    for function in reversed(_parts):
        function(member)
