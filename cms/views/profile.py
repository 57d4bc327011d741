"""A member's own profile, and the two questions after signing up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms.addresses import way_on
from cms.forms import ProfileForm, WelcomeForm
from cms.models import Member
from cms.services import accounts


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what others and the program know of me."""
    form = ProfileForm(request.POST or None, instance=Member.objects.get(pk=request.user.pk))
    if form.is_valid():
        accounts.keep_profile(member=request.user, languages=form.languages, **form.facts)
        messages.success(request, _("Your profile is saved."))
        return redirect("cms:profile")
    return render(request, "cms/profile.html", {"form": form})


@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask a new member for a name and a time zone; both can wait."""
    form = WelcomeForm(request.POST or None, instance=Member.objects.get(pk=request.user.pk))
    onward = f"{reverse('cms:welcome-passkey')}?{urlencode({'next': way_on(request, otherwise='')})}"
    if form.is_valid():
        accounts.describe(member=request.user, **form.cleaned_data)
        return redirect(onward)
    return render(request, "cms/welcome.html", {"form": form, "onward": onward})


@login_required
def welcome_passkey(request: HttpRequest) -> HttpResponse:
    """Offer a passkey, once, and let it go just as easily."""
    onward = way_on(request, otherwise=reverse("cms:today"))
    return render(request, "cms/welcome_passkey.html", {"onward": onward})
