"""Deleting one's own account: what it means, the address typed to confirm it, and good-bye."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms.forms.farewell import FarewellForm
from cms.services import farewells


@login_required
@never_cache
@reauthentication_required
def leave(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; delete the account when the address is typed."""
    form = FarewellForm(request.POST if request.method == "POST" else None, member=request.user)
    if form.is_valid():
        farewells.leave(member=request.user)
        logout(request)
        messages.success(request, _("Your account is deleted. Thank you for the time you were here."))
        return redirect("/")
    return render(request, "cms/farewell.html", {"form": form})
