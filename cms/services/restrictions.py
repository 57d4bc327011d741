"""Which pages stand behind a view restriction: what many readers share holds only what each of them may read.

A restriction counts for a page, for everything below it, and for live copies of these in other languages, whose words
are the same. A reader holds the keys of some: of those for signed-in members, of those for their groups, and of those
in front of the page they have open. A password opens its own pages, and nothing in a list.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from cms.models import Member

from .publication import prepared
from .structure import SiteFacts

type Keys = frozenset[int]
NO_KEYS: Keys = frozenset()


@dataclass(frozen=True, slots=True)
class Gate:
    """One restriction: the tree path of its page, its kind ("login", "groups", "password"), its groups."""

    pk: int
    path: str
    kind: str
    groups: frozenset[int] = frozenset()


def gates(*, facts: SiteFacts, stamp: int) -> tuple[Gate, ...]:
    """All restrictions, once per stamp; a site without any asks nothing."""
    return prepared("restrictions", stamp, every_gate) if facts.has_restrictions else ()


def every_gate() -> tuple[Gate, ...]:
    """All restrictions as they are now (one statement)."""
    found: dict[int, Gate] = {}
    rows = PageViewRestriction.objects.order_by("pk")
    for pk, path, kind, group in rows.values_list("pk", "page__path", "restriction_type", "groups__pk"):
        known = found[pk].groups if pk in found else frozenset()
        found[pk] = Gate(pk, path, kind, known | ({group} if group else set()))
    return tuple(found.values())


def keys(*, member: Member | None, gates: Iterable[Gate]) -> Keys:
    """The restrictions a member passes wherever they are. Asks for their groups only where a group is let in."""
    if member is None:
        return NO_KEYS
    mine = frozenset(gate.pk for gate in gates if gate.kind == PageViewRestriction.LOGIN)
    by_group = [gate for gate in gates if gate.groups]
    if by_group:
        groups = set(member.groups.values_list("pk", flat=True))
        mine |= {gate.pk for gate in by_group if gate.groups & groups or member.is_superuser}
    return mine


def passed(*, gates: Iterable[Gate], paths: Iterable[str | None]) -> Keys:
    """The restrictions in front of pages a reader has open."""
    return frozenset(gate.pk for gate in gates for path in paths if path and path.startswith(gate.path))


def is_open(*, gates: Iterable[Gate], keys: Keys, paths: Iterable[str | None]) -> bool:
    """Whether a page may be read with these keys; `paths` are its own and, for a copy, its original's."""
    return passed(gates=gates, paths=paths) <= keys


def open_only(*, pages: PageQuerySet, gates: Iterable[Gate], keys: Keys = NO_KEYS) -> PageQuerySet:
    """These pages without those that cannot be read with these keys."""
    for gate in gates:
        if gate.pk not in keys:
            pages = pages.exclude(Q(path__startswith=gate.path) | Q(alias_of__path__startswith=gate.path))
    return pages


def readable_by_all(*, pages: PageQuerySet) -> PageQuerySet:
    """These pages without any that somebody may not read (one statement more)."""
    return open_only(pages=pages, gates=every_gate())
