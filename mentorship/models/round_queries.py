"""Which rounds: one page each for all records, the page in the reader's language, those a member organizes."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.query import PageQuerySet

from cms.models import Chapter, Member


class RoundQuerySet(PageQuerySet):
    def originals(self) -> "RoundQuerySet":
        """One page a round: the one all its records go by, whatever languages it was translated into."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def of(self, round_key: UUID) -> "RoundQuerySet":
        return self.originals().filter(translation_key=round_key)

    def for_reader(self, round_key: UUID | QuerySet) -> Any:
        """The original, with the page in the reader's language beside it as `read_as`. One query."""
        codes = {settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE}
        pages = self.filter(translation_key=round_key, locale__language_code__in=codes).select_related(
            "locale"
        )
        found = {page.locale.language_code: page for page in pages}
        original = found.get(settings.LANGUAGE_CODE)
        if original is not None:
            original.read_as = found.get(get_language() or "", original)
        return original

    def run_by(self, member: Member) -> "RoundQuerySet":
        """Rounds this member organizes: all for program staff, those of their own chapters for chapter organizers."""
        if not member.is_active:
            return self.none()
        if member.has_perm("mentorship.run_any_round"):
            return self
        return self.filter(chapter__in=Chapter.objects.run_by(member))
