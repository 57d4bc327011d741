"""The registry of what a page's template is given beside the page. Views fill it, so that models need not know them."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Source = Callable[[HttpRequest, Any], dict[str, Any]]
_sources: dict[type, list[Source]] = defaultdict(list)


def source(*models: type) -> Callable[[Source], Source]:
    """Register a function that gives context to these types of page; it may only read."""

    def register(function: Source) -> Source:
        for model in models:
            _sources[model].append(function)
        return function

    return register


def of(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Everything registered for this type of page, nothing for a type that needs none."""
    context: dict[str, Any] = {}
    for function in _sources.get(type(page), ()):
        context |= function(request, page)
    return context
