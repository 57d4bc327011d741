"""Answers requests no person makes (NUL bytes, broken UTF-8, numbers of forty digits) before they reach a database."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

MOST_DIGITS = 18  # the largest whole number every database column here can hold


def _absurd(value: str) -> bool:
    digits = value.strip().lstrip("+-")
    return "\x00" in value or "\ufffd" in value or (len(digits) > MOST_DIGITS and digits.isdigit())


class InputGuard:
    """Refuses such a request with the site's 400 page; a key that is no number becomes a 404 wherever it was asked for."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        parts = [*request.path_info.split("/"), *request.GET.keys()]
        parts += [value for _key, values in request.GET.lists() for value in values]
        if any(_absurd(part) for part in parts):
            raise BadRequest("The address holds something no page can use.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Wagtail's choosers look up keys they were given as text; Django says so with a ValueError of these words."""
        if isinstance(exception, ValueError) and "expected a number but got" in str(exception):
            raise Http404 from exception
