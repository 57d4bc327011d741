"""The registry of blocks: what ends, without a word to anybody, when one member does not want to meet another, and what
begins anew when nothing is left between the two."""

from collections.abc import Callable

from cms.models import Member

Parting = Callable[[Member, Member], object]
_partings: list[Parting] = []
_meetings: list[Parting] = []


def parts(function: Parting) -> Parting:
    """Register what to do when a block comes between two members."""
    if function not in _partings:
        _partings.append(function)
    return function


def part(one: Member, other: Member) -> None:
    """Do all of it; each may be done again."""
    for function in _partings:
        function(one, other)


def meets_again(function: Parting) -> Parting:
    """Register what begins anew when the last block between two members is taken back."""
    if function not in _meetings:
        _meetings.append(function)
    return function


def meet_again(one: Member, other: Member) -> None:
    for function in _meetings:
        function(one, other)
