"""A member's own profile, and the first question after signing up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.forms import ProfileForm, WelcomeForm
from cms.models import Member
from cms.services import accounts


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what others and the program know of me."""
    form = ProfileForm(request.POST or None, instance=Member.objects.get(pk=request.user.pk))
    if form.is_valid():
        accounts.describe(member=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("cms:profile")
    return render(request, "cms/profile.html", {"form": form})


@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask a new member for a name and a time zone, and offer a passkey."""
    form = WelcomeForm(request.POST or None, instance=Member.objects.get(pk=request.user.pk))
    if form.is_valid():
        accounts.describe(member=request.user, **form.cleaned_data)
        return redirect("cms:today")
    return render(request, "cms/welcome.html", {"form": form})
