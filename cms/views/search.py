"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cms import findable
from cms.context import site_facts, stamp
from cms.findable import Scope
from cms.forms.search import Choices, SearchForm
from cms.services import searches


def search(request: HttpRequest) -> HttpResponse:
    """What anybody may read that holds the words asked for, the reader's language first."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    facts = site_facts(request)
    context: dict[str, Any] = {"form": form, "text": text, "outcome": None}
    if facts:
        scope = searches.scope_of(facts=facts, language=get_language() or "", stamp=stamp(request))
        context |= _found(request, scope, text) if text else {"ways": findable.ways(scope)}
    return render(request, "cms/search.html", context)


def _found(request: HttpRequest, scope: Scope, text: str) -> dict[str, Any]:
    choices = Choices(request.GET, scope=scope, text=text)
    outcome = searches.find(text=text, scope=scope, chosen=choices.chosen, number=request.GET.get("page"))
    return {
        "outcome": outcome,
        "sheet": outcome.sheet,
        "facets": choices.shown(outcome.counts, are_exact=not outcome.more),
        "chips": choices.chips(),
        "kept": choices.kept(),
        "everything": choices.address(),
        "meant": " ".join(outcome.words),
        "most": searches.MOST_FOUND,
        "ways": [] if outcome.found else findable.ways(scope, outcome.words),
    }
