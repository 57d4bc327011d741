"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language

from cms.context import site_facts
from cms.forms.search import SearchForm
from cms.services import searches


def search(request: HttpRequest) -> HttpResponse:
    """Pages in the reader's language that hold all the words asked for."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    sheet = None
    if text:
        site_facts(request)  # tells Wagtail the roots, so that addresses cost nothing
        sheet = searches.find(text=text, language=get_language() or "", number=request.GET.get("page"))
        for page in sheet.object_list:
            page.found_url = page.get_url(request)
    kept = f"&{urlencode({'q': text})}"
    return render(request, "cms/search.html", {"form": form, "text": text, "sheet": sheet, "kept": kept})
