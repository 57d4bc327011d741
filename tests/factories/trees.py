"""The trees of pages for tests: the English home page, and those of other languages complete with aliases."""

from django.db import models
from django.test import TestCase
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.operations import translate_object

from cms.models import HomePage
from cms.services import languages

from .remembered import read_once, remembered


@read_once("cms_homepage", "wagtailcore_page", "wagtailcore_locale")
def home() -> HomePage:
    """The English home page."""
    return HomePage.objects.get(locale=Locale.get_default())


@remembered
def complete() -> None:
    languages.complete_trees()


@remembered
def translate(things: list[models.Model], codes: list[str]) -> None:
    """Hand these pages or snippets to the translators of these languages; what waits for the end is done, too."""
    locales = list(Locale.objects.filter(language_code__in=codes))
    with TestCase.captureOnCommitCallbacks(execute=True):
        for thing in things:
            translate_object(thing, locales)


@remembered
def english_only() -> None:
    """A site that speaks English alone: no page has an alias to keep."""
    others = Locale.objects.exclude(pk=Locale.get_default().pk)
    LocaleSynchronization.objects.filter(locale__in=others).delete()
    Page.objects.filter(locale__in=others).delete()
    others.delete()
