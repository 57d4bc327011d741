"""Answers requests no person makes (NUL bytes, broken UTF-8, numbers of forty digits) before they reach a database."""

from django.core.exceptions import BadRequest

MOST_DIGITS = 18  # the largest whole number every database column here can hold


def _absurd(value: str) -> bool:
    digits = value.strip().lstrip("+-")
    return "\x00" in value or "\ufffd" in value or (len(digits) > MOST_DIGITS and digits.isdigit())


def input_guard(get_response):
    """Refuse such a request with the site's own 400 page."""

    def middleware(request):
        parts = [*request.path_info.split("/"), *request.GET.keys()]
        parts += [value for values in request.GET.lists() for value in values[1]]
        if any(_absurd(part) for part in parts):
            raise BadRequest("The address holds something no page can use.")
        return get_response(request)

    return middleware
