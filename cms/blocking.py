"""The registry of blocks: what ends, without a word to anybody, when one member does not want to meet another."""

from collections.abc import Callable

from cms.models import Member

Parting = Callable[[Member, Member], object]
_partings: list[Parting] = []


def parts(function: Parting) -> Parting:
    """Register what to do when a block comes between two members."""
    if function not in _partings:
        _partings.append(function)
    return function


def part(one: Member, other: Member) -> None:
    """Do all of it; each may be done again."""
    for function in _partings:
        function(one, other)
