"""What machines ask a site for: health, sitemap, robots.txt, security.txt, favicon.ico."""

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from cms.context import site_facts, stamp
from cms.services import health, sitemaps


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Whether requests should be sent here; 503 with the part that is missing, and no detail for strangers."""
    found = health.problems()
    if found:
        return JsonResponse({"ready": False, **found}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"ready": True, "late_messages": health.late_messages()})


@require_safe
@cache_control(max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page once, with its translations."""
    facts = site_facts(request)
    if facts is None:
        raise Http404
    urls = sitemaps.entries(facts=facts, stamp=stamp(request))
    return render(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")


@require_safe
@cache_control(max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/robots.txt", {"base_url": settings.BASE_URL}, content_type="text/plain")


@require_safe
@cache_control(max_age=86_400)
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116)."""
    facts = site_facts(request)
    public = facts.frame(settings.LANGUAGE_CODE).contact_email if facts and facts.frames else ""
    context = {
        "contact": public or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "expires": timezone.now().replace(microsecond=0) + timedelta(days=180),
        "languages": [code for code, _name in settings.LANGUAGES],
        "base_url": settings.BASE_URL,
    }
    return render(request, "cms/security.txt", context, content_type="text/plain")


@require_safe
@cache_control(max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers that look for the old address find the drawing."""
    return HttpResponseRedirect(static("img/favicon.svg"))
