"""Finding public pages by their words, in one language."""

from django.apps import apps
from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from cms.models.pages import BasePage

PER_SHEET = 10
MOST_FOUND = 100


def public(language: str) -> PageQuerySet:
    """The pages anybody may read in this language; aliases of such untranslated pages are among them."""
    locale = Locale.objects.filter(language_code=language).values_list("pk", flat=True).first()
    private = Page.objects.private()
    copies = Page.objects.filter(alias_of__in=private)
    shown = Page.objects.live().exclude(pk__in=private.values("pk")).exclude(pk__in=copies.values("pk"))
    return shown.filter(locale_id=locale, depth__gt=1)


def find(*, text: str, language: str, number: str | None = None) -> Sheet:
    """One sheet of the pages that hold all words of `text`, the best first, at most MOST_FOUND in all.

    `number` is the sheet's number as it came; nonsense gives the first or the last sheet.
    """
    found = public(language).search(text, operator="and")[:MOST_FOUND]
    sheet = Paginator(found, PER_SHEET).get_page(number)
    keys = [page.pk for page in sheet.object_list]
    described = {page.pk: page for page in _described(keys)}
    sheet.object_list = [described[key] for key in keys if key in described]
    return sheet


def _described(keys: list[int]) -> QuerySet[Page]:
    """The pages with their summaries in one query, whatever their types."""
    summaries = [
        f"{model._meta.model_name}__summary" for model in apps.get_models() if issubclass(model, BasePage)
    ]
    return Page.objects.filter(pk__in=keys).annotate(
        found_summary=Coalesce(*summaries, "search_description", Value(""), output_field=TextField())
    )
