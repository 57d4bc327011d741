"""Certificates: the public page by which one is checked, its text and its data, and the pages of who holds it."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms import context
from learning import certificate_sheet, linked_data
from learning.certificate_sheet import Sheet
from learning.exceptions import LearningError
from learning.forms import CertificateForm
from learning.models import Certificate
from learning.services import certificates

View = Callable[..., HttpResponse]


def unlisted(view: View) -> View:
    """Nobody finds this by searching: who checks a certificate has been given its address. What it says, it says now."""

    @never_cache
    @require_safe
    @wraps(view)
    def door(request: HttpRequest, uuid: UUID) -> HttpResponse:
        response = view(request, get_object_or_404(Certificate, uuid=uuid))
        response["X-Robots-Tag"] = "noindex"
        return response

    return door


@unlisted
def certificate(request: HttpRequest, found: Certificate) -> HttpResponse:
    """Whether a certificate is valid, and as much of it as its holder allows; for anybody who has the address."""
    mine = request.user.is_authenticated and found.member_id == request.user.pk
    given = {**_shown(request, found), "certificate": found if mine else None}
    return render(request, "learning/certificate.html", given)


@unlisted
def text(request: HttpRequest, found: Certificate) -> HttpResponse:
    """The same as plain text, to paste into a CV."""
    return HttpResponse(_shown(request, found)["text"], content_type="text/plain; charset=utf-8")


@unlisted
def data(request: HttpRequest, found: Certificate) -> HttpResponse:
    """The same for machines, in the words of schema.org."""
    facts = certificate_sheet.linked_data(_sheet(found), issuer=_issuer(request))
    return JsonResponse(facts, content_type="application/ld+json")


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """All certificates of the member, also those that were taken back."""
    held = Certificate.objects.of(request.user)
    return render(request, "learning/certificate_list.html", {"certificates": held})


@login_required
def shown(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What strangers see of my certificate, and the form that changes it at once."""
    found = get_object_or_404(Certificate.objects.of(request.user), uuid=uuid)
    form = CertificateForm(request.POST or None, initial=model_to_dict(found), kind=found.kind)
    if form.is_valid():
        try:
            certificates.show(member=request.user, certificate=found, **form.cleaned_data)
        except LearningError as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("Saved. This is what strangers see from now on."))
            return redirect("learning:certificate-settings", uuid)
    given = {**_shown(request, found), "certificate": found, "form": form}
    return render(request, "learning/certificate_settings.html", given)


def _sheet(found: Certificate) -> Sheet:
    return certificate_sheet.of(found, language=get_language() or "")


def _issuer(request: HttpRequest) -> str:
    return context.frame(request)["frame"].name


def _shown(request: HttpRequest, found: Certificate) -> dict:
    """The sheet, its text and its data."""
    sheet, issuer = _sheet(found), _issuer(request)
    words = render_to_string("learning/certificate.txt", {"sheet": sheet, "issuer": issuer})
    facts = certificate_sheet.linked_data(sheet, issuer=issuer)
    return {
        "sheet": sheet,
        "issuer": issuer,
        "text": words.strip() + "\n",
        "linked_data": linked_data.in_script(facts),
    }
