"""A button on a round in the admin: take over the questions of another round, as a draft to look over."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from mentorship.exceptions import MentorshipError
from mentorship.models import RoundPage
from mentorship.services import question_copies


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The button, in the menu above a round that this person may edit; copies in other languages follow it."""
    is_round = page.cached_content_type.model_class() is RoundPage and page.alias_of_id is None
    if is_round and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Take over questions"),
            reverse("mentorship_take_over", args=[page.pk]),
            icon_name="copy",
            priority=70,
        )


class TakeOverForm(forms.Form):
    """From which round."""

    source = forms.ModelChoiceField(label=_("Round"), queryset=RoundPage.objects.none(), empty_label=None)

    def __init__(self, *args: Any, target: RoundPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = question_copies.rounds_with_questions(besides=target)


def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a round; its questions are added to the draft of this one."""
    target = get_object_or_404(RoundPage, pk=pk, alias_of=None)
    if not target.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = TakeOverForm(request.POST or None, target=target)
    if form.is_valid():
        try:
            number = question_copies.take_over(
                actor=request.user, source=form.cleaned_data["source"], target=target
            )
        except MentorshipError as refusal:
            form.add_error("source", refusal.message)
        else:
            told = ngettext(
                "{count} question stands in the draft now. Look it over and publish it.",
                "{count} questions stand in the draft now. Look them over and publish them.",
                number,
            )
            messages.success(request, told.format(count=number))
            return redirect("wagtailadmin_pages:edit", target.pk)
    title = _("Take over questions")
    context = {
        "form": form,
        "round": target,
        "header_title": title,
        "page_title": title,
        "header_icon": "copy",
    }
    return render(request, "mentorship/admin/take_over.html", context)
