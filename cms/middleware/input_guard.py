"""Answers requests no person makes (NUL bytes, broken UTF-8, numbers of forty digits) before they reach a database."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

MOST_DIGITS = 18  # the largest whole number every database column here can hold
LONGEST_PATH = 2_000
LONGEST_QUERY = 40_000  # ten thousand characters pasted into a search still get its own answer
FREE_TEXT = {"q", "query"}  # a search may be for any digits

# What a database says about a value that got through as text, and where only the value was at fault.
NO_SUCH_KEY = ("expected a number but got", "int too large to convert", "is not a valid UUID")
NO_SUCH_TEXT = ("cannot contain NUL", "surrogates not allowed", "embedded null")


def _unreadable(value: str) -> bool:
    return "\x00" in value or "\ufffd" in value or not value.isascii() and _has_surrogate(value)


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in value)


def _beyond_numbers(value: str) -> bool:
    digits = value.strip().lstrip("+-")
    return len(digits) > MOST_DIGITS and digits.isdigit()


def _is_absurd(request: HttpRequest) -> bool:
    if len(request.path_info) > LONGEST_PATH or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return True
    parts = request.path_info.split("/")
    if any(_unreadable(part) or _beyond_numbers(part) for part in parts):
        return True
    return any(
        _unreadable(key)
        or any(_unreadable(value) or (key not in FREE_TEXT and _beyond_numbers(value)) for value in values)
        for key, values in request.GET.lists()
    )


class InputGuard:
    """Refuses such a request with the site's 400 page, and forgets cookies that nobody here has set."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_absurd(request):
            raise BadRequest("The address holds something no page can use.")
        for name in [name for name, value in request.COOKIES.items() if _unreadable(value)]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Views that look rows up by a key given as text (Wagtail's choosers) fail only for what is no key: a 404."""
        if not isinstance(exception, ValueError | OverflowError):
            return
        words = str(exception)
        if any(known in words for known in NO_SUCH_KEY):
            raise Http404 from exception
        if any(known in words for known in NO_SUCH_TEXT):
            raise BadRequest("The form holds something no page can use.") from exception
