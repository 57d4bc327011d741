"""Whether an address somebody sent along leads back into this site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(url: str | None, *, request: HttpRequest) -> bool:
    """Whether a redirect to `url` stays on the host of this request; what no browser prints is not an address."""
    return bool(
        url
        and url.isprintable()
        and url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
    )


def way_on(request: HttpRequest, *, otherwise: str) -> str:
    """The `next` that came with the request when it is ours, else `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if is_ours(wanted, request=request) else otherwise
