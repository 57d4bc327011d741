""" "Start one here": where a member would like a chapter, and how many others would like one near it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.exceptions import CmsError
from cms.forms.interests import InterestForm, NearForm
from cms.models import ChapterInterest
from cms.places.near import Place
from cms.services import directory, interests


def start(request: HttpRequest) -> HttpResponse:
    """Say how many would like a chapter near a place, and let a member join them."""
    if request.method == "POST":
        return _add(request)
    looked = NearForm(request.GET) if request.GET.get("near") else None
    return _page(request, looked=looked, form=InterestForm(initial={"near": request.GET.get("near", "")}))


@login_required
def _add(request: HttpRequest) -> HttpResponse:
    form = InterestForm(request.POST)
    if form.is_valid():
        try:
            interests.add(member=request.user, place=form.place, note=form.cleaned_data["note"])
        except CmsError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("You are on the list. You get a mail when a chapter begins there."))
            return redirect(f"{reverse('cms:start-here')}?{urlencode({'near': form.cleaned_data['near']})}")
    return _page(request, looked=None, form=form)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of my places off the list."""
    mine = get_object_or_404(ChapterInterest, pk=pk, member=request.user)
    interests.remove(interest=mine)
    messages.success(request, _("{place} is off your list.").format(place=mine.place))
    return redirect("cms:start-here")


def _page(request: HttpRequest, *, looked: NearForm | None, form: InterestForm) -> HttpResponse:
    place = looked.place if looked and looked.is_valid() else None
    mine = ChapterInterest.objects.filter(member=request.user) if request.user.is_authenticated else []
    given: dict[str, Any] = {
        "form": form,
        "looked": looked,
        "place": place,
        "people": interests.people_near(point=place.point) if place else 0,
        "chapters": _chapters_near(place) if place else [],
        "fewest": interests.FEWEST_TOLD,
        "mine": mine,
        "within": interests.NEAR,
    }
    return render(request, "cms/start_here.html", given)


def _chapters_near(place: Place) -> list[directory.Entry]:
    return directory.near(point=place.point, language=get_language() or "", within=interests.NEAR)
