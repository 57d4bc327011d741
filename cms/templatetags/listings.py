"""Template tags that give index pages their lists."""

from django import template
from django.core.paginator import Page as Sheet
from django.template import Context
from wagtail.models import Page

from cms.models.pages import BasePage
from cms.services import listings

register = template.Library()


@register.simple_tag(takes_context=True)
def articles(context: Context, index: BasePage) -> Sheet:
    """Give the sheet of articles the address asks for."""
    request = context.get("request")
    return listings.sheet(listings.articles(index), request.GET if request else {})


@register.simple_tag
def resources(index: BasePage) -> dict[str, list[object]]:
    """Give the shelves of the resource library."""
    return listings.resources(index)


@register.filter
def page_kind(page: Page) -> str:
    """What kind of page a reader sees here: "lesson", "article"."""
    return str(page.specific_class._meta.verbose_name) if page.specific_class else ""
